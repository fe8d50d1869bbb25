-- What the public's map of reports asks (mapping.py), and how its summary is kept.

-- name: cells
-- How many reports lie in each cell of a level, from the summary and from what changed since it was last folded.
-- `step`: the side of a cell in degrees; the middle of a cell stands for all that lies in it.
with counted as (
    select x, y, state, origin, number
    from reports_map_cell
    where level = %(level)s
      and x between %(west_x)s and %(east_x)s and y between %(south_y)s and %(north_y)s
      and (%(kinds)s::text[] is null or category = any(%(kinds)s)) and state = any(%(states)s)
    union all
    select floor((lon + 180) / %(step)s)::int, floor((lat + 90) / %(step)s)::int, state, origin, number
    from reports_map_change
    where lon >= %(west_x)s * %(step)s - 180 and lon < (%(east_x)s + 1) * %(step)s - 180
      and lat >= %(south_y)s * %(step)s - 90 and lat < (%(north_y)s + 1) * %(step)s - 90
      and (%(kinds)s::text[] is null or category = any(%(kinds)s)) and state = any(%(states)s)
)
select (x + 0.5) * %(step)s - 180, (y + 0.5) * %(step)s - 90, sum(number)::int,
       coalesce(sum(number) filter (where state = any(%(open)s)), 0)::int, coalesce(sum(number) filter (where origin <> 0), 0)::int
from counted
group by x, y
having sum(number) > 0
order by 3 desc

-- name: cells_of_unit
-- The same for one commune: few enough to be counted one by one.
select (floor((lon + 180) / %(step)s) + 0.5) * %(step)s - 180, (floor((lat + 90) / %(step)s) + 0.5) * %(step)s - 90, count(*)::int,
       (count(*) filter (where state = any(%(open)s)))::int, (count(*) filter (where origin <> 0))::int
from reports_report
where unit_id = %(unit)s and released_at is not null
  and lon >= %(west_x)s * %(step)s - 180 and lon < (%(east_x)s + 1) * %(step)s - 180
  and lat >= %(south_y)s * %(step)s - 90 and lat < (%(north_y)s + 1) * %(step)s - 90
  and (%(kinds)s::text[] is null or category = any(%(kinds)s)) and state = any(%(states)s)
group by 1, 2
order by 3 desc

-- name: points
-- The newest released reports in the bounds.
select code, lon, lat, category, state, origin
from reports_report
where released_at is not null and lon between %(west)s and %(east)s and lat between %(south)s and %(north)s
  and (%(kinds)s::text[] is null or category = any(%(kinds)s)) and state = any(%(states)s)
  and (%(unit)s::bigint is null or unit_id = %(unit)s)
limit %(most)s

-- name: fold
-- What changed goes into the summary, once for each level; a cell that nothing lies in any more stays at nought.
with gone as (
    delete from reports_map_change
    where id in (select id from reports_map_change order by id limit %(most)s)
    returning lon, lat, category, state, origin, number
), told as (
    select one.level, floor((lon + 180) / one.step)::int x, floor((lat + 90) / one.step)::int y, category, state, origin,
           sum(number)::int number
    from gone cross join unnest(%(levels)s::int[], %(steps)s::float8[]) as one (level, step)
    group by 1, 2, 3, 4, 5, 6
    having sum(number) <> 0
), kept as (
    insert into reports_map_cell as cell (level, x, y, category, state, origin, number)
    select level, x, y, category, state, origin, number from told
    on conflict (level, x, y, category, state, origin) do update set number = cell.number + excluded.number
)
select count(*) from gone
