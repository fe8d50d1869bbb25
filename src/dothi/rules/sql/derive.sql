-- VN_AQI from the log. An hour is named by its end: what was observed in (13:00, 14:00] is the hour 14:00.
-- quality 5 is SUSPECT, kind 0 the end of an attribute: neither takes part. Negative values are no concentrations.

-- name: touched
-- The hours that some flushes touched, per entity.
select distinct h.entity_id, date_bin('1 hour', h.observed_at + interval '59 minutes 59.999999 seconds', 'epoch') as hour
from entities_history h
join entities_term t on t.id = h.term_id
join entities_entity e on e.id = h.entity_id
where h.flush_id = any(%(flushes)s)
  and h.observed_at between %(observed_from)s and %(observed_to)s
  and t.short = any(%(pollutants)s)
  and e.types && array(select id from entities_term where short = %(type)s)
  and h.dataset_id = 0 and e.tenant_id = 0

-- name: owe
-- An hour reaches into the NowCast of the 11 hours after it, and into its own day; a day's ozone reaches 7 hours back.
insert into rules_derived_due (entity_id, daily, at)
select distinct entity_id, daily, at
from (
    select entity_id, false as daily, hour + make_interval(hours => k) as at
    from unnest(%(entities)s::bigint[], %(hours)s::timestamptz[]) as touched(entity_id, hour), generate_series(0, 11) as k
    union
    select entity_id, true, date_trunc('day', (hour - interval '1 microsecond') + make_interval(hours => k), 'Asia/Ho_Chi_Minh')
    from unnest(%(entities)s::bigint[], %(hours)s::timestamptz[]) as touched(entity_id, hour), unnest(array[0, 7]) as k
) as due
order by 1, 2, 3
on conflict do nothing

-- name: take_due
-- What is complete: the entity's own stream has come to its end, or the clock has, with some minutes for stragglers.
-- Taken rows are deleted; the caller writes what they gave in the same transaction.
with waiting as materialized (
    select distinct entity_id
    from rules_derived_due
    where at <= %(now)s + %(ahead)s  -- no stream runs further ahead: the writer refuses it
), streams as materialized (
    select w.entity_id, greatest(%(now)s - interval '20 minutes', (
        select max(a.observed_at)
        from entities_attribute a join entities_term t on t.id = a.term_id
        where a.entity_id = w.entity_id and t.short = any(%(pollutants)s) and a.dataset_id = 0
    )) as until
    from waiting w
), ready as materialized (
    select due.entity_id, due.daily, due.at
    from rules_derived_due due join streams on streams.entity_id = due.entity_id
    where due.at <= %(now)s + %(ahead)s
      and streams.until >= due.at + case when due.daily then interval '24 hours' else interval '0' end
    order by due.daily, due.at, due.entity_id
    limit %(limit)s
    for update of due skip locked
)
delete from rules_derived_due d
using ready
where d.entity_id = ready.entity_id and d.daily = ready.daily and d.at = ready.at
returning d.entity_id, d.daily, d.at

-- name: who
select e.id, e.urn,
    (select t.iri from entities_term t where t.id = any(e.types) and t.short = %(type)s limit 1) as type
from entities_entity e
where e.id = any(%(ids)s) and e.deleted_at is null

-- name: hourly_means
-- One-hour means of every pollutant of the spans asked for, per unit as sent, with the least direct origin.
-- 4 typed > 3 estimated > 2 simulated > 1 replayed > 0 live. Hours are whole hours since 1970.
select entity_id, attribute, unit_code, (extract(epoch from hour) / 3600)::bigint, avg(num) as mean, max(origin) as origin
from (
    select distinct on (h.entity_id, t.short, h.observed_at)
        h.entity_id, t.short as attribute, h.unit_code, h.num, h.origin, h.quality,
        date_bin('1 hour', h.observed_at + interval '59 minutes 59.999999 seconds', 'epoch') as hour
    from unnest(%(ids)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[]) as wanted(id, since, until)
    join entities_term t on t.short = any(%(pollutants)s)
    join entities_history h on h.entity_id = wanted.id and h.term_id = t.id and h.dataset_id = 0
        and h.observed_at > wanted.since and h.observed_at <= wanted.until
    where h.observed_at > %(earliest)s and h.observed_at <= %(latest)s
    order by h.entity_id, t.short, h.observed_at, h.revision desc
) as last_revisions
where num >= 0 and quality <> 5  -- a value that a correction calls suspect is out, not the correction
group by entity_id, attribute, unit_code, hour
