-- name: newest
select id, received_at, topic, payload, whole, reason, fields, key_id, repeats, again_at, settled_at
from streams_dead_letter
order by received_at desc, id desc
limit %(limit)s offset %(offset)s

-- name: count
select count(*) from streams_dead_letter where settled_at is null

-- name: again
update streams_dead_letter set again_at = now() where id = %(id)s and whole and again_at is null and settled_at is null
