-- name: past
-- Told places of crews that lie before a moment.
select ctid from crews_position where at < %(before)s order by at limit %(limit)s
