"""Tables of the writer: how far it has come, and what it could not take. Plain SQL: nothing here goes through the ORM."""

from django.db import migrations

TABLES = """
-- How far the writer has come in one incarnation of the stream: moved in the transaction that stores the messages, so
-- a message that comes twice after a crash is known. `created` is the stream's own birth: another store, another count.
create table streams_position (
    stream text not null,
    created timestamptz not null,
    seq bigint not null,
    moved_at timestamptz not null,
    constraint streams_position_pk primary key (stream, created)
);

-- Messages that were acknowledged to a device and could not be stored as values, with the reason.
create table streams_dead_letter (
    id bigint generated always as identity primary key,
    received_at timestamptz not null,
    topic text not null,
    payload bytea,            -- the first 64 KB; null where the server dropped it before we saw it
    whole boolean not null,   -- is `payload` everything that came?
    reason text not null,     -- the code of the error; its text is error-<code> with `fields`
    fields jsonb not null default '{}',
    key_id text,
    repeats int not null default 1 constraint streams_dead_letter_repeats check (repeats > 0),
    again_at timestamptz,     -- a person asked to try again
    settled_at timestamptz    -- trying again succeeded
);
create index streams_dead_letter_newest on streams_dead_letter (received_at desc, id desc);
create index streams_dead_letter_again on streams_dead_letter (id) where again_at is not null and settled_at is null;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL(TABLES, "drop table streams_dead_letter; drop table streams_position")]
