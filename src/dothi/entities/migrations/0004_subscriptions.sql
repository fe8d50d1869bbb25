-- Who wants to be told of which changes (CIM 009 §5.2.12), and what has been told to whom.

-- `body` as it was asked, with names as IRIs; `context` its terms and link, so that nothing is fetched later.
-- `revision` moves with every change of the row: readers in memory see by count and sum that theirs is old.
create sequence entities_subscription_revision;
create table entities_subscription (
    id bigint generated always as identity primary key,
    revision bigint not null default nextval('entities_subscription_revision'),
    tx bigint not null default pg_current_xact_id()::text::bigint,  -- changes of later transactions are told
    created_at timestamptz not null,
    modified_at timestamptz not null,
    expires_at timestamptz,
    tenant_id smallint not null default 0,
    is_active bool not null,
    urn text not null,
    key_id text not null,  -- whose rights hold
    endpoint text not null,
    body jsonb not null,
    context jsonb not null,
    constraint entities_subscription_urn unique (urn, tenant_id)
);
create index entities_subscription_key on entities_subscription (key_id);

-- What delivery counts; apart, because it changes with every notification.
create table entities_subscription_state (
    subscription_id bigint primary key references entities_subscription on delete cascade,
    times_sent bigint not null default 0,
    times_failed bigint not null default 0,
    last_notification timestamptz,
    last_success timestamptz,
    last_failure timestamptz,
    last_error text,
    constraint entities_subscription_state_counts check (times_sent >= 0 and times_failed >= 0)
) with (fillfactor = 50);

-- Where the one reader stands on entities_flush; it moves in the transaction that writes the notifications.
create table entities_subscription_cursor (
    only_one bool primary key default true check (only_one),
    tx bigint not null,
    flush_id bigint not null
);
insert into entities_subscription_cursor (tx, flush_id)
select coalesce(max(tx), 0), coalesce(max(id), 0) from (select tx, id from entities_flush order by tx desc, id desc limit 1) last;

-- The queues: what still has to be sent, per endpoint in the order of id. A sent one is deleted; `dead_at` sets one aside.
create table entities_notification (
    id bigint generated always as identity primary key,
    subscription_id bigint not null references entities_subscription on delete cascade,
    flush_id bigint,
    made_at timestamptz not null,
    dead_at timestamptz,
    attempts int not null default 0,
    urn text not null,
    endpoint text not null,
    body text not null,
    last_error text,
    constraint entities_notification_urn unique (urn)
);
create index entities_notification_queue on entities_notification (endpoint, id) where dead_at is null;
create index entities_notification_dead on entities_notification (dead_at, id) where dead_at is not null;
create index entities_notification_of on entities_notification (subscription_id);
