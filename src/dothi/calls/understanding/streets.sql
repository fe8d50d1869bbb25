-- name: by_name
-- Streets of a name, or whose name holds it; the very name first. At most as many as a large city has of one name.
select s.id, s.name, s.lon, s.lat, s.half_m, s.unit_id, coalesce(u.full_name, ''),
    case when s.folded = %(name)s then 1.0 when s.folded like %(begins)s then 0.8 else 0.6 end::float as alike
from calls_street s
left join territory_unit u on u.id = s.unit_id
where s.folded like %(holds)s
order by alike desc, s.half_m desc, s.id
limit 60;

-- name: by_likeness
-- No name holds it: names alike by trigrams, for a slip of the hand.
select s.id, s.name, s.lon, s.lat, s.half_m, s.unit_id, coalesce(u.full_name, ''),
    (similarity(s.folded, %(name)s) * 0.6)::float as alike
from calls_street s
left join territory_unit u on u.id = s.unit_id
where s.folded %% %(name)s
order by alike desc, s.half_m desc, s.id
limit 20;
