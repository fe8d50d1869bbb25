-- name: lock
-- One writer at a time: the lock lives as long as the connection that writes.
select pg_try_advisory_lock(hashtext('dothi.streams.writer'))

-- name: position
insert into streams_position (stream, created, seq, moved_at) values (%(stream)s, %(created)s, 0, now())
on conflict (stream, created) do update set stream = excluded.stream
returning seq

-- name: move
-- Compare-and-swap: a second writer, should there ever be one, fails here and nothing is doubled.
update streams_position set seq = %(seq)s, moved_at = now()
where stream = %(stream)s and created = %(created)s and seq = %(before)s

-- name: dead_letter
insert into streams_dead_letter (received_at, topic, payload, whole, reason, fields, key_id, repeats)
values (%(received_at)s, %(topic)s, %(payload)s, %(whole)s, %(reason)s, %(fields)s, %(key_id)s, %(repeats)s)

-- name: forget
-- The list is for people: a device that sends rubbish day and night may not fill the disk with it.
delete from streams_dead_letter
where id <= (select id from streams_dead_letter order by id desc offset %(keep)s limit 1)

-- name: asked_again
select id, topic, coalesce(mended, payload), received_at from streams_dead_letter
where again_at is not null and settled_at is null
order by id limit 200 for update skip locked

-- name: settled
update streams_dead_letter set settled_at = now() where id = %(id)s

-- name: refused_again
update streams_dead_letter set again_at = null, reason = %(reason)s, fields = %(fields)s where id = %(id)s

-- name: adopt
update entities_entity e set agency_id = i.agency_id
from unnest(%(ids)s::bigint[], %(agencies)s::bigint[]) as i(id, agency_id)
where e.id = i.id and e.agency_id is null
