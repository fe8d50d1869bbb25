-- Which types and attributes there are. {…} is filled with conditions whose values are bound.

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

-- name: find_tenant
select id from entities_tenant where name = %(name)s
