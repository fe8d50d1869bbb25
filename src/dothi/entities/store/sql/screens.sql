-- What screens and rules read. {scope} is a condition on e, {…} others; their values are bound.

-- name: types
select t.short, count(*) from entities_entity e, unnest(e.types) as type_id join entities_term t on t.id = type_id
where e.tenant_id = 0 and e.deleted_at is null and {scope} group by t.short order by t.short

-- name: reached
select e.urn from entities_entity e where e.tenant_id = 0 and e.deleted_at is null and {scope} and e.urn = any(%(urns)s)

-- name: heads
select e.id, e.urn, array(select short from entities_term where id = any(e.types)), e.lon, e.lat, e.unit_id, e.agency_id,
    e.created_at, e.modified_at
from entities_entity e where e.tenant_id = 0 and e.deleted_at is null and {scope} and {where} order by e.id {limit}

-- name: values
select a.entity_id, t.short, d.iri, a.kind, a.num, a.txt, a.json, a.unit_code, a.observed_at, a.modified_at, a.origin, s.name,
    a.quality, a.declared
from entities_attribute a join entities_term t on t.id = a.term_id left join entities_term d on d.id = a.dataset_id
join entities_source s on s.id = a.source_id
where a.entity_id = any(%(ids)s) and {where} order by a.entity_id, t.short, a.dataset_id

-- name: nearest
-- The nearest of a type with the wanted attributes, in one statement. Metres on a sphere; the box narrows by the index first.
with place as (
    select e.id, e.urn, e.types, e.lon, e.lat, e.unit_id, e.agency_id, e.created_at, e.modified_at,
        2 * 6371008.8 * asin(least(1, sqrt(
            sin(radians(e.lat - %(lat)s) / 2) ^ 2
            + cos(radians(%(lat)s)) * cos(radians(e.lat)) * sin(radians(e.lon - %(lon)s) / 2) ^ 2))) as metres
    from entities_entity e
    where e.tenant_id = 0 and e.deleted_at is null and e.lon is not null and {scope} and {where}
        and e.place && box(point(%(w)s, %(s)s), point(%(e)s, %(n)s))
), chosen as (select * from place where metres <= %(within)s order by metres, id limit %(limit)s)
select c.metres, c.id, c.urn, array(select short from entities_term where id = any(c.types)), c.lon, c.lat, c.unit_id, c.agency_id,
    c.created_at, c.modified_at,
    a.entity_id, t.short, d.iri, a.kind, a.num, a.txt, a.json, a.unit_code, a.observed_at, a.modified_at, a.origin, s.name,
    a.quality, a.declared
from chosen c left join (
    entities_attribute a join entities_term t on t.id = a.term_id and t.short = any(%(attrs)s)
    join entities_source s on s.id = a.source_id left join entities_term d on d.id = a.dataset_id
) on a.entity_id = c.id
order by c.metres, c.id, t.short, a.dataset_id

-- name: series
select distinct on (h.observed_at) h.observed_at, h.num, h.txt, h.json, h.origin, h.kind
from entities_history h join entities_entity e on e.id = h.entity_id
where e.urn = %(urn)s and e.tenant_id = 0 and h.term_id = any(%(terms)s) and h.dataset_id = 0
    and h.observed_at >= %(start)s and h.observed_at < %(end)s and {scope} and {where}
order by h.observed_at, h.revision desc

-- name: revisions
select t.short, d.iri, h.kind, h.observed_at, h.revision, h.num, h.txt, h.json, h.unit_code, h.recorded_at, h.origin, s.name, h.quality,
    h.sub #>> '{{https://uri.etsi.org/ngsi-ld/default-context/correctionReason,value}}'
from entities_history h join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id
left join entities_term d on d.id = h.dataset_id join entities_source s on s.id = h.source_id
where e.urn = %(urn)s and e.tenant_id = 0 and {scope} and {where}
order by h.observed_at desc, t.short, h.revision desc limit %(limit)s offset %(offset)s

-- name: terms
select id from entities_term where short = %(short)s

-- name: known_at
-- Every attribute as it was known at a past minute: `values` of past.sql.
select e.id, t.short, d.iri, h.kind, h.num, h.txt, h.json, h.unit_code, h.observed_at,
    h.recorded_at, h.origin, s.name, h.quality, h.declared
from entities_entity e cross join lateral ({past}) h
join entities_term t on t.id = h.term_id left join entities_term d on d.id = h.dataset_id join entities_source s on s.id = h.source_id
where e.urn = %(urn)s and e.tenant_id = 0 and {scope}
order by h.term_id, h.dataset_id
