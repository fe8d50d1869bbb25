-- Values by formula. quality 5 is SUSPECT, kind 0 the end of an attribute, kind 2 a relationship (its entity in txt).

-- name: owe
-- What some flushes touched must be computed (again): at the ends of the periods that the values reach into, or at their own instants
-- and those later ones of the entity's inputs that still look back at them. `offset 0`: each is found by its key, whatever the planner
-- thinks of tables that were never analysed (it took 6 s for 2,400 values that way).
with changed as materialized (
    select distinct h.entity_id, t.short, h.observed_at
    from entities_history h
    join entities_term t on t.id = h.term_id
    where h.flush_id = any(%(flushes)s) and h.observed_at between %(observed_from)s and %(observed_to)s
      and t.short = any(%(attributes)s) and h.dataset_id = 0
), reads as materialized (
    select r.*, (select array_agg(id) from entities_term where short = r.type) as types,
        (select array_agg(id) from entities_term where short = r.owner) as owners
    from jsonb_to_recordset(%(reads)s::jsonb) as r(value text, type text, owner text, attribute text, via text, period_s bigint,
        offset_s bigint, reach_s bigint, inputs text[])
), linking as materialized (
    select r.*, linked.id as link_id from reads r join entities_term linked on linked.short = r.via
), concerned as materialized (
    select r.value, c.entity_id, c.observed_at, r.period_s, r.offset_s, r.reach_s, r.inputs
    from changed c
    join reads r on r.attribute = c.short and r.via is null
    cross join lateral (select e.types, e.tenant_id from entities_entity e where e.id = c.entity_id offset 0) as e
    where e.types && r.types and e.tenant_id = 0
    union all
    select r.value, owner.id, c.observed_at, r.period_s, r.offset_s, r.reach_s, r.inputs
    from changed c
    join linking r on r.attribute = c.short
    cross join lateral (select e.types, e.tenant_id from entities_entity e where e.id = c.entity_id offset 0) as e
    cross join lateral (
        select a.txt from entities_attribute a
        where a.entity_id = c.entity_id and a.term_id = r.link_id and a.dataset_id = 0 and a.kind = 2 offset 0
    ) as link
    cross join lateral (select o.id, o.types from entities_entity o where o.urn = link.txt and o.tenant_id = 0 offset 0) as owner
    where e.types && r.types and e.tenant_id = 0 and owner.types && r.owners
), due as (
    select value, entity_id, to_timestamp(tick) as at
    from concerned
    cross join lateral generate_series(
        ceil((extract(epoch from observed_at) - offset_s) / period_s)::bigint * period_s + offset_s,
        ceil(extract(epoch from observed_at))::bigint + reach_s - 1, period_s) as tick
    where period_s is not null
    union
    select value, entity_id, observed_at from concerned where period_s is null
    union
    select c.value, c.entity_id, h.observed_at
    from concerned c
    join entities_term t on t.short = any(c.inputs)
    cross join lateral (
        select h.observed_at from entities_history h
        where h.entity_id = c.entity_id and h.term_id = t.id and h.dataset_id = 0
          and h.observed_at > c.observed_at and h.observed_at <= c.observed_at + make_interval(secs => c.reach_s) offset 0
    ) as h
    where c.period_s is null
)
insert into rules_formula_due (value, entity_id, at)
select value, entity_id, at from due order by 1, 2, 3
on conflict do nothing

-- name: moments
-- What some flushes told of attributes that name moments.
select distinct m.value, h.entity_id, h.txt, h.observed_at, m.after_s
from entities_history h
join entities_term t on t.id = h.term_id
join jsonb_to_recordset(%(named)s::jsonb) as m(value text, type text, attribute text, after_s bigint) on m.attribute = t.short
cross join lateral (select e.types, e.tenant_id from entities_entity e where e.id = h.entity_id offset 0) as e
where h.flush_id = any(%(flushes)s) and h.observed_at between %(observed_from)s and %(observed_to)s
  and t.short = any(%(attributes)s) and h.dataset_id = 0 and h.txt is not null and e.tenant_id = 0
  and e.types && array(select id from entities_term where short = m.type)

-- name: owe_one
insert into rules_formula_due (value, entity_id, at) values (%s, %s, %s) on conflict do nothing

-- name: forget_unknown
-- What formulas owed that no longer hold.
delete from rules_formula_due where not value = any(%(values)s)

-- name: take_due
-- What is complete: values at arrivals at once; at the end of a period when every input has come so far, or the clock has, with some
-- minutes for stragglers. Taken rows are deleted; the caller writes what they gave in the same transaction.
with known as materialized (
    select * from jsonb_to_recordset(%(known)s::jsonb) as k(value text, period_s bigint, waits text[], across jsonb)
), ready as materialized (
    select d.value, d.entity_id, d.at
    from rules_formula_due d
    join known k on k.value = d.value
    where d.at <= %(now)s + %(ahead)s and (
        k.period_s is null
        or d.at <= %(now)s - interval '20 minutes'
        or not exists (
            select from unnest(k.waits) as w(name)
            where not exists (
                select from entities_attribute a join entities_term t on t.id = a.term_id
                where a.entity_id = d.entity_id and t.short = w.name and a.dataset_id = 0 and a.observed_at >= d.at
            )
        ) and not exists (
            select
            from jsonb_to_recordset(k.across) as x(type text, via text, attribute text)
            join entities_entity o on o.id = d.entity_id
            join entities_term linked on linked.short = x.via
            join entities_attribute link on link.term_id = linked.id and link.kind = 2 and link.dataset_id = 0 and link.txt = o.urn
            where not exists (
                select from entities_attribute a join entities_term t on t.id = a.term_id
                where a.entity_id = link.entity_id and t.short = x.attribute and a.dataset_id = 0 and a.observed_at >= d.at
            )
        )
    )
    order by d.at, d.value, d.entity_id
    limit %(limit)s
    for update of d skip locked
)
delete from rules_formula_due d
using ready
where d.value = ready.value and d.entity_id = ready.entity_id and d.at = ready.at
returning d.value, d.entity_id, d.at

-- name: who
select e.id, e.urn from entities_entity e where e.id = any(%(ids)s) and e.deleted_at is null

-- name: points
-- The last revision of each instant of what is asked for, and of what is held the newest instant before.
select w.id, w.attribute, p.observed_at, p.num, p.txt, p.json, p.unit_code, p.origin, p.quality, p.kind
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(since)s::timestamptz[], %(until)s::timestamptz[], %(held)s::bool[])
    as w(id, attribute, since, until, held)
join entities_term t on t.short = w.attribute
cross join lateral (
    select distinct on (h.observed_at) h.observed_at, h.num, h.txt, h.json, h.unit_code, h.origin, h.quality, h.kind
    from entities_history h
    where h.entity_id = w.id and h.term_id = t.id and h.dataset_id = 0 and h.observed_at > w.since and h.observed_at <= w.until
    order by h.observed_at, h.revision desc
) as p
union all
select w.id, w.attribute, p.observed_at, p.num, p.txt, p.json, p.unit_code, p.origin, p.quality, p.kind
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(since)s::timestamptz[], %(held)s::bool[]) as w(id, attribute, since, held)
join entities_term t on t.short = w.attribute
cross join lateral (
    select h.observed_at, h.num, h.txt, h.json, h.unit_code, h.origin, h.quality, h.kind
    from entities_history h
    where h.entity_id = w.id and h.term_id = t.id and h.dataset_id = 0 and h.observed_at <= w.since
    order by h.observed_at desc, h.revision desc
    limit 1
) as p
where w.held
order by 1, 2, 3

-- name: across
-- One figure over the entities that name the owner, at each instant: how many there are, how many said something usable, and what.
select w.place, count(*), count(v.num), sum(v.num), avg(v.num), min(v.num), max(v.num), coalesce(max(v.origin), 0),
    array_agg(distinct v.quality) filter (where v.quality is not null)
from unnest(%(owners)s::bigint[], %(ats)s::timestamptz[]) with ordinality as w(owner_id, at, place)
join entities_entity o on o.id = w.owner_id
join entities_term linked on linked.short = %(via)s
join entities_attribute link on link.term_id = linked.id and link.kind = 2 and link.dataset_id = 0 and link.txt = o.urn
join entities_entity m on m.id = link.entity_id and m.deleted_at is null and m.tenant_id = 0
    and m.types && array(select id from entities_term where short = %(type)s)
left join lateral (
    select newest.num, newest.origin, newest.quality
    from (
        select h.num, h.origin, h.quality, h.kind, h.unit_code
        from entities_history h
        join entities_term t on t.id = h.term_id
        where h.entity_id = m.id and t.short = %(attribute)s and h.dataset_id = 0
          and h.observed_at > w.at - %(span)s and h.observed_at <= w.at
        order by h.observed_at desc, h.revision desc
        limit 1
    ) as newest
    where newest.quality <> 5 and newest.kind <> 0 and coalesce(newest.unit_code, %(unit)s) is not distinct from %(unit)s
) as v on true
group by w.place

-- name: standing
-- What was computed for these instants before and still counts, written by this formula.
select distinct on (w.place) w.place, coalesce(to_jsonb(h.num), to_jsonb(h.txt), h.json), h.unit_code, h.quality, h.origin
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(ats)s::timestamptz[]) with ordinality as w(id, attribute, at, place)
join entities_term t on t.short = w.attribute
join entities_history h on h.entity_id = w.id and h.term_id = t.id and h.dataset_id = 0 and h.observed_at = w.at
join entities_source s on s.id = h.source_id and s.name like %(source)s
order by w.place, h.revision desc
