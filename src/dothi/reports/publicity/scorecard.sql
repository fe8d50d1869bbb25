-- Figures of a month by agency and kind of report (publicity/scorecard.py). Everything is counted from the record.

-- name: figures
-- Of the origins that count (kernel/origin.py). What was received, answered, overdue, reopened and judged from `begin` to `end`; `kinds` groups categories by the topmost above them.
-- An answer counts in the month in which it was published, with the deadlines and the agency that held then: the line of the record keeps
-- them. An imported report has no such line and is counted by its row. Unanswered at the end: the deadline that held at the end, which
-- an extension granted later does not change.
with kinds as (
    select category, kind from unnest(%(categories)s::text[], %(kinds)s::text[]) as named (category, kind)
), answers as (
    select r.id, coalesce((l.fields ->> 'agency_id')::bigint, r.agency_id) as agency_id, r.category,
           coalesce((l.fields ->> 'answered_at')::timestamptz, r.answered_at, l.recorded_at) as answered_at,
           coalesce((l.fields ->> 'due_at')::timestamptz, r.due_at) as due_at,
           coalesce((l.fields ->> 'first_due_at')::timestamptz, r.first_due_at) as first_due_at,
           (l.fields ->> 'minutes')::float as minutes,
           exists (
               select 1 from reports_rating g
               where g.report_id = r.id and g.round = coalesce((l.fields ->> 'round')::int, r.reopened) and g.recorded_at < %(told)s
           ) as rated
    from reports_line l
    join reports_report r on r.id = l.report_id
    where l.what = 'publish' and l.recorded_at >= %(begin)s and l.recorded_at < %(end)s and r.origin = any(%(origins)s)
    union all
    select r.id, r.agency_id, r.category, r.answered_at, r.due_at, r.first_due_at, null, false
    from reports_report r
    where r.door = 'import' and r.origin = any(%(origins)s) and r.answered_at >= %(begin)s and r.answered_at < %(end)s
      and not exists (select 1 from reports_line l where l.report_id = r.id and l.what = 'publish')
), overdue as (
    select r.agency_id, r.category
    from reports_report r
    where r.received_at < %(end)s and r.origin = any(%(origins)s) and (r.answered_at is null or r.answered_at >= %(end)s)
      and (r.ended_at is null or r.ended_at >= %(end)s) and (r.paused_at is null or r.paused_at >= %(end)s)
      and not exists (
          select 1 from reports_pause p
          where p.report_id = r.id and p.state = 'granted' and p.began_at < %(end)s and (p.ended_at is null or p.ended_at >= %(end)s)
      )
      and coalesce((
          select e.due_before from reports_extension e
          where e.report_id = r.id and e.state = 'granted' and e.decided_at >= %(end)s
          order by e.decided_at limit 1
      ), r.due_at) < %(until)s
), facts as (
    select agency_id, category, 'received' as what, null::float as minutes, false as rated, '' as face
    from reports_report where received_at >= %(begin)s and received_at < %(end)s and origin = any(%(origins)s)
    union all
    select agency_id, category,
           case when answered_at <= least(first_due_at, due_at) then 'in_time' when answered_at <= due_at then 'extended' else 'late' end,
           minutes, rated, ''
    from answers
    union all
    select agency_id, category, 'overdue', null, false, '' from overdue
    union all
    select r.agency_id, r.category, 'reopened', null, false, ''
    from reports_line l join reports_report r on r.id = l.report_id
    where l.what = 'reopen' and l.recorded_at >= %(begin)s and l.recorded_at < %(end)s and r.origin = any(%(origins)s)
    union all
    select p.agency_id, r.category, 'paused', null, false, ''
    from reports_pause p join reports_report r on r.id = p.report_id
    where p.began_at >= %(begin)s and p.began_at < %(end)s and r.origin = any(%(origins)s)
    union all
    select coalesce(g.agency_id, r.agency_id), r.category, 'judged', null, false, g.face
    from reports_rating g join reports_report r on r.id = g.report_id
    where g.recorded_at >= %(begin)s and g.recorded_at < %(end)s and r.origin = any(%(origins)s)
)
select f.agency_id, coalesce(k.kind, f.category) as kind, grouping(coalesce(k.kind, f.category)) = 1 as is_all,
       count(*) filter (where what = 'received')::int as received,
       count(*) filter (where what = 'in_time')::int as in_time,
       count(*) filter (where what = 'extended')::int as extended,
       count(*) filter (where what = 'late')::int as late,
       count(*) filter (where what = 'overdue')::int as overdue,
       count(*) filter (where what = 'reopened')::int as reopened,
       count(*) filter (where what = 'paused')::int as paused,
       count(*) filter (where rated)::int as rated,
       count(*) filter (where face = 'good')::int as good,
       count(*) filter (where face = 'fair')::int as fair,
       count(*) filter (where face = 'bad')::int as bad,
       percentile_cont(0.5) within group (order by minutes) filter (where minutes is not null) as median
from facts f
left join kinds k on k.category = f.category
where f.agency_id is not null
group by grouping sets ((f.agency_id, coalesce(k.kind, f.category)), (f.agency_id))
order by f.agency_id, is_all desc, kind
