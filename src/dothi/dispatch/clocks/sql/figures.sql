-- The clocks of a period, counted where the rows lie. `seen` (calls) and `sent` (units with their case) are what the person may see,
-- given by figures.py; the period stands in the text, so that the planner knows how long it is; service empty: all. Definitions: clocks.py, which a test holds these against.

-- name: figures
first_calls as (  -- of each case the first call that was no hoax, where it came in the period
  select distinct on (c.incident_id) c.incident_id, c.received_at, c.answered_at
  from seen c
  where c.received_at >= %(since)s and c.received_at < %(until)s and c.incident_id is not null and c.outcome <> 'hoax'
    and not exists (select from calls_call e where e.incident_id = c.incident_id and e.received_at < %(since)s and e.outcome <> 'hoax')
  order by c.incident_id, c.received_at, c.id
),
sendings as (
  select s.*, f.received_at, f.answered_at, f.received_at as begun_at
  from first_calls f join sent s on s.incident_id = f.incident_id
  where %(service)s in ('', s.service)
  union all  -- of a case that no call began: an alarm, a report, a camera
  select s.*, null, null, s.alerted_at
  from sent s
  where s.alerted_at >= %(since)s and s.alerted_at < %(until)s and %(service)s in ('', s.service)
    and not exists (select from calls_call c where c.incident_id = s.incident_id)
),
units as materialized (
  select *, date_part('hour', begun_at at time zone 'Asia/Ho_Chi_Minh')::int as hour from sendings
),
cases as (
  select grouping(service) = 1 as whole, service, incident_id, kind, severity, received_at, answered_at, min(begun_at) as begun_at,
    date_part('hour', min(begun_at) at time zone 'Asia/Ho_Chi_Minh')::int as hour,
    bool_or(running) as running, bool_and(turned_back) as turned_back,
    min(alerted_at) as alerted_at, min(on_scene_at) as arrived_at,
    (array_agg(en_route_at order by on_scene_at, alerted_at) filter (where on_scene_at is not null))[1] as first_en_route_at,
    count(*) filter (where level = 1 and not turned_back) as alarm,
    count(on_scene_at) filter (where level = 1 and not turned_back) as alarm_there,
    min(en_route_at) filter (where level = 1 and not turned_back) as alarm_en_route_at,
    max(on_scene_at) filter (where level = 1 and not turned_back) as alarm_last_at
  from units
  group by grouping sets ((incident_id, kind, severity, received_at, answered_at), (incident_id, kind, severity, received_at, answered_at, service))
),
spans as (
  select true as whole, true as of_service, c.service, c.kind, c.severity, c.received_at as begun_at,
    date_part('hour', c.received_at at time zone 'Asia/Ho_Chi_Minh')::int as hour, m.measure, m.since, m.until
  from seen c, lateral (values
    ('answer', c.received_at, c.answered_at, c.state not in ('ringing', 'abandoned') and c.adapter <> 'hand'),
    ('given-up', c.received_at, c.ended_at, c.state = 'abandoned')
  ) m (measure, since, until, concerns)
  where c.received_at >= %(since)s and c.received_at < %(until)s and %(service)s in ('', c.service) and m.concerns
  union all
  select true, true, u.service, u.kind, u.severity, u.begun_at, u.hour, m.measure, m.since, m.until
  from units u, lateral (values
    ('turnout', u.alerted_at, u.en_route_at, true),
    ('travel', u.en_route_at, u.on_scene_at, true),
    ('scene', u.on_scene_at, u.transporting_at, u.transporting_at is not null),
    ('transport', u.transporting_at, u.at_hospital_at, u.transporting_at is not null or u.at_hospital_at is not null),
    ('engaged', u.alerted_at, u.ended_at, true)
  ) m (measure, since, until, concerns)
  where m.concerns and (m.until is not null or not (u.running or u.turned_back))
  union all
  select c.whole, not c.whole, c.service, c.kind, c.severity, c.begun_at, c.hour, m.measure, m.since, m.until
  from cases c, lateral (values
    ('processing', c.answered_at, c.alerted_at, c.received_at is not null),
    ('travel-first', c.first_en_route_at, c.arrived_at, c.arrived_at is not null or not (c.running or c.turned_back)),
    ('total', c.received_at, c.arrived_at, c.received_at is not null and (c.arrived_at is not null or not (c.running or c.turned_back))),
    ('travel-full', c.alarm_en_route_at, case when c.alarm_there = c.alarm then c.alarm_last_at end,
      c.alarm >= 2 and (c.alarm_there = c.alarm or not c.running)),
    ('total-full', c.received_at, case when c.alarm_there = c.alarm then c.alarm_last_at end,
      c.received_at is not null and c.alarm >= 2 and (c.alarm_there = c.alarm or not c.running))
  ) m (measure, since, until, concerns)
  where m.concerns
),
facts as materialized (  -- words are compared as bytes: it is sorted by them
  select whole, of_service, service collate "C" as service, kind collate "C" as kind, severity collate "C" as severity, hour,
    measure collate "C" as measure, begun_at, since is null or until is null as missing, coalesce(until < since, false) as impossible,
    case when until >= since then date_part('epoch', until - since) end as seconds
  from spans
),
grouped as (
  select 'all' as by, '' as value, measure, count(seconds) as n, count(*) filter (where missing) as missing,
    count(*) filter (where impossible) as impossible, percentile_disc(array[0.5, 0.9, 0.95]) within group (order by seconds) as ranks,
    max(begun_at) as newest_at
  from facts where whole
  group by measure
  union all
  select case when grouping(hour) = 0 then 'hour' when grouping(kind) = 0 then 'kind' else 'severity' end,
    coalesce(hour::text, kind, severity, ''), measure, count(seconds), count(*) filter (where missing), count(*) filter (where impossible),
    percentile_disc(array[0.5, 0.9, 0.95]) within group (order by seconds), max(begun_at)
  from facts where whole and measure = any(%(shown)s)
  group by grouping sets ((measure, hour), (measure, kind), (measure, severity))
  union all
  select 'service', service, measure, count(seconds), count(*) filter (where missing), count(*) filter (where impossible),
    percentile_disc(array[0.5, 0.9, 0.95]) within group (order by seconds), max(begun_at)
  from facts where of_service
  group by service, measure
),
within as (
  select t.code, count(f.seconds) as n, count(*) filter (where f.seconds <= t.within_s) as within
  from unnest(%(codes)s::text[], %(measures)s::text[], %(services)s::text[], %(limits)s::float8[]) as t (code, measure, service, within_s)
  join facts f on f.measure = t.measure and case when t.service = '' then f.whole else f.of_service and f.service = t.service end
  group by t.code
),
counted as (
  select c.service, c.origin, count(*) as calls, count(*) filter (where c.state = 'ringing') as ringing,
    count(*) filter (where c.state = 'abandoned') as abandoned, count(*) filter (where c.outcome = 'hoax') as hoax,
    count(*) filter (where c.adapter = 'hand') as by_hand, max(c.received_at) as newest_at
  from seen c
  where c.received_at >= %(since)s and c.received_at < %(until)s and %(service)s in ('', c.service)
  group by c.service, c.origin
),
went as (
  select origin, count(*) as units, count(distinct incident_id) as cases, count(*) filter (where turned_back) as turned_back
  from units group by origin
)
select
  (select coalesce(json_agg(g), '[]') from grouped g) as grouped,
  (select coalesce(json_agg(w), '[]') from within w) as within,
  (select coalesce(json_agg(c), '[]') from counted c) as counted,
  (select coalesce(json_agg(u), '[]') from went u) as went
