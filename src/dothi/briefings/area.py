"""Of which area a row of this room speaks: everywhere, one unit, or a group of units; and whose right reaches the whole of it.

A row of a group is reached by whoever reaches every unit of it, for its agency: one ward of a city opens no briefing of the city.
A briefing keeps the units that its group had when it was made, so that a group that shrinks opens no old briefing to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dothi.accounts.rights import reach
from dothi.briefings.models import Briefing, Schedule
from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope
from dothi.territory.models import UnitGroup
from dothi.territory.queries import groups_on


@dataclass(frozen=True, slots=True)
class Area:
    """A unit (None: everywhere), or the ids of all units of a group, with the agency that speaks of it."""

    unit_id: int | None
    agency_id: int | None
    units: frozenset[int] | None = None

    def within(self, scope: Scope) -> bool:
        """A group without units (it has ended) is reached only by who reaches everywhere."""
        if self.units is None:
            return scope.covers(self.unit_id, self.agency_id)
        return scope.contains(Grant(self.units or None, self.agency_id))


def area_of(row: Briefing) -> Area:
    return Area(row.unit_id, row.agency_id, frozenset(row.units) if row.group_id else None)


def area_planned(unit_id: int | None, group_id: int | None, agency_id: int | None) -> Area:
    """As the group stands today."""
    return Area(unit_id, agency_id, units_of(group_id) if group_id else None)


def units_of(group_id: int) -> frozenset[int]:
    """The group's units today with all below them; none when it has ended."""
    return reach(None, group_id) or frozenset()


def groups_within(scope: Scope, agency_id: int | None) -> list[UnitGroup]:
    """The groups of today that lie wholly within the scope, the widest first."""
    found = [(units_of(one.pk), one) for one in groups_on(clock.today())]
    inside = [(units, one) for units, one in found if units and Area(None, agency_id, units).within(scope)]
    return [one for _, one in sorted(inside, key=lambda pair: -len(pair[0]))]


def of_scope(rows: QuerySet[Briefing], scope: Scope) -> QuerySet[Briefing]:
    """Those briefings whose whole area the scope reaches."""
    return rows.filter(_alone(scope) | Q(group__isnull=False) & _groups(scope))


def _alone(scope: Scope) -> Q:
    return Q(group__isnull=True) & scope.as_q()


def _groups(scope: Scope) -> Q:
    """`Scope.contains` as a condition: for each agency the union of what its grants and those for any agency reach."""
    condition = Q(pk__in=[])
    for agency in {None, *(grant.agency_id for grant in scope.grants)}:
        lines = [grant.unit_ids for grant in scope.grants if grant.agency_id in (None, agency)]
        if not lines:
            continue
        whose = Q() if agency is None else Q(agency_id=agency)
        reached = [units for units in lines if units is not None]
        if len(reached) == len(lines):
            whose &= Q(units__contained_by=sorted(frozenset().union(*reached)))
        condition |= whose & Q(units__len__gt=0)
    return condition


def planned_in(rows: QuerySet[Schedule], scope: Scope) -> QuerySet[Schedule]:
    """The same of schedules, by their groups as they stand today."""
    condition = _alone(scope)
    pairs: list[tuple[int | None, int]] = list(
        rows.exclude(group=None).order_by().values_list("group_id", "agency_id").distinct()
    )
    for group, agency in pairs:
        if area_planned(None, group, agency).within(scope):
            condition |= Q(group_id=group, agency_id=agency)
    return rows.filter(condition)
