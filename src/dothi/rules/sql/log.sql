-- Reading the log of flushes. A flush is read only when its transaction is older than every running one, so a reader
-- that remembers (tx, id) never misses a late commit.

-- name: next_flushes
-- Some flushes with some thousand rows together, one at least.
select id, tx, observed_from, observed_to, recorded_at
from (
    select f.*, sum(f.rows) over (order by f.tx, f.id) - f.rows as before
    from (
        select id, tx, observed_from, observed_to, recorded_at, rows
        from entities_flush
        where (tx, id) > (%(tx)s, %(id)s) and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        order by tx, id
        limit %(limit)s
    ) as f
) as counted
where before < %(rows)s
order by tx, id

-- name: no_news
-- Is there nothing to read? Asked many times a second, without a lock; true also while a flush waits for an older transaction.
select not exists (
    select from entities_flush f
    where (f.tx, f.id) > (
        coalesce((select tx from rules_cursor where reader = %(reader)s), 0),
        coalesce((select flush_id from rules_cursor where reader = %(reader)s), 0))
      and f.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)

-- name: lock_cursor
-- Only one process at a time reads on; the others get no row. Whoever has moved the cursor since has left another version of it.
select tx, flush_id, xmin::text from rules_cursor where reader = %(reader)s for update skip locked

-- name: hold_cursor
-- Waits for the batch that is being judged; until this transaction ends no other begins.
select from rules_cursor where reader = %(reader)s for update

-- name: make_cursor
-- A new reader begins at the beginning: what is too old to be news it passes over.
insert into rules_cursor (reader, tx, flush_id) values (%(reader)s, 0, 0) on conflict (reader) do nothing

-- name: move_cursor
update rules_cursor set tx = %(tx)s, flush_id = %(flush_id)s where reader = %(reader)s returning xmin::text

-- name: summarise
-- The index that finds a flush's rows knows blocks only from their summary on, and the server itself summarises once a minute: until then
-- every reader of the log looks through all that was written since (at 5,000 values/s 300,000 rows, each time).
select brin_summarize_new_values(i.indexrelid)
from pg_index i
join pg_class t on t.oid = i.indrelid
join pg_class x on x.oid = i.indexrelid
join pg_am m on m.oid = x.relam
where m.amname = 'brin' and t.relname = any(%(tables)s) and pg_table_is_visible(t.oid)

-- name: leave_cursor
-- Nothing was read, but where rules stand has changed.
update rules_cursor set tx = tx where reader = %(reader)s returning xmin::text

-- name: lag
-- Seconds that the oldest unread flush has waited.
select extract(epoch from now() - min(recorded_at))::float
from entities_flush where (tx, id) > (select tx, flush_id from rules_cursor where reader = %(reader)s)
