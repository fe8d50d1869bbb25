-- Reads of the log of flushes. Who reads on from a cursor sees only what every running transaction has passed.

-- name: flushes_after
-- The log after a cursor, in order; only what every running transaction has passed.
select tx, id, recorded_at, observed_from, observed_to, created, deleted from entities_flush
where (tx, id) > (%(tx)s, %(id)s) and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by tx, id limit %(limit)s

-- name: horizon
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint

-- name: current_since
-- The catch-up of screens (they show the default tenant), in the order of the log: what is current and was written by a flush after a cursor, what was created
-- or deleted, and which attributes are no more (their kind is null). What a later flush wrote is told with that one.
with told as (
    select f.* from entities_flush f
    where (f.tx, f.id) > (%(tx)s, %(id)s) and f.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
), touched as (
    select f.tx, f.id, h.entity_id, h.term_id, h.dataset_id, false as is_named from told f cross join lateral (
        select distinct h.entity_id, case when h.kind = 0 and h.revision = 0 then h.term_id end as term_id,
            case when h.kind = 0 and h.revision = 0 then h.dataset_id end as dataset_id
        from entities_history h where h.flush_id = f.id and h.observed_at between f.observed_from and f.observed_to
    ) h
    union all
    select f.tx, f.id, f.ended[i], f.ended[i + 1]::int, f.ended[i + 2]::int, false
    from told f, generate_subscripts(f.ended, 1) i where i %% 3 = 1
    union all
    select f.tx, f.id, unnest(f.created || f.deleted), null, null, true from told f
), current as (
    select t.tx, t.id, t.entity_id, a.term_id, a.dataset_id, a.kind, a.num, a.txt, a.json::text, a.unit_code, a.observed_at, a.origin
    from (select tx, id, entity_id, bool_or(is_named) as is_named from touched group by tx, id, entity_id) t
    join entities_entity e on e.id = t.entity_id
    left join entities_attribute a on a.entity_id = t.entity_id and a.flush_id = t.id and e.deleted_at is null
    where a.entity_id is not null or e.deleted_at is not null or t.is_named
), ended as (
    select t.tx, t.id, t.entity_id, t.term_id, t.dataset_id, null::smallint, null::float8, null, null, null, null::timestamptz, null::smallint
    from touched t where t.term_id is not null and not exists (
        select from entities_attribute a where (a.entity_id, a.term_id, a.dataset_id) = (t.entity_id, t.term_id, t.dataset_id))
)
select e.urn, e.types, e.unit_id, e.agency_id, e.deleted_at is not null, c.term_id, c.dataset_id, c.kind, c.num, c.txt, c.json,
    c.unit_code, c.observed_at, c.origin
from (select * from current union all select * from ended) c join entities_entity e on e.id = c.entity_id and e.tenant_id = 0
order by c.tx, c.id, c.entity_id, c.term_id nulls first, c.dataset_id
