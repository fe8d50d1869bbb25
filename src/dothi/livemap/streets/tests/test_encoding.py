"""What stands in the tiles, read back by an independent decoder."""

import gzip
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.reader import MmapSource, all_tiles
from shapely.geometry import shape

from dothi.livemap.streets import cutting, encoding, pieces, reading, tiles
from dothi.livemap.streets.features import of_area, of_way
from dothi.livemap.streets.tests.test_streets import data, extract

__all__ = ["data"]
GRID = encoding.EXTENT


def read_back(*shapes: shapely.Geometry) -> list[shapely.Geometry]:
    """Shapes of the unit square through a tile and back, in grid units."""
    each = encoding.geometries(np.array(shapes, dtype=object), np.arange(len(shapes)))
    packed = encoding.tile([("any", [("{}", drawn) for drawn in each if drawn])])
    layers = mapbox_vector_tile.decode(packed, default_options={"y_coord_down": True})
    return [shape(feature["geometry"]) for feature in layers["any"]["features"]]


def test_points_lines_and_areas_come_back_as_they_were():
    lake = shapely.box(0.1, 0.1, 0.9, 0.9).difference(shapely.box(0.4, 0.4, 0.6, 0.6))
    islands = shapely.union_all([shapely.box(0.1, 0.1, 0.2, 0.2), shapely.box(0.5, 0.5, 0.7, 0.7)])
    roads = shapely.from_wkt("MULTILINESTRING ((0 0, 0.5 0.25, 1 1), (0.25 0, 0.25 1.015625))")
    shapes = [shapely.Point(0.25, 0.75), roads, lake, islands]
    for was, came in zip(shapes, read_back(*shapes), strict=True):
        expected = shapely.transform(was, lambda at: np.rint(at * GRID))
        assert shapely.equals(came, expected), came.wkt


@pytest.mark.parametrize("ring", [[(0, 0), (1, 0), (1, 1), (0, 1)], [(0, 0), (0, 1), (1, 1), (1, 0)]])
def test_outer_rings_turn_as_the_specification_says_whatever_the_source(ring):
    """A decoder tells outer rings and holes apart only by their turn (§4.3.4.4)."""
    hole = [(0.2, 0.2), (0.2, 0.4), (0.4, 0.4), (0.4, 0.2)]
    for inner in (hole, hole[::-1]):
        (came,) = read_back(shapely.Polygon(ring, [inner]))
        assert (came.geom_type, len(came.interiors)) == ("Polygon", 1)


def test_what_is_smaller_than_the_grid_is_left_out():
    tiny = 0.2 / GRID
    gone = [shapely.box(0, 0, tiny, tiny), shapely.LineString([(0, 0), (tiny, tiny)])]
    assert encoding.geometries(np.array(gone), np.arange(2)) == [None, None]


steps = st.lists(
    st.tuples(st.integers(-90, 5000), st.integers(-90, 5000)), min_size=2, max_size=20, unique=True
)


# a busy machine draws slowly; that says nothing of the lines
@given(lines=st.lists(steps, min_size=1, max_size=6))
def test_any_lines_come_back(lines):
    came = read_back(*(shapely.LineString(np.array(line) / GRID) for line in lines))
    assert [list(map(tuple, one.coords)) for one in came] == lines


def test_what_is_told_alike_is_one_feature():
    two = np.array([shapely.LineString([(0, 0), (1, 1)]), shapely.LineString([(0, 1), (1, 0)])])
    (drawn,) = encoding.geometries(two, np.zeros(2, dtype=np.int64))
    packed = encoding.tile([("roads", [('{"name": "Đường Ba Cu", "rank": 1}', drawn)])])
    (feature,) = mapbox_vector_tile.decode(packed)["roads"]["features"]
    assert feature["properties"] == {"name": "Đường Ba Cu", "rank": 1}
    assert len(feature["geometry"]["coordinates"]) == 2


def test_a_street_across_tiles_is_whole_in_all_of_them_together():
    street = cutting.mercator(shapely.LineString([(106.95, 10.31), (107.21, 10.52)]))
    *_, nearest = cutting.cut(np.array([street]), np.array([12]))
    origin = zip(nearest.x, nearest.y, strict=True)
    parts = [
        shapely.transform(part, lambda at, o=o: (at + o) / 2**14)
        for part, o in zip(nearest.shapes, origin, strict=True)
    ]
    assert len(parts) > 10
    assert shapely.union_all(parts).hausdorff_distance(street) < 1e-12


def test_a_street_mapped_from_crossing_to_crossing_is_one_line():
    """Else no block is long enough for its name."""
    blocks = [[(107.08, 10.35), (107.081, 10.35)], [(107.082, 10.351), (107.081, 10.35)]]
    crossing = [(107.081, 10.349), (107.081, 10.35)]
    street, other = of_way({"highway": "primary", "name": "Ba Cu"}), of_way({"highway": "primary"})
    lines = [shapely.to_wkb(shapely.LineString(line)) for line in (*blocks, crossing)]
    batch = pieces.cut_batch(reading.Batch([street, street, other], lines))
    named = [row for row in batch.rows if "Ba Cu" in row[2]]
    assert (batch.objects, len(named)) == (3, 5), "drawn where it is longer than two pixels"
    for _, _, told, drawn in named:
        layers = mapbox_vector_tile.decode(encoding.tile([("roads", [(told, drawn)])]))
        assert layers["roads"]["features"][0]["geometry"]["type"] == "LineString"


def test_several_processes_make_the_same_tiles_as_one(data: Path, monkeypatch):
    source = extract(data / "vung-tau.osm.pbf")
    alone = content(tiles.import_streets(source))
    monkeypatch.setattr(reading, "MOST_OBJECTS", 2)
    assert content(tiles.import_streets(source)) == alone


def content(file: Path) -> dict:
    """What every tile shows, whatever its features' order and however they were put together."""
    with file.open("rb") as opened:
        packed = {place: gzip.decompress(tile) for place, tile in all_tiles(MmapSource(opened))}
    return {place: sorted(shown(mapbox_vector_tile.decode(tile))) for place, tile in packed.items()}


def shown(layers: dict) -> list[tuple[str, str, str]]:
    return [
        (name, str(sorted(feature["properties"].items())), part.wkt)
        for name, layer in layers.items()
        for feature in layer["features"]
        for part in shapely.get_parts(shape(feature["geometry"]))
    ]


def test_kinds_of_roads_and_areas():
    road = of_way({"highway": "primary", "name": "Ba Cu", "name:vi": "Đường Ba Cu"})
    assert road == ("roads", 6, '{"rank": 1, "kind": "primary", "name": "Đường Ba Cu"}')
    assert of_way({"highway": "steps"}).zoom == 14
    assert of_way({"highway": "pedestrian", "area": "yes"}) is None
    assert of_area({"natural": "water"}, buildings=True).layer == "water"
    assert of_area({"building": "no"}, buildings=True) is None
    assert of_area({"building": "yes"}, buildings=False) is None
