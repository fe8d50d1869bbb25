-- Reads of entities. {…} is filled with conditions whose values are bound, never with values.

-- name: entity
select e.id, e.urn, e.types, e.scopes, e.unit_id, e.agency_id, e.lon, e.lat, e.created_at, e.modified_at,
    a.term_id, a.dataset_id, a.kind, a.num, a.txt, a.json::text, a.at, a.unit_code, a.observed_at, a.declared, a.created_at,
    a.modified_at, a.origin, a.quality, a.source_id, a.revision, a.sub::text
from entities_entity e left join entities_attribute a on a.entity_id = e.id
where e.urn = %(urn)s and e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
order by a.term_id, a.dataset_id

-- name: page
with page as materialized (
    select e.id, e.urn, e.types, e.scopes, e.unit_id, e.agency_id, e.lon, e.lat, e.created_at, e.modified_at
    from entities_entity e where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
    order by e.id limit %(limit)s offset %(offset)s
)
select e.id, e.urn, e.types, e.scopes, e.unit_id, e.agency_id, e.lon, e.lat, e.created_at, e.modified_at,
    a.term_id, a.dataset_id, a.kind, a.num, a.txt, a.json::text, a.at, a.unit_code, a.observed_at, a.declared, a.created_at,
    a.modified_at, a.origin, a.quality, a.source_id, a.revision, a.sub::text
from page e left join entities_attribute a on a.entity_id = e.id and {attributes}
order by e.id, a.term_id, a.dataset_id

-- name: count
select count(*) from entities_entity e where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}

-- name: shapes
-- Places that are no points, for the exact test in Python.
select e.id, a.json::text from entities_entity e join entities_attribute a on a.entity_id = e.id and a.term_id = %(term)s and a.kind = 3
where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}

-- name: find_terms
select iri, id from entities_term where iri = any(%(names)s)

-- name: source_names
select id, name from entities_source where id = any(%(ids)s)

-- name: types
-- One probe of the index for each name in the dictionary, not a walk over the entities.
select n.iri from entities_term n where exists (
    select from entities_entity e
    where e.types && array[n.id] and e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
) order by n.iri

-- name: attribute_names
-- The same for attributes: most are found in the first row, and a narrow scope is walked from its entities.
select n.iri from entities_term n where n.id in (
    select a.term_id from entities_entity e join entities_attribute a on a.entity_id = e.id
    where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
) order by n.iri

-- name: attribute_facts
-- How often each attribute is there, by kind and by the types of its entities.
select a.term_id, a.kind, e.types, count(*)
from entities_attribute a join entities_entity e on e.id = a.entity_id
where e.tenant_id = %(tenant)s and e.deleted_at is null and {where} and {attribute}
group by a.term_id, a.kind, e.types

-- name: series
-- Which series (entity, attribute, dataset) have history: those that are current, and those that were ended.
select a.entity_id, a.term_id, a.dataset_id from entities_attribute a where a.entity_id = any(%(ids)s) and {current}
union
select h.entity_id, h.term_id, h.dataset_id from entities_history h where h.entity_id = any(%(ids)s) and h.kind = 0 and {ended}

-- name: instances
-- The first rows of each series in the key's own order, so that reading stops where the limit is reached: another order, even
-- the newest revision first, would sort the whole series.
select h.entity_id, h.term_id, h.dataset_id, h.kind, h.num, h.txt, h.json::text, h.at, h.unit_code, h.observed_at,
    h.declared, h.recorded_at, h.recorded_at, h.origin, h.quality, h.source_id, h.revision, h.sub::text
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select h.* from entities_history h
    where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where}
    order by h.observed_at, h.revision limit %(most)s
) h

-- name: last_instances
-- The last instants of each series, each in its newest revision: the key read backwards.
select h.entity_id, h.term_id, h.dataset_id, h.kind, h.num, h.txt, h.json::text, h.at, h.unit_code, h.observed_at,
    h.declared, h.recorded_at, h.recorded_at, h.origin, h.quality, h.source_id, h.revision, h.sub::text
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select distinct on (h.observed_at) h.* from entities_history h
    where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where}
    order by h.observed_at desc, h.revision desc limit %(most)s
) h

-- name: recorded
-- The same by when they were recorded: no key has that order, so each series is read and sorted, and as many kept.
select h.entity_id, h.term_id, h.dataset_id, h.kind, h.num, h.txt, h.json::text, h.at, h.unit_code, h.observed_at,
    h.declared, h.recorded_at, h.recorded_at, h.origin, h.quality, h.source_id, h.revision, h.sub::text
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[]) as s(entity_id, term_id, dataset_id)
cross join lateral (
    select h.* from entities_history h
    where h.entity_id = s.entity_id and h.term_id = s.term_id and h.dataset_id = s.dataset_id and {where}
    order by h.recorded_at {order} limit %(most)s
) h

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

-- name: flushes_after
-- The log after a cursor, in order; only what every running transaction has passed.
select tx, id, recorded_at, observed_from, observed_to from entities_flush
where (tx, id) > (%(tx)s, %(id)s) and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by tx, id limit %(limit)s

-- name: horizon
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint

-- name: current_since
-- What is current and was written by a flush after a cursor, and what was deleted: the catch-up of screens.
select e.urn, e.types, e.unit_id, e.agency_id, e.deleted_at is not null, a.term_id, a.dataset_id, a.kind, a.num, a.txt,
    a.json::text, a.unit_code, a.observed_at, a.origin
from entities_flush f
join lateral (
    select distinct h.entity_id from entities_history h
    where h.flush_id = f.id and h.observed_at between f.observed_from and f.observed_to
) t on true
join entities_entity e on e.id = t.entity_id
left join entities_attribute a on a.entity_id = e.id and a.flush_id = f.id and e.deleted_at is null
where (f.tx, f.id) > (%(tx)s, %(id)s) and f.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    and (a.entity_id is not null or e.deleted_at is not null)
order by f.tx, f.id, e.id, a.term_id, a.dataset_id
