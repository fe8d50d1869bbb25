-- name: newest
select id, received_at, topic, payload, whole, reason, fields, key_id, repeats, again_at, settled_at, set_aside_by, mended, mended_by
from streams_dead_letter
where (%(reason)s::text is null or reason = %(reason)s) and (%(all)s or settled_at is null)
order by received_at desc, id desc
limit %(limit)s offset %(offset)s

-- name: count
select count(*) from streams_dead_letter where settled_at is null

-- name: by_reason
-- Reasons of what is not settled: how many wait, how many can be tried again, and the newest.
select reason, count(*), count(*) filter (where whole and again_at is null), max(received_at),
       (array_agg(fields order by received_at desc))[1]
from streams_dead_letter where settled_at is null
group by reason order by count(*) desc, reason

-- name: again
update streams_dead_letter set again_at = now(), mended = coalesce(%(mended)s, mended), mended_by = coalesce(%(by)s, mended_by)
where id = %(id)s and whole and again_at is null and settled_at is null

-- name: all_again
update streams_dead_letter set again_at = now() where reason = %(reason)s and whole and again_at is null and settled_at is null

-- name: set_aside
update streams_dead_letter set settled_at = now(), set_aside_by = %(by)s where id = %(id)s and settled_at is null

-- name: set_all_aside
update streams_dead_letter set settled_at = now(), set_aside_by = %(by)s where reason = %(reason)s and settled_at is null
