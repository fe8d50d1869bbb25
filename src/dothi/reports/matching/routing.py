"""Who a report goes to: the dated row that says most about its category and place, and why it was that one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.reports.categories import lineage
from dothi.reports.models import Competence
from dothi.territory.models import Unit
from dothi.territory.queries import parent_on


@dataclass(frozen=True, slots=True)
class Route:
    """The agency and the row that names it."""

    agency: Agency
    row: Competence

    @property
    def why(self) -> dict[str, Any]:
        """As it is kept with the report."""
        return {
            "by": "competence",
            "row": self.row.pk,
            "category": self.row.category,
            "unit": self.row.unit_id,
        }


def find_route(category: str, unit: Unit | None, day: dt.date | None = None) -> Route | None:
    """None: no row says who; the desk decides. Categories decide before areas: power lines are the grid's in every ward."""
    return find_routes([(category, unit)], day)[category, unit]


def find_routes(
    asked: Iterable[tuple[str, Unit | None]], day: dt.date | None = None
) -> dict[tuple[str, Unit | None], Route | None]:
    """The same for many, the rows read once."""
    day = day or clock.today()
    spoken = {pair: (kinds_of(pair[0]), areas_of(pair[1], day)) for pair in asked}
    rows = holding(day).filter(
        Q(unit__isnull=True) | Q(unit_id__in={one for _, areas in spoken.values() for one in areas if one}),
        category__in={one for kinds, _ in spoken.values() for one in kinds},
    )
    standing = list(rows)
    best = {pair: most_telling(standing, *told, day) for pair, told in spoken.items()}
    return {pair: Route(row.agency, row) if row else None for pair, row in best.items()}


def holding(day: dt.date) -> QuerySet[Competence]:
    """Every row whose period covers `day`."""
    rows = Competence.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    return rows.select_related("agency", "unit")


def most_telling(
    rows: Iterable[Competence], kinds: Sequence[str], areas: Sequence[int | None], day: dt.date
) -> Competence | None:
    """Of the rows that speak of these categories and areas the one that says most; of one place in both the newest. Pure."""
    speaking = (
        row
        for row in rows
        if row.category in kinds
        and row.unit_id in areas
        and (row.agency.valid_to is None or row.agency.valid_to > day)
    )
    return min(
        speaking,
        key=lambda row: (kinds.index(row.category), areas.index(row.unit_id), -row.valid_from.toordinal()),
        default=None,
    )


def kinds_of(category: str) -> tuple[str, ...]:
    """What a row may name that speaks of this category: itself, those above it, all."""
    return (*lineage(category), "")


def areas_of(unit: Unit | None, day: dt.date) -> tuple[int | None, ...]:
    """What a row may name that speaks of this place: the unit, those above it on a day, everywhere."""
    found: list[int | None] = []
    while unit is not None and unit.pk not in found:
        found.append(unit.pk)
        unit = parent_on(unit, day)
    return (*found, None)
