-- Reads of the log of flushes. Who reads on from a cursor sees only what every running transaction has passed.

-- name: flushes_after
-- The log after a cursor, in order; only what every running transaction has passed.
select tx, id, recorded_at, observed_from, observed_to from entities_flush
where (tx, id) > (%(tx)s, %(id)s) and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by tx, id limit %(limit)s

-- name: horizon
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint

-- name: current_since
-- What is current and was written by a flush after a cursor, and what was deleted: the catch-up of screens.
select e.urn, e.types, e.unit_id, e.agency_id, e.deleted_at is not null, a.term_id, a.dataset_id, a.kind, a.num, a.txt,
    a.json::text, a.unit_code, a.observed_at, a.origin
from entities_flush f
join lateral (
    select distinct h.entity_id from entities_history h
    where h.flush_id = f.id and h.observed_at between f.observed_from and f.observed_to
) t on true
join entities_entity e on e.id = t.entity_id
left join entities_attribute a on a.entity_id = e.id and a.flush_id = f.id and e.deleted_at is null
where (f.tx, f.id) > (%(tx)s, %(id)s) and f.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    and (a.entity_id is not null or e.deleted_at is not null)
order by f.tx, f.id, e.id, a.term_id, a.dataset_id
