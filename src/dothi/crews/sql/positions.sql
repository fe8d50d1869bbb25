-- name: past
-- How many told positions of crews lie before a moment, counted no further than the limit.
select count(*) from (
    select 1 from entities_history h
    where h.source_id = (select id from entities_source where name = 'crew') and h.observed_at < %(before)s
    limit %(limit)s
) past

-- name: forget
delete from entities_history h
using (
    select h.entity_id, h.term_id, h.dataset_id, h.observed_at, h.revision from entities_history h
    where h.source_id = (select id from entities_source where name = 'crew') and h.observed_at < %(before)s
    limit %(limit)s
) p
where (h.entity_id, h.term_id, h.dataset_id, h.observed_at, h.revision)
    = (p.entity_id, p.term_id, p.dataset_id, p.observed_at, p.revision)

-- name: track
-- Where one unit was, as its crew's phones told it, the newest first.
select h.observed_at, (h.json->'coordinates'->>0)::float8, (h.json->'coordinates'->>1)::float8
from entities_history h join entities_entity e on e.id = h.entity_id
where e.urn = %(urn)s and e.tenant_id = 0 and h.term_id = (select id from entities_term where iri = %(location)s)
    and h.source_id = (select id from entities_source where name = 'crew') and h.observed_at >= %(since)s
order by h.observed_at desc
limit %(limit)s
