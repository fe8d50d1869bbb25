-- name: relations
-- What an entity belongs to (its device, its cabinet) and who says that they deliver its values.
select a.entity_id, t.short, a.txt, a.json
from entities_attribute a join entities_term t on t.id = a.term_id
where a.entity_id = any(%(ids)s) and t.short = any(%(names)s)
order by a.entity_id, t.short, a.dataset_id

-- name: open_alarms
select a.id
from rules_alarm a
join unnest(%(codes)s::text[], %(ids)s::bigint[]) as w(code, entity_id) on a.rule_code = w.code and a.entity_id = w.entity_id
where a.closed_at is null

-- name: raise_again
-- The condition of open alarms is true again.
update rules_alarm a
set rule_id = t.rule_id, severity = t.severity, active = true, cleared_at = null, cleared_by = null, raised_at = t.raised_at, fired = t.fired,
    origin = t.origin, occurrences = t.occurrences, set_aside_id = t.set_aside_id, suppressed_at = t.suppressed_at, suppressed_by = t.suppressed_by
from jsonb_to_recordset(%(alarms)s::jsonb) as t(id bigint, rule_id bigint, severity text, raised_at timestamptz, fired jsonb, origin smallint,
    occurrences int, set_aside_id bigint, suppressed_at timestamptz, suppressed_by jsonb)
where a.id = t.id

-- name: clear
-- The condition of open alarms is over; who was acknowledged is thereby closed.
update rules_alarm a
set active = false, cleared_at = t.cleared_at, cleared_by = t.cleared_by, closed_at = t.closed_at
from jsonb_to_recordset(%(alarms)s::jsonb) as t(id bigint, cleared_at timestamptz, cleared_by jsonb, closed_at timestamptz)
where a.id = t.id

-- name: per_minute
-- How many alarms rang in each minute since a time; `occurrences` are those that the reader may see.
select date_trunc('minute', recorded_at) as minute, count(*) from occurrences group by 1 order by 1
