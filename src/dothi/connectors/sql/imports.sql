-- name: progress
-- The counts of a run after one more whole batch; refuses (0 rows) when somebody else took the run over.
update connectors_import
set beat_at = %(now)s, fraction = %(fraction)s, rows = %(rows)s, stored = %(stored)s, refused = %(refused)s,
    filtered = %(filtered)s, empty = %(empty)s, values_read = %(values)s, values_refused = %(values_refused)s,
    gaps = %(gaps)s, changed = %(changed)s, reasons = %(reasons)s
where id = %(id)s and state = 'running' and started_at = %(started_at)s

-- name: copy_rejects
copy connectors_reject (import_id, line, "column", value, reason, detail) from stdin

-- name: places_of
-- The unit and agency that entities stand in already: a person with a limited right may not write elsewhere.
select urn, unit_id, agency_id, lon, lat from entities_entity where urn = any(%(urns)s) and tenant_id = 0 and deleted_at is null
