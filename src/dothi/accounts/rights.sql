-- name: grants_of
-- Every grant of a person that is valid on a day: its permissions, agency, and the ids of its units with all below them.
-- A grant with neither unit nor group is everywhere; a group without members that day is nowhere (an empty array).
with recursive held as (
    select g.id, r.permissions, g.agency_id, g.unit_id, g.group_id
    from accounts_role_grant g join accounts_role r on r.id = g.role_id
    where g.person_id = %(person)s and g.valid_from <= %(day)s and (g.valid_to is null or %(day)s < g.valid_to)
),
reach(grant_id, unit_id) as (
    select id, unit_id from held where unit_id is not null
    union
    select held.id, member.unit_id
    from held join territory_unit_group_member member on member.group_id = held.group_id
    where member.valid_from <= %(day)s and (member.valid_to is null or %(day)s < member.valid_to)
    union
    select reach.grant_id, unit.id from territory_unit unit join reach on unit.parent_id = reach.unit_id
)
select permissions, agency_id, unit_id is null and group_id is null,
       array(select reach.unit_id from reach where reach.grant_id = held.id)
from held
order by id

-- name: units_of_area
with recursive reach(unit_id) as (
    select %(unit)s::bigint where %(unit)s::bigint is not null
    union
    select member.unit_id from territory_unit_group_member member
    where member.group_id = %(group)s and member.valid_from <= %(day)s and (member.valid_to is null or %(day)s < member.valid_to)
    union
    select unit.id from territory_unit unit join reach on unit.parent_id = reach.unit_id
)
select unit_id from reach
