-- Types as packs declare them, and what is doubted of values.

-- name: version
select coalesce(max(revision), 0), count(*) from entities_declared_type

-- name: declared
select short, schema, judgement from entities_declared_type

-- name: declare
insert into entities_declared_type as d (short, pack, version, owner, licence, schema, judgement, declared_at)
values (%(short)s, %(pack)s, %(version)s, %(owner)s, %(licence)s, %(schema)s::json, %(judgement)s, %(at)s)
on conflict (short) do update set pack = excluded.pack, version = excluded.version, owner = excluded.owner,
    licence = excluded.licence, schema = excluded.schema, judgement = excluded.judgement, declared_at = excluded.declared_at,
    revision = nextval('entities_declared_type_revision')
where d.pack = excluded.pack
returning d.short

-- name: withdraw
-- Types that a pack no longer has.
delete from entities_declared_type where pack = %(pack)s and not short = any(%(shorts)s)

-- name: note
-- In the order of the key, so that two writers never wait for each other in a circle.
insert into entities_complaint as c
    (tenant_id, source_id, type, attribute, fault, detail, unit_id, agency_id, first_at, last_at, times, example)
select %(tenant)s, s, t, a, f, d, u, g, %(at)s, %(at)s, n, e
from unnest(%(sources)s::int[], %(types)s::text[], %(attributes)s::text[], %(faults)s::smallint[], %(details)s::text[],
    %(units)s::bigint[], %(agencies)s::bigint[], %(times)s::bigint[], %(examples)s::text[]) with ordinality
    as i(s, t, a, f, d, u, g, n, e, ord) order by ord
on conflict on constraint entities_complaint_pk
do update set last_at = excluded.last_at, times = c.times + excluded.times, example = excluded.example

-- name: forget
-- Doubts that have not come again, by ctid (kernel/retention.py).
select ctid from entities_complaint where last_at < %(before)s order by last_at limit %(limit)s
