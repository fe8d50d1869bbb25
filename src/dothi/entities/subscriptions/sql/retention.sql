-- The keys of what is past its time (dated rules, kernel/retention.py): at most `limit` that are older than `before`.

-- name: dead_letters
-- Notifications that were given up.
select id from entities_notification where dead_at < %(before)s order by dead_at, id limit %(limit)s

-- name: ended
-- Subscriptions that expired, or whose key ended; with their counts and what was still set aside for them.
select s.id from entities_subscription s join accounts_api_key k on k.id = s.key_id
where least(s.expires_at, k.revoked_at, k.valid_to) < %(before)s order by s.id limit %(limit)s
