-- History for trying a rule: fixed-width columns in binary, so that a million rows are an array and no objects.
-- Sorted and freed of corrected revisions by whoever reads: the server only has to find them.

-- name: points
-- flags: 0-7 origin · 8 sound (not suspect, not an end, has a value) · 16 told later than what is news · 32 no number · 64 suspect.
-- unit: place in the list of known units, 0 for none, -1 for another one.
copy (
    select h.entity_id, h.term_id, h.observed_at, h.revision, coalesce(h.num, 'NaN') as num,
        (h.origin
            + case when h.quality <> 5 and h.kind <> 0 and (h.num is not null or h.txt is not null or h.json is not null) then 8 else 0 end
            + case when h.recorded_at - h.observed_at > %(fresh)s and h.origin <> 1 then 16 else 0 end
            + case when h.num is null then 32 else 0 end
            + case when h.quality = 5 then 64 else 0 end)::int2 as flags,
        (case when h.unit_code is null then 0 else coalesce(array_position(%(units)s::text[], h.unit_code), -1) end)::int2 as unit
    from entities_history h
    where h.entity_id = any(%(ids)s) and h.term_id = any(%(terms)s) and h.dataset_id = 0
        and h.observed_at > %(since)s and h.observed_at <= %(until)s
) to stdout (format binary)

-- name: others
-- What is no number, of the same rows: texts, truths, lists.
select h.entity_id, t.short, h.observed_at, coalesce(to_jsonb(h.txt), h.json) as value
from entities_history h join entities_term t on t.id = h.term_id
where h.entity_id = any(%(ids)s) and h.term_id = any(%(terms)s) and h.dataset_id = 0 and h.num is null
    and h.observed_at > %(since)s and h.observed_at <= %(until)s
order by h.entity_id, h.term_id, h.observed_at, h.revision

-- name: unit_names
-- Units that these attributes came in: of the current values, and of history where that was not enough.
select distinct a.unit_code from entities_attribute a
where a.entity_id = any(%(ids)s) and a.term_id = any(%(terms)s) and a.dataset_id = 0 and a.unit_code is not null
limit 100

-- name: unit_names_of_history
select distinct h.unit_code from entities_history h
where h.entity_id = any(%(ids)s) and h.term_id = any(%(terms)s) and h.dataset_id = 0 and h.unit_code is not null
    and h.observed_at > %(since)s and h.observed_at <= %(until)s
limit 30000

-- name: terms
select id, short from entities_term where short = any(%(shorts)s)

-- name: estimate
-- How many rows the planner expects, as JSON: whether a person can wait for it.
explain (format json)
select from entities_history h
where h.entity_id = any(%(ids)s) and h.term_id = any(%(terms)s) and h.dataset_id = 0
    and h.observed_at > %(since)s and h.observed_at <= %(until)s

-- name: past_trials
-- Trials that ended long ago and led to no version; one that runs or waits is not among them.
select id from rules_dry_run
where became_id is null and created_at < %(before)s and state not in ('queued', 'running')
limit %(limit)s
