-- name: lag
-- How long the oldest job that may run has waited; the queue notes times in its events.
select coalesce(max(extract(epoch from now() - greatest(e.at, j.scheduled_at))), 0)::float as lag_s
from procrastinate_jobs j join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
where j.status = 'todo' and (j.scheduled_at is null or j.scheduled_at <= now())
