-- Which types and attributes there are. {…} is filled with conditions whose values are bound.

-- name: types
-- One probe of the index for each name in the dictionary, not a walk over the entities.
select n.iri from entities_term n where exists (
    select from entities_entity e
    where e.types && array[n.id] and e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
) order by n.iri

-- name: attribute_names
--- One step into the index for each name in the dictionary: most are found in the first row. The order keeps to the index.
select n.iri from entities_term n cross join lateral (
    select from entities_attribute a join entities_entity e on e.id = a.entity_id
    where a.term_id = n.id and e.tenant_id = %(tenant)s and e.deleted_at is null
    order by a.kind, a.entity_id limit 1
) found order by n.iri

-- name: attribute_names_within
--- The same inside limits: walked from the entities that are reached, whatever statistics say of the attributes.
select n.iri from entities_term n where n.id in (
    select a.term_id from entities_entity e
    cross join lateral (select term_id from entities_attribute where entity_id = e.id offset 0) a
    where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
) order by n.iri

-- name: attribute_facts
-- How often each attribute is there, by kind and by the types of its entities.
select a.term_id, a.kind, e.types, count(*)
from entities_attribute a join entities_entity e on e.id = a.entity_id
where e.tenant_id = %(tenant)s and e.deleted_at is null and {where} and {attribute}
group by a.term_id, a.kind, e.types

-- name: find_tenant
select id from entities_tenant where name = %(name)s
