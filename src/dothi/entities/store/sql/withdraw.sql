-- Withdrawing history (CIM 009 §5.6.13, 5.6.15, 5.6.16): what was told stays as a revision, a later revision of kind 0 says that it
-- no longer counts. (Kind 0 as revision 0 is another thing: the end of an attribute.)

-- name: flush
insert into entities_flush (recorded_at, observed_from, observed_to, rows) values (%(at)s, null, null, 0) returning id, tx

-- name: instances
-- A later revision for each instant that still counts; the keys of what was withdrawn. `at` says for which instant it is told now.
with newest as (
    select distinct on (term_id, dataset_id, observed_at) entity_id, term_id, dataset_id, observed_at, revision, kind, origin
    from entities_history
    where entity_id = %(entity)s and (%(term)s::int is null or term_id = %(term)s)
        and (%(dataset)s::int is null or dataset_id = %(dataset)s) and (%(observed)s::timestamptz is null or observed_at = %(observed)s)
    order by term_id, dataset_id, observed_at, revision desc
)
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, at, term_id, dataset_id, source_id, revision, kind, origin, declared)
select entity_id, %(flush)s, observed_at, %(at)s, %(moved)s, term_id, dataset_id, %(source)s, revision + 1, 0, origin, false
from newest where kind <> 0 or (revision = 0 and %(observed)s::timestamptz is null)
returning term_id, dataset_id, observed_at

-- name: entity
-- All of a deleted entity was withdrawn: its scopes, and that it was there, are told no more.
update entities_entity set withdrawn_at = %(at)s where id = %(entity)s and deleted_at is not null

-- name: span
-- So that readers of the log know which months to look into, and which attributes no longer stand.
update entities_flush set observed_from = %(from)s, observed_to = %(to)s, rows = %(rows)s, ended = %(ended)s where id = %(flush)s

-- name: forget_current
-- What is current and was withdrawn.
delete from entities_attribute a using unnest(%(terms)s::int[], %(datasets)s::int[], %(instants)s::timestamptz[]) as w(t, d, o)
where a.entity_id = %(entity)s and (a.term_id, a.dataset_id, a.observed_at) = (w.t, w.d, w.o)
returning a.term_id, a.dataset_id, a.created_at

-- name: restore_current
-- The newest instant that still counts becomes current again, unless the attribute was ended after it.
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, num, at, term_id, dataset_id, source_id,
    revision, kind, origin, quality, declared, unit_code, txt, json, sub)
select h.entity_id, %(flush)s, h.observed_at, w.c, %(at)s, h.num, h.at, h.term_id, h.dataset_id, h.source_id, h.revision, h.kind,
    h.origin, h.quality, h.declared, h.unit_code, h.txt, h.json, h.sub
from unnest(%(terms)s::int[], %(datasets)s::int[], %(created)s::timestamptz[]) as w(t, d, c)
cross join lateral (
    select h.* from entities_history h
    where h.entity_id = %(entity)s and (h.term_id, h.dataset_id) = (w.t, w.d)
        and not exists (
            select from entities_history later where later.revision > h.revision
                and (later.entity_id, later.term_id, later.dataset_id, later.observed_at)
                    = (h.entity_id, h.term_id, h.dataset_id, h.observed_at))
        and not (h.kind = 0 and h.revision > 0)
    order by h.observed_at desc limit 1
) h
where h.kind <> 0
on conflict (entity_id, term_id, dataset_id) do nothing
returning term_id, dataset_id

-- name: instance
-- The newest revision of one instant, in the columns of `existing`.
select h.entity_id, h.term_id, h.dataset_id, h.kind, h.num, h.txt, h.json::text, h.at, h.unit_code, h.observed_at, h.declared,
    h.quality, h.sub::text
from entities_history h
where (h.entity_id, h.term_id, h.dataset_id, h.observed_at) = (%(entity)s, %(term)s, %(dataset)s, %(observed)s)
order by h.revision desc limit 1

-- name: moved
-- For which instant is told now what was told for this one; null: it was not moved.
select case when h.kind = 0 and h.revision > 0 then h.at end from entities_history h
where (h.entity_id, h.term_id, h.dataset_id, h.observed_at) = (%(entity)s, %(term)s, %(dataset)s, %(observed)s)
order by h.revision desc limit 1
