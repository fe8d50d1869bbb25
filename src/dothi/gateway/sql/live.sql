-- name: floor
-- Every transaction below it has ended: what it wrote is visible to this snapshot, or will never be.
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint

-- name: events
select id, tx, topic, payload, permission, unit_id, agency_id, recorded_at
from kernel_event
where tx >= %(tx)s and id <> all (%(seen)s)
order by tx, id
limit %(limit)s

-- name: flushes
select id, tx, extract(epoch from clock_timestamp() - recorded_at)::float8 as age_s
from entities_flush
where tx >= %(tx)s and id <> all (%(seen)s)
order by tx, id
limit %(limit)s
