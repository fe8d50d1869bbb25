"""Roles: give and end grants, change what a role may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from dothi.accounts import delegation
from dothi.accounts.actions.action import action
from dothi.accounts.actions.rows import end, held
from dothi.accounts.models import Agency, Person, Role, RoleGrant
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.territory.models import Unit, UnitGroup


@action
def grant_role(
    person: Person,
    role: Role | str,
    *,
    by: Person | None,
    unit: Unit | None = None,
    group: UnitGroup | None = None,
    agency: Agency | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> RoleGrant:
    """Gives a role for an area and an agency. `valid_to`: the first day without it.

    Raises NotFound (role), NotAllowed (to oneself, beyond own rights), Conflict `accounts-grant-exists`, BadRequest (dates, area).
    """
    role = _role(role)
    person = held(person)
    delegation.check_manages(by, person)
    delegation.check_may_give(by, person, role, delegation.line_of(unit, group, agency))
    begins = valid_from or clock.today()
    if unit and group:
        raise BadRequest("accounts-one-area")
    if valid_to and valid_to <= begins:
        raise BadRequest("accounts-dates-crossed")
    same = person.grants.filter(role=role, unit=unit, group=group, agency=agency)
    overlaps = same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=begins))
    if (overlaps.filter(valid_from__lt=valid_to) if valid_to else overlaps).exists():
        raise Conflict("accounts-grant-exists", username=person.username, role=role.code)
    return RoleGrant.objects.create(
        person=person, role=role, unit=unit, group=group, agency=agency, valid_from=begins, valid_to=valid_to
    )


def _role(role: Role | str) -> Role:
    if isinstance(role, Role):
        return role
    found = Role.objects.filter(code=role).first()
    if found is None:
        raise NotFound("accounts-role-unknown", role=role)
    return found


@action
def end_grant(
    grant: RoleGrant, *, by: Person | None, on: dt.date | None = None, reason: str = ""
) -> RoleGrant:
    """Ends a grant on the day `on` (default today: it holds no more at once).

    Raises NotAllowed, Conflict (ended meanwhile, or nobody would be left to administer).
    """
    person = held(grant.person)
    delegation.check_manages(by, person)
    if not delegation.may_give(by, grant.role, delegation.line_of(grant.unit, grant.group, grant.agency)):
        raise NotAllowed("accounts-beyond-own-rights", role=grant.role.code)
    delegation.hold_administrators()
    day = max(on or clock.today(), grant.valid_from)
    end(grant, day)
    delegation.check_an_administrator_remains(day)
    return grant


@action
def change_role(role: Role, *, permissions: Iterable[str], by: Person | None, reason: str = "") -> Role:
    """Changes what a role may. Raises NotAllowed unless `by` manages people everywhere and does not hold the role."""
    from dothi.kernel.permissions import PERMISSIONS

    wanted = sorted(set(permissions))
    unknown = [permission for permission in wanted if permission not in PERMISSIONS]
    if unknown:
        raise BadRequest("accounts-permission-unknown", permission=unknown[0])
    if by is not None and not by.scope("people.manage").everywhere:
        raise NotAllowed("accounts-beyond-own-rights", role=role.code)
    if by is not None and delegation.valid_grants().filter(person=by, role=role).exists():
        raise NotAllowed("accounts-own-role", role=role.code)
    delegation.hold_administrators()
    role = Role.objects.select_for_update(no_key=True).get(pk=role.pk)
    role.permissions = wanted
    role.save(update_fields=["permissions"])
    delegation.check_an_administrator_remains(clock.today())
    return role
