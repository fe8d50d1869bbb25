"""From an OSM extract to one PMTiles file: read in batches → cut and encode (a temporary database on disk) → tile by tile.

Node places and pieces of tiles lie on disk and memory holds a few batches and tiles for each core (figures: docs/how-to/import-streets.md), about
ten times the extract meanwhile. The finished file takes the place of the old one in one step.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.settings import data_folder
from dothi.livemap.streets import reading
from dothi.livemap.streets.features import FARTHEST_ZOOM, LAYERS, NEAREST_OUT
from dothi.livemap.streets.pieces import TILES_AT_ONCE, CutBatch, PiecesFile, cut_batch, packed_tiles
from dothi.livemap.streets.side_by_side import SideBySide

Box = tuple[float, float, float, float]  # west, south, east, north
LICENCE = "© OpenStreetMap contributors (ODbL 1.0)"
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
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".import-") as folder, SideBySide() as workers:
        pieces = PiecesFile(Path(folder) / "pieces.sqlite")
        found = reading.batches(extract, Path(folder) / "nodes", buildings)
        box = _fill(pieces, workers.each(cut_batch, found), progress)
        tiles = pieces.finish()
        if not tiles:
            raise BadRequest("livemap-streets-nothing-drawn", file=extract.name)
        made = Path(folder) / "streets.pmtiles"
        parts = [tiles[start : start + TILES_AT_ONCE] for start in range(0, len(tiles), TILES_AT_ONCE)]
        packed = workers.each(partial(_packed, pieces.path), parts)
        _write(made, packed, len(tiles), box, _told(extract, day), progress)
        pieces.close()
        made.replace(target)
    return target


def _fill(pieces: PiecesFile, batches: Iterable[CutBatch], progress: Progress) -> Box:
    """Keeps the parts of all objects; returns the box of all, in degrees."""
    boxes, done = [np.full(4, np.nan)], 0
    for batch in batches:
        pieces.add(batch.rows)
        boxes.append(batch.box)
        done += batch.objects
        progress("read", done, 0)
    whole = np.stack(boxes)
    return (*np.fmin.reduce(whole[:, :2]).tolist(), *np.fmax.reduce(whole[:, 2:]).tolist())


def _packed(pieces: Path, tiles: list[int]) -> list[tuple[int, bytes]]:
    return packed_tiles(pieces, tiles[0], tiles[-1])


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


def _write(
    path: Path,
    parts: Iterable[list[tuple[int, bytes]]],
    number: int,
    box: Box,
    told: dict[str, Any],
    progress: Progress,
) -> None:
    west, south, east, north = box
    with path.open("wb") as out:
        writer: Any = Writer(out)  # type: ignore[no-untyped-call]
        done = 0
        for part in parts:
            for tile, packed in part:
                writer.write_tile(tile, packed)
            done += len(part)
            progress("tiles", done, number)
        header = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
            "min_zoom": NEAREST_OUT, "max_zoom": FARTHEST_ZOOM,
            "min_lon_e7": int(west * E7), "min_lat_e7": int(south * E7),
            "max_lon_e7": int(east * E7), "max_lat_e7": int(north * E7),
            "center_zoom": 11, "center_lon_e7": int((west + east) / 2 * E7), "center_lat_e7": int((south + north) / 2 * E7),
        }  # fmt: skip
        writer.finalize(header, told)
