-- name: flushes
-- What was committed since the last question, each flush once: only transactions older than every running one are read.
select count(*), coalesce(sum(rows), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint
from entities_flush
where tx >= %(tx)s and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint

-- name: begin
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint

-- name: figures
select 'jobs' as figure, status::text as label, count(*) from procrastinate_jobs group by status
union all
select 'alarms', severity, count(*) from rules_alarm where active and closed_at is null group by severity
union all
select 'dead-letters', '', count(*) from streams_dead_letter where settled_at is null
union all
select 'event-failures', '', count(*) from kernel_event_failure where settled_at is null
union all
select counted, split_part(part, ':', 1), value::bigint
from kernel_heartbeat, jsonb_each_text(counts) as each (counted, value)
