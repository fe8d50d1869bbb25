-- Reads of entities. {…} is filled with conditions whose values are bound, never with values; {…_columns}: see columns.sql.

-- name: entities
-- By id, in the order of their numbers.
select {head_columns},
    {attribute_columns}
from entities_entity e left join entities_attribute a on a.entity_id = e.id
where e.urn = any(%(urns)s) and e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
order by e.id, a.term_id, a.dataset_id

-- name: page
with page as materialized (
    select {head_columns}
    from entities_entity e where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
    order by e.id limit %(limit)s offset %(offset)s
)
select {head_columns},
    {attribute_columns}
from page e left join entities_attribute a on a.entity_id = e.id and {attributes}
order by e.id, a.term_id, a.dataset_id

-- name: page_in_order
with page as materialized (
    select {head_columns}, row_number() over (order by {order}, e.id) as place
    from entities_entity e where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}
    order by {order}, e.id limit %(limit)s offset %(offset)s
)
select {head_columns},
    {attribute_columns}
from page e left join entities_attribute a on a.entity_id = e.id and {attributes}
order by e.place, a.term_id, a.dataset_id

-- name: count
select count(*) from entities_entity e where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}

-- name: shapes
-- Places that are no points, for the exact test in Python.
select e.id, a.json::text from entities_entity e join entities_attribute a on a.entity_id = e.id and a.term_id = %(term)s and a.kind = 3
where e.tenant_id = %(tenant)s and e.deleted_at is null and {where}

-- name: patterns
-- Each is read, so that a wrong one is an error.
select count('' ~ p) from unnest(%(patterns)s::text[]) p

-- name: collations
select collname from pg_collation where collprovider = 'i' and lower(collname) = lower(%(tag)s || '-x-icu') limit 1

-- name: find_terms
select iri, id from entities_term where iri = any(%(names)s)

-- name: source_names
select id, name from entities_source where id <> all(%(known)s::int[])
