-- name: flags
-- How many dossiers of each of these feeds carry each flag.
select f.code, flag, count(*) from publicservices_dossier d
join publicservices_feed f on f.id = d.feed_id
cross join lateral unnest(d.flags) as flag
where d.flags <> '{}' and d.feed_id = any(%(feeds)s)
group by 1, 2 order by 1, 3 desc

-- name: states
-- Codes that two systems tell, and tell differently: what each of them says.
select a.code, fa.code, a.state, fb.code, b.state, a.id, b.id
from publicservices_dossier a
join publicservices_dossier b on b.code = a.code and b.feed_id > a.feed_id
join publicservices_feed fa on fa.id = a.feed_id
join publicservices_feed fb on fb.id = b.feed_id
where a.flags @> array['same-code-elsewhere']::varchar[] and a.flags <> '{}' and a.state <> b.state
    and (a.feed_id = any(%(feeds)s) or b.feed_id = any(%(feeds)s))
order by a.received_at desc limit 50

-- name: feeds
-- Of each feed: its last delivery, how many open dossiers it stopped telling while it still delivers, what it says it holds and what is held.
select f.id, f.code, f.name_vi, f.name_en, f.is_on, f.origin, f.generated, f.quiet_hours, r.begun_at, r.ended_at, r.rows, r.stored, r.same,
    r.refused, r.told, r.held, r.why,
    (select count(*) from publicservices_dossier d where d.feed_id = f.id and d.state = any(%(open)s)
        and d.seen_at < r.begun_at - f.quiet_hours * interval '1 hour') as unseen
from publicservices_feed f
left join lateral (select * from publicservices_feed_run where feed_id = f.id order by begun_at desc limit 1) r on true
where f.id = any(%(feeds)s)
order by f.code
