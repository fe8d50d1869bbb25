"""Geometry without a database: GeoJSON checks, boxes, great-circle metres (RFC 7946; CIM 009 §4.7, §4.10)."""

from __future__ import annotations

import math
from typing import Any

from dothi.entities.core.rows import Place
from dothi.kernel.earth import RADIUS_M
from dothi.kernel.errors import BadRequest

_FARTHEST = 1e9  # neither degrees nor metres of height; JSON's whole numbers may be too large for a float
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


def is_geometry(value: Any) -> bool:
    """Does this look like a GeoJSON geometry?"""
    if not isinstance(value, dict) or "coordinates" not in value:
        return False
    kind = value.get("type")
    return isinstance(kind, str) and kind in _DEPTHS


def place_of(value: Any, name: str = "location") -> Place:
    """A representative point (the middle of the box) and the box of a geometry; BadRequest when it is none."""
    if not is_geometry(value):
        raise BadRequest("geometry-malformed", attribute=name)
    points: list[tuple[float, float]] = []
    _collect(value["coordinates"], _DEPTHS[value["type"]], points, name)
    _check_shape(value, name)
    if not points:
        raise BadRequest("geometry-malformed", attribute=name)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    return Place((west + east) / 2, (south + north) / 2, west, south, east, north)


def _collect(node: Any, depth: int, points: list[tuple[float, float]], name: str) -> None:
    if not isinstance(node, list):
        raise BadRequest("geometry-malformed", attribute=name)
    if depth:
        for part in node:
            _collect(part, depth - 1, points, name)
        return
    if len(node) not in (2, 3) or not all(type(x) in (int, float) and abs(x) < _FARTHEST for x in node):
        raise BadRequest("geometry-malformed", attribute=name)
    lon, lat = float(node[0]), float(node[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadRequest("coordinates-out-of-range", attribute=name, lon=lon, lat=lat)
    points.append((lon, lat))


def _check_shape(value: dict[str, Any], name: str) -> None:
    """Lines have two points, rings four and are closed (RFC 7946 §3.1.4, 3.1.6)."""
    coordinates, kind = value["coordinates"], value["type"]
    lines = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind, [])
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    if any(len(line) < 2 for line in lines):
        raise BadRequest("geometry-malformed", attribute=name)
    for polygon in polygons:
        if not polygon or any(len(ring) < 4 or ring[0] != ring[-1] for ring in polygon):
            raise BadRequest("geometry-ring-open", attribute=name)


def metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in metres (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * RADIUS_M * math.asin(math.sqrt(half))


def box_around(lon: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """(west, south, east, north) of a box that holds every point within `radius_m`; whole degrees of longitude at the poles."""
    dlat = math.degrees(radius_m / RADIUS_M) * 1.0001
    widest = max(abs(lat - dlat), abs(lat + dlat))
    dlon = 180.0 if widest >= 89.9 else min(180.0, dlat / math.cos(math.radians(widest)))
    return lon - dlon, lat - dlat, lon + dlon, lat + dlat
