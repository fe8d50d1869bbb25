-- Reading the log of flushes. A flush is read only when its transaction is older than every running one, so a reader
-- that remembers (tx, id) never misses a late commit.

-- name: next_flushes
select id, tx, observed_from, observed_to, recorded_at
from entities_flush
where (tx, id) > (%(tx)s, %(id)s) and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
order by tx, id
limit %(limit)s

-- name: lock_cursor
-- Only one process at a time reads on; the others get no row.
select tx, flush_id from rules_cursor where reader = %(reader)s for update skip locked

-- name: make_cursor
-- A new reader begins at the beginning: what is too old to be news it passes over.
insert into rules_cursor (reader, tx, flush_id) values (%(reader)s, 0, 0) on conflict (reader) do nothing

-- name: move_cursor
update rules_cursor set tx = %(tx)s, flush_id = %(flush_id)s where reader = %(reader)s

-- name: lag
-- Seconds that the oldest unread flush has waited.
select extract(epoch from now() - min(recorded_at))::float
from entities_flush where (tx, id) > (select tx, flush_id from rules_cursor where reader = %(reader)s)
