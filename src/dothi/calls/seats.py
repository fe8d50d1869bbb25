"""Where a person sits who takes calls: whose is a call that no line gives to anybody, and where its taker hears of it."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.territory.queries import units_on


def seat_of(by: Person) -> tuple[int | None, int | None]:
    """Unit and agency of a call that no line gives any: its taker's seat where their right covers that; else the widest unit of
    their right's area, so that their colleagues there see it too. Where it happens is only known once it is placed."""
    scope = by.scope("calls.take")
    seat = by.agency.unit_id if by.agency else None
    if scope.covers(seat, by.agency_id):
        return seat, by.agency_id
    if not scope.reaches(seat):
        reached = {pk for grant in scope.grants for pk in grant.unit_ids or ()}
        widest = units_on(clock.today()).filter(pk__in=reached).order_by("level", "code")
        seat = widest.values_list("pk", flat=True).first()
    return seat, scope.agency_for(seat, by.agency_id)
