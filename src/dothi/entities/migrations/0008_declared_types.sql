-- What loaded packs say about types: read by every process that writes values, and by the catalogue.
-- `revision` moves with every change: readers in memory see by its greatest that theirs is old.
create sequence entities_declared_type_revision;
create table entities_declared_type (
    revision bigint not null default nextval('entities_declared_type_revision'),
    declared_at timestamptz not null,
    judgement smallint not null default 0,  -- core/declared.py: Judgement
    short text not null constraint entities_declared_type_pk primary key,
    pack text not null,
    version text not null,
    owner text not null,  -- code of the agency that answers for the field
    licence text not null,
    schema json not null,  -- keeps the order of its members
    constraint entities_declared_type_judgement check (judgement between 0 and 2)
);

-- What is doubted of values that came: counted by who sent it, what of which type, and where; never one row for each value.
-- `fault`: store/complaints.py. `detail`: the unit as told, or where and why the schema does not allow the value.
create table entities_complaint (
    first_at timestamptz not null,
    last_at timestamptz not null,
    times bigint not null,
    unit_id bigint not null,  -- 0: none
    agency_id bigint not null,  -- 0: none
    source_id int not null,
    tenant_id smallint not null default 0,
    fault smallint not null,
    type text not null,
    attribute text not null,
    detail text not null,
    example text not null,  -- id of the entity that it came for last
    constraint entities_complaint_pk primary key (tenant_id, source_id, type, attribute, fault, detail, unit_id, agency_id),
    constraint entities_complaint_times check (times > 0)
);
create index entities_complaint_last on entities_complaint (last_at);
