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

-- name: bucket
-- One span of the clock of what one person owes: its first ids by their deadline, and how many there are up to `most`. Own things come
-- from one partial index, those of the agency from the other; each is read in its order, and no further than `most`: so each span is a
-- statement of its own with its bounds written out (`@` is its number), and the planner knows how much lies between them.
-- `rights`: permission -> null (everywhere) or the ids of units. What has no unit follows the agency, wherever it is.
select %(name_@)s, (array_agg(o.id order by o.due_at, o.id))[%(skip)s + 1:%(skip)s + %(shown)s], count(*)
from (
    (select id, due_at from tasks_owed
     where closed_at is null and person_id = %(person)s and due_at >= %(begins_@)s and due_at < %(ends_@)s
     order by due_at, id limit %(most)s)
    union all
    (select id, due_at from tasks_owed
     where closed_at is null and person_id is null and agency_id = %(agency)s and due_at >= %(begins_@)s and due_at < %(ends_@)s
       and besides_id is distinct from %(person)s
       and %(rights)s::jsonb ? permission
       and (unit_id is null or %(rights)s::jsonb -> permission = 'null'::jsonb or %(rights)s::jsonb -> permission @> to_jsonb(unit_id))
     order by due_at, id limit %(most)s)
    order by due_at, id limit %(most)s
) o
having count(*) > 0

-- name: without_a_deadline
-- The same of what has none.
select 'none', (array_agg(o.id order by o.id))[%(skip)s + 1:%(skip)s + %(shown)s], count(*)
from (
    (select id from tasks_owed where closed_at is null and person_id = %(person)s and due_at is null order by id limit %(most)s)
    union all
    (select id from tasks_owed
     where closed_at is null and person_id is null and agency_id = %(agency)s and due_at is null
       and besides_id is distinct from %(person)s
       and %(rights)s::jsonb ? permission
       and (unit_id is null or %(rights)s::jsonb -> permission = 'null'::jsonb or %(rights)s::jsonb -> permission @> to_jsonb(unit_id))
     order by id limit %(most)s)
    order by id limit %(most)s
) o
having count(*) > 0
