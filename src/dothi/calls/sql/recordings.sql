-- name: past_ordinary
-- of calls without a case, that nobody ever held
select c.id, c.recording from calls_call c
where c.recording <> '' and c.incident_id is null and c.received_at < %(before)s
    and not exists (select from calls_recording_hold h where h.call_id = c.id)
order by c.id limit %(limit)s

-- name: past_case
select c.id, c.recording from calls_call c
where c.recording <> '' and c.incident_id is not null and c.received_at < %(before)s
    and not exists (select from calls_recording_hold h where h.call_id = c.id)
order by c.id limit %(limit)s

-- name: past_evidence
-- held once, and not any more: the time runs from the end of the last hold
select c.id, c.recording from calls_call c
where c.recording <> '' and c.received_at < %(before)s
    and exists (select from calls_recording_hold h where h.call_id = c.id)
    and not exists (
        select from calls_recording_hold h where h.call_id = c.id and (h.ended_at is null or h.ended_at >= %(before)s)
    )
order by c.id limit %(limit)s
