-- name: grants_of
-- Every grant of a person that is valid on a day: its permissions, agency, and the ids of its units with all below them.
-- A unit stands for all its versions (a change of name, kind or parent makes a new one; rights go on); what lies below is
-- what has one of them as parent. A grant with neither unit nor group is everywhere; a group that has no members that day
-- is nowhere (an empty array).
with recursive held as (
    select g.id, r.permissions, g.agency_id, g.unit_id, g.group_id
    from accounts_role_grant g join accounts_role r on r.id = g.role_id
    where g.person_id = %(person)s and g.valid_from <= %(day)s and (g.valid_to is null or %(day)s < g.valid_to)
),
area(grant_id, unit_id) as (
    select id, unit_id from held where unit_id is not null
    union
    select held.id, member.unit_id
    from held
    join territory_unit_group team on team.id = held.group_id
    join territory_unit_group_member member on member.group_id = team.id
    where team.valid_from <= %(day)s and (team.valid_to is null or %(day)s < team.valid_to)
      and member.valid_from <= %(day)s and (member.valid_to is null or %(day)s < member.valid_to)
),
reach(grant_id, unit_id) as (
    select area.grant_id, version.id
    from area
    join territory_unit unit on unit.id = area.unit_id
    join territory_unit version on version.id = coalesce(unit.first_id, unit.id) or version.first_id = coalesce(unit.first_id, unit.id)
    union
    select reach.grant_id, below.id from territory_unit below join reach on below.parent_id = reach.unit_id
)
select permissions, agency_id, unit_id is null and group_id is null,
       array(select reach.unit_id from reach where reach.grant_id = held.id)
from held
order by id

-- name: units_of_area
-- The same for one area: a unit, or a group on a day.
with recursive area(unit_id) as (
    select %(unit)s::bigint where %(unit)s::bigint is not null
    union
    select member.unit_id
    from territory_unit_group team
    join territory_unit_group_member member on member.group_id = team.id
    where team.id = %(group)s
      and team.valid_from <= %(day)s and (team.valid_to is null or %(day)s < team.valid_to)
      and member.valid_from <= %(day)s and (member.valid_to is null or %(day)s < member.valid_to)
),
reach(unit_id) as (
    select version.id
    from area
    join territory_unit unit on unit.id = area.unit_id
    join territory_unit version on version.id = coalesce(unit.first_id, unit.id) or version.first_id = coalesce(unit.first_id, unit.id)
    union
    select below.id from territory_unit below join reach on below.parent_id = reach.unit_id
)
select unit_id from reach
