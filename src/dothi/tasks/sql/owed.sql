-- name: owe
-- Each of `told` is owed as it says: made, or changed where it says something else, or opened again.
insert into tasks_owed as o (kind, code, title, title_key, title_fields, path, due_at, opened_at, person_id, agency_id, unit_id, besides_id, permission)
select t.kind, t.code, t.title, t.title_key, t.title_fields, t.path, t.due_at, %(now)s, t.person_id, t.agency_id, t.unit_id, t.besides_id, t.permission
from jsonb_to_recordset(%(told)s::jsonb) as t(
    kind text, code text, title text, title_key text, title_fields jsonb, path text, due_at timestamptz, person_id bigint, agency_id bigint,
    unit_id bigint, besides_id bigint, permission text)
on conflict (kind, code) do update set
    title = excluded.title, title_key = excluded.title_key, title_fields = excluded.title_fields, path = excluded.path, due_at = excluded.due_at,
    person_id = excluded.person_id, agency_id = excluded.agency_id, unit_id = excluded.unit_id, besides_id = excluded.besides_id,
    permission = excluded.permission, closed_at = null,
    opened_at = case when o.closed_at is null then o.opened_at else excluded.opened_at end
where (o.closed_at, o.title, o.title_key, o.title_fields, o.path, o.due_at, o.person_id, o.agency_id, o.unit_id, o.besides_id, o.permission)
    is distinct from
    (null::timestamptz, excluded.title, excluded.title_key, excluded.title_fields, excluded.path, excluded.due_at, excluded.person_id,
     excluded.agency_id, excluded.unit_id, excluded.besides_id, excluded.permission);
