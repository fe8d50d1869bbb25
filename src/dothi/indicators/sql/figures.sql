-- Figures of one indicator for many periods at once, cell by cell (commune, agency). {…} are filled by computing.py with its own
-- constants, values are bound. A period is (begin, end]. kind 0 is the end of an attribute, quality 5 is SUSPECT (also stations'
-- state 01 and 02): neither takes part, nor does what was told in another unit than the type declares. The newest revision counts.

-- name: told
-- What history says between two instants, one row per entity and instant.
select distinct on (h.entity_id, h.observed_at) h.entity_id, h.observed_at, h.num, coalesce(h.txt, h.json #>> '{{}}') as txt,
    h.kind, h.quality, h.origin, h.unit_code
from entities_entity e
join entities_history h on h.entity_id = e.id and h.dataset_id = 0
    and h.term_id = any(array(select id from entities_term where short = %({attribute})s))
    and h.observed_at > %(first)s and h.observed_at <= %(last)s
where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s)
order by h.entity_id, h.observed_at, h.revision desc

-- name: current
-- What holds now, as one instant of the running period; what is older than the indicator lets pass is no longer known.
select a.entity_id, a.observed_at, a.num, coalesce(a.txt, a.json #>> '{{}}') as txt, a.kind, a.quality, a.origin, a.unit_code
from entities_entity e
join entities_attribute a on a.entity_id = e.id and a.dataset_id = 0
    and a.term_id = any(array(select id from entities_term where short = %({attribute})s))
where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s)
    and a.observed_at > %(fresh)s

-- name: cells
with asked as materialized (select unnest(%(starts)s::timestamptz[]) as starts_at),
told as ({told}),
sound as (
    select entity_id, observed_at, num, txt, origin, {begin} as starts_at
    from told
    where kind <> 0 and quality <> 5 and (unit_code is null or %(unit)s = '' or unit_code = %(unit)s) and (num is not null or txt is not null)
),
stepped as (select *, {step} as step from sound window next as (partition by entity_id order by observed_at)),
each as (
    select starts_at, entity_id, count(*) as n, sum(num) as total, min(num) as low, max(num) as high, count(*) filter (where {hit}) as hits,
        {final} as final, sum(step) as steps, max(observed_at) as newest,
        count(*) filter (where origin = 0) as live, count(*) filter (where origin = 1) as replayed,
        count(*) filter (where origin = 2) as simulated, count(*) filter (where origin = 3) as estimated,
        count(*) filter (where origin = 4) as typed
    from stepped where starts_at in (select starts_at from asked)
    group by starts_at, entity_id
),
kin as materialized (
    select e.id, e.unit_id, e.agency_id from entities_entity e
    where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s)
        and (e.id in (select entity_id from each) or exists (select from entities_attribute a where a.entity_id = e.id and a.dataset_id = 0
            and a.term_id = any(array(select id from entities_term where short = %(attribute)s))))
){more}
select starts_at, unit_id, agency_id, numerator, denominator, low, high, {bins}::jsonb, n, entities, expected, origins, newest
from (
    select asked.starts_at, kin.unit_id, kin.agency_id, ({numerator})::float as numerator, ({denominator})::float as denominator,
        ({low})::float as low, ({high})::float as high, coalesce(sum(n), 0)::bigint as n, count(each.entity_id)::int as entities,
        count(*)::int as expected, array[coalesce(sum(live), 0), coalesce(sum(replayed), 0), coalesce(sum(simulated), 0),
        coalesce(sum(estimated), 0), coalesce(sum(typed), 0)]::bigint[] as origins, max(newest) as newest
    from asked cross join kin left join each on each.starts_at = asked.starts_at and each.entity_id = kin.id
    group by asked.starts_at, kin.unit_id, kin.agency_id
) as merged {join}

-- name: packed
-- How many values fall into each bin of a relative width of a fiftieth: bins of several cells add up, and a percentile of them is exact to a hundredth.
, packed as (
    select at, unit, agency, jsonb_object_agg(bin, number) as bins
    from (
        select sound.starts_at as at, coalesce(kin.unit_id, 0) as unit, coalesce(kin.agency_id, 0) as agency,
            case when num = 0 then 0 else sign(num) * (1000 + ceil(ln(greatest(abs(num), 1e-8)) / ln(1.0202))) end::int as bin, count(*) as number
        from sound join kin on kin.id = sound.entity_id
        where num is not null and sound.starts_at in (select starts_at from asked)
        group by 1, 2, 3, 4
    ) as counted
    group by at, unit, agency
)

-- name: durations
-- Hours in which a condition held: a value holds until the next one, at most `holds`, and only inside the period.
with asked as materialized (
    select starts_at, ends_at from unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) as asked(starts_at, ends_at)
),
told as ({told}),
sound as (
    select entity_id, observed_at, origin, {hit} as hit,
        least(coalesce(lead(observed_at) over next, %(now)s), observed_at + %(holds)s, %(now)s) as until
    from told
    where kind <> 0 and quality <> 5 and (unit_code is null or %(unit)s = '' or unit_code = %(unit)s) and (num is not null or txt is not null)
    window next as (partition by entity_id order by observed_at)
),
each as (
    select asked.starts_at, entity_id, count(*) as n, max(observed_at) as newest,
        sum(extract(epoch from least(until, ends_at) - greatest(observed_at, asked.starts_at))) filter (where hit) as seconds,
        count(*) filter (where origin = 0) as live, count(*) filter (where origin = 1) as replayed,
        count(*) filter (where origin = 2) as simulated, count(*) filter (where origin = 3) as estimated,
        count(*) filter (where origin = 4) as typed
    from asked join sound on sound.observed_at < asked.ends_at and sound.until > asked.starts_at
    group by asked.starts_at, entity_id
),
kin as materialized (
    select e.id, e.unit_id, e.agency_id from entities_entity e
    where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s)
        and (e.id in (select entity_id from each) or exists (select from entities_attribute a where a.entity_id = e.id and a.dataset_id = 0
            and a.term_id = any(array(select id from entities_term where short = %(attribute)s))))
)
select asked.starts_at, kin.unit_id, kin.agency_id,
    (case when count(each.entity_id) > 0 then coalesce(sum(seconds), 0) / %(divisor)s end)::float, count(each.entity_id)::float, null::float, null::float,
    null::jsonb, coalesce(sum(n), 0)::bigint, count(each.entity_id)::int, count(*)::int,
    array[coalesce(sum(live), 0), coalesce(sum(replayed), 0), coalesce(sum(simulated), 0), coalesce(sum(estimated), 0), coalesce(sum(typed), 0)]::bigint[],
    max(newest)
from asked cross join kin left join each on each.starts_at = asked.starts_at and each.entity_id = kin.id
group by asked.starts_at, kin.unit_id, kin.agency_id

-- name: pairs
-- One attribute against another of the same entity: means of the period (what holds now), summed over those that gave both.
with asked as materialized (select unnest(%(starts)s::timestamptz[]) as starts_at),
upper as ({told}), lower_ as ({told_of}),
above_ as (
    select entity_id, {begin} as starts_at, avg(num) as mean, count(*) as n, max(observed_at) as newest,
        count(*) filter (where origin = 0) as live, count(*) filter (where origin = 1) as replayed,
        count(*) filter (where origin = 2) as simulated, count(*) filter (where origin = 3) as estimated,
        count(*) filter (where origin = 4) as typed
    from upper where kind <> 0 and quality <> 5 and num is not null and (unit_code is null or %(unit)s = '' or unit_code = %(unit)s) group by 1, 2
),
below_ as (select entity_id, {begin} as starts_at, avg(num) as mean from lower_ where kind <> 0 and quality <> 5 and num is not null group by 1, 2),
each as (select above_.*, below_.mean as whole from above_ join below_ using (entity_id, starts_at)),
kin as materialized (
    select e.id, e.unit_id, e.agency_id from entities_entity e
    where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s)
        and (e.id in (select entity_id from each) or exists (select from entities_attribute a where a.entity_id = e.id and a.dataset_id = 0
            and a.term_id = any(array(select id from entities_term where short = %(attribute)s))))
)
select asked.starts_at, kin.unit_id, kin.agency_id, sum(mean)::float, sum(whole)::float, null::float, null::float, null::jsonb,
    coalesce(sum(n), 0)::bigint, count(each.entity_id)::int, count(*)::int,
    array[coalesce(sum(live), 0), coalesce(sum(replayed), 0), coalesce(sum(simulated), 0), coalesce(sum(estimated), 0), coalesce(sum(typed), 0)]::bigint[],
    max(newest)
from asked cross join kin left join each on each.starts_at = asked.starts_at and each.entity_id = kin.id
group by asked.starts_at, kin.unit_id, kin.agency_id

-- name: alarms
-- Alarms that began in the period, of some rules or of all; where nothing is open there is a figure too: 0.
with asked as materialized (
    select starts_at, ends_at from unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) as asked(starts_at, ends_at)
),
kin as materialized (
    select unit_id, agency_id, count(*) as expected from entities_entity
    where tenant_id = 0 and deleted_at is null and types && array(select id from entities_term where short = any(%(types)s)) group by 1, 2
)
select asked.starts_at, kin.unit_id, kin.agency_id, count(a.id)::float, null::float, null::float, null::float, null::jsonb,
    count(a.id), count(distinct a.entity_id)::int, max(kin.expected)::int,
    array[count(a.id) filter (where a.origin = 0), count(a.id) filter (where a.origin = 1), count(a.id) filter (where a.origin = 2),
        count(a.id) filter (where a.origin = 3), count(a.id) filter (where a.origin = 4)]::bigint[],
    coalesce(max(a.raised_at), least(max(asked.ends_at), %(now)s))
from asked cross join kin left join rules_alarm a on a.rule_code = any(%(rules)s) and {when}
    and exists (select from entities_entity e where e.id = a.entity_id and e.unit_id is not distinct from kin.unit_id
        and e.agency_id is not distinct from kin.agency_id)
group by asked.starts_at, kin.unit_id, kin.agency_id

-- name: parts
-- One indicator against another: their cells of the same period and place.
select upper.starts_at, upper.unit_id, upper.agency_id, upper.numerator, lower_.numerator, null::float, null::float, null::jsonb,
    upper.count, upper.entities, upper.expected, upper.origins, upper.newest_at
from indicators_figure upper
join indicators_figure lower_ on lower_.code = %(denominator)s and lower_.superseded_at is null and lower_.starts_at = upper.starts_at
    and lower_.unit_id is not distinct from upper.unit_id and lower_.agency_id is not distinct from upper.agency_id
where upper.code = %(numerator)s and upper.superseded_at is null and upper.starts_at = any(%(starts)s)
