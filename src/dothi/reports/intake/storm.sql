-- name: keep
-- A form that waits to become a report (storm.py); sent again it waits once, and one that was refused is tried anew.
insert into reports_waiting_form (digest, head, body, on_disk, recorded_at, tried, refused)
values (%(digest)s, %(head)s, %(body)s, %(on_disk)s, %(now)s, 0, 0)
on conflict (digest) do update
set head = excluded.head, body = excluded.body, on_disk = excluded.on_disk, recorded_at = excluded.recorded_at,
    tried = 0, taken_at = null, refused = 0
where reports_waiting_form.refused <> 0
