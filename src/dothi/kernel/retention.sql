-- The keys of what is past its time; retention.py deletes or counts them.

-- name: events
-- Only what every reader has read, and nothing that a failure still speaks of.
select e.id from kernel_event e
where e.recorded_at < %(before)s
  and not exists (select from kernel_event_cursor c where (e.tx, e.id) > (c.tx, c.event_id))
  and not exists (select from kernel_event_failure f where f.event_id = e.id)
order by e.id limit %(limit)s

-- name: event_failures
select id from kernel_event_failure where settled_at < %(before)s order by id limit %(limit)s

-- name: jobs
-- Ended ones; their events go with them.
select j.id from procrastinate_jobs j
where j.status in ('succeeded', 'failed', 'cancelled', 'aborted')
  and (select max(e.at) from procrastinate_events e where e.job_id = j.id) < %(before)s
order by j.id limit %(limit)s
