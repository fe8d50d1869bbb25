-- What a person corrects: one instant of one attribute, in its newest revision.

-- name: instant
select t.iri, d.iri, h.kind, h.num, h.txt, h.unit_code, h.revision, h.sub, h.quality, h.origin, s.name, h.recorded_at, e.types
from entities_history h join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id
left join entities_term d on d.id = nullif(h.dataset_id, 0) join entities_source s on s.id = h.source_id
where e.urn = %(urn)s and e.tenant_id = 0 and e.deleted_at is null and {scope} and t.short = %(attr)s
    and h.dataset_id = 0 and h.observed_at = %(at)s
order by h.revision desc limit 1
