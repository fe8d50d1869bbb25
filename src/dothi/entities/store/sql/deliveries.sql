-- What people see and do of subscriptions. `keys`: those that the person's scope covers (null: all).

-- name: listed
select s.id, s.urn, s.key_id, k.name, k.revoked_at is not null or k.valid_to < now(), s.is_active, s.created_at, s.expires_at,
    s.endpoint, s.body, t.times_sent, t.times_failed, t.last_success, t.last_failure, t.last_error,
    q.waiting, q.oldest, q.attempts, q.dead
from entities_subscription s
join entities_subscription_state t on t.subscription_id = s.id
left join accounts_api_key k on k.id = s.key_id
cross join lateral (
    select count(*) filter (where n.dead_at is null) as waiting, min(n.made_at) filter (where n.dead_at is null) as oldest,
        coalesce(max(n.attempts) filter (where n.dead_at is null), 0) as attempts, count(*) filter (where n.dead_at is not null) as dead
    from entities_notification n where n.subscription_id = s.id
) q
where s.tenant_id = 0 and (%(keys)s::text[] is null or s.key_id = any(%(keys)s)) and (%(id)s::bigint is null or s.id = %(id)s)
order by q.dead > 0 desc, q.attempts > 0 desc, s.id limit %(limit)s offset %(offset)s

-- name: total
select count(*) from entities_subscription s
where s.tenant_id = 0 and (%(keys)s::text[] is null or s.key_id = any(%(keys)s))

-- name: dead
select n.id, n.urn, n.made_at, n.dead_at, n.attempts, n.last_error, left(n.body, 4000)
from entities_notification n where n.subscription_id = %(id)s and n.dead_at is not null order by n.id desc limit %(limit)s

-- name: again
-- Back into the queue, behind what waits. Only those given up: sent twice, the second finds none.
with gone as (
    delete from entities_notification
    where subscription_id = %(id)s and dead_at is not null and (%(letter)s::bigint is null or id = %(letter)s)
    returning id, subscription_id, flush_id, made_at, urn, body
)
insert into entities_notification (subscription_id, flush_id, made_at, urn, endpoint, body)
select g.subscription_id, g.flush_id, %(at)s, g.urn || '-' || g.id, s.endpoint, g.body
from gone g join entities_subscription s on s.id = g.subscription_id order by g.id returning id

-- name: set_active
update entities_subscription set is_active = %(active)s, body = jsonb_set(body, '{isActive}', to_jsonb(%(active)s::bool)),
    modified_at = %(at)s, revision = nextval('entities_subscription_revision')
where id = %(id)s and is_active <> %(active)s returning urn
