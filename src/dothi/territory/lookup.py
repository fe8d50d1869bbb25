"""Which unit does a point lie in, on a day? SQL and exact geometry, no ORM: the machine door asks this for every entity.

A process holds the period, point and box of every unit (about a hundred bytes each) and the polygons that points have
fallen near; `territory_stamp` tells it when any of that is old. For days of which nobody has polygons (all days before
1/7/2025) the unit with the nearest centroid is told, marked approximate: `candidates_at` lists all it may have been.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dothi.kernel.sql import statement
from dothi.territory.holding import Holding, Place, holding_of, keep_holding

if TYPE_CHECKING:
    from psycopg import AsyncConnection

COMMUNE = 3
NOWHERE = Place(None, False)


class Candidate(NamedTuple):
    """A unit that a point may have lain in: how far its centroid is, and whether its lineage leads to where the point lies today."""

    unit_id: int
    distance_km: float
    became_todays: bool


class Connection(Protocol):
    """psycopg's connection or Django's: all that is asked of it is a cursor."""

    def cursor(self) -> Any: ...


def unit_at(
    lon: float, lat: float, day: dt.date, *, level: int = COMMUNE, connection: Connection | None = None
) -> Place:
    """The unit of `level` that the point (degrees, WGS 84) lay in on `day`, and whether that is approximate."""
    return units_at([(lon, lat)], day, level=level, connection=connection)[0]


def units_at(
    points: Sequence[tuple[float, float]],
    day: dt.date,
    *,
    level: int = COMMUNE,
    connection: Connection | None = None,
) -> list[Place]:
    """The same for many points of one day, in their order; one or two statements whatever their number."""
    with (connection or _django()).cursor() as cursor:
        holding = _held(cursor, level)
        match = holding.match(points, day)
        if match.missing:
            cursor.execute(_sql("areas"), {"units": match.missing})
            holding.keep_areas(cursor.fetchall())
        return holding.places(match)


async def units_at_async(
    connection: AsyncConnection[Any],
    points: Sequence[tuple[float, float]],
    day: dt.date,
    *,
    level: int = COMMUNE,
) -> list[Place]:
    """`units_at` on an async psycopg connection."""
    from psycopg.rows import tuple_row

    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_sql("stamp"))
        stamp = str((await cursor.fetchone() or ("",))[0])
        holding = holding_of(stamp, level)
        if holding is None:
            await cursor.execute(_sql("units"), {"level": level})
            holding = keep_holding(stamp, level, await cursor.fetchall())
        match = holding.match(points, day)
        if match.missing:
            await cursor.execute(_sql("areas"), {"units": match.missing})
            holding.keep_areas(await cursor.fetchall())
        return holding.places(match)


def candidates_at(
    lon: float,
    lat: float,
    day: dt.date,
    *,
    limit: int = 5,
    level: int = COMMUNE,
    connection: Connection | None = None,
) -> list[Candidate]:
    """The units a point MAY have lain in on a day without polygons: nearest centroids first.

    Where today's area of the point is known, units whose lineage leads there come before nearer ones whose does not.
    Empty when the day has exact areas: then `unit_at` knows.
    """
    with (connection or _django()).cursor() as cursor:
        holding = _held(cursor, level)
        near = holding.nearest(lon, lat, day, limit=max(limit * 4, 20))
        today = holding.newest_day
    place = unit_at(lon, lat, today, level=level, connection=connection) if today else NOWHERE
    ancestors = _ancestors(place.unit_id, connection) if place.unit_id else frozenset()
    listed = [Candidate(unit, round(km, 3), unit in ancestors) for unit, km in near]
    return sorted(listed, key=lambda one: (not one.became_todays, one.distance_km))[:limit]


def _ancestors(unit_id: int, connection: Connection | None) -> frozenset[int]:
    with (connection or _django()).cursor() as cursor:
        cursor.execute(_sql("became"), {"unit": unit_id})
        return frozenset(row[0] for row in cursor.fetchall()) - {unit_id}


def _held(cursor: Any, level: int) -> Holding:
    cursor.execute(_sql("stamp"))
    stamp = str(cursor.fetchone()[0])
    holding = holding_of(stamp, level)
    if holding is None:
        cursor.execute(_sql("units"), {"level": level})
        holding = keep_holding(stamp, level, cursor.fetchall())
    return holding


def _sql(name: str) -> str:
    return statement("dothi.territory", "sql/lookup.sql", name)


def _django() -> Connection:
    from django.db import connection

    return connection
