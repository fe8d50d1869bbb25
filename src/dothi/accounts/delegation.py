"""Who may give what to whom: nobody gives, or takes over, more than they hold in that area and agency.

`by=None` is the system itself (installation, command line on the machine) and may everything.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from dothi.accounts import rights
from dothi.accounts.models import Agency, Person, Role, RoleGrant
from dothi.kernel import clock, locks
from dothi.kernel.errors import Conflict, NotAllowed
from dothi.kernel.permissions import Grant, Scope
from dothi.territory.models import Unit, UnitGroup


def valid_grants(day: dt.date | None = None) -> QuerySet[RoleGrant]:
    """Grants that hold on `day` (default today), of people whose account holds too."""
    day = day or clock.today()
    alive = Q(person__ends_on__isnull=True) | Q(person__ends_on__gte=day)
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return RoleGrant.objects.filter(alive, open_ended, person__is_active=True, valid_from__lte=day)


def line_of(unit: Unit | None, group: UnitGroup | None, agency: Agency | None) -> Grant:
    """What a grant with this area and agency reaches."""
    return Grant(
        rights.reach(unit.pk if unit else None, group.pk if group else None), agency.pk if agency else None
    )


def may_give(by: Person | None, role: Role, line: Grant) -> bool:
    """May `by` give this role there? With the right to manage people there, and either every right of the role there
    or a role whose list `gives` names it there."""
    if by is None:
        return True
    held = rights.scopes_of(by)
    if not held.get("people.manage", Scope()).contains(line):
        return False
    if all(held.get(permission, Scope()).contains(line) for permission in role.permissions):
        return True
    giving = (
        valid_grants()
        .filter(person=by, role__gives__contains=[role.code])
        .select_related("unit", "group", "agency")
    )
    return Scope(tuple(line_of(grant.unit, grant.group, grant.agency) for grant in giving)).contains(line)


def check_may_give(by: Person | None, person: Person, role: Role, line: Grant) -> None:
    """Raises NotAllowed: not to oneself, not beyond one's own area, agency and rights."""
    if by is not None and by.pk == person.pk:
        raise NotAllowed("accounts-not-to-oneself")
    if not may_give(by, role, line):
        raise NotAllowed("accounts-beyond-own-rights", role=role.code)


def manages(by: Person | None, person: Person) -> bool:
    """Does `person`'s agency lie where `by` manages people?"""
    if by is None:
        return True
    agency = person.agency
    return by.scope("people.manage").covers(agency.unit_id if agency else None, agency.pk if agency else None)


def check_manages(by: Person | None, person: Person) -> None:
    if not manages(by, person):
        raise NotAllowed("accounts-person-outside-scope", username=person.username)


def check_may_take_over(by: Person | None, person: Person) -> None:
    """A new password or a second factor taken away hands over the account: only who could give all its roles may do that."""
    check_manages(by, person)
    for grant in person.grants.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today())
    ).select_related("role", "unit", "group", "agency"):
        if not may_give(by, grant.role, line_of(grant.unit, grant.group, grant.agency)):
            raise NotAllowed("accounts-stronger-account", username=person.username)


def check_agency_in_scope(by: Person | None, agency: Agency | None) -> None:
    """People may be put only into agencies that `by` manages."""
    if by is None:
        return
    if not by.scope("people.manage").covers(
        agency.unit_id if agency else None, agency.pk if agency else None
    ):
        raise NotAllowed("accounts-agency-outside-scope", agency=agency.code if agency else "—")


def hold_administrators() -> None:
    """Changes that could remove an administrator wait for each other until commit: two may not remove one another at once."""
    locks.hold("dothi administrators")


def check_an_administrator_remains(day: dt.date) -> None:
    """Raises Conflict when nobody would manage people everywhere on `day`. Call after the change, in its transaction."""
    everywhere = valid_grants(day).filter(
        role__permissions__contains=["people.manage"], unit=None, group=None, agency=None
    )
    if not everywhere.exists():
        raise Conflict("accounts-last-administrator")
