-- Who takes part in what rules count in an area (gathering/). Every read goes by rule and unit, latitude or anchor.

-- name: members
-- Everybody in some units, near some places, or of some gatherings, and these entities wherever they took part before; and the whole
-- of every gathering that one of them belongs to.
with near as (
    select p.entity_id, p.anchor_id
    from rules_part p
    where p.rule_code = %(code)s
      and (p.unit_id = any(%(units)s::bigint[]) or p.anchor_id = any(%(anchors)s::bigint[])
        or p.entity_id = any(%(entities)s::bigint[]) or exists (
        select from unnest(%(lons)s::float8[], %(lats)s::float8[]) as place(lon, lat)
        where p.lat between place.lat - %(high)s and place.lat + %(high)s
          and abs(p.lon - place.lon) * cos(radians(place.lat)) <= %(high)s * 1.01
      ))
)
select p.entity_id, p.urn, p.unit_id, p.agency_id, p.lon, p.lat, p.since, p.until, p.origin, p.inputs, p.anchor_id
from rules_part p
where p.rule_code = %(code)s
  and (p.entity_id in (select entity_id from near) or p.anchor_id in (select anchor_id from near))
order by p.entity_id
for update of p

-- name: areas
select anchor_id, unit_id, open
from rules_gathering
where rule_code = %(code)s and (anchor_id = any(%(anchors)s::bigint[]) or unit_id = any(%(units)s::bigint[]))

-- name: over
-- Takes out who ended long enough ago, by the stream's clock in a replay.
delete from rules_part p
using unnest(%(codes)s::text[], %(types)s::text[], %(withins)s::interval[]) as r(code, type, within)
where p.rule_code = r.code
  and p.until <= (case when p.origin <> 1 then %(now)s else (
      select c.at from rules_stream_clock c where c.entity_type = r.type and c.origin = 1) end) - r.within
returning p.rule_code, p.anchor_id, p.until + r.within

-- name: keep_members
insert into rules_part (rule_code, entity_id, urn, unit_id, agency_id, lon, lat, since, until, origin, inputs, anchor_id)
select %(code)s, *
from unnest(%(entity_id)s::bigint[], %(urn)s::text[], %(unit_id)s::bigint[], %(agency_id)s::bigint[], %(lon)s::float8[], %(lat)s::float8[],
    %(since)s::timestamptz[], %(until)s::timestamptz[], %(origin)s::smallint[], %(inputs)s::jsonb[], %(anchor_id)s::bigint[]) as m(entity_id)
order by entity_id
on conflict (rule_code, entity_id) do update
set urn = excluded.urn, unit_id = excluded.unit_id, agency_id = excluded.agency_id, lon = excluded.lon, lat = excluded.lat,
    since = excluded.since, until = excluded.until, origin = excluded.origin, inputs = excluded.inputs, anchor_id = excluded.anchor_id

-- name: keep_areas
insert into rules_gathering (rule_code, anchor_id, unit_id, open)
select %(code)s, * from unnest(%(anchors)s::bigint[], %(units)s::bigint[], %(opens)s::bool[]) as a(anchor_id)
order by anchor_id
on conflict (rule_code, anchor_id) do update set unit_id = excluded.unit_id, open = excluded.open

-- name: forget
-- What belongs to no rule that counts any more.
with gone as (delete from rules_part where rule_code <> all(%(codes)s::text[]))
delete from rules_gathering where rule_code <> all(%(codes)s::text[])
