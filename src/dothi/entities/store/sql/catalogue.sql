-- What the catalogue says about types. {scope} is a condition on e; figures are those of the entities that a person may see.

-- name: types
select t.short, count(*), coalesce(array_agg(distinct e.agency_id) filter (where e.agency_id is not null), '{{}}')
from entities_entity e, unnest(e.types) as type_id join entities_term t on t.id = type_id
where e.tenant_id = 0 and e.deleted_at is null and {scope} group by t.short order by t.short

-- name: declared
select short, pack, version, owner, licence, judgement, schema from entities_declared_type
where %(short)s::text is null or short = %(short)s order by short

-- name: spread
-- Every step-th entity of a type: all of them, or so many that figures stay quick.
select e.id from entities_entity e
where e.tenant_id = 0 and e.deleted_at is null and {scope} and e.types && %(types)s::int[] and mod(e.id, %(step)s) = 0

-- name: newest
select max(a.observed_at), coalesce(array_agg(distinct s.name), '{{}}'), coalesce(array_agg(distinct a.origin), '{{}}')
from entities_attribute a join entities_source s on s.id = a.source_id
where a.entity_id = any(%(ids)s) and a.kind <> 3

-- name: attributes
select t.short, a.kind, a.unit_code, a.quality, a.origin, count(*), count(distinct a.entity_id), max(a.observed_at),
    count(*) filter (where a.observed_at > %(now)s - interval '1 hour'), count(*) filter (where a.observed_at > %(now)s - interval '1 day')
from entities_attribute a join entities_term t on t.id = a.term_id
where a.entity_id = any(%(ids)s) group by 1, 2, 3, 4, 5 order by 1

-- name: sources
select s.name, count(distinct a.entity_id), max(a.observed_at), array_agg(distinct a.origin)
from entities_attribute a join entities_source s on s.id = a.source_id
where a.entity_id = any(%(ids)s) group by 1 order by 2 desc, 1 limit 20

-- name: places
select e.unit_id, count(*) from entities_entity e
where e.tenant_id = 0 and e.deleted_at is null and {scope} and e.types && %(types)s::int[] group by 1 order by 2 desc, 1

-- name: sample
-- The entity whose value is the newest among those looked at.
select e.urn from entities_attribute a join entities_entity e on e.id = a.entity_id
where a.entity_id = any(%(ids)s) order by a.observed_at desc, e.urn limit 1

-- name: terms
select id from entities_term where short = %(short)s

-- name: complaints
-- What is doubted, by who sent it, what of which type and why. The scope is asked of the complaint's own unit and agency.
select s.name, e.type, e.attribute, e.fault, e.detail, sum(e.times)::bigint, min(e.first_at), max(e.last_at),
    (array_agg(e.example order by e.last_at desc))[1]
from entities_complaint e join entities_source s on s.id = e.source_id
where e.tenant_id = 0 and {scope} and (%(short)s::text is null or e.type = %(short)s)
group by 1, 2, 3, 4, 5 order by 8 desc, 1, 2, 3 limit %(limit)s

-- name: latest
-- Current values of a type for a table: one line for each attribute instance.
select e.urn, t.short, d.iri, a.num, a.txt, a.json, a.unit_code, a.observed_at, a.quality, a.origin, s.name
from entities_entity e join entities_attribute a on a.entity_id = e.id join entities_term t on t.id = a.term_id
join entities_source s on s.id = a.source_id left join entities_term d on d.id = nullif(a.dataset_id, 0)
where e.tenant_id = 0 and e.deleted_at is null and {scope} and e.types && %(types)s::int[]
order by e.urn, t.short, a.dataset_id limit %(limit)s
