-- name: procedures
-- Numerator, denominator and unknown of each formula over procedures; {{}}: the aggregates. `codes`: those that are asked about.
select {columns} from (
    select p.online_level, p.payment_online, p.payment_integrated, p.fee, p.content_parts, p.basis_effective_on,
        (p.decided_at at time zone 'Asia/Ho_Chi_Minh')::date as decided_on, (p.published_at at time zone 'Asia/Ho_Chi_Minh')::date as published_on,
        k.announce_by, k.publish_by, k.used, k.used_online, k.used_paid_online, k.used_population,
        %(period_first)s::date as period_first, %(period_after)s::date as period_after
    from unnest(%(ids)s::bigint[], %(announce_by)s::date[], %(publish_by)s::date[], %(used)s::bigint[], %(used_online)s::bigint[],
        %(used_paid_online)s::bigint[], %(used_population)s::bigint[])
        k (id, announce_by, publish_by, used, used_online, used_paid_online, used_population)
    join publicservices_procedure p on p.id = k.id
) f

-- name: surveys
-- Of answers after procedures, within a scope. `least`: fewer answers are not shown.
select {columns},
    coalesce((select r.value from surveys_rule r where r.code = 'least-n' and r.valid_from <= %(day)s and (r.valid_to is null or r.valid_to > %(day)s)
        order by r.valid_from desc limit 1), 5) as least,
    coalesce(sum(f.n_answered), 0) as answered
from surveys_fact f
where f.month >= %(period_first)s and f.month < %(period_after)s
    and f.service in (select code from publicservices_procedure) and f.simulated <= %(simulated)s
    and (%(agency)s::bigint is null or f.agency_id = %(agency)s) and (%(unit)s::bigint is null or f.unit_id = %(unit)s)
    and (%(procedure)s = '' or f.service = %(procedure)s)
    and exists (
        select 1 from jsonb_to_recordset(%(grants)s::jsonb) g (units bigint[], agency bigint)
        where (g.units is null or f.unit_id = any(g.units)) and (g.agency is null or f.agency_id = g.agency)
    )
