-- Entities as temporal queries select them: those that were deleted, too, until their evolution is taken back (CIM 009 §5.6.16).
-- {…} is filled with conditions whose values are bound.

-- name: evolving
select {head_columns}, e.deleted_at from entities_entity e
where e.tenant_id = %(tenant)s and {there} and {where}
order by {order} limit %(limit)s offset %(offset)s

-- name: count_evolving
select count(*) from entities_entity e where e.tenant_id = %(tenant)s and {there} and {where}

-- name: was_there
-- Of those that were deleted only who has something to tell of the time asked for: they are many in a city that lives.
(e.deleted_at is null or (coalesce(e.withdrawn_at < e.deleted_at, true)
    and exists (select from entities_history h where h.entity_id = e.id and {span} and not (h.kind = 0 and h.revision > 0)
        and not exists (
            select from entities_history later where later.revision > h.revision and later.kind = 0 and {within}
                and (later.entity_id, later.term_id, later.dataset_id, later.observed_at)
                    = (h.entity_id, h.term_id, h.dataset_id, h.observed_at)))))

-- name: judged_observed
-- What `q` and places are judged by, as it stands after `from`: the instances `a` of one attribute of `e` inside the time asked for
-- (§5.7.4). Read by the history's key, in the months of that time alone.
entities_history a where a.entity_id = e.id and a.term_id = {term} and a.kind <> 0 and {span} and {counts}

-- name: judged_modified
-- By when they were told last: near their observation by the key, the others by the index of what was recorded far from it.
(
    select h.* from entities_history h where {near} and {recorded}
    union all
    select h.* from entities_history h where {recorded}
        and (h.recorded_at - h.observed_at < interval '-6 hours' or h.recorded_at - h.observed_at > interval '6 hours')
) a where a.entity_id = e.id and a.term_id = {term} and a.kind <> 0 and {counts}

-- name: judged_created
-- By when they were told first; what counts is the newest revision.
(
    select h.* from entities_history h where h.revision = 0 and {near} and {recorded}
    union all
    select h.* from entities_history h where h.revision = 0 and {recorded}
        and (h.recorded_at - h.observed_at < interval '-6 hours' or h.recorded_at - h.observed_at > interval '6 hours')
) first join entities_history a
    on (a.entity_id, a.term_id, a.dataset_id, a.observed_at) = (first.entity_id, first.term_id, first.dataset_id, first.observed_at)
where first.entity_id = e.id and first.term_id = {term} and a.kind <> 0 and {counts}

-- name: judged_deleted
-- Ends, which hold no value.
entities_history a where a.entity_id = e.id and a.term_id = {term} and a.kind = 0 and a.revision = 0 and {span} and {counts}

-- name: judged_counts
not exists (select from entities_history later where later.revision > a.revision and {within}
    and (later.entity_id, later.term_id, later.dataset_id, later.observed_at) = (a.entity_id, a.term_id, a.dataset_id, a.observed_at))

-- name: first_told
(select min(first.recorded_at) from entities_history first
    where (first.entity_id, first.term_id, first.dataset_id, first.observed_at) = (a.entity_id, a.term_id, a.dataset_id, a.observed_at))

-- name: told_places
-- Places of the time asked for, each once: for the exact test in Python.
select distinct e.id, a.json::text from entities_entity e cross join lateral (select a.json from {rows}) a
where e.tenant_id = %(tenant)s and {where} limit %(geo_most)s

-- name: had_attributes
-- What was ended is no longer in entities_attribute.
(exists (select from entities_attribute a where a.entity_id = e.id and a.term_id = any(%(has)s))
    or exists (select from entities_history h where h.entity_id = e.id and h.kind = 0 and h.term_id = any(%(has)s)))

-- name: was_in_scope
-- A scope holds from when it was set until it was taken away (§4.18). Of the time before the first one nothing else is known, so that
-- one counts: values of years ago may have come with it.
exists (select from entities_state s where s.entity_id = e.id and {scopes}
    and s.until > coalesce(%(scopes_from)s::timestamptz, '-infinity') and s.until > coalesce(e.withdrawn_at, '-infinity')
    and (s.since < coalesce(%(scopes_to)s::timestamptz, 'infinity')
        or not exists (select from entities_head earlier where earlier.entity_id = e.id and earlier.until <= s.since)))

-- name: scopes
-- When the scope of each was set, and when it was taken away (null), in the order of reading; also the one that held when the time
-- asked for began. A new type, too, begins a state, which is no new scope.
with states as (
    select s.entity_id, s.since, s.until, nullif(s.scopes, '{{}}') as scopes, lag(s.until) over told as ended,
        lag(nullif(s.scopes, '{{}}')) over told as before
    from entities_state s join entities_entity e on e.id = s.entity_id
    where s.entity_id = any(%(ids)s) and s.until > coalesce(e.withdrawn_at, '-infinity')
    window told as (partition by s.entity_id order by s.since)
), changes as (
    select entity_id, since as at, scopes from states
    where case when since = ended then scopes is distinct from before else scopes is not null end
    union all
    select entity_id, until, null from states s
    where scopes is not null and until < 'infinity'
        and not exists (select from states n where n.entity_id = s.entity_id and n.since = s.until)
), spans as (
    select entity_id, at, scopes, lead(at, 1, 'infinity') over (partition by entity_id order by at) as until from changes
)
select entity_id, at, scopes from (
    select *, row_number() over (partition by entity_id order by at {order}) as nth from spans where {where}
) told
where nth <= %(most)s order by entity_id, at {order}

-- name: tell_scopes
-- What a new entity's scopes were before it was told of: each until the next one, the last until the entity itself begins; of a time in
-- which it had another life, nothing.
insert into entities_head (entity_id, since, until, agency_id, types, scopes)
select e.id, t.at, lead(t.at, 1, e.created_at) over (order by t.at), e.agency_id, e.types, t.scopes::text[]
from entities_entity e, unnest(%(at)s::timestamptz[], %(scopes)s::text[]) as t(at, scopes)
where e.id = %(entity)s and t.at < e.created_at
    and not exists (select from entities_head h where h.entity_id = e.id and h.until > t.at)
