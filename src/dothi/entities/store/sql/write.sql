-- The hot path. All arrays come packed in PostgreSQL's binary form and sorted by key, so that writers never deadlock.

-- name: resolve
-- Which of these entities are known, dead or alive.
select urn, id, types, unit_id, agency_id, deleted_at is null
from entities_entity where urn = any(%(urns)b::text[]) and tenant_id = %(tenant)s

-- name: scopes_of_entities
select urn, scopes from entities_entity where urn = any(%(urns)s) and tenant_id = %(tenant)s and scopes is not null

-- name: deleted_with_history
select urn from entities_entity where id = any(%(ids)s) and deleted_at is not null and coalesce(withdrawn_at < deleted_at, true)

-- name: create_entities
insert into entities_entity (urn, types, scopes, created_at, modified_at, agency_id, tenant_id)
select u, t::int[], s::text[], %(at)s, %(at)s, agency, %(tenant)s
from unnest(%(urns)s::text[], %(types)s::text[], %(scopes)s::text[], %(agencies)s::bigint[]) as i(u, t, s, agency)
on conflict (urn, tenant_id) do nothing
returning urn, id

-- name: revive_entities
update entities_entity e set deleted_at = null, created_at = %(at)s, modified_at = %(at)s, types = t::int[], scopes = s::text[],
    unit_id = null, lon = null, lat = null, place = null, agency_id = agency
from unnest(%(ids)s::bigint[], %(types)s::text[], %(scopes)s::text[], %(agencies)s::bigint[]) as i(id, t, s, agency)
where e.id = i.id

-- name: forget_attributes
-- What a writer may have left that was overtaken by the deletion of the entity.
delete from entities_attribute where entity_id = any(%(ids)s)

-- name: describe_entities
-- Types or scopes that changed.
update entities_entity e set types = t::int[], scopes = coalesce(s::text[], scopes), modified_at = %(at)s
from unnest(%(ids)s::bigint[], %(types)s::text[], %(scopes)s::text[]) as i(id, t, s)
where e.id = i.id and (e.types <> t::int[] or (s is not null and e.scopes is distinct from s::text[]))

-- name: place_entities
update entities_entity e set lon = i.lon, lat = i.lat, place = box(point(w, s), point(ea, n)), unit_id = i.unit_id
from unnest(%(ids)s::bigint[], %(lon)s::float8[], %(lat)s::float8[], %(west)s::float8[], %(south)s::float8[],
    %(east)s::float8[], %(north)s::float8[], %(units)s::bigint[]) as i(id, lon, lat, w, s, ea, n, unit_id)
where e.id = i.id and (e.lon is distinct from i.lon or e.lat is distinct from i.lat or e.unit_id is distinct from i.unit_id
    or not (e.place ~= box(point(w, s), point(ea, n))))

-- name: flush
insert into entities_flush (recorded_at, observed_from, observed_to, rows)
values (%(at)s, %(from)s, %(to)s, %(rows)s) returning id, tx, 0, 0

-- name: copy_numbers
copy entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, dataset_id, source_id, revision, kind, origin,
    quality, declared, unit_code) from stdin (format binary)

-- name: write_numbers
-- Flush row, history (unless it comes by COPY) and current state of plain numbers at once. `latest` marks the newest row of
-- each attribute. A sender's observedAt goes before a mere arrival time, even an older one – but not when it was told before.
with flush as (
    insert into entities_flush (recorded_at, observed_from, observed_to, rows)
    values (%(at)s, %(from)s, %(to)s, %(rows)s) returning id, tx
), input as (
    select (select id from flush) as f, i.*, (%(units)s::text[])[u] as unit
    from unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[], %(observed)b::timestamptz[], %(num)b::float8[],
        %(quality)b::int2[], %(declared)b::bool[], %(unit)b::int4[], %(source)b::int4[], %(origin)b::int2[], %(latest)b::bool[])
        as i(e, t, d, o, n, q, dec, u, src, org, latest)
), history as (
    insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, dataset_id, source_id, kind,
        origin, quality, declared, unit_code)
    select e, f, o, %(at)s, n, t, d, src, 1, org, q, dec, unit from input where not %(copied)s
    on conflict do nothing returning 1
), current as (
    insert into entities_attribute as a (entity_id, flush_id, observed_at, created_at, modified_at, num, term_id, dataset_id,
        source_id, kind, origin, quality, declared, unit_code)
    select e, f, o, %(at)s, %(at)s, n, t, d, src, 1, org, q, dec, unit from input where latest
    on conflict (entity_id, term_id, dataset_id) do update set
        flush_id = excluded.flush_id, observed_at = excluded.observed_at, modified_at = excluded.modified_at,
        num = excluded.num, at = null, source_id = excluded.source_id, revision = 0, kind = excluded.kind,
        origin = excluded.origin, quality = excluded.quality, declared = excluded.declared, unit_code = excluded.unit_code,
        txt = null, json = null, sub = null
    where a.observed_at < excluded.observed_at or (excluded.declared and not a.declared and not exists (
        select from entities_history h where h.flush_id <> excluded.flush_id
            and (h.entity_id, h.term_id, h.dataset_id, h.observed_at)
                = (excluded.entity_id, excluded.term_id, excluded.dataset_id, excluded.observed_at)))
    returning 1
)
select id, tx, (select count(*)::int from history), (select count(*)::int from current) from flush

-- name: values_history
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, at, term_id, dataset_id, source_id, kind,
    origin, quality, declared, unit_code, txt, json, sub)
select e, (select currval('entities_flush_id_seq')), o, %(at)s, n, a, t, d, src, k, org, q, dec, u, x, j::jsonb, s::jsonb
from unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[], %(observed)b::timestamptz[], %(kind)b::int2[],
    %(quality)b::int2[], %(declared)b::bool[], %(num)s::float8[], %(instant)s::timestamptz[], %(unit)s::text[],
    %(txt)s::text[], %(json)s::text[], %(sub)s::text[], %(source)b::int4[], %(origin)b::int2[])
    as i(e, t, d, o, k, q, dec, n, a, u, x, j, s, src, org)
on conflict do nothing

-- name: values_current
insert into entities_attribute as c (entity_id, flush_id, observed_at, created_at, modified_at, num, at, term_id, dataset_id,
    source_id, kind, origin, quality, declared, unit_code, txt, json, sub)
select e, (select currval('entities_flush_id_seq')), o, %(at)s, %(at)s, n, a, t, d, src, k, org, q, dec, u, x, j::jsonb, s::jsonb
from unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[], %(observed)b::timestamptz[], %(kind)b::int2[],
    %(quality)b::int2[], %(declared)b::bool[], %(num)s::float8[], %(instant)s::timestamptz[], %(unit)s::text[],
    %(txt)s::text[], %(json)s::text[], %(sub)s::text[], %(source)b::int4[], %(origin)b::int2[])
    as i(e, t, d, o, k, q, dec, n, a, u, x, j, s, src, org)
on conflict (entity_id, term_id, dataset_id) do update set
    flush_id = excluded.flush_id, observed_at = excluded.observed_at, modified_at = excluded.modified_at, num = excluded.num,
    at = excluded.at, source_id = excluded.source_id, revision = 0, kind = excluded.kind, origin = excluded.origin,
    quality = excluded.quality, declared = excluded.declared, unit_code = excluded.unit_code, txt = excluded.txt,
    json = excluded.json, sub = excluded.sub
where c.observed_at < excluded.observed_at or (excluded.declared and not c.declared and not exists (
    select from entities_history h where h.flush_id <> excluded.flush_id and (h.entity_id, h.term_id, h.dataset_id, h.observed_at)
        = (excluded.entity_id, excluded.term_id, excluded.dataset_id, excluded.observed_at)))

-- name: fresh_keys
-- Which of these rows did this flush put into history? The others were told before.
select i.ord::int
from unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[], %(observed)b::timestamptz[])
    with ordinality as i(e, t, d, o, ord)
join entities_history h on (h.entity_id, h.term_id, h.dataset_id, h.observed_at) = (e, t, d, o)
where h.flush_id = currval('entities_flush_id_seq')

-- name: changed_keys
-- Which attributes' current state did this flush change?
select entity_id, term_id, dataset_id from entities_attribute
where entity_id = any(%(ids)s) and flush_id = (select currval('entities_flush_id_seq'))

-- name: lock_corrections
-- One writer at a time corrects: two corrections of one instant get two revisions, none is lost.
select pg_advisory_xact_lock(hashtext('entities_correct'))

-- name: correct_history
-- Values told before for the same instant: equal ones change nothing, different ones become a new revision. So does an equal one that
-- this flush made current: its attribute had ended, and when it counted again is known by that revision alone.
with input as (
    select * from unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[], %(observed)b::timestamptz[],
        %(kind)b::int2[], %(quality)b::int2[], %(declared)b::bool[], %(num)s::float8[], %(instant)s::timestamptz[],
        %(unit)s::text[], %(txt)s::text[], %(json)s::text[], %(sub)s::text[], %(source)b::int4[], %(origin)b::int2[])
    as i(e, t, d, o, k, q, dec, n, a, u, x, j, s, src, org)
), last_told as (
    select distinct on (h.entity_id, h.term_id, h.dataset_id, h.observed_at) h.*
    from input join entities_history h on (h.entity_id, h.term_id, h.dataset_id, h.observed_at) = (e, t, d, o)
    order by h.entity_id, h.term_id, h.dataset_id, h.observed_at, h.revision desc
)
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, at, term_id, dataset_id, source_id,
    revision, kind, origin, quality, declared, unit_code, txt, json, sub)
select e, (select currval('entities_flush_id_seq')), o, %(at)s, n, a, t, d, src, l.revision + 1, k, org, q, dec,
    u, x, j::jsonb, s::jsonb
from input join last_told l on (l.entity_id, l.term_id, l.dataset_id, l.observed_at) = (e, t, d, o)
where (l.kind, l.num, l.txt, l.json, l.at, l.unit_code, l.sub, l.quality) is distinct from (k, n, x, j::jsonb, a, u, s::jsonb, q)
    or (l.flush_id <> (select currval('entities_flush_id_seq')) and exists (
        select from entities_attribute c where (c.entity_id, c.term_id, c.dataset_id, c.observed_at) = (e, t, d, o)
            and c.flush_id = (select currval('entities_flush_id_seq'))))

-- name: correct_current
-- A correction of the instant that is current changes the current state too.
update entities_attribute a set
    flush_id = h.flush_id, modified_at = h.recorded_at, num = h.num, at = h.at, source_id = h.source_id, revision = h.revision,
    kind = h.kind, origin = h.origin, quality = h.quality, declared = h.declared, unit_code = h.unit_code, txt = h.txt,
    json = h.json, sub = h.sub
from unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[], %(observed)b::timestamptz[]) as i(e, t, d, o)
join entities_history h on (h.entity_id, h.term_id, h.dataset_id, h.observed_at) = (e, t, d, o)
where h.flush_id = (select currval('entities_flush_id_seq')) and h.revision > 0
    and (a.entity_id, a.term_id, a.dataset_id, a.observed_at) = (e, t, d, o) and a.revision < h.revision

-- name: existing
-- What these attributes hold now, locked: a merge reads, changes and writes them.
select a.entity_id, a.term_id, a.dataset_id, a.kind, a.num, a.txt, a.json::text, a.at, a.unit_code, a.observed_at, a.declared,
    a.quality, a.sub::text
from unnest(%(urn)b::text[], %(term)b::int4[], %(dataset)b::int4[]) as i(u, t, d)
join entities_entity e on e.urn = u and e.tenant_id = %(tenant)s
join entities_attribute a on (a.entity_id, a.term_id, a.dataset_id) = (e.id, t, d)
order by a.entity_id, a.term_id, a.dataset_id for no key update of a

-- name: keys_of_entities
select entity_id, term_id, dataset_id from entities_attribute where entity_id = any(%(ids)s)

-- name: drop_attributes
-- The end of attributes: their history says so.
with gone as (
    delete from entities_attribute a using unnest(%(entity)b::int8[], %(term)b::int4[], %(dataset)b::int4[]) as i(e, t, d)
    where (a.entity_id, a.term_id, a.dataset_id) = (e, t, d) returning a.entity_id, a.term_id, a.dataset_id, a.origin
), touched as (
    update entities_entity set modified_at = %(at)s where id in (select entity_id from gone)
)
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, term_id, dataset_id, source_id, kind, origin, declared)
select entity_id, (select currval('entities_flush_id_seq')), %(at)s, %(at)s, term_id, dataset_id, %(source)s, 0, origin, false
from gone on conflict do nothing

-- name: delete_entities
update entities_entity set deleted_at = %(at)s, modified_at = %(at)s, place = null where id = any(%(ids)s)

-- name: tell_words
-- What entities are searched by: rewritten only when the name is another.
insert into entities_words as w (entity_id, urn, name)
select e.id, e.urn, n.name from entities_entity e left join lateral (
    select coalesce(a.txt, a.json ->> 'vi', a.json #>> '{}') as name from entities_attribute a
    where a.entity_id = e.id and a.dataset_id = 0 and a.term_id = any(%(terms)s) order by a.term_id limit 1
) n on true
where e.id = any(%(ids)s) and not exists (
    select from entities_words known where known.entity_id = e.id and known.name is not distinct from n.name)
order by e.id
on conflict (entity_id) do update set name = excluded.name

-- name: name_terms
select id from entities_term where short = 'name'

-- name: name_heads
-- The log names the entities that came and went: one without attributes leaves no history.
update entities_flush set created = %(created)s, deleted = %(deleted)s where id = (select currval('entities_flush_id_seq'))

-- name: name_told
-- The log names what became current and stands in no history: (entity, term, dataset) in turn, as of what a withdrawal ended.
update entities_flush set ended = coalesce(ended, '{}') || %(told)s::bigint[] where id = (select currval('entities_flush_id_seq'))

-- name: unplace_entities
update entities_entity set lon = null, lat = null, place = null, unit_id = null where id = any(%(ids)s)

-- name: make_month
select entities_make_month(%(month)s)

-- name: months
select to_date(right(c.relname, 7), 'YYYY_MM') from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'entities_history'::regclass

-- name: learn_terms
with new as (insert into entities_term (iri) select unnest(%(names)s::text[]) on conflict do nothing returning id, iri)
select iri, id from new union all select iri, id from entities_term where iri = any(%(names)s)

-- name: learn_sources
with new as (insert into entities_source (name) select unnest(%(names)s::text[]) on conflict do nothing returning id, name)
select name, id from new union all select name, id from entities_source where name = any(%(names)s)

-- name: terms_by_id
select id, iri from entities_term where id = any(%(ids)s)

-- name: make_tenant
insert into entities_tenant (name) values (%(name)s) on conflict do nothing
