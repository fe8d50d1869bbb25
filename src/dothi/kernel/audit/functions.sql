-- name: functions
-- What the triggers do. An event row's digest is sha256 over its JSON with fixed settings, so that any session in any time
-- zone computes the same.
create or replace function kernel_audit_note() returns trigger language plpgsql
set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1
as $$
declare
    content jsonb := to_jsonb(new);
    running bigint := nullif(current_setting('dothi.audit_batch', true), '');
begin
    if running is null then
        running := nextval('kernel_audit_batch');
        insert into kernel_audit_entry (batch, shape_id, row_pk, digest)
        values (running, tg_argv[0]::int, content ->> tg_argv[1], sha256(convert_to(content::text, 'UTF8')));
        perform set_config('dothi.audit_batch', running::text, true);  -- ends with the transaction or its savepoint
        insert into kernel_audit_kick (batch, round) values (running, 1);
    else
        insert into kernel_audit_entry (batch, shape_id, row_pk, digest)
        values (running, tg_argv[0]::int, content ->> tg_argv[1], sha256(convert_to(content::text, 'UTF8')));
    end if;
    return null;
end $$;

-- Fires at commit. The first round only asks for a second one, which comes after every other check of the commit: the lock
-- that makes the chain one line is taken last and held for the commit itself, and cannot wait in a circle with row locks.
create or replace function kernel_audit_kicked() returns trigger language plpgsql as $$
begin
    if new.round = 1 then
        insert into kernel_audit_kick (batch, round) values (new.batch, 2);
    else
        perform kernel_audit_seal(new.batch);
    end if;
    return null;
end $$;

create or replace function kernel_audit_content(wanted bigint, out entries int, out digest bytea) language sql stable as $$
    select count(*)::int, sha256(coalesce(
        string_agg(int8send(id) || int4send(shape_id) || convert_to(row_pk, 'UTF8') || entry.digest, ''::bytea order by id), ''::bytea))
    from kernel_audit_entry entry where batch = wanted
$$;

create or replace function kernel_audit_hash(prev bytea, seq bigint, at timestamptz, batch bigint, entries int, digest bytea)
returns bytea language sql immutable as $$
    select sha256(prev || int8send(seq) || int8send((extract(epoch from at) * 1000000)::bigint) || int8send(batch) || int4send(entries) || digest)
$$;

create or replace function kernel_audit_seal(sealed bigint) returns void language plpgsql as $$
declare
    last record;
    content record;
    moment timestamptz;
begin
    select * into content from kernel_audit_content(sealed);
    perform pg_advisory_xact_lock(hashtextextended('dothi audit chain', 0));
    select block.seq, block.hash into last from kernel_audit_block block order by block.seq desc limit 1;
    moment := clock_timestamp();
    insert into kernel_audit_block (seq, at, batch, entries, digest, prev, hash)
    select next, moment, sealed, content.entries, content.digest, before,
           kernel_audit_hash(before, next, moment, sealed, content.entries, content.digest)
    from (select coalesce(last.seq, 0) + 1 as next, coalesce(last.hash, sha256('dothi')) as before) link;
    delete from kernel_audit_kick where kernel_audit_kick.batch = sealed;
    perform set_config('dothi.audit_batch', '', true);
end $$;

create or replace function kernel_audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only: a row of it is never updated or deleted', tg_table_name
        using errcode = 'restrict_violation';
end $$

-- name: tables
create sequence if not exists kernel_audit_batch;
create table if not exists kernel_audit_shape (
    id int generated always as identity primary key, table_name text not null, pk text not null, columns text[] not null,
    unique (table_name, columns)
);
create unlogged table if not exists kernel_audit_kick (batch bigint not null, round smallint not null, primary key (batch, round));

-- name: kick_trigger
create constraint trigger kernel_audit_kicked after insert on kernel_audit_kick
deferrable initially deferred for each row execute function kernel_audit_kicked()

-- name: known_triggers
-- The audit triggers that stand: table and its trigger's shape.
select tgrelid::regclass::text, encode(tgargs, 'escape') from pg_trigger where tgname = 'kernel_audit_note' and not tgisinternal

-- name: columns
-- Columns of tables in their order.
select table_name, array_agg(column_name::text order by ordinal_position)
from information_schema.columns where table_schema = current_schema() and table_name = any(%s) group by table_name
