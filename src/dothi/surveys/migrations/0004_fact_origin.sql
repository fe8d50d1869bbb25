-- As 0002, and what the answers are (the least direct origin of each line), which a formula has to know.
-- The facts of satisfaction, for targets of services: one line for each survey, service, agency, unit and month of service
-- (Viet Nam's), counted anew whenever it is read. n_by_link / n_invited is the response rate, n_satisfied / n_judged the share.
create or replace view surveys_fact as
with told as (
    select s.code as survey, i.service, i.agency_id, i.unit_id, i.served_at, i.origin, i.id as invitation,
        i.outcome = 'invited' as invited,
        i.outcome = 'invited' and (i.delivery in ('delivered', 'read') or (i.delivery = 'sent' and i.way = 'email')) as delivered,
        a.id as answer, a.satisfied
    from surveys_invitation i
    join surveys_survey s on s.id = i.survey_id
    left join surveys_answer a on a.invitation_id = i.id
    union all
    select s.code, a.service, a.agency_id, a.unit_id, a.served_at, a.origin, null, false, false, a.id, a.satisfied
    from surveys_answer a
    join surveys_survey s on s.id = a.survey_id
    where a.poster_id is not null
)
select row_number() over () as id, survey, service, agency_id, unit_id,
    date_trunc('month', served_at at time zone 'Asia/Ho_Chi_Minh')::date as month,
    origin = 2 as simulated,
    count(invitation) as n_served,
    count(*) filter (where invited) as n_invited,
    count(*) filter (where delivered) as n_delivered,
    count(answer) filter (where invitation is not null) as n_by_link,
    count(answer) as n_answered,
    count(satisfied) as n_judged,
    count(*) filter (where satisfied) as n_satisfied,
    max(origin)::int as origin
from told
group by survey, service, agency_id, unit_id, month, simulated
