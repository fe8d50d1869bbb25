"""Cuts a geometry into the tiles of all zooms, from the top down, so that no step handles more than one tile's part.

Coordinates are Web Mercator in the unit square, x eastward, y southward, as tiles are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import shapely

from dothi.livemap.streets.features import FARTHEST_ZOOM

BUFFER = 0.02  # of a tile: lines must not end visibly at its edge
PIXELS = 512
SMALLEST_PX = 2.0  # an area smaller than this (in both directions) is not drawn at that zoom


class Tile(NamedTuple):
    zoom: int
    x: int
    y: int

    @property
    def size(self) -> float:
        return float(0.5**self.zoom)

    def box(self, buffer: float = 0.0) -> tuple[float, float, float, float]:
        size, more = self.size, self.size * buffer
        return (
            self.x * size - more,
            self.y * size - more,
            (self.x + 1) * size + more,
            (self.y + 1) * size + more,
        )

    def children(self) -> list[Tile]:
        return [Tile(self.zoom + 1, 2 * self.x + dx, 2 * self.y + dy) for dx in (0, 1) for dy in (0, 1)]


def mercator(shape: Any) -> Any:
    """Degrees to the unit square; latitudes end where the square does (85.05°)."""

    def project(degrees: np.ndarray) -> np.ndarray:
        sine = np.sin(np.radians(np.clip(degrees[:, 1], -85.05, 85.05)))
        return np.column_stack(
            (degrees[:, 0] / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi))
        )

    return shapely.transform(shape, project)


def cut(shape: Any, first_zoom: int) -> Iterator[tuple[Tile, Any]]:
    """Every tile from `first_zoom` to the last one with its part of the shape, simplified to that zoom."""
    yield from _descend(shape, _smallest_around(shape), first_zoom)


def _smallest_around(shape: Any) -> Tile:
    """The deepest tile that holds the whole shape with room at its edges: nothing above it needs cutting."""
    west, north, east, south = shape.bounds
    for zoom in range(FARTHEST_ZOOM, 0, -1):
        size = 0.5**zoom
        tile = Tile(zoom, int(west // size), int(north // size))
        box = tile.box(-BUFFER)
        if box[0] <= west and box[1] <= north and east <= box[2] and south <= box[3]:
            return tile
    return Tile(0, 0, 0)


def _descend(shape: Any, tile: Tile, first_zoom: int) -> Iterator[tuple[Tile, Any]]:
    for zoom in range(first_zoom, tile.zoom):
        above = Tile(zoom, tile.x >> (tile.zoom - zoom), tile.y >> (tile.zoom - zoom))
        yield from _at(shape, above)
    yield from _below(shape, tile, first_zoom)


def _below(shape: Any, tile: Tile, first_zoom: int) -> Iterator[tuple[Tile, Any]]:
    if tile.zoom >= first_zoom:
        yield from _at(shape, tile)
    if tile.zoom == FARTHEST_ZOOM:
        return
    for child in tile.children():
        part = shapely.clip_by_rect(shape, *child.box(BUFFER))
        if not part.is_empty:
            yield from _below(part, child, first_zoom)


def _at(shape: Any, tile: Tile) -> Iterator[tuple[Tile, Any]]:
    pixel = tile.size / PIXELS
    west, north, east, south = shape.bounds
    if shape.geom_type != "Point" and max(east - west, south - north) < SMALLEST_PX * pixel:
        return
    drawn = shape if tile.zoom == FARTHEST_ZOOM else shapely.simplify(shape, pixel / 2)
    if not drawn.is_empty:
        yield tile, drawn
