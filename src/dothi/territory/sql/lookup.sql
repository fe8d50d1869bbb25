-- name: stamp
-- Changes whenever any unit or area changes (triggers); tells a process that what it holds is old.
select stamp::text from territory_stamp;

-- name: units
-- What a process holds of every unit of one level: its period, its point and the box of its area (nulls: no area).
select u.id, u.valid_from, u.valid_to, u.lon, u.lat, a.west, a.south, a.east, a.north, a.approximate
from territory_unit u
left join territory_unit_area a on a.unit_id = u.id
where u.level = %(level)s
order by u.id;

-- name: areas
-- The polygons themselves, only of the units that a point fell into the box of.
select unit_id, wkb from territory_unit_area where unit_id = any(%(units)s);

-- name: became
-- Which old units may have lain where one unit lies today (any number of changes back).
with recursive back(id) as (
    select %(unit)s::bigint
    union
    select c.from_unit_id from territory_unit_change c join back on c.to_unit_id = back.id
)
select id from back;

-- name: lineage
-- The same for several units of today: (unit of today, unit that may have lain there).
with recursive back(root, id) as (
    select id, id from territory_unit where id = any(%(units)s)
    union
    select back.root, c.from_unit_id from territory_unit_change c join back on c.to_unit_id = back.id
)
select root, id from back where id <> root;
