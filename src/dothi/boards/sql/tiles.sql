-- What tiles ask of entities. {scope} is a condition on e.

-- name: states
-- How many entities are in which state, and since when the oldest of them was told.
select coalesce(a.txt, a.json #>> '{{}}', a.num::text), count(*)::int, max(a.observed_at), max(a.origin)
from entities_entity e join entities_attribute a on a.entity_id = e.id and a.dataset_id = 0 and a.kind <> 0
    and a.term_id = any(array(select id from entities_term where short = %(attribute)s))
where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s) and {scope}
group by 1

-- name: worst
-- The entities of a type that are worst by one attribute; those that never told it come last.
select e.urn, count(*) over () as of
from entities_entity e left join entities_attribute a on a.entity_id = e.id and a.dataset_id = 0 and a.kind <> 0
    and a.term_id = any(array(select id from entities_term where short = %(attribute)s))
where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s) and {scope}
order by a.num {order} nulls last, e.urn
limit %(most)s
