-- What screens and rules read. {scope} is a condition on e, {…} others; their values are bound.

-- name: types
select t.short, count(*) from entities_entity e, unnest(e.types) as type_id join entities_term t on t.id = type_id
where e.tenant_id = 0 and e.deleted_at is null and {scope} group by t.short order by t.short

-- name: listed
-- Names are looked up for the page only.
with found as {once} (
    select e.id, e.urn from entities_entity e
    where e.tenant_id = 0 and e.deleted_at is null and {scope} and {where}
), page as materialized (
    select e.*, name.txt as name, (select count(*) from found) as total
    from (select id from found order by urn limit %(limit)s offset %(offset)s) f
    join entities_entity e on e.id = f.id
    left join lateral (
        select coalesce(a.txt, a.json ->> 'vi', a.json #>> '{{}}') as txt from entities_attribute a
        where a.entity_id = e.id and a.term_id = any(%(name_terms)s) and a.dataset_id = 0 limit 1
    ) name on true
)
select p.urn, array(select short from entities_term where id = any(p.types)), p.name, p.unit_id, p.agency_id, p.lon, p.lat,
    newest.observed_at, newest.origin, p.total
from page p left join lateral (
    select a.observed_at, a.origin from entities_attribute a where a.entity_id = p.id and a.kind <> 3
    order by a.declared desc, a.observed_at desc limit 1
) newest on true
order by p.urn

-- name: urns_with
select x.id from entities_entity x where entities_folded(x.urn) like {word}

-- name: names_with
-- Entities with a word in their name: under the IRIs of the index (a condition on the value alone is what it answers).
select a.entity_id from entities_attribute a
where a.term_id = any({terms}) and a.dataset_id = 0 and entities_folded(coalesce(a.txt, a.json ->> 'vi', a.json #>> '{{}}')) like {word}

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

-- name: series
select distinct on (h.observed_at) h.observed_at, h.num, h.txt, h.json, h.origin, h.kind
from entities_history h join entities_entity e on e.id = h.entity_id
where e.urn = %(urn)s and e.tenant_id = 0 and h.term_id = any(%(terms)s) and h.dataset_id = 0
    and h.observed_at >= %(start)s and h.observed_at < %(end)s and {scope} and {where}
order by h.observed_at, h.revision desc

-- name: revisions
select t.short, d.iri, h.kind, h.observed_at, h.revision, h.num, h.txt, h.json, h.unit_code, h.recorded_at, h.origin, s.name, h.quality
from entities_history h join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id
left join entities_term d on d.id = h.dataset_id join entities_source s on s.id = h.source_id
where e.urn = %(urn)s and e.tenant_id = 0 and {scope} and {where}
order by h.observed_at desc, t.short, h.revision desc limit %(limit)s offset %(offset)s

-- name: terms
select id from entities_term where short = %(short)s

-- name: name_terms
select id, iri from entities_term where short = 'name'

-- name: known_at
-- Every attribute as it was known at a past minute: the newest instant recorded by then, in its newest revision by then.
select distinct on (h.term_id, h.dataset_id) e.id, t.short, d.iri, h.kind, h.num, h.txt, h.json, h.unit_code, h.observed_at,
    h.recorded_at, h.origin, s.name, h.quality, h.declared
from entities_history h join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id
left join entities_term d on d.id = h.dataset_id join entities_source s on s.id = h.source_id
where e.urn = %(urn)s and e.tenant_id = 0 and {scope} and h.recorded_at <= %(at)s
order by h.term_id, h.dataset_id, h.observed_at desc, h.revision desc
