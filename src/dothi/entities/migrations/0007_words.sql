-- What an entity is searched by: id and name in lower case, without accents, words apart by one space, so that `% ab%` is a word
-- that begins with ab. A table of its own: it changes only with the name, and what measures or moves never writes here.
create or replace function entities_words_of(told text) returns text language sql immutable strict parallel safe as $$
    select ' ' || regexp_replace(public.entities_folded(told), '[[:punct:][:space:]]+', ' ', 'g')
$$;
create table entities_words (
    entity_id bigint not null constraint entities_words_pk primary key,
    urn text not null,
    name text,
    words text not null generated always as (entities_words_of(urn || ' ' || coalesce(name, ''))) stored
);
insert into entities_words (entity_id, urn, name)
select e.id, e.urn, (
    select coalesce(a.txt, a.json ->> 'vi', a.json #>> '{}') from entities_attribute a
    where a.entity_id = e.id and a.dataset_id = 0 and a.term_id in (select id from entities_term where short = 'name')
    order by a.term_id limit 1
)
from entities_entity e;
-- A new entity has its words at once; its name comes with its values (store/words.py).
create function entities_tell_words() returns trigger language plpgsql as $$
begin
    insert into entities_words (entity_id, urn) select id, urn from fresh;
    return null;
end $$;
create trigger entities_tell_words after insert on entities_entity referencing new table as fresh
    for each statement execute function entities_tell_words();
create index entities_words_found on entities_words using gin (words public.gin_trgm_ops);
create index entities_words_in_order on entities_words (urn, entity_id);
drop index if exists entities_entity_urn_words;
drop index if exists entities_attribute_name_words;
