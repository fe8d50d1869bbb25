"""Cuts many shapes at once into the tiles of all zooms, from far out to near: a step handles what the step above left in one tile.

Whole arrays go through GEOS and numpy; there is no work per object in Python. Coordinates come as Web Mercator in the
unit square, x eastward, y southward, as tiles are numbered; pieces leave in their tile's own square, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from dothi.livemap.streets.features import FARTHEST_ZOOM, NEAREST_OUT

BUFFER = 0.02  # of a tile: lines must not end visibly at its edge
PIXELS = 512
SMALLEST = 2.0 / PIXELS  # an area smaller than this (in both directions) is not drawn at that zoom
FINEST = (
    0.5 / PIXELS
)  # detail below half a pixel goes, except at the last zoom: closer ones are drawn from it


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of shapes in tiles of one zoom: row i is a part of the shape `of[i]`, in tile (`x[i]`, `y[i]`)."""

    zoom: int
    of: np.ndarray
    x: np.ndarray
    y: np.ndarray
    shapes: np.ndarray

    def only(self, rows: np.ndarray) -> Pieces:
        return Pieces(self.zoom, self.of[rows], self.x[rows], self.y[rows], self.shapes[rows])

    def joined(self, other: Pieces) -> Pieces:
        pairs = (self.of, other.of), (self.x, other.x), (self.y, other.y), (self.shapes, other.shapes)
        return Pieces(self.zoom, *map(np.concatenate, pairs))


def mercator(shapes: Any) -> Any:
    """Degrees to the unit square; latitudes end where the square does (85.05°)."""

    def project(degrees: np.ndarray) -> np.ndarray:
        sine = np.sin(np.radians(np.clip(degrees[:, 1], -85.05, 85.05)))
        return np.column_stack(
            (degrees[:, 0] / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi))
        )

    return shapely.transform(shapes, project)


def cut(shapes: np.ndarray, first_zooms: np.ndarray) -> Iterator[Pieces]:
    """For each zoom the parts of all shapes drawn there (from their first zoom on), simplified to that zoom."""
    standing = _new(shapes[:0], np.empty(0, dtype=np.int64), NEAREST_OUT - 1)
    for zoom in range(NEAREST_OUT, FARTHEST_ZOOM + 1):
        (fresh,) = np.nonzero(first_zooms == zoom)
        standing = _into_quarters(standing).joined(_new(shapes[fresh], fresh, zoom))
        yield _drawn(standing)


def _new(shapes: np.ndarray, of: np.ndarray, zoom: int) -> Pieces:
    """Shapes of the unit square in the tiles that their boxes touch."""
    start = np.zeros(len(of), dtype=np.int64)
    return _spread(Pieces(zoom, of, start, start, shapes), 2**zoom)


def _into_quarters(above: Pieces) -> Pieces:
    """Pieces of one zoom in the four tiles below theirs."""
    return _spread(Pieces(above.zoom + 1, above.of, above.x * 2, above.y * 2, above.shapes), 2)


def _spread(rows: Pieces, scale: int) -> Pieces:
    """Each shape, `scale` times as large, cut into those of the scale × scale tiles from (x, y) on that it touches."""
    west, north, east, south = shapely.bounds(rows.shapes).T * scale
    first_x, last_x = _range(west, east, scale)
    first_y, last_y = _range(north, south, scale)
    across = last_x - first_x + 1
    tiles = across * (last_y - first_y + 1)
    row = np.repeat(np.arange(len(tiles)), tiles)
    number = np.arange(len(row)) - np.repeat(np.cumsum(tiles) - tiles, tiles)
    east_by, south_by = first_x[row] + number % across[row], first_y[row] + number // across[row]
    shapes = _moved(rows.shapes[row], scale, np.column_stack((east_by, south_by)))
    return _clipped(Pieces(rows.zoom, rows.of[row], rows.x[row] + east_by, rows.y[row] + south_by, shapes))


def _range(low: np.ndarray, high: np.ndarray, tiles: int) -> tuple[np.ndarray, np.ndarray]:
    first, last = np.floor(low - BUFFER), np.floor(high + BUFFER)
    return tuple(np.clip(end, 0, tiles - 1).astype(np.int64) for end in (first, last))  # type: ignore[return-value]


def _moved(shapes: np.ndarray, scale: int, origin: np.ndarray) -> Any:
    by = np.repeat(origin, shapely.get_num_coordinates(shapes), axis=0)
    return shapely.transform(shapes, lambda at: at * scale - by)


def _clipped(rows: Pieces) -> Pieces:
    """Only what sticks out of its tile costs a cut."""
    bounds, shapes = shapely.bounds(rows.shapes), rows.shapes
    out = (bounds[:, :2] < -BUFFER).any(axis=1) | (bounds[:, 2:] > 1 + BUFFER).any(axis=1)
    edges = (-BUFFER, -BUFFER, 1 + BUFFER, 1 + BUFFER)
    shapes[out] = _each(lambda some: shapely.clip_by_rect(some, *edges), shapes[out])
    return rows.only(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))


def _drawn(rows: Pieces) -> Pieces:
    bounds, points = shapely.bounds(rows.shapes), shapely.get_dimensions(rows.shapes) == 0
    size = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0.0)
    seen = rows.only(points | (size >= SMALLEST))
    if seen.zoom == FARTHEST_ZOOM:
        return seen
    # Without keeping neighbours apart: ten times as fast, and nothing a person sees at half a pixel.
    shapes = _each(lambda some: shapely.simplify(some, FINEST, preserve_topology=False), seen.shapes)
    seen = replace(seen, shapes=shapes)
    return seen.only(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))


def _each(work: Callable[[Any], Any], shapes: np.ndarray) -> Any:
    """The whole array at once; where GEOS refuses a broken area, one by one without it: one object less is drawn."""
    try:
        return work(shapes)
    except shapely.errors.GEOSException:
        return np.array([_or_none(work, shape) for shape in shapes], dtype=object)


def _or_none(work: Callable[[Any], Any], shape: Any) -> Any:
    try:
        return work(shape)
    except shapely.errors.GEOSException:
        return None
