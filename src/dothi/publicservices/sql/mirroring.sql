-- name: store
-- A batch of one feed: new dossiers, those that are told otherwise than they are held, and a step for each state that is new. How many of both.
with told as (
    select * from json_to_recordset(%(rows)s) as r(
        code text, procedure_id bigint, procedure_code text, agency_id bigint, agency_code text, unit_id bigint, channel text,
        received_at timestamptz, promised_at timestamptz, new_promised_at timestamptz, handled_at timestamptz, returned_at timestamptz,
        stopped_at timestamptz, state text, state_code text, payment_state text, delivery_state text, sync_state text, fee bigint,
        paid_online boolean, digitised_papers smallint, total_papers smallint, e_result boolean, certified_copy boolean,
        reused_data boolean, stored_for_citizen boolean, population_data boolean, supplement_count smallint, supplement_at timestamptz,
        waiting_minutes integer, legal_at timestamptz, due_at timestamptz, due_expected boolean, ends_at timestamptz, on_time boolean,
        letter_by timestamptz, letter_at timestamptz, flags text[], phone_mark text, told_at timestamptz
    )
),
before as (
    select d.code, d.state_code from publicservices_dossier d join told on told.code = d.code where d.feed_id = %(feed)s
),
put as (
    insert into publicservices_dossier as d (
        feed_id, origin, generated, told_at, recorded_at, changed_at, seen_at,
        code, procedure_id, procedure_code, agency_id, agency_code, unit_id, channel, received_at, promised_at, new_promised_at,
        handled_at, returned_at, stopped_at, state, state_code, payment_state, delivery_state, sync_state, fee, paid_online,
        digitised_papers, total_papers, e_result, certified_copy, reused_data, stored_for_citizen, population_data, supplement_count,
        supplement_at, waiting_minutes, legal_at, due_at, due_expected, ends_at, on_time, letter_by, letter_at, flags, phone_mark
    )
    select %(feed)s, %(origin)s, %(generated)s, told_at, %(now)s, %(now)s, %(now)s,
        code, procedure_id, procedure_code, agency_id, agency_code, unit_id, channel, received_at, promised_at, new_promised_at,
        handled_at, returned_at, stopped_at, state, state_code, payment_state, delivery_state, sync_state, fee, paid_online,
        digitised_papers, total_papers, e_result, certified_copy, reused_data, stored_for_citizen, population_data, supplement_count,
        supplement_at, waiting_minutes, legal_at, due_at, due_expected, ends_at, on_time, letter_by, letter_at, flags, phone_mark
    from told
    order by code
    on conflict (code, feed_id) do update set
        told_at = excluded.told_at, changed_at = excluded.changed_at, seen_at = excluded.seen_at,
        procedure_id = excluded.procedure_id, procedure_code = excluded.procedure_code, agency_id = excluded.agency_id,
        agency_code = excluded.agency_code, unit_id = excluded.unit_id, channel = excluded.channel, received_at = excluded.received_at,
        promised_at = excluded.promised_at, new_promised_at = excluded.new_promised_at, handled_at = excluded.handled_at,
        returned_at = excluded.returned_at, stopped_at = excluded.stopped_at, state = excluded.state, state_code = excluded.state_code,
        payment_state = excluded.payment_state, delivery_state = excluded.delivery_state, sync_state = excluded.sync_state,
        fee = excluded.fee, paid_online = excluded.paid_online, digitised_papers = excluded.digitised_papers,
        total_papers = excluded.total_papers, e_result = excluded.e_result, certified_copy = excluded.certified_copy,
        reused_data = excluded.reused_data, stored_for_citizen = excluded.stored_for_citizen, population_data = excluded.population_data,
        supplement_count = excluded.supplement_count, supplement_at = excluded.supplement_at, waiting_minutes = excluded.waiting_minutes,
        legal_at = excluded.legal_at, due_at = excluded.due_at, due_expected = excluded.due_expected, ends_at = excluded.ends_at,
        on_time = excluded.on_time, letter_by = excluded.letter_by, letter_at = excluded.letter_at, flags = excluded.flags,
        phone_mark = excluded.phone_mark
    where (
        d.procedure_id, d.procedure_code, d.agency_id, d.agency_code, d.unit_id, d.channel, d.received_at, d.promised_at,
        d.new_promised_at, d.handled_at, d.returned_at, d.stopped_at, d.state, d.state_code, d.payment_state, d.delivery_state,
        d.sync_state, d.fee, d.paid_online, d.digitised_papers, d.total_papers, d.e_result, d.certified_copy, d.reused_data,
        d.stored_for_citizen, d.population_data, d.supplement_count, d.supplement_at, d.waiting_minutes, d.legal_at, d.due_at,
        d.due_expected, d.ends_at, d.on_time, d.letter_by, d.letter_at, d.flags, d.phone_mark
    ) is distinct from (
        excluded.procedure_id, excluded.procedure_code, excluded.agency_id, excluded.agency_code, excluded.unit_id, excluded.channel,
        excluded.received_at, excluded.promised_at, excluded.new_promised_at, excluded.handled_at, excluded.returned_at,
        excluded.stopped_at, excluded.state, excluded.state_code, excluded.payment_state, excluded.delivery_state, excluded.sync_state,
        excluded.fee, excluded.paid_online, excluded.digitised_papers, excluded.total_papers, excluded.e_result, excluded.certified_copy,
        excluded.reused_data, excluded.stored_for_citizen, excluded.population_data, excluded.supplement_count, excluded.supplement_at,
        excluded.waiting_minutes, excluded.legal_at, excluded.due_at, excluded.due_expected, excluded.ends_at, excluded.on_time,
        excluded.letter_by, excluded.letter_at, excluded.flags, excluded.phone_mark
    )
    returning d.id, d.code, d.state, d.state_code, d.told_at
),
steps as (
    insert into publicservices_step (dossier_id, state, state_code, told_at, recorded_at, run_id)
    select put.id, put.state, put.state_code, put.told_at, %(now)s, %(run)s
    from put
    left join before on before.code = put.code
    where before.state_code is distinct from put.state_code
)
select count(*) from put

-- name: seen
-- Told again as they are held: that those still open are, not oftener than once an hour. What has ended may stop arriving.
update publicservices_dossier set seen_at = %(now)s, told_at = greatest(told_at, %(told)s)
where feed_id = %(feed)s and code = any(%(codes)s) and seen_at < %(now)s - interval '1 hour'
    and state = any(%(open)s)

-- name: elsewhere
-- What another feed tells under the same code says so, too.
update publicservices_dossier set flags = array_append(flags, 'same-code-elsewhere'), changed_at = %(now)s
where code = any(%(codes)s) and feed_id <> %(feed)s and not flags @> array['same-code-elsewhere']::varchar[]

-- name: overdue
-- Open dossiers whose date has passed since they were told last: late from now on. In one order, so that two runs wait for one another.
update publicservices_dossier set on_time = false, changed_at = %(now)s
where id in (
    select id from publicservices_dossier
    where state = any(%(open)s) and due_at < %(now)s and on_time is null and not flags @> array['ended-before-received']::varchar[]
    order by due_at, id limit %(limit)s for update skip locked
)
