-- What an entity was before: one row for each state of its types, scopes and agency that has ended. The state that it has (or had
-- when it was deleted) stands in entities_entity alone, so that a new entity and a measurement write nothing here.
create table entities_head (
    entity_id bigint not null,
    since timestamptz not null,
    until timestamptz not null,
    agency_id bigint,
    types int[] not null,
    scopes text[],
    constraint entities_head_pk primary key (entity_id, until)
);

-- When the evolution of an entity was taken back (CIM 009 §5.6.16): nothing until then is told of it any more.
alter table entities_entity add column withdrawn_at timestamptz;

create function entities_keep_head() returns trigger language plpgsql as $$
declare
    ended timestamptz := coalesce(old.deleted_at, new.modified_at);
    began timestamptz;
begin
    select greatest(old.created_at, max(until)) into began from entities_head where entity_id = old.id;
    if ended > began then
        insert into entities_head (entity_id, since, until, agency_id, types, scopes)
        values (old.id, began, ended, old.agency_id, old.types, old.scopes);
    end if;
    return null;
end $$;
-- Of these columns only; a place, a unit or a mere time of change does not wake it. Who comes back after a deletion begins anew.
create trigger entities_keep_head after update of types, scopes, agency_id, deleted_at on entities_entity for each row
    when ((old.types, old.scopes, old.agency_id) is distinct from (new.types, new.scopes, new.agency_id)
        or (old.deleted_at is not null and new.deleted_at is null))
    execute function entities_keep_head();

-- Every state that an entity was in, the present one as well.
create view entities_state as
    select entity_id, since, until, agency_id, types, scopes from entities_head
    union all
    select e.id, greatest(e.created_at, (select max(until) from entities_head h where h.entity_id = e.id)),
        coalesce(e.deleted_at, 'infinity'), e.agency_id, e.types, e.scopes
    from entities_entity e;
