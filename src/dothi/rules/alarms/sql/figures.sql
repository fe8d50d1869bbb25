-- Figures of alarms. Each statement reads `occurrences` (or `alarms`): what the reader's scope covers of the period, and nothing else.

-- name: rang
-- One reading of the period serves three lists. `kinds`: how many rang and how many did not, and why; how many came from where.
-- `consoles`: each agency's alarms in ten-minute slots: the worst slot, how many slots were a flood, hours above the guide.
-- `hours`: alarms by hour of the day in Viet Nam; the zone is asked of hours, not of alarms. An hour is six slots of its own.
-- Parameters: mark of a flood, six times the guide (an hour's alarms).
with told as (
    select hidden, kind, severity, origin, agency_id, date_bin('10 minutes', recorded_at, '2020-01-01 00:00+07') as slot,
        hidden = '' and kind = 'threshold' as duty
    from occurrences
), counted as materialized (
    select grouping(hidden) = 1 as by_slot, hidden, kind, severity, origin, agency_id, slot,
        count(*) as number, count(*) filter (where duty) as duty
    from told group by grouping sets ((hidden, kind, severity, origin), (agency_id, slot))
), slots as (
    select agency_id, slot, duty as number from counted where by_slot and duty > 0
), full_hours as materialized (
    select agency_id, date_bin('1 hour', slot, '2020-01-01 00:00+07') as hour, sum(number)::bigint as number,
        max(number) as peak, count(*) filter (where number > %s) as floods
    from slots group by 1, 2
), consoles as (
    select agency_id, sum(number)::bigint as number, max(peak) as peak, sum(floods)::bigint as floods,
        count(*) filter (where number > %s) as hours_above, max(number) as worst_hour
    from full_hours group by 1
), hours as (
    select extract(hour from hour at time zone 'Asia/Ho_Chi_Minh')::int as hour, sum(number)::bigint as number
    from full_hours group by 1
)
select
    (select json_agg(k) from (select hidden, kind, severity, origin, number from counted where not by_slot) k) as kinds,
    (select json_agg(c order by c.number desc, c.agency_id) from consoles c) as consoles,
    (select json_agg(h) from hours h) as hours

-- name: pairs
-- By (rule, entity), sorted once: the ten that rang most often (`top`), and those that were raised so many times within so few seconds
-- by the stream's own time (`chattering`); `before` is the raising so many earlier. Entities differ more than codes: they are sorted first.
-- Parameters: times less one, seconds.
with told as (
    select rule_code collate "C" as rule_code, entity_id, alarm_id, raised_at, recorded_at, hidden = '' as rang from occurrences
), near as (
    select *, lag(raised_at, %s) over (partition by entity_id, rule_code order by raised_at) as before from told
), pairs as materialized (
    select rule_code, entity_id,
        count(*) filter (where rang) as number,
        max(recorded_at) filter (where rang) as last,
        max(alarm_id) filter (where rang) as alarm_id,
        count(*) filter (where chatters) as near,
        max(raised_at) filter (where chatters) as last_near,
        max(alarm_id) filter (where chatters) as alarm_near
    from (select *, raised_at - before <= make_interval(secs => %s) as chatters from near) n
    group by entity_id, rule_code
)
(select 'top' as list, rule_code, entity_id, number, last, alarm_id from pairs where number > 0 order by number desc, last desc limit 10)
union all
(select 'chattering', rule_code, entity_id, near, last_near, alarm_near from pairs where near > 0 order by near desc, last_near desc limit 50)

-- name: waited
-- How long alarms waited for somebody, in seconds from the first ringing: by severity (those that nobody has seen stand apart), and by who
-- acknowledged.
with waits as materialized (
    select severity collate "C" as severity, acknowledged, acknowledged_by_id as person_id,
        extract(epoch from acknowledged_at - recorded_at)::float8 as seconds
    from alarms
)
(select severity, null::bigint as person_id, count(*) filter (where acknowledged) as number, count(*) filter (where not acknowledged) as waiting,
    percentile_cont(0.5) within group (order by seconds) filter (where acknowledged) as half,
    percentile_cont(0.95) within group (order by seconds) filter (where acknowledged) as most
from waits group by severity)
union all
(select null, person_id, count(*) as number, 0,
    percentile_cont(0.5) within group (order by seconds),
    percentile_cont(0.95) within group (order by seconds)
from waits where acknowledged group by person_id order by number desc, person_id limit 50)
