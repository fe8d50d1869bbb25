-- VN_WQI from the log: an index for each instant at which a station told something, of what it told within the hour before.
-- quality 5 is SUSPECT; dataset 0 and tenant 0 alone take part.

-- name: touched
-- The instants that some flushes touched, and those within the hour after a value that came late.
with told as (
    select distinct h.entity_id, h.observed_at
    from entities_history h
    join entities_term t on t.id = h.term_id
    join entities_entity e on e.id = h.entity_id
    where h.flush_id = any(%(flushes)s)
      and h.observed_at between %(observed_from)s and %(observed_to)s
      and t.short = any(%(parameters)s)
      and e.types && array(select id from entities_term where short = %(type)s)
      and h.dataset_id = 0 and e.tenant_id = 0 and e.deleted_at is null
)
select entity_id, observed_at from told
union
select told.entity_id, later.observed_at
from told
join entities_history later on later.entity_id = told.entity_id and later.dataset_id = 0
    and later.observed_at > told.observed_at and later.observed_at < told.observed_at + interval '1 hour'
join entities_term t on t.id = later.term_id and t.short = any(%(parameters)s)

-- name: values
-- What the entities told within the spans asked for, the last revision of each instant, in order of time.
select entity_id, attribute, unit_code, observed_at, num, origin
from (
    select distinct on (h.entity_id, t.short, h.observed_at)
        h.entity_id, t.short as attribute, h.unit_code, h.observed_at, h.num, h.origin, h.quality
    from unnest(%(ids)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[]) as wanted(id, since, until)
    join entities_term t on t.short = any(%(parameters)s)
    join entities_history h on h.entity_id = wanted.id and h.term_id = t.id and h.dataset_id = 0
        and h.observed_at > wanted.since and h.observed_at <= wanted.until
    where h.observed_at > %(earliest)s and h.observed_at <= %(latest)s
    order by h.entity_id, t.short, h.observed_at, h.revision desc
) as last_revisions
where num >= 0 and quality <> 5
order by entity_id, observed_at
