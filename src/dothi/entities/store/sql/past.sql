-- Entities as they were, or as they were known, at a past time. {…} is filled with conditions whose values are bound, and with the
-- fragments `counts`, `values`, `there` of this file.

-- name: counts
-- The newest revision of its instant by %(known)s, unless that one took the value back.
h.recorded_at <= %(known)s and not (h.kind = 0 and h.revision > 0) and not exists (
    select from entities_history later where later.revision > h.revision and later.recorded_at <= %(known)s
        and (later.entity_id, later.term_id, later.dataset_id, later.observed_at) = (h.entity_id, h.term_id, h.dataset_id, h.observed_at))

-- name: values
-- Of each series of `e` the newest instant until %(at)s that counted: by the key, backwards, a few pages however long the history.
-- Where that is an end, what was told after it about an earlier time (an attribute made anew from a file of old values): within 6 hours
-- by the key, else by the index of what was recorded apart from its observation, or what is current again and was a repeat.
select h.*, least(s.created_at, h.recorded_at) as created_at from (
    select term_id, dataset_id, min(created_at) as created_at from (
        select a.term_id, a.dataset_id, a.created_at from entities_attribute a where a.entity_id = e.id
        union all
        select h.term_id, h.dataset_id, null from entities_history h where h.entity_id = e.id and h.kind = 0
    ) s where {terms} group by term_id, dataset_id
) s
cross join lateral (
    select h.* from entities_history h
    where h.entity_id = e.id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and h.observed_at <= %(at)s and {counts}
    order by h.observed_at desc, h.revision desc limit 1
) newest
cross join lateral (
    select newest.* where newest.kind <> 0
    union all
    (select h.* from (
        select h.* from entities_history h
        where newest.kind = 0 and h.entity_id = e.id and h.term_id = s.term_id and h.dataset_id = s.dataset_id
            and h.observed_at <= %(at)s and h.observed_at > newest.observed_at - interval '6 hours'
            and h.recorded_at > newest.recorded_at and h.kind <> 0 and {counts}
        union all
        select h.* from entities_history h
        where newest.kind = 0 and h.entity_id = e.id and h.term_id = s.term_id and h.dataset_id = s.dataset_id
            and (h.recorded_at - h.observed_at < interval '-6 hours' or h.recorded_at - h.observed_at > interval '6 hours')
            and h.observed_at <= %(at)s and h.recorded_at > newest.recorded_at and h.kind <> 0 and {counts}
        union all
        select a.entity_id, a.flush_id, a.observed_at, a.modified_at, a.num, a.at, a.term_id, a.dataset_id, a.source_id, a.revision,
            a.kind, a.origin, a.quality, a.declared, a.unit_code, a.txt, a.json, a.sub
        from entities_attribute a
        where newest.kind = 0 and a.entity_id = e.id and a.term_id = s.term_id and a.dataset_id = s.dataset_id
            and a.observed_at <= %(at)s and a.modified_at <= %(known)s and a.modified_at > newest.recorded_at
    ) h order by h.observed_at desc, h.revision desc limit 1)
) h

-- name: there
-- Was the entity there? Made by then and not yet deleted, or it has values of then: told later, or of a life before this one. Of a life
-- that was taken back (§5.6.16) nothing is told.
(e.deleted_at is null or e.deleted_at > %(moment)s) and (e.withdrawn_at is null or e.withdrawn_at < %(moment)s) and (e.created_at <= %(moment)s or exists ({values}))

-- name: page
with page as materialized (
    select {head_columns} from entities_entity e
    where e.tenant_id = %(tenant)s and {there} and {where}
    order by e.id limit %(limit)s offset %(offset)s
)
select {head_columns},
    {instance_columns}
from page e left join lateral ({values}) h on true
order by e.id, h.term_id, h.dataset_id

-- name: count
select count(*) from entities_entity e where e.tenant_id = %(tenant)s and {there} and {where}

-- name: states
-- The types and scopes of then; before the first state that one.
select distinct on (entity_id) entity_id, types, scopes from entities_state
where entity_id = any(%(ids)s) and until > %(moment)s order by entity_id, until
