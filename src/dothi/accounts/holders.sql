-- name: holders
-- Who may use a permission on a row of a unit and an agency on a day: the reverse of rights.sql `grants_of`. A unit is
-- reached by a grant of any version of itself or of what it lies in; a row without a unit only by a grant for everywhere.
with recursive up(id) as (
    select %(unit)s::bigint where %(unit)s::bigint is not null
    union
    select unit.parent_id from territory_unit unit join up on up.id = unit.id where unit.parent_id is not null
),
lines(first_id) as (
    select distinct coalesce(unit.first_id, unit.id) from territory_unit unit join up on up.id = unit.id
),
areas(id) as (
    select unit.id from territory_unit unit join lines on lines.first_id = coalesce(unit.first_id, unit.id)
)
select distinct held.person_id
from accounts_role_grant held
join accounts_role role on role.id = held.role_id
join accounts_person person on person.id = held.person_id
where %(permission)s = any(role.permissions)
  and held.valid_from <= %(day)s and (held.valid_to is null or %(day)s < held.valid_to)
  and person.is_active and (person.ends_on is null or person.ends_on >= %(day)s)
  and (held.agency_id is null or held.agency_id = %(agency)s)
  and (
    held.unit_id is null and held.group_id is null
    or held.unit_id in (select id from areas)
    or exists (
        select from territory_unit_group team
        join territory_unit_group_member member on member.group_id = team.id
        where team.id = held.group_id and member.unit_id in (select id from areas)
          and team.valid_from <= %(day)s and (team.valid_to is null or %(day)s < team.valid_to)
          and member.valid_from <= %(day)s and (member.valid_to is null or %(day)s < member.valid_to)
    )
  )
