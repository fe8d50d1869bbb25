-- name: alone
select pg_try_advisory_lock(hashtext('dothi connected sources'))

-- name: active
-- Every source that is asked or listened to, with what it needs; `stamp` changes with anything a person changed.
select s.id, s.code, s.kind, s.settings, s.mapping_text, s.origin, s.unit_id, s.own_only, s.agency_id, s.ask_every_s,
       s.state = 'testing' as dry, t.place, t.mapping_sha256, t.next_at, t.failures, t.reached_at as since,
       coalesce((select jsonb_object_agg(c.name, c.token) from connectors_source_secret c where c.source_id = s.id), '{}') as secrets,
       md5(concat_ws('|', s.kind, s.settings, s.mapping_text, s.origin, s.unit_id, s.own_only, s.agency_id, s.state,
                     s.secrets_changed_at)) as stamp
from connectors_source s join connectors_source_standing t on t.source_id = s.id
where s.state in ('on', 'testing') and s.kind = any(%(kinds)s)
order by t.next_at

-- name: one
select s.id, s.code, s.kind, s.settings, s.mapping_text, s.origin, s.unit_id, s.own_only, s.agency_id, s.ask_every_s,
       s.state = 'testing' as dry, t.place, t.mapping_sha256, t.next_at, t.failures, t.reached_at as since,
       coalesce((select jsonb_object_agg(c.name, c.token) from connectors_source_secret c where c.source_id = s.id), '{}') as secrets,
       '' as stamp
from connectors_source s join connectors_source_standing t on t.source_id = s.id
where s.id = %(source)s

-- name: by_code
select id, state from connectors_source where code = %(code)s

-- name: break_off
-- Runs whose process ended before they did (this one is alone): said so, and their sources are asked at once.
with broken as (
    update connectors_source_run set state = 'broken', ended_at = %(now)s where state = 'running' and begun_at < %(now)s
    returning source_id
)
update connectors_source_standing set next_at = least(next_at, %(now)s) where source_id in (select source_id from broken)

-- name: broke_off
-- One run whose connection went away: what it stored stays, and it is asked again after a while.
with broken as (
    update connectors_source_run set state = 'broken', ended_at = %(now)s where state = 'running' and source_id = %(source)s
)
update connectors_source_standing set failures = failures + 1, next_at = %(next_at)s, error_at = %(now)s,
    error_code = 'source-database-away', error_fields = '{}'
where source_id = %(source)s

-- name: begin
with begun as (
    update connectors_source_standing set begun_at = %(now)s, waits_since = null where source_id = %(source)s
)
insert into connectors_source_run (source_id, state, begun_at, dry, pieces, bytes, rows, stored, refused, filtered, empty,
    values_read, values_refused, late, changed, reasons, error_code, error_fields)
values (%(source)s, 'running', %(now)s, %(dry)s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '', '{}')
returning id

-- name: fold
-- What one request brought, added to the run of its minute: one row however many send.
insert into connectors_source_run as run (source_id, minute, state, begun_at, ended_at, dry, pieces, bytes, rows, stored, refused, filtered,
    empty, values_read, values_refused, late, changed, reasons, error_code, error_fields)
values (%(source)s, date_trunc('minute', %(now)s::timestamptz), %(state)s, %(now)s, %(now)s, %(dry)s, %(pieces)s, %(bytes)s, %(rows)s,
    %(stored)s, %(refused)s, %(filtered)s, %(empty)s, %(values)s, %(values_refused)s, %(late)s, %(changed)s, %(reasons)s, %(code)s, %(fields)s)
on conflict (source_id, minute, state, dry) do update
set ended_at = excluded.ended_at, pieces = run.pieces + excluded.pieces, bytes = run.bytes + excluded.bytes, rows = run.rows + excluded.rows,
    stored = run.stored + excluded.stored, refused = run.refused + excluded.refused, filtered = run.filtered + excluded.filtered,
    empty = run.empty + excluded.empty, values_read = run.values_read + excluded.values_read,
    values_refused = run.values_refused + excluded.values_refused, late = run.late + excluded.late, changed = run.changed + excluded.changed,
    reasons = (
        select coalesce(jsonb_object_agg(reason, number), '{}')
        from (
            select reason, sum(number::bigint) as number
            from (select * from jsonb_each_text(run.reasons) union all select * from jsonb_each_text(excluded.reasons)) as told(reason, number)
            group by reason
        ) as summed
    ),
    error_code = excluded.error_code, error_fields = excluded.error_fields
returning id, refused + values_refused

-- name: waits
update connectors_source_standing set waits_since = %(now)s where source_id = %(source)s and waits_since is null

-- name: wait_no_more
update connectors_source_standing set waits_since = null where waits_since is not null

-- name: unanswered
-- The same question, asked last time without an answer: it is asked again under its id.
select case when answered then null else request_id end
from connectors_source_message
where source_id = %(source)s and digest = %(digest)s and purpose = 'data'
order by id desc limit 1

-- name: keep_message
insert into connectors_source_message (source_id, run_id, purpose, request_id, attempt, sent_at, took_ms, method, url, digest, answered,
    status, code, answer_id, detail, size)
values (%(source)s, %(run)s, %(purpose)s, %(request_id)s, %(attempt)s, %(sent_at)s, %(took_ms)s, %(method)s, %(url)s, %(digest)s,
    %(answered)s, %(status)s, %(code)s, %(answer_id)s, %(detail)s, %(size)s)

-- name: note
-- The counts so far, in the transaction of what they count.
update connectors_source_run
set pieces = %(pieces)s, bytes = %(bytes)s, rows = %(rows)s, stored = %(stored)s, refused = %(refused)s, filtered = %(filtered)s,
    empty = %(empty)s, values_read = %(values)s, values_refused = %(values_refused)s, late = %(late)s, changed = %(changed)s,
    reasons = %(reasons)s
where id = %(run)s and state = 'running'

-- name: arrived
-- What came with this batch: when, the newest value's own time, and (with a piece's last rows) where its kind goes on.
-- Who listens has no end at which it succeeds: something that came is one.
update connectors_source_standing
set place = coalesce(%(place)s::jsonb, place), mapping_sha256 = %(mapping)s,
    arrived_at = case when %(value_at)s::timestamptz is null then arrived_at else %(now)s end,
    value_at = greatest(value_at, %(value_at)s::timestamptz),
    failures = case when %(listens)s then 0 else failures end,
    success_at = case when %(listens)s then %(now)s else success_at end,
    error_code = case when %(listens)s then '' else error_code end,
    error_fields = case when %(listens)s then '{}' else error_fields end
where source_id = %(source)s

-- name: stand
-- Where its kind goes on after a content that was taken before.
update connectors_source_standing set place = %(place)s::jsonb where source_id = %(source)s

-- name: taken
select refused from connectors_taken_content where source_id = %(source)s and digest = %(digest)s

-- name: take
insert into connectors_taken_content (source_id, digest, name, at, refused)
values (%(source)s, %(digest)s, %(name)s, %(now)s, %(refused)s)
on conflict (source_id, digest) do nothing

-- name: copy_rejects
copy connectors_source_reject (run_id, piece, line, "column", value, reason, detail) from stdin

-- name: end
update connectors_source_run
set state = %(state)s, ended_at = %(now)s, error_code = %(code)s, error_fields = %(fields)s
where id = %(run)s and state = 'running'

-- name: succeed
-- The round ended whole: only now the next one may ask for what is later.
update connectors_source_standing
set failures = 0, success_at = %(now)s, next_at = %(next_at)s, error_code = '', error_fields = '{}',
    reached_at = greatest(reached_at, %(reached_at)s::timestamptz)
where source_id = %(source)s

-- name: fail
update connectors_source_standing
set failures = failures + 1, next_at = %(next_at)s, error_at = %(now)s, error_code = %(code)s, error_fields = %(fields)s
where source_id = %(source)s

-- name: observe
update connectors_source_standing
set arrived_at = greatest(arrived_at, %(arrived_at)s), value_at = greatest(value_at, %(value_at)s),
    success_at = greatest(success_at, %(arrived_at)s)
where source_id = %(source)s
