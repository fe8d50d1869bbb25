-- name: counted
-- Cells from dossiers, by one day that puts them into a month: basis, column, aggregates, and where dossiers are taken from.
select '{basis}' as basis, date_trunc('month', f.{column} at time zone 'Asia/Ho_Chi_Minh')::date as month, f.agency_id, f.unit_id, f.procedure_code,
    f.origin, f.generated, count(*) as rows, count(*) filter (where f.channel = 'online' and f.state <> 'refused') as online,
    count(*) filter (where f.paid_online) as paid_online, count(*) filter (where f.population_data) as population,
    array[{num}]::bigint[] as num, array[{den}]::bigint[] as den, array[{unknown}]::bigint[] as unknown
from {source}
group by 2, f.agency_id, f.unit_id, f.procedure_code, f.origin, f.generated

-- name: put
insert into publicservices_score_cell
    (basis, month, agency_id, unit_id, procedure_code, origin, generated, rows, online, paid_online, population, num, den, unknown)
{counted}

-- name: gather
-- First into a table of its own: of a table made by a question both processors work at it, of an insert one.
create temporary table score_gathered on commit drop as {counted}

-- name: gathered
select * from score_gathered

-- name: drop_gathered
drop table score_gathered

-- name: every
publicservices_score_source f where f.{column} is not null

-- name: touched
-- Of each touched cell its dossiers, by the index of their procedure.
unnest(%(months)s::date[], %(agencies)s::bigint[], %(units)s::bigint[], %(procedures)s::text[], %(origins)s::int[], %(generated)s::bool[])
    k (month, agency_id, unit_id, procedure_code, origin, generated)
cross join lateral (
    select s.* from publicservices_score_source s
    where s.procedure_code = k.procedure_code and s.{column} >= k.month::timestamp at time zone 'Asia/Ho_Chi_Minh'
        and s.{column} < (k.month + interval '1 month') at time zone 'Asia/Ho_Chi_Minh'
        and s.agency_id is not distinct from k.agency_id and s.unit_id is not distinct from k.unit_id
        and s.origin = k.origin and s.generated = k.generated
) f

-- name: forget
delete from publicservices_score_cell c
using unnest(%(months)s::date[], %(agencies)s::bigint[], %(units)s::bigint[], %(procedures)s::text[], %(origins)s::int[], %(generated)s::bool[])
    k (month, agency_id, unit_id, procedure_code, origin, generated)
where c.basis = %(basis)s and c.month = k.month and c.procedure_code = k.procedure_code and c.agency_id is not distinct from k.agency_id
    and c.unit_id is not distinct from k.unit_id and c.origin = k.origin and c.generated = k.generated

-- name: take
-- Those whose change is committed; what commits later stays for the next step.
with taken as (
    delete from publicservices_score_touched where id in (select id from publicservices_score_touched order by id limit %(most)s)
    returning basis, month, agency_id, unit_id, procedure_code, origin, generated
)
select distinct basis, month, agency_id, unit_id, procedure_code, origin, generated from taken

-- name: drop_touched
delete from publicservices_score_touched

-- name: drop_cells
delete from publicservices_score_cell

-- name: settle
insert into publicservices_score_state (id, layout, full_at, computed_at, took_s, cells)
values (1, %(layout)s, %(full_at)s, %(at)s, %(took_s)s, %(cells)s)
on conflict (id) do update set layout = excluded.layout, full_at = coalesce(excluded.full_at, publicservices_score_state.full_at),
    computed_at = excluded.computed_at, took_s = excluded.took_s, cells = excluded.cells

-- name: room
set local work_mem = '128MB'
