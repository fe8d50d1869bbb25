-- What lies near what. Reports that were merged or refused are no second sign of the same; of the
-- others those whose origin counts (kernel/origin.py).

-- name: days
insert into reports_insight_day (day, agency_id, unit_id, category, number)
select (received_at at time zone 'Asia/Ho_Chi_Minh')::date, agency_id, unit_id, category, count(*)
from reports_report
where state not in ('merged', 'refused') and origin = any(%(origins)s)
group by 1, 2, 3, 4

-- name: whole_days
insert into reports_insight_whole_day (day, category, number)
select day, category, sum(number) from reports_insight_day group by 1, 2

-- name: categories
-- All reports of a category in the time that is compared, and those of the last days. Only those with a point: the others lie nowhere.
select category, count(*), count(*) filter (where received_at >= %(late)s), max(abs(lat))
from reports_report
where received_at >= %(since)s and received_at < %(until)s and lon is not null and state not in ('merged', 'refused') and origin = any(%(origins)s)
group by category

-- name: clusters
-- Around each place of the last days: how many of its category lie within the radius, and how many of them came in the last days.
-- Cells are as wide as the radius, so that the neighbours of a place lie in nine of them.
with seen as materialized (
    select id, category, unit_id, lon, lat, received_at, received_at >= %(late)s as is_late,
        floor(lon / %(wide)s)::int as x, floor(lat / %(high)s)::int as y
    from reports_report
    where received_at >= %(since)s and received_at < %(until)s and lon is not null and state not in ('merged', 'refused') and origin = any(%(origins)s)
), centres as materialized (
    select distinct on (category, lon, lat) id, category, unit_id, lon, lat, x, y
    from seen where is_late order by category, lon, lat, id
), beside as (
    select c.*, c.x + dx as beside_x, c.y + dy as beside_y
    from centres c cross join generate_series(-1, 1) dx cross join generate_series(-1, 1) dy
)
select b.id, b.category, b.unit_id, b.lon, b.lat, count(*), count(*) filter (where s.is_late),
    array_agg(s.id order by s.id) filter (where s.is_late)
from beside b
join seen s on s.category = b.category and s.x = b.beside_x and s.y = b.beside_y
where ((s.lon - b.lon) * cos(radians(b.lat)) * %(degree)s) ^ 2 + ((s.lat - b.lat) * %(degree)s) ^ 2 <= %(metres)s ^ 2
group by b.id, b.category, b.unit_id, b.lon, b.lat
having count(*) filter (where s.is_late) >= %(least)s

-- name: centres
-- How many places are looked at: the number of chances that something shows by accident.
select count(*) from (
    select distinct category, lon, lat from reports_report
    where received_at >= %(late)s and received_at < %(until)s and lon is not null and state not in ('merged', 'refused') and origin = any(%(origins)s)
) places

-- name: repeats
-- Places of the last month with all that came there in the time that is looked back on.
with seen as materialized (
    select id, category, unit_id, lon, lat, received_at, reopened, received_at >= %(late)s as is_late,
        floor(lon / %(wide)s)::int as x, floor(lat / %(high)s)::int as y
    from reports_report
    where received_at >= %(since)s and received_at < %(until)s and lon is not null and state not in ('merged', 'refused') and origin = any(%(origins)s)
), centres as materialized (
    select distinct on (category, lon, lat) id, category, unit_id, lon, lat, x, y
    from seen where is_late order by category, lon, lat, id
), beside as (
    select c.*, c.x + dx as beside_x, c.y + dy as beside_y
    from centres c cross join generate_series(-1, 1) dx cross join generate_series(-1, 1) dy
)
select b.id, b.category, b.unit_id, b.lon, b.lat, array_agg(s.id order by s.received_at, s.id),
    array_agg(s.received_at order by s.received_at, s.id), sum(s.reopened)
from beside b
join seen s on s.category = b.category and s.x = b.beside_x and s.y = b.beside_y
where ((s.lon - b.lon) * cos(radians(b.lat)) * %(degree)s) ^ 2 + ((s.lat - b.lat) * %(degree)s) ^ 2 <= %(metres)s ^ 2
group by b.id, b.category, b.unit_id, b.lon, b.lat
having count(*) + sum(s.reopened) >= %(least)s
