-- name: share_exact
-- A unit that only changed its name, type or parent keeps its area: the newest exact one goes to all its versions.
insert into territory_unit_area (unit_id, wkb, sha256, west, south, east, north, approximate, source, imported_at)
select distinct on (other.id) other.id, a.wkb, a.sha256, a.west, a.south, a.east, a.north, false, a.source, %(at)s
from territory_unit_area a
join territory_unit u on u.id = a.unit_id
join territory_unit other on coalesce(other.first_id, other.id) = coalesce(u.first_id, u.id) and other.id <> u.id
left join territory_unit_area held on held.unit_id = other.id
where not a.approximate and (held.unit_id is null or held.approximate or (held.imported_at < a.imported_at and held.sha256 <> a.sha256))
order by other.id, a.imported_at desc
on conflict (unit_id) do update
set (wkb, sha256, west, south, east, north, approximate, source, imported_at)
  = (excluded.wkb, excluded.sha256, excluded.west, excluded.south, excluded.east, excluded.north,
     excluded.approximate, excluded.source, excluded.imported_at);

-- name: in_box
-- Areas of one level and day whose box meets a box of the map; `reach` as a box needs the index, so it is built alike.
select u.id, u.code, u.kind, u.name, u.full_name, u.name_en, a.approximate, a.source, a.wkb
from territory_unit_area a
join territory_unit u on u.id = a.unit_id
where box(point(a.west, a.south), point(a.east, a.north))
      && box(point(%(west)s, %(south)s), point(%(east)s, %(north)s))
  and u.level = %(level)s and u.valid_from <= %(day)s and (u.valid_to is null or u.valid_to > %(day)s)
order by u.id
limit %(limit)s;
