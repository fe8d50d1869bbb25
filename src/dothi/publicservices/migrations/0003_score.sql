-- A dossier as formulas see it.
create view publicservices_score_source as
select d.id, d.procedure_code, d.agency_id, d.unit_id, d.origin, d.generated, d.received_at, d.handled_at, d.channel, d.state, d.payment_state,
    d.delivery_state, d.sync_state, d.fee, d.paid_online, d.digitised_papers, d.total_papers, d.e_result, d.certified_copy, d.reused_data,
    d.stored_for_citizen, d.population_data, d.supplement_count, d.waiting_minutes, d.due_at, d.ends_at, d.on_time, p.online_level as procedure_level,
    floor(extract(epoch from d.handled_at - d.received_at) / 3600)::bigint as handling_hours
from publicservices_dossier d left join publicservices_procedure p on p.id = d.procedure_id;

-- Which cells a statement touched: once for each, whatever the number of its rows. Old and new, because a dossier may change its cell.
create function publicservices_score_touch() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        insert into publicservices_score_touched (basis, month, agency_id, unit_id, procedure_code, origin, generated, at)
        select distinct b.basis, date_trunc('month', b.at at time zone 'Asia/Ho_Chi_Minh')::date, r.agency_id, r.unit_id, r.procedure_code,
            r.origin, r.generated, now()
        from old_rows r cross join lateral (values ('received', r.received_at), ('handled', r.handled_at)) b (basis, at)
        where b.at is not null;
    end if;
    if tg_op <> 'DELETE' then
        insert into publicservices_score_touched (basis, month, agency_id, unit_id, procedure_code, origin, generated, at)
        select distinct b.basis, date_trunc('month', b.at at time zone 'Asia/Ho_Chi_Minh')::date, r.agency_id, r.unit_id, r.procedure_code,
            r.origin, r.generated, now()
        from new_rows r cross join lateral (values ('received', r.received_at), ('handled', r.handled_at)) b (basis, at)
        where b.at is not null;
    end if;
    return null;
end
$$;

create trigger publicservices_score_inserted after insert on publicservices_dossier
    referencing new table as new_rows for each statement execute function publicservices_score_touch();
create trigger publicservices_score_updated after update on publicservices_dossier
    referencing old table as old_rows new table as new_rows for each statement execute function publicservices_score_touch();
create trigger publicservices_score_deleted after delete on publicservices_dossier
    referencing old table as old_rows for each statement execute function publicservices_score_touch();
