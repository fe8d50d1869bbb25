-- Subscriptions and their queues. {…} is filled with conditions whose values are bound, never with values.

-- name: create
with made as (
    insert into entities_subscription (urn, tenant_id, key_id, is_active, expires_at, created_at, modified_at, endpoint, body, context)
    values (%(urn)s, %(tenant)s, %(key)s, %(active)s, %(expires)s, %(at)s, %(at)s, %(endpoint)s, %(body)s::jsonb, %(context)s::jsonb)
    on conflict (urn, tenant_id) do nothing returning id
)
insert into entities_subscription_state (subscription_id) select id from made returning subscription_id

-- name: page
select s.id, s.urn, s.key_id, s.is_active, s.created_at, s.modified_at, s.body, s.context, t.times_sent, t.times_failed,
    t.last_notification, t.last_success, t.last_failure, t.last_error
from entities_subscription s join entities_subscription_state t on t.subscription_id = s.id
where s.tenant_id = %(tenant)s and (%(key)s::text is null or s.key_id = %(key)s) and (%(urn)s::text is null or s.urn = %(urn)s)
order by s.id limit %(limit)s offset %(offset)s

-- name: locked
select s.body from entities_subscription s
where s.urn = %(urn)s and s.tenant_id = %(tenant)s and (%(key)s::text is null or s.key_id = %(key)s) for update

-- name: count
select count(*) from entities_subscription where tenant_id = %(tenant)s and (%(key)s::text is null or key_id = %(key)s)

-- name: change
-- Changes of transactions before this one are told by the old wish, later ones by the new. Of the @contexts that were made for
-- it (kind 3) the one stays that it now names, and the one before as long as something waits that was told in it.
with before as (
    select right(context #>> '{told,link}', 36) as made from entities_subscription where urn = %(urn)s and tenant_id = %(tenant)s
), changed as (
    update entities_subscription set body = %(body)s::jsonb, context = context || %(context)s::jsonb, is_active = %(active)s,
        expires_at = %(expires)s, endpoint = %(endpoint)s, modified_at = %(at)s, revision = nextval('entities_subscription_revision')
    where urn = %(urn)s and tenant_id = %(tenant)s
    returning id, key_id, tenant_id, right(context #>> '{told,link}', 36) as made, right(%(link)s::text, 36) as new
), adopted as (
    update entities_context c set key_id = n.key_id from changed n
    where c.id::text = n.new and n.made = n.new and c.kind = 3 and c.tenant_id = n.tenant_id
), unmade as (
    delete from entities_context c using before b, changed n
    where c.kind = 3 and c.tenant_id = n.tenant_id and c.id::text <> n.made and (c.id::text = n.new or (
        c.id::text = b.made and c.key_id = n.key_id
        and not exists (select from entities_notification w where w.subscription_id = n.id)))
)
select id from changed

-- name: move_queue
-- What waits goes where the subscription now points.
update entities_notification set endpoint = %(endpoint)s where subscription_id = %(id)s and endpoint <> %(endpoint)s

-- name: delete
-- With the @context that was made for it (kind 3), whose address ends with its id; no other key's, whatever it named.
with gone as (
    delete from entities_subscription
    where urn = %(urn)s and tenant_id = %(tenant)s and (%(key)s::text is null or key_id = %(key)s)
    returning id, key_id, tenant_id, right(context #>> '{told,link}', 36) as made
), unmade as (
    delete from entities_context c using gone
    where c.id::text = gone.made and c.kind = 3 and c.key_id = gone.key_id and c.tenant_id = gone.tenant_id
)
select id from gone

-- name: version
select count(*), coalesce(sum(revision), 0)::bigint from entities_subscription

-- name: standing
-- All that may be told: its key still lives. A key's units: all their versions and what lies below them.
select s.id, s.tx, s.urn, s.tenant_id, (select name from entities_tenant where id = s.tenant_id), s.key_id, s.endpoint, s.is_active, s.expires_at, s.body, s.context, s.created_at, t.last_notification,
    k.entity_types, k.entity_prefixes, k.valid_to, case when exists (
        select from accounts_api_key_units where apikey_id = k.id
    ) then (
        with recursive reach(id) as (
            select version.id from accounts_api_key_units area
            join territory_unit unit on unit.id = area.unit_id
            join territory_unit version on version.id = coalesce(unit.first_id, unit.id)
                or version.first_id = coalesce(unit.first_id, unit.id)
            where area.apikey_id = k.id
            union
            select below.id from territory_unit below join reach on below.parent_id = reach.id
        ) select array_agg(id) from reach
    ) end, k.scopes, k.attributes_seen
from entities_subscription s
join entities_subscription_state t on t.subscription_id = s.id
join accounts_api_key k on k.id = s.key_id
where k.revoked_at is null and k.kind not in ('device', 'telephony')

-- name: cursor
select tx, flush_id from entities_subscription_cursor

-- name: move_cursor
update entities_subscription_cursor set tx = %(tx)s, flush_id = %(id)s

-- name: lag
select coalesce(extract(epoch from now() - min(f.recorded_at)), 0)::float
from entities_flush f, entities_subscription_cursor c where (f.tx, f.id) > (c.tx, c.flush_id)

-- name: touched
-- What some flushes wrote, in the order of the log; the newest instant of an attribute in a flush comes last.
select h.flush_id, h.entity_id, {instance_columns}
from (select *, recorded_at as created_at from entities_history) h
where h.flush_id = any(%(flushes)s) and h.observed_at between %(from)s and %(to)s
order by h.flush_id, h.entity_id, h.term_id, h.dataset_id, h.observed_at, h.revision

-- name: heads
select {head_columns}, e.deleted_at, e.tenant_id
from entities_entity e where e.id = any(%(ids)s)

-- name: attributes
select a.entity_id, a.flush_id, {attribute_columns}
from entities_attribute a where a.entity_id = any(%(ids)s)
order by a.entity_id, a.term_id, a.dataset_id

-- name: before
-- What each of these attributes was before a flush: its newest instant that counted, in its newest revision.
select i.e, i.f, {instance_columns}
from unnest(%(entities)s::bigint[], %(terms)s::int[], %(datasets)s::int[], %(flushes)s::bigint[]) as i(e, t, d, f)
cross join lateral (
    select h.*, h.recorded_at as created_at from entities_history h
    where h.entity_id = i.e and h.term_id = i.t and h.dataset_id = i.d and h.flush_id < i.f
        and not (h.kind = 0 and h.revision > 0) and not exists (
            select from entities_history later where later.revision > h.revision and later.flush_id < i.f
                and (later.entity_id, later.term_id, later.dataset_id, later.observed_at)
                    = (h.entity_id, h.term_id, h.dataset_id, h.observed_at))
    order by h.observed_at desc limit 1
) h

-- name: ends
-- What deleted entities held when they were deleted.
select h.entity_id, h.term_id, h.dataset_id
from entities_entity e join entities_history h on h.entity_id = e.id and h.observed_at = e.deleted_at
where e.id = any(%(ids)s) and h.kind = 0 and h.revision = 0

-- name: enqueue
insert into entities_notification (subscription_id, flush_id, made_at, urn, endpoint, body)
select s, f, %(at)s, u, e, b
from unnest(%(subscriptions)s::bigint[], %(flushes)s::bigint[], %(urns)s::text[], %(endpoints)s::text[], %(bodies)s::text[])
    with ordinality as i(s, f, u, e, b, ord)
where exists (select from entities_subscription x where x.id = s)
order by ord returning id, subscription_id, endpoint, (select key_id from entities_subscription x where x.id = subscription_id),
    urn, body, attempts, made_at

-- name: waiting
-- The next of one queue, in order.
select n.id, n.subscription_id, n.endpoint, s.key_id, n.urn, n.body, n.attempts, n.made_at
from entities_notification n join entities_subscription s on s.id = n.subscription_id
where n.endpoint = %(endpoint)s and s.key_id = %(key)s and n.dead_at is null order by n.id limit %(limit)s

-- name: places
select distinct n.endpoint, s.key_id from entities_notification n join entities_subscription s on s.id = n.subscription_id
where n.dead_at is null

-- name: full
-- Subscriptions of which too much waits: their receivers have been away for long, or never were there. Of a key with many
-- of them, those that hold a tenth of that.
select w.id from (
    select n.subscription_id as id, count(*) as waiting, sum(count(*)) over (partition by s.key_id) as of_key
    from entities_notification n join entities_subscription s on s.id = n.subscription_id
    where n.dead_at is null group by n.subscription_id, s.key_id
) w where w.waiting >= %(most)s or (w.of_key >= 10 * %(most)s and 10 * w.waiting >= %(most)s)

-- name: prune
-- Of the dead letters of each subscription only the newest are kept.
delete from entities_notification where id in (
    select id from (
        select id, row_number() over (partition by subscription_id order by id desc) as age
        from entities_notification where dead_at is not null
    ) d where d.age > %(most)s
)

-- name: faulty
update entities_subscription_state set times_failed = times_failed + 1, last_failure = %(at)s, last_error = %(error)s
where subscription_id = %(subscription)s

-- name: sent
with gone as (delete from entities_notification where id = any(%(ids)s))
update entities_subscription_state t set times_sent = t.times_sent + i.sent, last_success = i.at,
    last_notification = greatest(t.last_notification, i.made)
from (
    select s as id, count(*) as sent, max(a) as at, max(m) as made
    from unnest(%(subscriptions)s::bigint[], %(ats)s::timestamptz[], %(made)s::timestamptz[]) as u(s, a, m) group by s
) i where t.subscription_id = i.id

-- name: failed
with tried as (
    update entities_notification set attempts = attempts + 1, last_error = %(error)s,
        dead_at = case when %(dead)s then %(at)s::timestamptz end
    where id = %(id)s
)
update entities_subscription_state set times_sent = times_sent + 1, times_failed = times_failed + 1, last_failure = %(at)s, last_error = %(error)s,
    last_notification = greatest(last_notification, %(made)s)
where subscription_id = %(subscription)s
