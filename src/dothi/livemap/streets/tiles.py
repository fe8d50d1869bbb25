"""From an OSM extract to one PMTiles file: read → cut into tiles (a temporary database on disk) → encode tile by tile.

Memory stays small whatever the extract's size: node places and pieces of tiles lie on disk; in memory are one object
and one tile. The disk needs about ten times the extract meanwhile. The finished file takes the place of the old one in one step.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from mapbox_vector_tile.encoder import on_invalid_geometry_make_valid
from pmtiles.tile import Compression, TileType, tileid_to_zxy, zxy_to_tileid
from pmtiles.writer import Writer

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.settings import data_folder
from dothi.livemap.streets import cutting, reading
from dothi.livemap.streets.cutting import Tile
from dothi.livemap.streets.features import FARTHEST_ZOOM, NEAREST_OUT

LAYERS = ("water", "green", "rivers", "buildings", "rails", "roads", "places")
LICENCE = "© OpenStreetMap contributors (ODbL 1.0)"
EXTENT = 4096
Progress = Callable[[str, int, int], None]  # what, done, of (0: unknown)
E7 = 10_000_000


def streets_file() -> Path:
    return data_folder() / "map" / "streets.pmtiles"


def import_streets(extract: Path, *, buildings: bool = True, progress: Progress = lambda *_: None) -> Path:
    """Makes the streets file from `.osm.pbf` (or any OSM file); the old one stays until the new one is whole.

    Raises BadRequest `livemap-streets-unreadable`, `livemap-streets-nothing-drawn`.
    """
    if not extract.is_file():
        raise BadRequest("livemap-streets-unreadable", file=extract.name, reason="no such file")
    day = reading.data_day(extract)
    target = streets_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".import-") as folder:
        pieces = _Pieces(Path(folder) / "pieces.sqlite")
        for done, (found, shape) in enumerate(
            reading.objects(extract, Path(folder) / "nodes", buildings), start=1
        ):
            pieces.add(found.layer, found.told, shape, found.zoom)
            if done % 5000 == 0:
                progress("read", done, 0)
        if not pieces.tiles():
            raise BadRequest("livemap-streets-nothing-drawn", file=extract.name)
        made = Path(folder) / "streets.pmtiles"
        _write(made, pieces, _told(extract, day), progress)
        pieces.close()
        made.replace(target)
    return target


class _Pieces:
    """Parts of objects by tile, on disk."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path)
        self._file.executescript(
            "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536;"
            "create table piece (tile integer, layer integer, told text, shape blob)"
        )
        self._waiting: list[tuple[int, int, str, bytes]] = []
        self.box = [180.0, 90.0, -180.0, -90.0]

    def add(self, layer: str, told: dict[str, Any], shape: Any, zoom: int) -> None:
        west, south, east, north = shape.bounds
        self.box = [
            min(self.box[0], west),
            min(self.box[1], south),
            max(self.box[2], east),
            max(self.box[3], north),
        ]
        text, number = json.dumps(told, ensure_ascii=False), LAYERS.index(layer)
        for tile, part in cutting.cut(cutting.mercator(shape), zoom):
            self._waiting.append((zxy_to_tileid(*tile), number, text, shapely.to_wkb(part)))
        if len(self._waiting) > 20_000:
            self._flush()

    def _flush(self) -> None:
        self._file.executemany("insert into piece values (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def tiles(self) -> int:
        """How many tiles there are; from here on pieces can be read in order."""
        self._flush()
        self._file.execute("create index if not exists piece_by_tile on piece (tile, layer)")
        return int(self._file.execute("select count(distinct tile) from piece").fetchone()[0])

    def by_tile(self) -> Iterator[tuple[int, list[tuple[int, str, bytes]]]]:
        rows = self._file.execute("select tile, layer, told, shape from piece order by tile, layer")
        for tile, group in groupby(rows, key=lambda row: row[0]):
            yield tile, [row[1:] for row in group]

    def close(self) -> None:
        self._file.close()


def _told(extract: Path, day: Any) -> dict[str, Any]:
    """What the file says about itself; the map's status reads it back."""
    return {
        "name": "streets",
        "attribution": LICENCE,
        "from_file": extract.name,
        "data_day": day.isoformat() if day else None,
        "imported_at": clock.iso(clock.now()),
        "vector_layers": [{"id": layer, "fields": {}} for layer in LAYERS],
    }


def _write(path: Path, pieces: _Pieces, told: dict[str, Any], progress: Progress) -> None:
    number = pieces.tiles()
    west, south, east, north = pieces.box
    with path.open("wb") as out:
        writer: Any = Writer(out)  # type: ignore[no-untyped-call]
        for done, (tile_id, rows) in enumerate(pieces.by_tile(), start=1):
            writer.write_tile(tile_id, gzip.compress(_encode(Tile(*tileid_to_zxy(tile_id)), rows), mtime=0))
            if done % 50 == 0 or done == number:
                progress("tiles", done, number)
        header = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
            "min_zoom": NEAREST_OUT, "max_zoom": FARTHEST_ZOOM,
            "min_lon_e7": int(west * E7), "min_lat_e7": int(south * E7),
            "max_lon_e7": int(east * E7), "max_lat_e7": int(north * E7),
            "center_zoom": 11, "center_lon_e7": int((west + east) / 2 * E7), "center_lat_e7": int((south + north) / 2 * E7),
        }  # fmt: skip
        writer.finalize(header, told)


def _encode(tile: Tile, rows: list[tuple[int, str, bytes]]) -> bytes:
    layers = []
    for number, group in groupby(rows, key=lambda row: row[0]):
        shapes = [{"geometry": _in_tile(row[2], tile), "properties": json.loads(row[1])} for row in group]
        layers.append({"name": LAYERS[number], "features": shapes})
    options = {"extents": EXTENT, "y_coord_down": True, "on_invalid_geometry": on_invalid_geometry_make_valid}
    return bytes(mapbox_vector_tile.encode(layers, default_options=options))


def _in_tile(wkb: bytes, tile: Tile) -> Any:
    """The shape in the tile's own whole-number grid."""
    west, north, _east, _south = tile.box()
    return shapely.transform(
        shapely.from_wkb(wkb), lambda at: np.round((at - (west, north)) / tile.size * EXTENT)
    )
