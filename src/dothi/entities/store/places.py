"""Geo-queries on the database: a box index narrows, points are tested exactly in SQL, other shapes by shapely.

So that limit, offset and count are right, the exact test is always part of the query: shapes that passed shapely's test
come back into it by id.
"""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core.geo_query import GeoQuery
from dothi.entities.core.normalize import LOCATION
from dothi.entities.store.limits import Condition, Limits, as_seen
from dothi.entities.store.statements import read_sql
from dothi.kernel.earth import RADIUS_M

IS_POINT = "(e.place[0] ~= e.place[1])"


def metres_to(lon: str, lat: str, from_lon: str = "e.lon", from_lat: str = "e.lat") -> str:
    """Great-circle metres from a point, that of the entity, to bound coordinates (haversine)."""
    return (
        f"{2 * RADIUS_M} * asin(least(1, sqrt(power(sind(({from_lat} - {lat}) / 2), 2)"
        f" + cosd({lat}) * cosd({from_lat}) * power(sind(({from_lon} - {lon}) / 2), 2))))"
    )


async def geo_condition(
    connection: AsyncConnection[Any], geo: GeoQuery, term: int, base: Condition, limits: Limits
) -> Condition:
    """`geo` as a condition on `e`; `base` is everything else that is asked."""
    if geo.geoproperty != "location" or not limits.sees(LOCATION):  # e.place is made of it
        return await _by_shape(connection, geo, term, base, limits)
    narrow, values = _narrow(geo)
    exact = exact_for_points(geo)
    if exact is None:
        text, more = await _by_shape(
            connection, geo, term, (f"{base[0]} and {narrow}", {**base[1], **values}), limits
        )
        return text, more
    shapes = f"{base[0]} and {narrow} and not {IS_POINT}"
    by_shape, passed = await _by_shape(connection, geo, term, (shapes, {**base[1], **values}), limits)
    text = f"({narrow} and {IS_POINT} and {exact[0]})"
    if passed["geo_ids"]:
        text = f"({text} or {by_shape})"
    return text, {**values, **exact[1], **passed}


def _narrow(geo: GeoQuery) -> Condition:
    box = geo.box
    if box is None:
        return "e.place is not null", {}
    values = dict(zip(("geo_w", "geo_s", "geo_e", "geo_n"), box, strict=True))
    return "e.place && box(point(%(geo_w)s, %(geo_s)s), point(%(geo_e)s, %(geo_n)s))", values


def exact_for_points(geo: GeoQuery, lon: str = "e.lon", lat: str = "e.lat") -> Condition | None:
    """The exact test for points, when SQL can do it."""
    if geo.relation == "near" and geo.geometry["type"] == "Point":
        at = geo.geometry["coordinates"]
        away = metres_to("%(geo_lon)s", "%(geo_lat)s", lon, lat)
        parts = [f"{away} <= %(geo_max)s"] if geo.max_m is not None else []
        parts += [f"{away} >= %(geo_min)s"] if geo.min_m is not None else []
        return " and ".join(parts), {
            "geo_lon": at[0],
            "geo_lat": at[1],
            "geo_max": geo.max_m,
            "geo_min": geo.min_m,
        }
    if geo.relation in ("within", "intersects") and geo.geometry["type"] == "Polygon":
        outer, *holes = geo.geometry["coordinates"]
        values = {
            "geo_outer": _polygon(outer),
            **{f"geo_hole_{i}": _polygon(ring) for i, ring in enumerate(holes)},
        }
        inside = f"%(geo_outer)s::polygon @> point({lon}, {lat})"
        return inside + "".join(
            f" and not %(geo_hole_{i})s::polygon @> point({lon}, {lat})" for i in range(len(holes))
        ), values
    return None


def _polygon(ring: list[list[float]]) -> str:
    return "(" + ",".join(f"({point[0]},{point[1]})" for point in ring) + ")"


async def _by_shape(
    connection: AsyncConnection[Any], geo: GeoQuery, term: int, base: Condition, limits: Limits
) -> Condition:
    """Ids of the entities whose shape passes the exact test."""
    async with connection.cursor(row_factory=tuple_row) as cursor:
        statement = as_seen(read_sql("shapes").format(where=base[0]), limits)
        await cursor.execute(statement, {**base[1], "term": term, "tenant": limits.tenant}, prepare=False)
        rows = await cursor.fetchall()
    passed = sorted({key for key, text in rows if text and geo.holds(msgspec.json.decode(text))})
    return "e.id = any(%(geo_ids)s)", {"geo_ids": passed}
