-- Reads of history, series by series. {…} is filled with conditions whose values are bound; {…_columns}: see columns.sql.

-- name: series
-- Which series (entity, attribute, dataset) have history: those that are current, and those that were ended.
select a.entity_id, a.term_id, a.dataset_id from entities_attribute a where a.entity_id = any(%(ids)s) and {current}
union
select h.entity_id, h.term_id, h.dataset_id from entities_history h where h.entity_id = any(%(ids)s) and h.kind = 0 and {ended}

-- name: instances
-- The first instants of each series, each in its newest revision, in the key's own order, so that reading stops where the limit is
-- reached: another order, even the newest revision first, would sort the whole series. What was withdrawn is none of them.
select h.entity_id, {instance_columns}
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select h.* from (
        select h.*, h.recorded_at as created_at, lead(h.observed_at) over (order by h.observed_at, h.revision) as next
        from entities_history h
        where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where}
    ) h
    where h.observed_at is distinct from h.next and (h.kind <> 0 or h.revision = 0)
    limit %(most)s
) h

-- name: last_instances
-- The last instants of each series, each in its newest revision: the key read backwards. What was withdrawn is none of them.
select h.entity_id, {instance_columns}
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select h.* from (
        select distinct on (h.observed_at) h.*, h.recorded_at as created_at from entities_history h
        where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where}
        order by h.observed_at desc, h.revision desc
    ) h
    where h.kind <> 0 or h.revision = 0
    order by h.observed_at desc limit %(most)s
) h

-- name: recorded
-- By when instants were first told, or last, in the revision that counts. No key has that order, but what was recorded
-- within 6 hours of its observation lies no further apart in the key: past the instant where there are enough of those, 12 hours
-- hold all that can come before them. The rest has an index of its own, entities_history_apart. (The `case` hides the span from the
-- planner, who has no figures for it and would take it for one row in two hundred: then it reads the whole series and sorts it.)
select h.entity_id, {instance_columns}
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select found.* from (
        (select h.* from entities_history h
        where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where} and {near} and {revision}
            and case when h.recorded_at - h.observed_at between interval '-6 hours' and interval '6 hours' then true else false end
            and h.observed_at {until} coalesce((
                select h.observed_at from entities_history h
                where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where} and {near} and {revision}
                    and case when h.recorded_at - h.observed_at between interval '-6 hours' and interval '6 hours' then true else false end
                order by h.observed_at {order} offset %(most)s - 1 limit 1
            ) {step} interval '12 hours', '{end}')
        order by h.recorded_at {order} limit %(most)s)
        union all
        (select h.* from entities_history h
        where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where} and {revision}
            and (h.recorded_at - h.observed_at < interval '-6 hours' or h.recorded_at - h.observed_at > interval '6 hours')
        order by h.recorded_at {order} limit %(most)s)
    ) found order by found.recorded_at {order} limit %(most)s
) found
cross join lateral (
    select h.*, (
        select first.recorded_at from entities_history first
        where (first.entity_id, first.term_id, first.dataset_id, first.observed_at) = (h.entity_id, h.term_id, h.dataset_id, h.observed_at)
        order by first.revision limit 1
    ) as created_at
    from entities_history h
    where (h.entity_id, h.term_id, h.dataset_id, h.observed_at) = (found.entity_id, found.term_id, found.dataset_id, found.observed_at)
    order by h.revision desc limit 1
) h
order by h.entity_id, h.term_id, h.dataset_id, found.recorded_at {order}

-- name: ends
-- When the series were ended: few rows, which have an index of their own.
select h.entity_id, {instance_columns}
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select h.*, h.recorded_at as created_at from entities_history h
    where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and h.kind = 0 and h.revision = 0 and {where}
        and not exists (
            select from entities_history later where later.revision > 0
                and (later.entity_id, later.term_id, later.dataset_id, later.observed_at) = (h.entity_id, h.term_id, h.dataset_id, h.observed_at))
    order by h.observed_at {order} limit %(most)s
) h

-- name: moves
-- Instances that were moved to another instant, which keep the name of the first: few rows of the index of ends.
select h.entity_id, h.term_id, h.dataset_id, h.at, h.observed_at from entities_history h
where h.entity_id = any(%(entities)s) and h.kind = 0 and h.revision > 0 and h.at is not null and not exists (
    select from entities_history later where later.revision > h.revision
        and (later.entity_id, later.term_id, later.dataset_id, later.observed_at) = (h.entity_id, h.term_id, h.dataset_id, h.observed_at))

-- name: aggregated
-- Figures of periods: of each instant the newest revision, of each series as many periods as the answer may hold. The edges of an
-- entity's periods are counted from the time asked from, else from its first value; `start` null says that they are too many.
with valid as materialized (
    select h.* from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
    cross join lateral (
        select distinct on (h.observed_at) h.entity_id, h.term_id, h.dataset_id, h.kind, h.num, h.txt, h.json, {column} as time
        from entities_history h
        where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where}
        order by h.observed_at, h.revision desc
    ) h
    where h.kind <> 0
), span as (
    select entity_id, coalesce(%(start)s::timestamptz, min(time)) as first, max(time) as last from valid group by entity_id
), edges as (
    select entity_id, first, coalesce(%(end)s::timestamptz, last) as last, case
        when %(period)s::interval is null then array[first]
        when extract(epoch from last - first) / greatest(extract(epoch from %(period)s::interval), 0.000001) <= %(most)s
            then array(select generate_series(first, last, %(period)s::interval)) end as edges
    from span
)
select v.entity_id, v.term_id, v.dataset_id, v.kind, e.edges[b.nth], coalesce(e.edges[b.nth] + %(period)s::interval, e.last),
    count(*), count(distinct coalesce(v.num::text, v.txt, v.json::text)), sum(v.num), avg(v.num), min(v.num), max(v.num),
    stddev_pop(v.num), sum(v.num * v.num)
from valid v join edges e on e.entity_id = v.entity_id
cross join lateral (select width_bucket(v.time, e.edges) as nth) b
group by v.entity_id, v.term_id, v.dataset_id, v.kind, b.nth, e.edges, e.last
order by v.entity_id, v.term_id, v.dataset_id, v.kind, b.nth

-- name: last_kinds
-- The kind of the newest value of each series.
select s.entity_id, s.term_id, s.dataset_id, h.kind
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select h.kind from entities_history h
    where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and h.kind > 0
    order by h.observed_at desc, h.revision desc limit 1
) h
