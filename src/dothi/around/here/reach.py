"""Which warnings in force, works and reports concern a place."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from dothi.around import rules
from dothi.around.here.place import Place
from dothi.around.works import queries as works
from dothi.around.works.models import Work
from dothi.kernel import clock
from dothi.reports import queries as reports
from dothi.reports.models import Report
from dothi.reports.workflow import OPEN
from dothi.territory.models import Unit
from dothi.territory.queries import versions_of
from dothi.warnings import queries as warnings
from dothi.warnings.areas import corners
from dothi.warnings.models import PublicWarning


def warnings_at(place: Place) -> list[PublicWarning]:
    """What holds for the place: its commune or province is warned, or it lies in a drawn shape, its border too. The gravest first."""
    units, point = units_above(place.unit), shapely.Point(place.lon, place.lat)
    return warnings.gravest_first(one for one in warnings.in_force() if _holds(one, units, point))


def _holds(warning: PublicWarning, units: frozenset[int], point: shapely.Point) -> bool:
    return any(one.unit_id in units for one in warning.units.all()) or any(
        shapely.intersects(shape, point) for shape in shapes_of(warning)
    )


def units_above(unit: Unit | None) -> frozenset[int]:
    """The commune and its province, in every version of them: a warning may name any."""
    found: set[int] = set()
    while unit is not None:
        found.update(versions_of(unit.pk))
        unit = unit.parent
    return frozenset(found)


def shapes_of(warning: PublicWarning) -> list[shapely.Geometry]:
    """Polygons and circles drawn beside the units, in degrees (lon, lat)."""
    return list(_drawn(warning.shapes))


def _drawn(shapes: Iterable[dict]) -> Iterable[shapely.Geometry]:  # type: ignore[type-arg]  # as it stands in the row
    for shape in shapes:
        yield shapely.make_valid(shapely.Polygon(corners(shape)[shape["kind"] == "circle" :]))


def works_at(place: Place) -> list[Work]:
    """Planned works of the commune, and what is drawn near the point."""
    unit_id = place.unit.pk if place.unit else None
    return works.near(place.lon, place.lat, unit_id, rules.value("work-metres"), clock.now())


def reports_at(place: Place) -> tuple[list[Report], int]:
    """The newest open reports of the commune that an officer released, and how many there are. By the commune alone: whoever asked around
    point by point would learn no more than the public's map shows."""
    if place.unit is None:
        return [], 0
    rows = reports.public().filter(
        unit_id__in=versions_of(place.unit.pk), state__in=[str(one) for one in OPEN]
    )
    return list(rows.order_by("-received_at", "-pk")[: rules.value("reports")]), rows.count()
