"""An OSM extract becomes tiles that hold its streets, served in ranges."""

import gzip
from pathlib import Path

import mapbox_vector_tile
import osmium
import pytest
from osmium.osm import mutable
from pmtiles.reader import MmapSource, Reader

from dothi.kernel.errors import BadRequest
from dothi.livemap.streets import cutting, serving, tiles

LON, LAT = 107.08, 10.35  # Vũng Tàu


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path / "var"))
    return tmp_path


def extract(path: Path) -> Path:
    """Two streets, a lake with an island as a relation, a house and a place name."""
    writer = osmium.SimpleWriter(str(path))
    square = lambda at, size: [(at, at), (at + size, at), (at + size, at + size), (at, at + size)]  # noqa: E731
    places = [
        (0, 0),
        (0.01, 0),
        (0.02, 0.001),
        *square(0.03, 0.01),
        *square(0.033, 0.002),
        *square(0.05, 0.0002),
    ]
    for number, (east, north) in enumerate(places, start=1):
        writer.add_node(mutable.Node(id=number, location=(LON + east, LAT + north), version=1))
    writer.add_node(
        mutable.Node(id=90, location=(LON, LAT), tags={"place": "city", "name": "Vũng Tàu"}, version=1)
    )
    ways = [
        ([1, 2], {"highway": "primary", "name": "Đường Ba Cu"}),
        ([2, 3], {"highway": "residential", "name": "Đường Đồ Chiểu"}),
        ([4, 5, 6, 7, 4], {}),
        ([8, 9, 10, 11, 8], {}),
        ([12, 13, 14, 15, 12], {"building": "yes"}),
    ]
    for number, (nodes, tags) in enumerate(ways, start=1):
        writer.add_way(mutable.Way(id=number, nodes=nodes, tags=tags, version=1))
    lake = [("w", 3, "outer"), ("w", 4, "inner")]
    writer.add_relation(
        mutable.Relation(
            id=1, members=lake, tags={"type": "multipolygon", "natural": "water", "name": "Hồ"}, version=1
        )
    )
    writer.close()
    return path


def tile_at(path: Path, zoom: int, lon: float = LON + 0.005, lat: float = LAT) -> dict:
    import shapely

    x, y = shapely.get_coordinates(cutting.mercator(shapely.Point(lon, lat)))[0]
    with path.open("rb") as file:
        packed = Reader(MmapSource(file)).get(zoom, int(x * 2**zoom), int(y * 2**zoom))
    return mapbox_vector_tile.decode(gzip.decompress(packed)) if packed else {}


def names(layer: dict) -> set[str]:
    return {one["properties"].get("name") for one in layer["features"]}


def test_streets_stand_in_the_tiles_of_their_zooms(data):
    made = tiles.import_streets(extract(data / "vung-tau.osm.pbf"))
    assert names(tile_at(made, 14)["roads"]) >= {"Đường Ba Cu"}
    assert names(tile_at(made, 12)["roads"]) == {"Đường Ba Cu", "Đường Đồ Chiểu"}
    assert names(tile_at(made, 8)["roads"]) == {"Đường Ba Cu"}  # small streets come nearer in
    assert tile_at(made, 12)["places"]["features"][0]["properties"]["name"] == "Vũng Tàu"
    assert "buildings" not in tile_at(made, 12)
    assert "buildings" in tile_at(made, 14, LON + 0.0501, LAT + 0.0501)


def test_a_lake_keeps_its_island(data):
    made = tiles.import_streets(extract(data / "a.osm.pbf"))
    lake = tile_at(made, 12, LON + 0.031, LAT + 0.031)["water"]["features"][0]["geometry"]
    rings = lake["coordinates"] if lake["type"] == "Polygon" else lake["coordinates"][0]
    assert len(rings) == 2


def test_buildings_may_be_left_out(data):
    made = tiles.import_streets(extract(data / "a.osm.pbf"), buildings=False)
    assert "buildings" not in tile_at(made, 14, LON + 0.0501, LAT + 0.0501)


def test_a_broken_file_is_refused_and_the_old_streets_stay(data):
    made = tiles.import_streets(extract(data / "good.osm.pbf"))
    before = made.read_bytes()
    bad = data / "bad.osm.pbf"
    bad.write_bytes(b"this is no map")
    with pytest.raises(BadRequest, match="livemap-streets-unreadable"):
        tiles.import_streets(bad)
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == ["streets.pmtiles"]


def test_the_file_is_served_in_ranges_to_everybody(data, cast, client_of):
    browser = client_of(cast.lan)
    assert browser.get("/map/status.json").json()["streets"]["loaded"] is False
    assert browser.get("/map/streets.pmtiles").status_code == 404
    made = tiles.import_streets(extract(data / "vung-tau.osm.pbf"))
    told = browser.get("/map/status.json").json()["streets"]
    assert (told["loaded"], told["from_file"], "OpenStreetMap" in told["licence"]) == (
        True,
        "vung-tau.osm.pbf",
        True,
    )
    part = browser.get(told["url"], headers={"Range": "bytes=0-126"})
    assert (part.status_code, part.content) == (206, made.read_bytes()[:127])
    assert part["Content-Range"] == f"bytes 0-126/{made.stat().st_size}"
    assert browser.get(told["url"], headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client_of(None).get("/map/streets.pmtiles").status_code == 200  # everybody: it is OpenStreetMap's
    assert len(part.content) <= serving.MOST_BYTES
