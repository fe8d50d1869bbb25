"""Geo-queries about a past time (CIM 009 §5.7.4): where entities were inside it. A place of then stands in history alone, as GeoJSON, so that
the box index of what is current is of no use: points are tested in SQL where that is exact, the others by shapely, like the present ones.
"""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core.geo import place_of
from dothi.entities.core.geo_query import GeoQuery
from dothi.entities.core.temporal import TemporalQuery
from dothi.entities.store.during import instances_of, times_of
from dothi.entities.store.limits import Condition, Limits, as_seen
from dothi.entities.store.places import exact_for_points
from dothi.entities.store.statements import read_sql
from dothi.kernel.errors import DothiError

MOST_PLACES = 20_000  # different ones that Python tests for one query
_AT_ONCE = 500
_LON, _LAT = "(a.json -> 'coordinates' -> 0)::float8", "(a.json -> 'coordinates' -> 1)::float8"


class TooManyPlaces(DothiError):
    """More places than one query may have tested (CIM 009 §6.3.2: TooComplexQuery)."""

    code, status, title = "query-of-too-many-places", 403, "TooComplexQuery"


async def geo_during(
    connection: AsyncConnection[Any],
    geo: GeoQuery,
    term: int,
    base: Condition,
    limits: Limits,
    temporal: TemporalQuery,
) -> Condition:
    """`geo` as a condition on `e`: some place of the time fulfils it. `base` is everything else that is asked. Raises TooManyPlaces."""
    passing, open_ones, values = _points(geo)
    values |= {"geo_term": term, **times_of(temporal)}
    rows = f"{instances_of(temporal).of('%(geo_term)s')} and a.kind = 3"
    asked = read_sql("told_places").format(rows=f"{rows} and {_of_points(open_ones, 'true')}", where=base[0])
    values["geo_ids"] = await _passed(connection, geo, asked, {**base[1], **values}, limits)
    by_point = f"exists (select from {rows} and {_of_points(passing, 'false')})"
    if not values["geo_ids"]:
        return by_point, values  # it alone may lead the plan
    by_id = "e.id = any(%(geo_ids)s)"
    return by_id if passing == "false" else f"({by_point} or {by_id})", values


def _of_points(condition: str, otherwise: str) -> str:
    """Only of a point two numbers are read: `case` keeps that order."""
    return f"case when a.json ->> 'type' = 'Point' then {condition} else {otherwise} end"


def _points(geo: GeoQuery) -> tuple[str, str, dict[str, Any]]:
    """Which points fulfil the query, as far as SQL can tell, and which are to be tested by shapely; what both bind."""
    place = place_of(geo.geometry, "coordinates")
    box = geo.box or (place.west, place.south, place.east, place.north)
    values: dict[str, Any] = dict(zip(("geo_w", "geo_s", "geo_e", "geo_n"), box, strict=True))
    inside = f"{_LON} between %(geo_w)s and %(geo_e)s and {_LAT} between %(geo_s)s and %(geo_n)s"
    exact = exact_for_points(geo, _LON, _LAT)
    if exact is not None:
        narrowed = exact[0] if geo.box is None else f"{inside} and {exact[0]}"
        return narrowed, "false", {**values, **exact[1]}
    if geo.relation == "disjoint":
        return f"not ({inside})", inside, values
    return "false", "true" if geo.box is None else inside, values


async def _passed(
    connection: AsyncConnection[Any], geo: GeoQuery, asked: str, values: dict[str, Any], limits: Limits
) -> list[int]:
    """Ids of the entities of which a place passes the exact test."""
    bound = {**values, "tenant": limits.tenant, "geo_most": MOST_PLACES + 1}
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(as_seen(asked, limits), bound, prepare=False)
        rows = await cursor.fetchall()
    if len(rows) > MOST_PLACES:
        raise TooManyPlaces(most=MOST_PLACES)
    passed: set[int] = set()
    for nth, (key, text) in enumerate(rows):
        if nth % _AT_ONCE == 0:
            await asyncio.sleep(0)  # others go on between
        if key not in passed and geo.holds(msgspec.json.decode(text)):
            passed.add(key)
    return sorted(passed)
