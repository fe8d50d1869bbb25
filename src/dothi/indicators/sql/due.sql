-- Reading the log of flushes, and the periods that wait. A flush is read only when its transaction is older than every running one.

-- name: make_cursor
insert into indicators_cursor (reader, tx, flush_id) values (%(reader)s, %(tx)s, 0) on conflict (reader) do nothing

-- name: lock_cursor
select tx, flush_id from indicators_cursor where reader = %(reader)s for update skip locked

-- name: horizon
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1

-- name: next_flushes
select id, tx, observed_from, observed_to
from entities_flush
where (tx, id) > (%(tx)s, %(flush_id)s) and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
order by tx, id
limit %(limit)s

-- name: move_cursor
update indicators_cursor set tx = %(tx)s, flush_id = %(flush_id)s where reader = %(reader)s

-- name: lag
select extract(epoch from now() - min(recorded_at))::float
from entities_flush where (tx, id) > (select tx, flush_id from indicators_cursor where reader = %(reader)s)

-- name: touched
-- Which hours of which attributes of which types some flushes touched.
select distinct k.short, t.short, date_trunc('hour', h.observed_at - interval '1 microsecond', 'Asia/Ho_Chi_Minh')
from entities_history h
join entities_term t on t.id = h.term_id
join entities_entity e on e.id = h.entity_id
join entities_term k on k.id = any(e.types)
where h.flush_id = any(%(flushes)s) and h.observed_at between %(observed_from)s and %(observed_to)s
    and h.dataset_id = 0 and e.tenant_id = 0 and t.short = any(%(attributes)s) and k.short = any(%(types)s)

-- name: owe
insert into indicators_due (code, starts_at, ready_at)
select * from unnest(%(codes)s::text[], %(starts)s::timestamptz[], %(ready)s::timestamptz[])
on conflict (code, starts_at) do update set ready_at = least(indicators_due.ready_at, excluded.ready_at)

-- name: take
-- The periods of one indicator that are ready: taken rows are gone with the transaction that writes their figures.
with first as materialized (
    select code from indicators_due where ready_at <= %(now)s order by ready_at, code limit 1
), ready as materialized (
    select id from indicators_due
    where code = (select code from first) and ready_at <= %(now)s
    order by starts_at limit %(limit)s for update skip locked
)
delete from indicators_due using ready where indicators_due.id = ready.id returning code, starts_at
