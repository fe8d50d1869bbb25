
-- name: ended
-- Crews that signed off, or whose time was over, while a ticket of theirs may still live (the table is of the room `crews`).
select id from crews_duty where ended_at > %(since)s

-- name: keep
-- Points of one phone, each once by its number, and the newest of those that were told: with the time of its first hearing. Nothing waits
-- for the disk here: the move of the entity that follows is awaited, and what was written before it is durable with it.
with quick as materialized (
    select set_config('synchronous_commit', 'off', true)
), told as (
    select * from unnest(%(number)s::int8[], %(at)s::timestamptz[], %(lon)s::float8[], %(lat)s::float8[], %(accuracy)s::float8[])
        as t(number, at, lon, lat, accuracy_m)
), kept as (
    insert into crews_position (duty_id, device, number, at, lon, lat, accuracy_m)
    select %(duty)s, %(device)s, told.number, told.at, told.lon, told.lat, told.accuracy_m from quick, told
    on conflict do nothing returning at, lon, lat, accuracy_m
)
select at, lon, lat, accuracy_m from (
    select * from kept
    union all
    select p.at, p.lon, p.lat, p.accuracy_m from told join crews_position p using (number)
    where p.duty_id = %(duty)s and p.device = %(device)s
) heard order by at desc limit 1
