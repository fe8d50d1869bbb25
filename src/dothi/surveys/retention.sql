-- name: people
-- Invitations past their time: that of the whole room (before), or the shorter one that their survey says.
select i.id
from surveys_invitation i
join surveys_survey s on s.id = i.survey_id
where i.reference is not null
  and (i.served_at < %(before)s or i.served_at < %(now)s - make_interval(days => s.keep_days))
order by i.served_at
limit %(limit)s

-- name: texts
select a.id
from surveys_answer a
join surveys_survey s on s.id = a.survey_id
where (a.texts <> '{}'::jsonb or a.voice is not null)
  and (a.served_at < %(before)s or a.served_at < %(now)s - make_interval(days => s.keep_days))
order by a.served_at
limit %(limit)s
