"""Areas as GeoJSON for maps: simplified to what a screen can show, kept in memory per state of the territory."""

from __future__ import annotations

import datetime as dt
import gzip
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import shapely
from django.db import connection

from dothi.kernel.errors import BadRequest
from dothi.kernel.kept import once
from dothi.kernel.sql import statement

MOST_AREAS = 4000  # every unit of today at once is 3,355
KEPT_ANSWERS = 24
WORLD = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map asks for: a box (degrees), tiers, a day, and its zoom (None: by the number of areas)."""

    box: tuple[float, float, float, float]
    levels: tuple[int, ...]
    day: dt.date
    zoom: float | None


def parse_box(text: str) -> tuple[float, float, float, float]:
    """`west,south,east,north`; empty means everything. Raises BadRequest `territory-bbox-malformed`."""
    if not text:
        return WORLD
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadRequest("territory-bbox-malformed") from error
    if not (west < east and south < north and np.isfinite([west, south, east, north]).all()):
        raise BadRequest("territory-bbox-malformed")
    return west, south, east, north


@once
def stamp() -> str:
    """Changes with every change of units or areas."""
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.territory", "sql/lookup.sql", "stamp"))
        return str(cursor.fetchone()[0])


_answers: OrderedDict[tuple[str, Asked], bytes] = OrderedDict()
_guard = Lock()


def packed(asked: Asked, state: str) -> bytes:
    """The FeatureCollection, gzipped; from memory while the territory has not changed."""
    with _guard:
        if (state, asked) in _answers:
            _answers.move_to_end((state, asked))
            return _answers[(state, asked)]
    answer = gzip.compress(msgspec.json.encode(collection(asked)), compresslevel=6, mtime=0)
    with _guard:
        _answers[(state, asked)] = answer
        while len(_answers) > KEPT_ANSWERS:
            _answers.popitem(last=False)
    return answer


def collection(asked: Asked) -> dict[str, Any]:
    rows = [row for level in asked.levels for row in _rows(asked, level)]
    tolerance = _tolerance(asked.zoom, len(rows))
    shapes = shapely.from_wkb([bytes(row["wkb"]) for row in rows])
    drawn = shapely.simplify(shapes, tolerance, preserve_topology=True)
    labels = shapely.point_on_surface(drawn)
    features = [_feature(row, shape, label) for row, shape, label in zip(rows, drawn, labels, strict=True)]
    return {"type": "FeatureCollection", "features": features}


def _tolerance(zoom: float | None, number: int) -> float:
    """Degrees: half a screen pixel of the zoom; without one, so that the answer stays below some megabytes."""
    if zoom is not None:
        return 180.0 / (256 * 2 ** min(max(zoom, 0.0), 18.0))
    return 0.0002 if number <= 300 else 0.001 if number <= 1200 else 0.003


def _rows(asked: Asked, level: int) -> list[dict[str, Any]]:
    west, south, east, north = asked.box
    values: dict[str, Any] = {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "level": level,
        "day": asked.day,
        "limit": MOST_AREAS,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.territory", "sql/areas.sql", "in_box"), values)
        names = [column.name for column in cursor.description]
        return [{**dict(zip(names, row, strict=True)), "level": level} for row in cursor.fetchall()]


def _feature(row: dict[str, Any], shape: Any, label: Any) -> dict[str, Any]:
    told = ("id", "code", "level", "kind", "name", "full_name", "name_en", "approximate", "source")
    properties = {name: row[name] for name in told}
    properties |= {"lon": round(label.x, 5), "lat": round(label.y, 5)}
    parts = [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in shapely.get_parts(shape)]
    return {
        "type": "Feature",
        "id": row["id"],
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": parts},
    }


def _ring(ring: Any) -> list[list[float]]:
    rounded: list[list[float]] = np.round(shapely.get_coordinates(ring), 5).tolist()
    return rounded
