-- Figures that are past their time. What people typed is not among them: its cells hang on their reports.

-- name: past_hours
-- Figures of hours (and the last state of each hour) by whichever version of their definition.
select f.id from indicators_figure f
where f.ends_at < %(before)s and f.report_id is null
  and f.method_id = any(array(select i.id from indicators_indicator i where i.over in ('now', 'hour')))
limit %(limit)s

-- name: past_replaced
-- Cells that no longer hold: a late value or a correction made the next one.
select id from indicators_figure
where superseded_at < %(before)s and report_id is null
limit %(limit)s
