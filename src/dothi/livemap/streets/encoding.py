"""Vector tiles (Mapbox Vector Tile 2.1), written from whole arrays: the commands of all pieces of a zoom are made at once by numpy.

Layers' keys and values go through the generated protobuf classes; geometries and features are framed here, because an
object per coordinate is what made the import slow. Rounding may fold an area's edge onto itself by one grid unit
(1/4096 of a tile); it is drawn as it is, not mended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2 as protobuf

EXTENT = 4096
# §4.3 of the specification: a command word is its number and how often it repeats.
MOVE_ONCE, LINE, CLOSE = 1 | 1 << 3, 2, 7 | 1 << 3
POINT, LINESTRING, POLYGON = 1, 2, 3  # §4.3.4; one above the number of dimensions
FEWEST_POINTS = {POINT: 1, LINESTRING: 2, POLYGON: 3}


Feature = tuple[
    str, bytes
]  # what the map is told about it (JSON), and its kind and commands (fields 3 and 4)


class _Runs(NamedTuple):
    """Points, lines or rings: the grid points of all one after the other, and for each run its length and its feature."""

    at: np.ndarray
    lengths: np.ndarray
    of: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        starts: np.ndarray = np.cumsum(self.lengths) - self.lengths
        return starts

    def only(self, kept: np.ndarray) -> _Runs:
        return _Runs(self.at[np.repeat(kept, self.lengths)], self.lengths[kept], self.of[kept])


def geometries(shapes: np.ndarray, feature: np.ndarray) -> list[bytes | None]:
    """Kind and commands of each feature: one or more shapes of one kind that follow each other (`feature[i]` is shape i's).

    Shapes are in their tile's square (0 to 1). None where nothing of a feature is left on the grid.
    """
    found: list[bytes | None] = [None] * (int(feature[-1]) + 1 if len(feature) else 0)
    dimensions = shapely.get_dimensions(shapes)
    for kind in (POINT, LINESTRING, POLYGON):
        (rows,) = np.nonzero(dimensions == kind - 1)
        runs = _runs(shapes[rows], feature[rows], kind)
        if len(runs.lengths):
            head = bytes((3 << 3, kind))
            for number, commands in zip(*_commands(runs, kind), strict=True):
                found[number] = head + _framed(4, commands)
    return found


def _runs(shapes: np.ndarray, feature: np.ndarray, kind: int) -> _Runs:
    parts, of = _parts(shapes)
    fit = shapely.get_dimensions(parts) == kind - 1
    parts, of = parts[fit], feature[of[fit]]
    if kind == POLYGON:
        rings, part = shapely.get_rings(parts, return_index=True)
        outer = np.diff(part, prepend=-1) != 0  # GEOS tells a polygon's outer ring first
        return _oriented(_on_grid(rings, of[part], kind), outer, part)
    runs = _on_grid(parts, of, kind)
    return runs.only(runs.lengths >= FEWEST_POINTS[kind])


def _parts(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The single shapes in all, and of which each is; taking apart what is single already costs as much as the rest."""
    many = shapely.get_type_id(shapes) > POLYGON
    parts, of = shapely.get_parts(shapes[many], return_index=True)
    parts, of = (
        np.concatenate((shapes[~many], parts)),
        np.concatenate((np.nonzero(~many)[0], np.nonzero(many)[0][of])),
    )
    order = np.argsort(of, kind="stable")
    return parts[order], of[order]


def _on_grid(parts: np.ndarray, of: np.ndarray, kind: int) -> _Runs:
    """Whole numbers; points that fall onto the one before go, and a ring's last point, which repeats the first."""
    degrees, run = shapely.get_coordinates(parts, return_index=True)
    at = np.rint(degrees * EXTENT).astype(np.int64)
    if kind == POLYGON:
        last = np.diff(run, append=-1) != 0
        at, run = at[~last], run[~last]
    lengths = np.bincount(run, minlength=len(parts))
    before = np.arange(len(at)) - 1
    first = (np.cumsum(lengths) - lengths)[lengths > 0]
    if kind == POLYGON:
        before[first] += lengths[lengths > 0]
    moved = (at != at[before]).any(axis=1)
    if kind != POLYGON:
        moved[first] = True
    return _Runs(at[moved], np.bincount(run[moved], minlength=len(parts)), of)


def _oriented(rings: _Runs, outer: np.ndarray, part: np.ndarray) -> _Runs:
    """Rings without area go, holes with their outer ring; outer rings turn clockwise on the screen, holes the other way (§4.3.4.4)."""
    area = _areas(rings)
    kept = (rings.lengths >= FEWEST_POINTS[POLYGON]) & (area != 0)
    kept &= np.isin(part, part[outer & kept])
    rings, area, outer = rings.only(kept), area[kept], outer[kept]
    turned = np.repeat((area > 0) != outer, rings.lengths)
    place = np.arange(len(rings.at))
    mirrored = np.repeat(2 * rings.starts + rings.lengths - 1, rings.lengths) - place
    return rings._replace(at=rings.at[np.where(turned, mirrored, place)])


def _areas(rings: _Runs) -> np.ndarray:
    """Twice the area of each ring by the surveyor's formula; positive is clockwise on a screen."""
    filled, after = rings.lengths > 0, np.arange(len(rings.at)) + 1
    after[(rings.starts + rings.lengths - 1)[filled]] = rings.starts[filled]
    x, y = rings.at.T
    run = np.repeat(np.arange(len(rings.lengths)), rings.lengths)
    return np.bincount(run, x * y[after] - x[after] * y, minlength=len(rings.lengths))


def _commands(runs: _Runs, kind: int) -> tuple[list[int], list[bytes]]:
    """Numbers and packed commands of the features that have runs; the cursor goes on from run to run within one."""
    words = runs.lengths * 2 + {POINT: 1, LINESTRING: 2, POLYGON: 3}[kind]
    base, starts = np.cumsum(words) - words, runs.starts
    stream = np.empty(int(words.sum()), dtype=np.int64)
    stream[base] = MOVE_ONCE
    if kind != POINT:
        stream[base + 3] = (runs.lengths - 1) << 3 | LINE
    if kind == POLYGON:
        stream[base + words - 1] = CLOSE
    place = np.arange(len(runs.at)) * 2 + np.repeat(base + 2 - 2 * starts, runs.lengths)
    place[starts] -= 1  # the first point stands before the word that counts the rest
    feature = np.repeat(runs.of, runs.lengths)
    by = np.diff(runs.at, axis=0, prepend=0)
    new = np.diff(feature, prepend=-1) != 0
    by[new] = runs.at[new]
    stream[place], stream[place + 1] = ((by << 1) ^ (by >> 63)).T
    packed, sizes = _varints(stream)
    return _by_feature(packed, np.add.reduceat(sizes, base), runs.of)


def _by_feature(packed: bytes, sizes: np.ndarray, of: np.ndarray) -> tuple[list[int], list[bytes]]:
    (first,) = np.nonzero(np.diff(of, prepend=-1))
    ends = np.cumsum(np.add.reduceat(sizes, first)).tolist()
    return of[first].tolist(), [packed[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _varints(values: np.ndarray) -> tuple[bytes, np.ndarray]:
    """Protobuf's numbers of seven bits a byte; the bytes of all, and how many each takes."""
    sizes = 1 + np.searchsorted((1 << 7, 1 << 14, 1 << 21, 1 << 28), values, side="right")
    starts = np.cumsum(sizes) - sizes
    out = np.empty(int(sizes.sum()), dtype=np.uint8)
    rows = np.arange(len(values))
    for number in range(5):
        rows = rows[sizes[rows] > number]
        more = np.where(sizes[rows] > number + 1, 0x80, 0)
        out[starts[rows] + number] = values[rows] >> 7 * number & 0x7F | more
    return out.tobytes(), sizes


def tile(layers: Iterable[tuple[str, Iterable[Feature]]]) -> bytes:
    """A tile of layers by name."""
    return b"".join(_framed(3, _layer(name, features)) for name, features in layers)


def _layer(name: str, features: Iterable[Feature]) -> bytes:
    head: Any = protobuf.tile.layer(name=name, version=2, extent=EXTENT)
    keys: dict[str, int] = {}
    values: dict[Any, int] = {}
    tags: dict[str, bytes] = {}
    body = []
    for told, drawn in features:
        if told not in tags:
            tags[told] = _tags(json.loads(told), keys, values)
        body.append(_framed(2, tags[told] + drawn))
    head.keys.extend(keys)
    for value in values:
        head.values.add(**({"string_value": value} if isinstance(value, str) else {"int_value": value}))
    return bytes(head.SerializeToString()) + b"".join(body)


def _tags(told: dict[str, str | int], keys: dict[str, int], values: dict[Any, int]) -> bytes:
    """The field that says which key has which value; both tables grow as they are met."""
    numbers: list[int] = []
    for key, value in told.items():
        numbers += keys.setdefault(key, len(keys)), values.setdefault(value, len(values))
    return _framed(2, b"".join(map(_varint, numbers))) if numbers else b""


def _framed(field: int, body: bytes) -> bytes:
    """A protobuf field that holds bytes."""
    return _head(field, len(body)) + body


@lru_cache(maxsize=10_000)
def _head(field: int, length: int) -> bytes:
    return bytes((field << 3 | 2,)) + _varint(length)


def _varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    return bytes((number & 0x7F | 0x80,)) + _varint(number >> 7)
