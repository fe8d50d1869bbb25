-- The engine reads in batches and by key. quality 5 is SUSPECT, kind 0 is the end of an attribute: neither is judged. origin 1 is REPLAYED.

-- name: changes
-- The values of some flushes for the attributes that rules ask for; a correction within the batch wins over what it corrects.
-- Only news: a replay always, anything else while it is fresh (an import of years is not read at all).
select distinct on (h.entity_id, t.short, h.observed_at)
    h.entity_id, t.short as attribute, h.observed_at, h.recorded_at,
    coalesce(to_jsonb(h.num), to_jsonb(h.txt), h.json) as value, h.unit_code, h.origin
from entities_history h
join entities_term t on t.id = h.term_id
where h.flush_id = any(%(flushes)s)
  and h.observed_at between %(observed_from)s and %(observed_to)s
  and t.short = any(%(attributes)s)
  and h.dataset_id = 0 and h.quality <> 5 and h.kind <> 0
  and (h.origin = 1 or h.recorded_at - h.observed_at <= %(fresh)s)
order by h.entity_id, t.short, h.observed_at, h.revision desc

-- name: subjects
-- Who the entities of a batch are.
select e.id, e.urn, e.unit_id, e.agency_id, e.lon, e.lat,
    array(select t.short from entities_term t where t.id = any(e.types)) as types
from entities_entity e
where e.id = any(%(ids)s) and e.tenant_id = 0 and e.deleted_at is null

-- name: names
select distinct on (a.entity_id) a.entity_id, a.txt
from entities_attribute a join entities_term t on t.id = a.term_id
where a.entity_id = any(%(ids)s) and t.short = 'name' and a.txt is not null
order by a.entity_id, a.dataset_id

-- name: states
select s.rule_code, s.entity_id, s.phase, s.since, s.last_at, s.inputs
from rules_state s
join unnest(%(codes)s::text[], %(ids)s::bigint[]) as wanted(code, id) on s.rule_code = wanted.code and s.entity_id = wanted.id

-- name: current_values
-- What a rule of several attributes starts from when it meets an entity for the first time.
select a.entity_id, t.short as attribute, a.observed_at, coalesce(to_jsonb(a.num), to_jsonb(a.txt), a.json) as value, a.unit_code, a.origin
from entities_attribute a
join entities_term t on t.id = a.term_id
join unnest(%(ids)s::bigint[], %(attributes)s::text[]) as wanted(id, attribute) on a.entity_id = wanted.id and t.short = wanted.attribute
where a.dataset_id = 0 and a.quality <> 5

-- name: series
-- The points that windows ask for, all series of the batch at once; the last revision of each instant.
select entity_id, attribute, observed_at, num from (
select distinct on (h.entity_id, t.short, h.observed_at) h.entity_id, t.short as attribute, h.observed_at, h.num, h.quality, h.kind
from unnest(%(ids)s::bigint[], %(attributes)s::text[], %(since)s::timestamptz[], %(until)s::timestamptz[]) as wanted(id, attribute, since, until)
join entities_term t on t.short = wanted.attribute
join entities_history h on h.entity_id = wanted.id and h.term_id = t.id and h.dataset_id = 0
    and h.observed_at > wanted.since and h.observed_at <= wanted.until
where h.observed_at > %(earliest)s and h.observed_at <= %(latest)s
order by h.entity_id, t.short, h.observed_at, h.revision desc
) as last_revisions where num is not null and quality <> 5 and kind <> 0
order by entity_id, attribute, observed_at

-- name: keep_states
insert into rules_state (rule_code, entity_id, phase, since, last_at, origin, inputs, recorded_at)
select code, id, phase, since, last_at, origin, inputs, %(at)s
from unnest(%(codes)s::text[], %(ids)s::bigint[], %(phases)s::text[], %(sinces)s::timestamptz[], %(lasts)s::timestamptz[], %(origins)s::smallint[], %(inputs)s::jsonb[])
    as s(code, id, phase, since, last_at, origin, inputs)
order by code, id
on conflict (rule_code, entity_id) do update
set phase = excluded.phase, since = excluded.since, last_at = excluded.last_at, origin = excluded.origin, inputs = excluded.inputs, recorded_at = excluded.recorded_at

-- name: move_clocks
insert into rules_stream_clock (entity_type, origin, at)
select type, origin, at from unnest(%(types)s::text[], %(origins)s::smallint[], %(ats)s::timestamptz[]) as c(type, origin, at)
on conflict (entity_type, origin) do update set at = greatest(rules_stream_clock.at, excluded.at)

-- name: watch
-- A no-data rule watches every known entity of its type, also one that never sends: since its newest value when that
-- was news as it came, else since entity and rule both exist. Archives (told late) and replays are awaited by nobody.
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
  and not exists (select from rules_state s where s.rule_code = %(code)s and s.entity_id = e.id)
order by e.id
on conflict do nothing

-- name: waiting
-- States that time alone turns now, page by page in the order of their key: durations that are fulfilled (unless a gap
-- broke them) and sources that fell silent. A replay runs by its own clock.
select s.rule_code, s.entity_id, s.phase, s.since, s.last_at, s.inputs, s.origin,
    case when s.origin = 1 then c.at else %(now)s end as now
from rules_state s
join unnest(%(codes)s::text[], %(types)s::text[], %(limits)s::interval[], %(ats)s::timestamptz[], %(raisings)s::interval[],
    %(clearings)s::interval[], %(gaps)s::interval[]) as r(code, type, no_data_after, at, raising, clearing, gap) on s.rule_code = r.code
join entities_entity e on e.id = s.entity_id and e.deleted_at is null
left join rules_stream_clock c on c.entity_type = r.type and c.origin = s.origin
where (s.rule_code, s.entity_id) > (%(after_code)s, %(after_id)s)
  and (
    r.no_data_after is null and s.origin <> 1 and s.last_at < r.at and s.last_at >= r.at - r.gap
        and (s.phase = 'pending' and s.since <= r.at - r.raising or s.phase = 'clearing' and s.since <= r.at - r.clearing)
    or s.phase = 'normal' and s.last_at < (case when s.origin = 1 then c.at else %(now)s end) - r.no_data_after
  )
order by s.rule_code, s.entity_id
limit %(limit)s
for update of s

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
