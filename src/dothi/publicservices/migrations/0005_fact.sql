-- The facts of dossiers, for formulas and scores: one line each. `received_on` … are days of Viet Nam; `limit_said` is that of the version
-- in force at receipt. What is not decided yet is null, and stays out of both numerator and denominator of whoever counts it.
create or replace view publicservices_fact as
select d.id, d.code, f.code as feed, d.procedure_id, d.procedure_code, d.agency_id, d.agency_code, d.unit_id, d.channel,
    d.received_at, (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date as received_on,
    d.promised_at, d.new_promised_at, d.due_at, d.legal_at, (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date as due_on,
    d.handled_at, (d.handled_at at time zone 'Asia/Ho_Chi_Minh')::date as handled_on,
    d.returned_at, (d.returned_at at time zone 'Asia/Ho_Chi_Minh')::date as returned_on,
    d.ends_at, (d.ends_at at time zone 'Asia/Ho_Chi_Minh')::date as ended_on, d.stopped_at,
    d.state, d.state_code, d.payment_state, d.delivery_state, d.sync_state,
    d.state in ('done', 'returned', 'withdrawn') as finished,
    d.state in ('supplement', 'payment', 'stopped') as paused,
    d.on_time, d.fee, d.paid_online, d.digitised_papers, d.total_papers, d.e_result, d.certified_copy, d.reused_data,
    d.stored_for_citizen, d.population_data, d.supplement_count, d.waiting_minutes, d.letter_by, d.letter_at,
    p.valid_from as procedure_from, p."limit" as limit_said, p.online_level, p.payment_online, p.payment_integrated,
    p.published_at as procedure_published_at, p.basis_effective_on, p.decided_at as procedure_decided_at, p.updated_at as procedure_updated_at,
    p.content_parts, d.flags, cardinality(d.flags) as n_flags, d.origin, d.generated, d.changed_at,
    d.stored_for_citizen as pushed_to_store
from publicservices_dossier d
join publicservices_feed f on f.id = d.feed_id
left join publicservices_procedure p on p.id = d.procedure_id
