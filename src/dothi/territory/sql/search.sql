-- name: by_part
-- Units with a line that holds what was asked for. The first two lines are the unit's own names, later ones former names.
-- Whole words first ("quan 9" before "quan 90"), then own names, then those that are or end in it, then the larger tier.
select u.id, line.text
from territory_unit u
cross join lateral (
    select part.text, part.place
    from unnest(string_to_array(u.search_text, E'\n')) with ordinality as part(text, place)
    where part.text like %(like)s
    order by not (' ' || part.text || ' ' like '%% ' || %(wanted)s || ' %%'), part.place
    limit 1
) as line
where u.search_text like %(like)s
  and u.valid_from <= %(day)s and (u.valid_to is null or u.valid_to > %(day)s)
order by
    not (' ' || line.text || ' ' like '%% ' || %(wanted)s || ' %%'),
    least(line.place, 3),
    line.text not like '%%' || %(wanted)s,
    line.text not like %(wanted)s || '%%',
    u.level, u.full_name, u.code
limit %(limit)s;
