"""The streets that addresses are found by: read from the map's streets file, one row for each name in each commune."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from mapbox_vector_tile.Mapbox import vector_tile_pb2 as protobuf
from pmtiles.reader import MmapSource, Reader, all_tiles

from dothi.calls.understanding.addresses import street_name
from dothi.calls.understanding.likeness import Point, metres_between
from dothi.calls.understanding.models import Street
from dothi.kernel import clock, locks
from dothi.livemap.streets.features import FARTHEST_ZOOM, PATHS
from dothi.territory.lookup import units_at

LAYER = "roads"
MOVE_TO, LINE_TO = 1, 2  # commands of vector tiles, §4.3.1
FINEST = 0.00002  # degrees, about 2 m: streets are kept no finer

Line = list[tuple[float, float]]


def index_streets(file: Path) -> int:
    """Makes the index exactly what the streets file says; returns how many streets it holds."""
    return keep(named_lines(file), f"{file.name}:{file.stat().st_mtime_ns:x}"[:120])


def keep(lines: dict[str, list[Line]], source: str) -> int:
    """In one transaction in place of all there was: a search sees the old streets or the new."""
    rows = list(_rows(lines, source))
    with transaction.atomic():
        locks.hold("calls streets")
        Street.objects.all().delete()
        Street.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def named_lines(file: Path) -> dict[str, list[Line]]:
    """Name → its pieces (longitude, latitude), from the tiles of the closest zoom."""
    found: dict[str, list[Line]] = defaultdict(list)
    with file.open("rb") as opened:
        source: Any = MmapSource(opened)  # type: ignore[no-untyped-call]
        Reader(source)  # type: ignore[no-untyped-call]
        for (zoom, x, y), packed in all_tiles(source):  # type: ignore[no-untyped-call]
            if zoom == FARTHEST_ZOOM:
                for name, line in _in_tile(gzip.decompress(packed), x, y):
                    found[name].append(line)
    return found


def _in_tile(packed: bytes, x: int, y: int) -> Iterator[tuple[str, Line]]:
    tile = protobuf.tile()
    tile.ParseFromString(packed)
    for layer in tile.layers:
        if layer.name == LAYER:
            for feature in layer.features:
                told = {
                    layer.keys[key]: layer.values[value].string_value
                    for key, value in zip(feature.tags[::2], feature.tags[1::2], strict=True)
                }
                if told.get("name") and told.get("kind") not in PATHS:
                    for grid in _lines(feature.geometry):
                        yield told["name"], _degrees(grid, layer.extent, x, y)


def _lines(commands: Any) -> Iterator[list[tuple[int, int]]]:
    """Command words and zigzag steps as grid points (§4.3)."""
    at, x, y = 0, 0, 0
    line: list[tuple[int, int]] = []
    while at < len(commands):
        what, times = commands[at] & 7, commands[at] >> 3
        at += 1
        if what == MOVE_TO and line:
            yield line
            line = []
        for _ in range(times if what in (MOVE_TO, LINE_TO) else 0):
            x += (commands[at] >> 1) ^ -(commands[at] & 1)
            y += (commands[at + 1] >> 1) ^ -(commands[at + 1] & 1)
            line.append((x, y))
            at += 2
    if line:
        yield line


def _degrees(grid: list[tuple[int, int]], extent: int, x: int, y: int) -> Line:
    """Web Mercator of the tile's square back to degrees."""
    points = (np.asarray(grid, dtype=float) / extent + (x, y)) / (1 << FARTHEST_ZOOM)
    lon = points[:, 0] * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * points[:, 1]))))
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _rows(lines: dict[str, list[Line]], source: str) -> Iterator[Street]:
    """One for each name in each commune: the same name stands in many."""
    told = [(name, line) for name, pieces in lines.items() for line in pieces if len(line) > 1]
    middles = [line[len(line) // 2] for _name, line in told]
    places = units_at(middles, clock.today()) if told else []
    parts: dict[tuple[str, int | None], list[Line]] = defaultdict(list)
    for (name, line), place in zip(told, places, strict=True):
        parts[name, place.unit_id].append(line)
    for (name, unit_id), pieces in parts.items():
        shape = _merged(pieces)
        middle, half_m = _middle(shape)
        yield Street(
            name=name[:200],
            folded=street_name(name)[:200],
            unit_id=unit_id,
            lon=middle.lon,
            lat=middle.lat,
            half_m=half_m,
            shape=shapely.to_wkb(shape),
            source=source,
        )


def _merged(pieces: list[Line]) -> Any:
    return shapely.simplify(
        shapely.line_merge(shapely.union_all([shapely.LineString(one) for one in pieces])), FINEST
    )


def _middle(shape: Any) -> tuple[Point, float]:
    """The point of the street nearest to its centre, and how far its farthest point is from there in metres."""
    line = shapely.shortest_line(shape, shapely.centroid(shape))
    lon, lat = shapely.get_coordinates(line)[0].tolist()
    middle = Point(lon, lat)
    ends = shapely.get_coordinates(shape).tolist()
    return middle, max(metres_between(middle, Point(*end)) for end in ends)
