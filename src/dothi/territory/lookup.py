"""Which unit does a point lie in, on a day? SQL and exact geometry, no ORM: the machine door asks this for every entity.

A process holds the period, point and box of every unit (about a hundred bytes each) and the polygons that points have
fallen near; `territory_stamp` tells it when any of that is old. For days of which nobody has polygons (all days before
1/7/2025) the unit with the nearest centroid is told, marked approximate; where today's area of the point is exact, the
nearest of those that became today's unit comes first, for it cannot have been another. `candidates_at` lists them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dothi.kernel.sql import statement
from dothi.territory.holding import Holding, Match, Place, holding_of, keep_holding

if TYPE_CHECKING:
    from psycopg import AsyncConnection

Statement = tuple[str, dict[str, Any]]
Asking = Generator[Statement, Any, list[Place]]
Placing = Generator[Statement, Any, tuple[list[Place], Match]]

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
    """The same for many points of one day, in their order; two statements, five at most, whatever their number."""
    asking = _asking(points, day, level)
    with (connection or _django()).cursor() as cursor:
        rows: list[Any] | None = None
        while True:
            try:
                name, values = asking.send(rows)
            except StopIteration as answered:
                places: list[Place] = answered.value
                return places
            cursor.execute(_sql(name), values)
            rows = cursor.fetchall()


async def units_at_async(
    connection: AsyncConnection[Any],
    points: Sequence[tuple[float, float]],
    day: dt.date,
    *,
    level: int = COMMUNE,
) -> list[Place]:
    """`units_at` on an async psycopg connection."""
    from psycopg.rows import tuple_row

    asking = _asking(points, day, level)
    async with connection.cursor(row_factory=tuple_row) as cursor:
        rows: list[Any] | None = None
        while True:
            try:
                name, values = asking.send(rows)
            except StopIteration as answered:
                places: list[Place] = answered.value
                return places
            await cursor.execute(_sql(name), values)
            rows = await cursor.fetchall()


def _asking(points: Sequence[tuple[float, float]], day: dt.date, level: int) -> Asking:
    """The way to the answer, for both kinds of connection: yields statements, is sent their rows."""
    ((stamp,),) = yield "stamp", {}
    holding = holding_of(str(stamp), level)
    if holding is None:
        holding = keep_holding(str(stamp), level, (yield "units", {"level": level}))
    places, match = yield from _placed(holding, points, day)
    guessed = holding.guessed(match, places)
    if guessed and holding.newest_day and day < holding.newest_day:
        spots = [points[index] for index in guessed]
        today, _ = yield from _placed(holding, spots, holding.newest_day)
        known = {place.unit_id for place in today if place.unit_id and not place.approximate}
        kin: dict[int, set[int]] = {}
        for root, unit in (yield "lineage", {"units": sorted(known)}) if known else ():
            kin.setdefault(root, set()).add(unit)
        for index, place in zip(guessed, today, strict=True):
            if place.unit_id in kin and not place.approximate:
                places[index] = holding.nearest_of(*points[index], day, kin[place.unit_id]) or places[index]
    return places


def _placed(holding: Holding, points: Sequence[tuple[float, float]], day: dt.date) -> Placing:
    match = holding.match(points, day)
    if match.missing:
        holding.keep_areas((yield "areas", {"units": match.missing}))
    return holding.places(match), match


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
