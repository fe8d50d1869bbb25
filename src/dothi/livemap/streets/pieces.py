"""Encoded parts of objects by tile, on disk: what comes object by object leaves tile by tile."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from pmtiles.tile import zxy_to_tileid

from dothi.livemap.streets import encoding
from dothi.livemap.streets.cutting import Pieces, cut, mercator
from dothi.livemap.streets.features import LAYERS
from dothi.livemap.streets.reading import Batch

Row = tuple[int, int, str, bytes]  # tile, layer, and a feature of it
TILES_AT_ONCE = 32
PACKING = 6  # of gzip: 9 takes half again as long for 1 % less


class CutBatch(NamedTuple):
    """What became of a batch: how many objects are drawn, the box around them in degrees, and their parts by tile."""

    objects: int
    box: np.ndarray
    rows: list[Row]


def cut_batch(batch: Batch) -> CutBatch:
    """One unit of work; needs nothing but the batch."""
    shapes = shapely.from_wkb(np.array(batch.shapes, dtype=object), on_invalid="ignore")
    whole = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    drawn, shapes = [one for one, fine in zip(batch.drawn, whole, strict=True) if fine], shapes[whole]
    kinds = list(dict.fromkeys(drawn))
    number = {one: i for i, one in enumerate(kinds)}
    kind = np.array([number[one] for one in drawn], dtype=np.int64)
    box = shapely.total_bounds(shapes)
    shapes, kind = _joined(shapes, kind, np.array(['"name"' in one.told for one in kinds], dtype=bool))
    layers = np.array([LAYERS.index(one.layer) for one in kinds], dtype=np.int64)[kind]
    zooms = np.array([one.zoom for one in kinds], dtype=np.int64)[kind]
    texts = [one.told for one in kinds]
    rows = [row for pieces in cut(mercator(shapes), zooms) for row in _rows(pieces, layers, kind, texts)]
    return CutBatch(len(drawn), box, rows)


def _joined(shapes: np.ndarray, kind: np.ndarray, named: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A named street that was mapped from crossing to crossing becomes one line: a name is written only where it has room."""
    lines = named[kind] & (shapely.get_dimensions(shapes) == 1)
    if not lines.any():
        return shapes, kind
    names, which = np.unique(kind[lines], return_inverse=True)
    order = np.argsort(which, kind="stable")
    streets = shapely.line_merge(shapely.multilinestrings(shapes[lines][order], indices=which[order]))
    parts, of = shapely.get_parts(streets, return_index=True)
    return np.concatenate((shapes[~lines], parts)), np.concatenate((kind[~lines], names[of]))


class PiecesFile:
    """Filled batch by batch, then read in the order of tiles and layers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = sqlite3.connect(path)
        self._file.executescript(
            "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16384;"
            "create table piece (tile integer, layer integer, told text, drawn blob)"
        )

    def add(self, rows: list[Row]) -> None:
        self._file.executemany("insert into piece values (?, ?, ?, ?)", rows)

    def finish(self) -> list[int]:
        """The ids of all tiles in order; from here on `packed_tiles` may read."""
        self._file.execute("create index piece_by_tile on piece (tile, layer)")
        self._file.commit()
        return [tile for (tile,) in self._file.execute("select distinct tile from piece order by tile")]

    def close(self) -> None:
        self._file.close()


def packed_tiles(path: Path, first: int, last: int) -> list[tuple[int, bytes]]:
    """The other unit of work: the tiles from `first` to `last` of a finished file, encoded and gzipped."""
    file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    rows = file.execute(
        "select tile, layer, told, drawn from piece where tile between ? and ? order by tile, layer, rowid",
        (first, last),
    )
    packed = [
        (tile, gzip.compress(_tile(in_tile), compresslevel=PACKING, mtime=0))
        for tile, in_tile in groupby(rows, key=lambda row: row[0])
    ]
    file.close()
    return packed


def _tile(rows: Iterator[Row]) -> bytes:
    layers = groupby(rows, key=lambda row: row[1])
    return encoding.tile((LAYERS[number], (row[2:] for row in in_layer)) for number, in_layer in layers)


def _rows(pieces: Pieces, layers: np.ndarray, told: np.ndarray, texts: list[str]) -> Iterator[Row]:
    """What is told alike in one tile (all its houses, the pieces of a street) becomes one feature.

    In the order of tiles, so that reading them back in this order stays near in the file.
    """
    tiles, alike = _tile_ids(pieces), told[pieces.of]
    order = np.lexsort((alike, layers[pieces.of], tiles))
    keys = np.column_stack((tiles, layers[pieces.of], alike))[order]
    begins = (np.diff(keys, axis=0, prepend=-1) != 0).any(axis=1)
    found = encoding.geometries(pieces.shapes[order], np.cumsum(begins) - 1)
    for (tile, layer, text), drawn in zip(keys[begins].tolist(), found, strict=True):
        if drawn is not None:
            yield tile, layer, texts[text], drawn


def _tile_ids(pieces: Pieces) -> np.ndarray:
    """The numbers of PMTiles (along a Hilbert curve), asked once for each tile of the batch."""
    places, which = np.unique(pieces.x << 32 | pieces.y, return_inverse=True)
    ids = [zxy_to_tileid(pieces.zoom, place >> 32, place & 0xFFFFFFFF) for place in places.tolist()]
    return np.array(ids, dtype=np.int64)[which]
