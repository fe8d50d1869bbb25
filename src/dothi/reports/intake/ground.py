"""Whose ground a place is: this centre serves the provinces that its agencies stand in. What lies elsewhere is told so, with the number to call."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Min, Q

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.kept import kept
from dothi.territory import drawn
from dothi.territory.models import Level, Unit, UnitArea
from dothi.territory.queries import parent_on


def refuse_elsewhere(unit: Unit, day: dt.date) -> None:
    """Raises BadRequest: the commune lies in a province where no agency of ours stands. Without any placed agency all of the country is ours."""
    ours = _provinces(day, drawn.stamp())
    province = _top(unit, day)
    if ours and province.pk not in ours:
        raise BadRequest("report-place-elsewhere", unit=unit.full_name, province=province.full_name)


@kept(Agency)
def _provinces(day: dt.date, _units_as_they_stand: str) -> frozenset[int]:
    agencies = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), unit__isnull=False)
    units = Unit.objects.filter(pk__in=agencies.values("unit")).select_related("parent")
    return frozenset(_top(unit, day).pk for unit in units)


def _top(unit: Unit, day: dt.date) -> Unit:
    """The province of a commune, in the version that holds on the day."""
    above = parent_on(unit, day)
    while above is not None and above.pk != unit.pk:
        unit, above = above, parent_on(above, day)
    return unit


def bounds() -> str:
    """`west,south,east,north` of the communes that agencies of ours stand in, where the map of the form begins; empty: unknown."""
    day = clock.today()
    agencies = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), unit__isnull=False)
    areas = UnitArea.objects.filter(unit__in=agencies.values("unit"), unit__level=Level.COMMUNE)
    told = areas.aggregate(west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north"))
    edges = (told["west"], told["south"], told["east"], told["north"])
    return ",".join(f"{one:.5f}" for one in edges) if None not in edges else ""
