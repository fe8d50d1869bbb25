"""From role grants to scopes: which rows may this person touch, today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope
from dothi.territory import queries as territory

if TYPE_CHECKING:
    from dothi.accounts.models import Person, RoleGrant


def scope_of(person: Person, permission: str, day: dt.date | None = None) -> Scope:
    """Where `person` may use `permission` on `day` (default today). An inactive or expired account may nothing."""
    day = day or clock.today()
    if not person.is_active or (person.ends_on and person.ends_on < day):
        return Scope()
    grants = person.grants.filter(role__permissions__contains=[permission]).select_related("unit", "group")
    return Scope(tuple(_line(grant, day) for grant in grants if grant.is_valid_on(day)))


def _line(grant: RoleGrant, day: dt.date) -> Grant:
    if grant.unit_id:
        return Grant(territory.unit_and_below(grant.unit_id), grant.agency_id)
    if grant.group_id:
        return Grant(territory.members_of(grant.group_id, day), grant.agency_id)
    return Grant(None, grant.agency_id)
