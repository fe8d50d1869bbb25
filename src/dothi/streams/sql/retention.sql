-- name: dead_letters
select id from streams_dead_letter where received_at < %(before)s order by id limit %(limit)s
