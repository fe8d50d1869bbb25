-- name: beat
-- 0 rows: a person stopped it, or another process took it over.
update territory_import set beat_at = %(now)s, fraction = %(fraction)s, step = %(step)s
where id = %(id)s and state = 'running' and started_at = %(started_at)s
