-- The engine reads in batches and by key. quality 5 is SUSPECT, kind 0 is the end of an attribute: neither is judged. origin 1 is REPLAYED.

-- name: changes
-- The values of some flushes for the attributes that rules ask for, by revision: a correction comes after what it corrects.
-- Only news: a replay always, anything else while it is fresh (an import of years is not read at all).
-- Without a join: the planner expects one row and would look through the terms for each.
select h.entity_id, h.term_id, h.observed_at, h.unit_code, h.origin, h.revision, h.num, h.txt, h.json
from entities_history h
where h.flush_id = any(%(flushes)s::bigint[])
  and h.observed_at between %(observed_from)s::timestamptz and %(observed_to)s::timestamptz
  and h.term_id = any(%(terms)s::int[])
  and h.dataset_id = 0 and h.quality <> 5 and h.kind <> 0
  and (h.origin = 1 or h.recorded_at - h.observed_at <= %(fresh)s::interval)
order by h.revision

-- name: terms
select id, short from entities_term where short = any(%(attributes)s::text[])

-- name: stamp
-- What the book of rules is made of; rows of schedules and days are only added and deleted.
-- Counted, too: of two that were made at once the one with the lower id may be there last.
select (select (max(id), count(*))::text from rules_rule), (select (max(id), count(*))::text from rules_schedule),
    (select (max(id), count(*))::text from rules_decided_day)

-- name: subjects
-- Who the entities of a batch are. Their types are put into words once for all that are alike.
with who as materialized (
    select e.id, e.urn, e.unit_id, e.agency_id, e.lon, e.lat, e.types
    from entities_entity e
    where e.id = any(%(ids)s::bigint[]) and e.tenant_id = 0 and e.deleted_at is null
), kinds as materialized (
    select types, array(select t.short from entities_term t where t.id = any(types)) as names from (select distinct types from who) as alike
)
select who.id, who.urn, who.unit_id, who.agency_id, who.lon, who.lat, kinds.names
from who join kinds using (types)

-- name: names
select distinct on (a.entity_id) a.entity_id, a.txt
from entities_attribute a join entities_term t on t.id = a.term_id
where a.entity_id = any(%(ids)s) and t.short = 'name' and a.txt is not null
order by a.entity_id, a.dataset_id

-- name: states
-- Where rules stand as the database knows it. A quiet state's inputs are asked for only where a rule has several.
select s.rule_code, s.entity_id, s.phase, s.since, s.last_at, case when s.phase <> 'normal' or wanted.whole then s.inputs end, s.origin
from rules_state s
join unnest(%(codes)s::text[], %(ids)s::bigint[], %(whole)s::bool[]) as wanted(code, id, whole) on s.rule_code = wanted.code and s.entity_id = wanted.id

-- name: told_before
-- What each of these attributes said last of what was judged: up to a place in the log, and news as it came. A flush is looked up by its
-- key, one that nobody knows any more is old; joined, all that still wait would be looked through for each.
select w.id, w.attribute, p.observed_at, p.unit_code, p.origin, p.num, p.txt, p.json
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(since)s::timestamptz[]) as w(id, attribute, since)
join entities_term t on t.short = w.attribute
cross join lateral (
    select h.observed_at, h.unit_code, h.origin, h.num, h.txt, h.json
    from entities_history h
    where h.entity_id = w.id and h.term_id = t.id and h.dataset_id = 0 and h.observed_at >= w.since
      and h.quality <> 5 and h.kind <> 0 and (h.origin = 1 or h.recorded_at - h.observed_at <= %(fresh)s::interval)
      and coalesce((select (f.tx, f.id) <= (%(tx)s::bigint, %(flush_id)s::bigint) from entities_flush f where f.id = h.flush_id), true)
    order by h.observed_at desc, h.revision desc
    limit 1
) as p

-- name: current_values
-- What a rule of several attributes starts from when it meets an entity for the first time.
select a.entity_id, t.short as attribute, a.observed_at, coalesce(to_jsonb(a.num), to_jsonb(a.txt), a.json) as value, a.unit_code, a.origin
from entities_attribute a
join entities_term t on t.id = a.term_id
join unnest(%(ids)s::bigint[], %(attributes)s::text[]) as wanted(id, attribute) on a.entity_id = wanted.id and t.short = wanted.attribute
where a.dataset_id = 0 and a.quality <> 5

-- name: series
-- The points that windows ask for, all series of the batch at once; the last revision of each instant.
select entity_id, attribute, observed_at, num, txt, json from (
select distinct on (h.entity_id, t.short, h.observed_at) h.entity_id, t.short as attribute, h.observed_at, h.num, h.txt, h.json, h.quality, h.kind
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(since)s::timestamptz[], %(until)s::timestamptz[]) as wanted(id, attribute, since, until)
join entities_term t on t.short = wanted.attribute
join entities_history h on h.entity_id = wanted.id and h.term_id = t.id and h.dataset_id = 0
    and h.observed_at > wanted.since and h.observed_at <= wanted.until
where h.observed_at > %(earliest)s and h.observed_at <= %(latest)s
order by h.entity_id, t.short, h.observed_at, h.revision desc
) as last_revisions where quality <> 5 and kind <> 0
order by entity_id, attribute, observed_at

-- name: habits
-- The mean of an hour in each of some weeks before it. Each (entity, attribute, hour) is read by key, week by week.
select asked.place, avg(hour.num)
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(hours)s::timestamptz[], %(weeks)s::int[])
    with ordinality as asked(id, attribute, hour, weeks, place)
cross join lateral generate_series(1, asked.weeks) as week
cross join lateral (
    select distinct on (h.observed_at) h.num, h.quality, h.kind
    from entities_term t
    join entities_history h on h.entity_id = asked.id and h.term_id = t.id and h.dataset_id = 0
        and h.observed_at >= asked.hour - make_interval(days => 7 * week)
        and h.observed_at < asked.hour - make_interval(days => 7 * week) + interval '1 hour'
    where t.short = asked.attribute
    order by h.observed_at, h.revision desc
) as hour
where hour.num is not null and hour.quality <> 5 and hour.kind <> 0
group by asked.place, week
order by asked.place, week

-- name: keep_states
insert into rules_state (rule_code, entity_id, phase, since, last_at, origin, inputs, recorded_at)
select code, id, phase, since, last, origin, inputs, %(at)s
from jsonb_to_recordset(%(states)s::jsonb)
    as s(code text, id bigint, phase text, since timestamptz, last timestamptz, origin smallint, inputs jsonb)
order by code, id
on conflict (rule_code, entity_id) do update
set phase = excluded.phase, since = excluded.since, last_at = excluded.last_at, origin = excluded.origin, inputs = excluded.inputs, recorded_at = excluded.recorded_at

-- name: move_clocks
insert into rules_stream_clock (entity_type, origin, at)
select type, origin, at from unnest(%(types)s::text[], %(origins)s::smallint[], %(ats)s::timestamptz[]) as c(type, origin, at)
on conflict (entity_type, origin) do update set at = greatest(rules_stream_clock.at, excluded.at)

-- name: watch
-- A no-data rule watches every known entity of its type, also one that never sends: since its newest value when that
-- was news as it came, else since entity and rule both exist. Archives (told late) and replays are awaited by nobody, and
-- so is, in a drill's copy, what was last told to the city (`copied`: the instant of the copy).
insert into rules_state (rule_code, entity_id, phase, last_at, origin, inputs, recorded_at)
select %(code)s, e.id, 'normal', coalesce(last.observed_at, greatest(e.created_at, %(since)s)), coalesce(last.origin, 0), '{}', %(at)s
from entities_entity e
left join lateral (
    select a.observed_at, a.origin, a.modified_at
    from entities_attribute a join entities_term t on t.id = a.term_id
    where a.entity_id = e.id and t.short = any(%(attributes)s) and a.dataset_id = 0 and a.quality <> 5
    order by a.observed_at desc
    limit 1
) as last on true
where e.tenant_id = 0 and e.deleted_at is null
  and e.types && array(select id from entities_term where short = %(type)s)
  and (%(units)s::bigint[] is null or e.unit_id = any(%(units)s::bigint[]))
  and (last.observed_at is null or last.origin <> 1 and last.modified_at - last.observed_at <= %(fresh)s)
  and (%(copied)s::timestamptz is null or coalesce(last.modified_at, e.created_at) > %(copied)s)
  and not exists (select from rules_state s where s.rule_code = %(code)s and s.entity_id = e.id)
order by e.id
on conflict do nothing

-- name: waiting
-- States that time alone turns now, page by page in the order of their key: durations that are fulfilled (unless a gap
-- broke them; few states are in such a phase, an index holds them), sources that fell silent, and silences that nobody waits
-- about any more (`awaited`: since when values are awaited, NULL always). A replay runs by its own clock.
with rule as materialized (
    select *
    from unnest(%(codes)s::text[], %(types)s::text[], %(limits)s::interval[], %(ats)s::timestamptz[], %(raisings)s::interval[],
        %(clearings)s::interval[], %(gaps)s::interval[], %(awaited)s::timestamptz[], %(awaited_by_replays)s::timestamptz[])
        as r(code, type, no_data_after, at, raising, clearing, gap, awaited, awaited_by_replays)
), turning as (
    select s.rule_code, s.entity_id, %(now)s as now
    from rules_state s
    join rule r on r.code = s.rule_code and r.no_data_after is null
    where s.phase in ('pending', 'clearing') and s.origin <> 1 and s.last_at < r.at and s.last_at >= r.at - r.gap
      and (s.phase = 'pending' and s.since <= r.at - r.raising or s.phase = 'clearing' and s.since <= r.at - r.clearing)
      and (s.rule_code, s.entity_id) > (%(after_code)s, %(after_id)s)
    union all
    select s.rule_code, s.entity_id, stream.now
    from rule r
    join rules_state s on s.rule_code = r.code
    left join rules_stream_clock c on c.entity_type = r.type and c.origin = s.origin
    cross join lateral (
        select case when s.origin = 1 then c.at else %(now)s end as now,
            case when s.origin = 1 then r.awaited_by_replays else r.awaited end as awaited
    ) as stream
    where r.no_data_after is not null
      and (s.phase = 'normal' and greatest(s.last_at, stream.awaited) < stream.now - r.no_data_after
           or s.phase = 'active' and coalesce(s.since, s.last_at) < stream.awaited)
      and (s.rule_code, s.entity_id) > (%(after_code)s, %(after_id)s)
)
select s.rule_code, s.entity_id, s.phase, s.since, s.last_at, s.inputs, s.origin, turning.now
from turning
join rules_state s using (rule_code, entity_id)
join entities_entity e on e.id = s.entity_id and e.deleted_at is null
order by s.rule_code, s.entity_id
limit %(limit)s
for update of s

-- name: replays
select entity_type, at from rules_stream_clock where origin = 1

-- name: turning
-- States of rules whose schedule began or ended at `turns`, and which that has not been judged for: their last values are news
-- still, and came before it. A replay is judged with its values only.
select s.rule_code, s.entity_id, s.phase, s.since, s.last_at, s.inputs, s.origin
from unnest(%(codes)s::text[], %(turns)s::timestamptz[]) as r(code, at)
join rules_state s on s.rule_code = r.code
where s.last_at < r.at and s.last_at > r.at - %(fresh)s and (s.turned_at is null or s.turned_at < r.at) and s.origin <> 1
  and (s.rule_code, s.entity_id) > (%(after_code)s, %(after_id)s)
order by s.rule_code, s.entity_id
limit %(limit)s
for update of s

-- name: mark_turned
update rules_state s
set turned_at = %(at)s
from unnest(%(codes)s::text[], %(ids)s::bigint[]) as seen(code, id)
where s.rule_code = seen.code and s.entity_id = seen.id

-- name: of_type
-- The entities that a rule of a type could concern; who asks narrows them before any value is read.
select e.id, e.unit_id, e.agency_id
from entities_entity e
where e.tenant_id = 0 and e.deleted_at is null and e.types && array(select id from entities_term where short = %(type)s)
order by e.id

-- name: past
-- What some entities said in a span, the last revision of each instant: for judging a rule that is not yet written.
select entity_id, attribute, observed_at, recorded_at, value, unit_code, origin from (
select distinct on (h.entity_id, t.short, h.observed_at)
    h.entity_id, t.short as attribute, h.observed_at, h.recorded_at,
    coalesce(to_jsonb(h.num), to_jsonb(h.txt), h.json) as value, h.unit_code, h.origin, h.quality, h.kind
from entities_term t
join entities_history h on h.term_id = t.id and h.entity_id = any(%(ids)s) and h.dataset_id = 0
    and h.observed_at > %(since)s and h.observed_at <= %(until)s
where t.short = any(%(attributes)s)
order by h.entity_id, t.short, h.observed_at, h.revision desc
) as last_revisions where quality <> 5 and kind <> 0
order by entity_id, attribute, observed_at
limit %(limit)s
