-- Figures over published facts. {…} is SQL that kernel/facts made of a formula, names of a published fact, or this room's own constants;
-- values are bound. A period is (begin, end].

-- name: cells
-- Where a fact has rows before the end of a period but none in it, nothing happened: one cell of no place, which a count makes 0.
with asked as materialized (
    select starts_at, ends_at from unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) as asked(starts_at, ends_at)
),
found as (
    select asked.starts_at, {unit} as unit_id, {agency} as agency_id, {numerator}::float as numerator, {denominator}::float as denominator,
        count(*) as n, array[count(*) filter (where {origin} = 0), count(*) filter (where {origin} = 1), count(*) filter (where {origin} = 2),
            count(*) filter (where {origin} = 3), count(*) filter (where {origin} = 4)]::bigint[] as origins,
        max(least({newest}, %(now)s::timestamptz)) as newest
    from asked join {view} f on {within} and {where}
    group by 1, 2, 3
)
select starts_at, unit_id, agency_id, numerator, denominator, null::float, null::float, null::jsonb, n, n::int, n::int, origins, newest
from found
union all
select asked.starts_at, null, null, empty.numerator, empty.denominator, null, null, null, 0, 0, 1, array[0, 0, 0, 0, 0]::bigint[], null
from asked
cross join (select {numerator}::float as numerator, {denominator}::float as denominator from {view} f where false) as empty
where not exists (select from found where found.starts_at = asked.starts_at) and empty.numerator is not null
    and asked.starts_at < %(now)s and exists (select from {view} f where {at} <= asked.ends_at)

-- name: rows
with asked as (select %(starts_at)s::timestamptz as starts_at, %(ends_at)s::timestamptz as ends_at),
found as (
    select {key} as key, {unit} as unit_id, {agency} as agency_id, {at} as at,
        coalesce(({above}), false) as above, coalesce(({below}), false) as below, {origin} as origin
    from asked join {view} f on {within} and {where}
    where ({scope}) and (({above}) or ({below}))
)
select key, unit_id, agency_id, at, above, below, origin from found order by above desc, at desc nulls last, key limit %(most)s

-- name: changed
-- Which days of a fact changed, and when last.
select date_trunc('day', {at} - interval '1 microsecond', 'Asia/Ho_Chi_Minh') + interval '12 hours', max(f.{changed})
from {view} f where f.{changed} > %(since)s
group by 1
