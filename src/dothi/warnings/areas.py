"""Where a warning holds: which units a person may warn, what their area looks like, and what became of them since."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import shapely

from dothi.kernel import clock
from dothi.kernel.cap.message import Area, Point
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.permissions import Scope
from dothi.territory.lookup import units_at
from dothi.territory.models import Level, Unit, UnitArea, UnitChange
from dothi.territory.queries import units_on
from dothi.warnings.models import PublicWarning, WarningUnit

CODES = "VN-UNIT"  # CAP's valueName is this, a dash and the day from which the unit bears its code: VN-UNIT-2025-07-01
_FINE = 0.001  # degrees, about 110 m: what a screen of a phone shows
_MOST_POINTS = 120  # of one unit
_ROUND = 12  # points of a circle that must lie inside
_ACROSS = 40  # points of a shape from side to side that must lie inside as well


def units_of_today(ids: Iterable[int]) -> list[Unit]:
    """Communes (or a province) valid today, by their ids, in the order of their codes. Raises BadRequest for any other."""
    wanted = set(ids)
    found = list(
        units_on(clock.today())
        .filter(pk__in=wanted, level__in=(Level.COMMUNE, Level.PROVINCE))
        .order_by("code")
    )
    if len(found) != len(wanted):
        raise BadRequest("warning-unit-unknown")
    return found


def refuse_outside(
    scope: Scope,
    permission: str,
    unit_ids: Iterable[int],
    agency_id: int | None,
    shapes: Sequence[dict[str, Any]],
) -> None:
    """Raises NotAllowed where a unit, or a point of a shape, lies outside the right."""
    if scope.everywhere:
        return
    if not all(scope.covers(unit_id, agency_id) for unit_id in unit_ids):
        raise NotAllowed("warning-outside-right", permission=permission)
    for shape in shapes:
        points = [*corners(shape), *inside(shape)]
        places = [place.unit_id for place in units_at(points, clock.today())]
        covered = [unit_id is not None and scope.covers(unit_id, agency_id) for unit_id in places]
        outside = [unit_id for unit_id, inside in zip(places, covered, strict=True) if unit_id and not inside]
        if outside or not any(covered):  # the sea is nobody's ward: a circle on the coast may reach into it
            raise NotAllowed("warning-shape-outside-right", permission=permission)


def corners(shape: dict[str, Any]) -> list[tuple[float, float]]:
    """(lon, lat) of a polygon's corners, or of a circle's centre and rim."""
    if shape["kind"] == "polygon":
        return [(lon, lat) for lat, lon in shape["points"]]
    lat, lon, north = shape["lat"], shape["lon"], shape["km"] / 111.2
    east = north / max(0.01, math.cos(math.radians(lat)))
    turns = [2 * math.pi * step / _ROUND for step in range(_ROUND)]
    return [(lon, lat), *((lon + east * math.cos(turn), lat + north * math.sin(turn)) for turn in turns)]


def inside(shape: dict[str, Any]) -> list[tuple[float, float]]:
    """(lon, lat) of points all over it: corners that lie far out at sea say nothing of the wards between them."""
    area = shapely.make_valid(shapely.Polygon(corners(shape)[shape["kind"] == "circle" :]))
    west, south, east, north = area.bounds
    shares = [(step + 0.5) / _ACROSS for step in range(_ACROSS)]
    grid = [(west + (east - west) * x, south + (north - south) * y) for x in shares for y in shares]
    return [point for point, within in zip(grid, shapely.contains_xy(area, grid), strict=True) if within]


def area_of(warning: PublicWarning, units: Sequence[WarningUnit], language: str) -> Area:
    """CAP's area: the names, the dated codes, the units' shapes as far as they are exactly known, and what was drawn."""
    names = [unit.name_en if language == "en" and unit.name_en else unit.name for unit in units]
    drawn = [shape for shape in warning.shapes if shape["kind"] == "polygon"]
    circles = [shape for shape in warning.shapes if shape["kind"] == "circle"]
    return Area(
        desc=", ".join(names),
        polygons=(
            *(tuple((lat, lon) for lat, lon in shape["points"]) for shape in drawn),
            *polygons_of(unit.unit_id for unit in units),
        ),
        circles=tuple(((shape["lat"], shape["lon"]), shape["km"]) for shape in circles),
        geocodes=tuple((f"{CODES}-{unit.valid_from:%Y-%m-%d}", unit.code) for unit in units),
    )


def polygons_of(unit_ids: Iterable[int]) -> list[tuple[Point, ...]]:
    """The outlines of units, coarser; of an area that is itself approximate none: it would warn the wrong street."""
    rows = UnitArea.objects.filter(unit_id__in=list(unit_ids), approximate=False).order_by("unit__code")
    return [ring for row in rows for ring in _rings(shapely.from_wkb(bytes(row.wkb)))]


def _rings(area: Any) -> list[tuple[Point, ...]]:
    fine = _FINE
    simple = shapely.simplify(area, fine)
    while shapely.get_num_coordinates(simple) > _MOST_POINTS and fine < 1:
        fine *= 2
        simple = shapely.simplify(area, fine)
    parts = [part for part in shapely.get_parts(simple) if not part.is_empty]
    return [tuple((round(lat, 5), round(lon, 5)) for lon, lat in part.exterior.coords) for part in parts]


def became_of(units: Iterable[WarningUnit]) -> dict[int, list[str]]:
    """What units are called today that were merged, divided or renamed since; by the id of the row. Those that still are have none."""
    now, today = {}, clock.today()
    for row in units:
        if row.unit.valid_to is not None and row.unit.valid_to <= today:
            later = UnitChange.objects.filter(from_unit_id=row.unit_id).select_related("to_unit")
            now[row.pk] = [change.to_unit.full_name for change in later]
    return now
