-- What publishing asks of the database; events.py

-- name: publish
-- The rows in the order they were told, their transaction, and word to whoever listens: one statement.
insert into kernel_event (topic, payload, permission, unit_id, agency_id, recorded_at, tx)
select told.topic, told.payload, told.permission, told.unit_id, told.agency_id, %(now)s, pg_current_xact_id()::text::bigint
from rows from (
    jsonb_to_recordset(%(told)s::jsonb) as (topic text, payload jsonb, permission text, unit_id bigint, agency_id bigint)
) with ordinality as told (topic, payload, permission, unit_id, agency_id, place)
order by told.place
returning id, tx, pg_notify(%(channel)s, '')
