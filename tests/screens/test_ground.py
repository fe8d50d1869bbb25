"""The ground of the map as it is shipped: nothing straight where somebody can look, and a coast that has its bends."""

from __future__ import annotations

import gzip
import math
import re
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from pmtiles.reader import MmapSource, Reader

ROOT = Path(__file__).parents[2]
BASE = ROOT / "web" / "geo" / "base.pmtiles"


@pytest.fixture(scope="module")
def ground() -> Any:
    with BASE.open("rb") as file:
        yield Reader(MmapSource(file))


def tile_at(ground: Any, lon: float, lat: float, zoom: int) -> dict[str, Any]:
    """The layers of the tile that holds this place; empty where the archive leaves it out."""
    side = 2**zoom
    x = int((lon + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    packed = ground.get(zoom, x, y)
    return mapbox_vector_tile.decode(gzip.decompress(packed)) if packed else {}


def corners(layer: dict[str, Any]) -> int:
    def count(part: Any) -> int:
        return 1 if isinstance(part[0], int | float) else sum(count(inner) for inner in part)

    return sum(count(feature["geometry"]["coordinates"]) for feature in layer["features"])


def test_the_ground_reaches_beyond_what_the_map_lets_anybody_see(ground: Any) -> None:
    bounds = re.search(
        r"maxBounds: \[([\d., ]+)\]", (ROOT / "web/src/map/live-map.ts").read_text(encoding="utf-8")
    )
    assert bounds
    west, south, east, north = (float(part) for part in bounds[1].split(","))
    header = ground.header()
    assert header["min_lon_e7"] / 1e7 < west - 1
    assert header["min_lat_e7"] / 1e7 < south - 1
    assert header["max_lon_e7"] / 1e7 > east + 1
    assert header["max_lat_e7"] / 1e7 > north + 1
    for lon, lat in (
        (93.5, 24.0),
        (100.0, 27.5),
        (126.0, 7.5),
    ):  # Myanmar, Yunnan, Mindanao: land to the edge of sight
        assert "land" in tile_at(ground, lon, lat, 7)


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [("Vũng Tàu", 107.08, 10.35), ("Vịnh Hạ Long", 107.1, 20.9), ("Phú Quốc", 103.95, 10.1)],
)
def test_a_coast_has_its_bends_at_the_deepest_zoom(ground: Any, place: str, lon: float, lat: float) -> None:
    """A vertex each kilometre (what geo-maps has) gives about 50 here."""
    assert ground.header()["max_zoom"] == 10
    assert corners(tile_at(ground, lon, lat, 10)["land"]) > 150, place


def test_the_ground_stays_light() -> None:
    assert BASE.stat().st_size < 2_000_000
