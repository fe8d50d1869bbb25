-- The NGSI-LD heart. Attributes are narrow rows with typed value columns; history is append-only, by month of observedAt.
-- Value columns (one is filled): num = number; txt = string, URI of a relationship, or the writing of a DateTime whose
-- instant is in `at`; json = everything else (bool, arrays, objects, GeoJSON, language maps). kind: core/kinds.py.

-- Dictionary of names: attribute names, types and dataset ids as IRIs. Never deleted, so every process may cache it.
create table entities_term (
    id int generated always as identity primary key,
    iri text not null constraint entities_term_iri unique,
    short text not null generated always as (regexp_replace(iri, '^.*[/#]', '')) stored
);
create index entities_term_short on entities_term (short);

-- Where values come from: "mqtt:<key>", "http:<key>", "file:<mapping>" … Never deleted.
create table entities_source (
    id int generated always as identity primary key,
    name text not null constraint entities_source_name unique
);

-- One row per entity that ever was; `deleted_at` hides it from the current state, its history stays.
create table entities_entity (
    id bigint generated always as identity primary key,
    created_at timestamptz not null,
    modified_at timestamptz not null,
    deleted_at timestamptz,
    unit_id bigint,
    agency_id bigint,
    lon double precision,
    lat double precision,
    place box,
    tenant_id smallint not null default 0,
    urn text not null,
    types int[] not null,
    scopes text[],
    constraint entities_entity_urn unique (urn, tenant_id)
);
create index entities_entity_types on entities_entity using gin (types);
create index entities_entity_place on entities_entity using gist (place) where place is not null;
create index entities_entity_unit on entities_entity (unit_id);

-- Current state. No index holds what an update changes (values, times): updates stay in their page (HOT).
create table entities_attribute (
    entity_id bigint not null,
    flush_id bigint not null,
    observed_at timestamptz not null,
    created_at timestamptz not null,
    modified_at timestamptz not null,
    num double precision,
    at timestamptz,
    term_id int not null,
    dataset_id int not null default 0,
    source_id int not null,
    revision smallint not null default 0,
    kind smallint not null,
    origin smallint not null,
    quality smallint not null default 0,
    declared bool not null,
    unit_code text,
    txt text,
    json jsonb,
    sub jsonb,
    constraint entities_attribute_pk primary key (entity_id, term_id, dataset_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- Every value that ever was. revision 0 is the first value told for an instant, 1, 2 … are corrections of it.
create table entities_history (
    entity_id bigint not null,
    flush_id bigint not null,
    observed_at timestamptz not null,
    recorded_at timestamptz not null,
    num double precision,
    at timestamptz,
    term_id int not null,
    dataset_id int not null default 0,
    source_id int not null,
    revision smallint not null default 0,
    kind smallint not null,
    origin smallint not null,
    quality smallint not null default 0,
    declared bool not null,
    unit_code text,
    txt text,
    json jsonb,
    sub jsonb,
    constraint entities_history_pk primary key (entity_id, term_id, dataset_id, observed_at, revision)
) partition by range (observed_at);
-- Readers of the log fetch by flush: rows lie in that order, so a BRIN costs the writer nothing.
create index entities_history_flush on entities_history using brin (flush_id) with (pages_per_range = 16, autosummarize = on);

-- THE append-only log: one row per writing transaction. A reader keeps (tx, id) and reads only rows whose tx is older
-- than every running one. `observed_from`/`observed_to` tell it which months to look into.
create table entities_flush (
    id bigint generated always as identity primary key,
    tx bigint not null default pg_current_xact_id()::text::bigint,
    recorded_at timestamptz not null,
    observed_from timestamptz,
    observed_to timestamptz,
    rows int not null
);
create index entities_flush_in_order on entities_flush (tx, id);

-- Makes the partition of one month (UTC) when it is missing. Built beside and attached, so that writers are not held up.
create function entities_make_month(month date) returns void language plpgsql as $$
declare
    name text := 'entities_history_' || to_char(month, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('entities_make_month'));
    if exists (select from pg_class where relname = name) then return; end if;
    execute format('create table %I (like entities_history including defaults including constraints)', name);
    execute format('alter table entities_history attach partition %I for values from (%L) to (%L)',
        name, month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
end $$;
