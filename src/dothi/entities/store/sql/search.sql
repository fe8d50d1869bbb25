-- Lists of entities in the order of their ids, searched by words. {scope} and {where} are conditions on e, {words} on w
-- (entities_words: id and name as they are searched); their values are bound.

-- name: count
-- Up to one more than is told.
select count(*) from (
    select from entities_words w join entities_entity e on e.id = w.entity_id
    where e.tenant_id = 0 and e.deleted_at is null and {scope} and {where} and {words} limit %(most)s + 1
) counted

-- name: count_all
-- Without words.
select count(*) from entities_entity e where e.tenant_id = 0 and e.deleted_at is null and {scope} and {where}

-- name: page
-- Few are found first, by the index of words, and put in order (materialized); of many a page is full after a short walk in order.
with found as {once} (
    select w.entity_id, w.urn from entities_words w join entities_entity e on e.id = w.entity_id
    where e.tenant_id = 0 and e.deleted_at is null and {scope} and {where} and {words}
), page as materialized (
    select entity_id from found order by urn, entity_id limit %(limit)s offset %(offset)s
)
select e.urn, array(select short from entities_term where id = any(e.types)), w.name, e.unit_id, e.agency_id, e.lon, e.lat,
    newest.observed_at, newest.origin
from page p join entities_entity e on e.id = p.entity_id join entities_words w on w.entity_id = p.entity_id
left join lateral (
    select a.observed_at, a.origin from entities_attribute a where a.entity_id = p.entity_id and a.kind <> 3
    order by a.declared desc, a.observed_at desc limit 1
) newest on true
order by e.urn
