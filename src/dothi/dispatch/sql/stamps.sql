-- How the rows stand that a list of the desk is made of: for each table a sum over where every such row stands (`ctid`) and which
-- transaction wrote it (`xmin`), so whatever any process changes gives another stamp, however late it commits. What turns with the time
-- alone (a check-in that falls due, a refusal that is old news) is counted as of %(now)s. Read before the rows are.

-- name: cases
with open as materialized (select ctid, xmin, id, unit_id from incidents_incident where status <> 'closed'),
went as materialized (select a.ctid, a.xmin, a.force_id, a.ended_at, a.ended_as from forces_assignment a join open on open.id = a.incident_id)
select
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from open),
  (select sum(hashtidextended(l.ctid, l.xmin::text::bigint)) from incidents_leg l join open on open.id = l.incident_id),
  (select sum(hashtidextended(u.ctid, u.xmin::text::bigint)) from territory_unit u where u.id in (select unit_id from open)),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from went),
  (select count(*) from went where ended_as = 'declined' and ended_at >= %(declined_since)s),
  (select sum(hashtidextended(f.ctid, f.xmin::text::bigint)) from forces_force f where f.id in (select force_id from went)),
  (select array[sum(hashtidextended(ctid, xmin::text::bigint)), count(*) filter (where due_at < %(now)s)] from forces_check_in where answered_at is null),
  array(select row(c.incident_id, count(*))::text from calls_call c join open on open.id = c.incident_id
    group by c.incident_id having count(*) > 1 order by c.incident_id),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from packs_loaded_pack)

-- name: waiting
with open as materialized (select ctid, xmin, id from incidents_incident where status <> 'closed')
select
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from calls_call where state = 'ringing'),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from calls_call where state = 'abandoned' and returned_at is null),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from calls_call
    where received_at >= %(surges_since)s and incident_id is null and lon is not null),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from open),
  (select sum(hashtidextended(l.ctid, l.xmin::text::bigint)) from incidents_leg l join open on open.id = l.incident_id),
  (select array[count(*), max(c.id)] from calls_call c join open on open.id = c.incident_id),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from calls_line),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from accounts_agency),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from packs_loaded_pack)

-- name: places
with open as materialized (select ctid, xmin, id from incidents_incident where status <> 'closed')
select
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from forces_force where ended_at is null),
  (select sum(hashtidextended(ctid, xmin::text::bigint)) from open),
  (select sum(hashtidextended(l.ctid, l.xmin::text::bigint)) from incidents_leg l join open on open.id = l.incident_id)
