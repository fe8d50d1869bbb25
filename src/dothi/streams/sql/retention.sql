-- name: dead_letters
delete from streams_dead_letter where id in (
    select id from streams_dead_letter where received_at < %(before)s order by id limit %(limit)s)
