"""Which followers an area concerns: by their commune in SQL, by their circle in exact geometry."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from dothi.around.watching.models import Watch
from dothi.around.works.queries import flat
from dothi.kernel import clock
from dothi.kernel.earth import METRES_A_DEGREE
from dothi.territory.models import Level, Unit, UnitArea
from dothi.territory.queries import units_on

RADII_M = (500, 1000, 3000, 5000)  # that a form offers


@dataclass(frozen=True, slots=True)
class Area:
    """Units (communes or a province) and shapes (degrees, lon and lat)."""

    unit_ids: frozenset[int]
    shapes: Sequence[shapely.Geometry] = field(default_factory=tuple)


def watching(wanted: Sequence[str], area: Area) -> QuerySet[Watch]:
    """Those who want one of these (`wants.meeting`) there: their commune is named or touched, their province has part in it, or their
    circle reaches into the area, its border too."""
    rows = Watch.objects.filter(wants__overlap=list(wanted))
    units = with_below(area.unit_ids)
    touched = _touched(area.shapes)
    near = _reaching(rows.exclude(unit_id__in=units).filter(lat__isnull=False), area, units)
    return rows.filter(
        Q(unit_id__in=units)
        | Q(lat__isnull=True, unit_id__in=[*touched, *with_above([*area.unit_ids, *touched])])
        | Q(pk__in=near)
    )


def with_above(unit_ids: Iterable[int]) -> list[int]:
    """The provinces of communes, each in every version."""
    parents = Unit.objects.filter(pk__in=list(unit_ids), parent__isnull=False)
    roots = parents.annotate(root=Coalesce("parent__first_id", "parent_id")).values_list("root", flat=True)
    return _versions(set(roots))


def with_below(unit_ids: Iterable[int]) -> list[int]:
    """These units and all below them, each in every version, in three statements whatever their number."""
    roots = (
        Unit.objects.filter(pk__in=list(unit_ids))
        .annotate(root=Coalesce("first_id", "id"))
        .values_list("root", flat=True)
    )
    versions = _versions(set(roots))
    below = (
        Unit.objects.filter(parent_id__in=versions)
        .annotate(root=Coalesce("first_id", "id"))
        .values_list("root", flat=True)
    )
    return [*versions, *_versions(set(below))]


def _versions(roots: set[int]) -> list[int]:
    return list(Unit.objects.filter(Q(pk__in=roots) | Q(first_id__in=roots)).values_list("pk", flat=True))


def _touched(shapes: Sequence[shapely.Geometry]) -> list[int]:
    """Communes of today that a shape touches."""
    found: set[int] = set()
    for shape in shapes:
        west, south, east, north = shapely.bounds(shape).tolist()
        today = units_on(clock.today(), Level.COMMUNE).values("pk")
        boxes = UnitArea.objects.filter(
            unit_id__in=today, west__lte=east, east__gte=west, south__lte=north, north__gte=south
        )
        rows = list(boxes.values_list("unit_id", "wkb"))
        areas = shapely.from_wkb([bytes(wkb) for _, wkb in rows])
        touches: Any = shapely.intersects(shape, areas)
        found |= {unit_id for (unit_id, _), is_touched in zip(rows, touches, strict=True) if is_touched}
    return with_below(found) if found else []


def _reaching(rows: QuerySet[Watch], area: Area, units: Sequence[int]) -> list[int]:
    """Followers of a circle whose commune is not warned, though their circle reaches into what is."""
    whole = _whole(area, units)
    if whole is None:
        return []
    west, south, east, north = shapely.bounds(whole).tolist()
    up = max(RADII_M) / METRES_A_DEGREE
    across = up / max(0.01, math.cos(math.radians((south + north) / 2)))
    boxed = rows.filter(lon__range=(west - across, east + across), lat__range=(south - up, north + up))
    middle, found = (south + north) / 2, []
    ground = flat(whole, middle)
    shapely.prepare(ground)
    radii: list[Any] = list(boxed.order_by().values_list("radius_m", flat=True).distinct())
    for radius in radii:
        told: list[Any] = list(boxed.filter(radius_m=radius).values_list("pk", "lon", "lat"))
        points = flat(shapely.points([(lon, lat) for _, lon, lat in told]), middle)
        reach: Any = shapely.dwithin(ground, points, radius / METRES_A_DEGREE)
        found += [pk for (pk, _, _), reaches in zip(told, reach, strict=True) if reaches]
    return found


def _whole(area: Area, units: Sequence[int]) -> shapely.Geometry | None:
    drawn = [
        shapely.from_wkb(bytes(wkb))
        for wkb in UnitArea.objects.filter(unit_id__in=units).values_list("wkb", flat=True)
    ]
    parts = [*area.shapes, *drawn]
    return shapely.make_valid(shapely.union_all(parts)) if parts else None


def places(rows: QuerySet[Watch]) -> list[tuple[int, float, float]]:
    """(watch, lon, lat): the point of a circle, the middle of a commune. Who has neither stands nowhere."""
    told = rows.annotate(x=Coalesce("lon", F("unit__lon")), y=Coalesce("lat", F("unit__lat")))
    return [(pk, x, y) for pk, x, y in told.values_list("pk", "x", "y") if x is not None and y is not None]
