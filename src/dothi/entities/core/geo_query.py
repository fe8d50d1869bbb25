"""Geo-queries (CIM 009 §4.10): georel, geometry, coordinates → a relation to a shape; exact tests by shapely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
import shapely
from shapely import affinity
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dothi.entities.core.geo import box_around, metres, place_of
from dothi.kernel.earth import METRES_A_DEGREE
from dothi.kernel.errors import BadRequest

RELATIONS = ("near", "within", "contains", "overlaps", "intersects", "equals", "disjoint")
_DISTANCES = ("maxDistance", "minDistance")


@dataclass(frozen=True)
class GeoQuery:
    """What must hold between an entity's shape and `geometry` (GeoJSON); distances in metres, for `near`."""

    relation: str
    geometry: dict[str, Any]
    max_m: float | None = None
    min_m: float | None = None
    geoproperty: str = "location"

    @cached_property
    def shape(self) -> BaseGeometry:
        return valid_shape(self.geometry)

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Nothing outside this box fulfils the query; None: no such box."""
        if self.relation == "disjoint" or (self.relation == "near" and self.max_m is None):
            return None
        place = place_of(self.geometry, "coordinates")
        if self.relation != "near" or self.max_m is None:
            return place.west, place.south, place.east, place.north
        west, south, _, _ = box_around(place.west, place.south, self.max_m)
        _, _, east, north = box_around(place.east, place.north, self.max_m)
        return (-180.0, south, 180.0, north) if west < -180 or east > 180 else (west, south, east, north)

    def holds(self, geometry: dict[str, Any]) -> bool:
        """Is the relation of an entity's `geometry` to this one true?"""
        other = valid_shape(geometry)
        if self.relation != "near":
            return bool(getattr(other, self.relation)(self.shape))
        distance = distance_m(other, self.shape)
        return (self.max_m is None or distance <= self.max_m) and (
            self.min_m is None or distance >= self.min_m
        )


def valid_shape(geometry: dict[str, Any]) -> BaseGeometry:
    """GeoJSON allows a ring that crosses itself; what it encloses is compared then.

    By structure: by linework, the usual way, costs the square of the crossings (minutes for a ring of 100,000 places).
    """
    found = shape(geometry)
    return found if found.is_valid else shapely.make_valid(found, method="structure")


def distance_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Metres between the nearest points; between points great-circle, else on a plane stretched for the latitude."""
    if isinstance(one, shapely.Point) and isinstance(other, shapely.Point):
        return metres(one.x, one.y, other.x, other.y)
    a, b = shapely.shortest_line(_flat(one, other.centroid.y), _flat(other, other.centroid.y)).coords
    return float(shapely.Point(a).distance(shapely.Point(b)))


def _flat(geometry: BaseGeometry, lat: float) -> BaseGeometry:
    """Degrees → metres around a latitude: right to a thousandth within some hundred kilometres."""
    per_degree = METRES_A_DEGREE
    return affinity.affine_transform(
        geometry, [per_degree * math.cos(math.radians(lat)), 0, 0, per_degree, 0, 0]
    )


def parse_geo(
    georel: str, geometry: str | None, coordinates: str | None, geoproperty: str | None
) -> GeoQuery:
    """The parameters of a request. Raises BadRequest."""
    if geometry is None or coordinates is None:
        raise BadRequest("parameter-missing", parameter="geometry" if geometry is None else "coordinates")
    relation, *modifiers = georel.split(";")
    if relation not in RELATIONS:
        raise _wrong("georel", georel, "near;maxDistance==1000, " + ", ".join(RELATIONS[1:]))
    max_m, min_m = _distances(relation, georel, modifiers)
    try:
        shape_of = {"type": geometry, "coordinates": msgspec.json.decode(coordinates)}
    except (msgspec.DecodeError, RecursionError) as error:
        raise _wrong("coordinates", coordinates, "[longitude,latitude]") from error
    place_of(shape_of, "coordinates")
    return GeoQuery(relation, shape_of, max_m, min_m, geoproperty or "location")


def _distances(relation: str, georel: str, modifiers: list[str]) -> tuple[float | None, float | None]:
    found: dict[str, float] = {}
    for modifier in modifiers:
        name, _, value = modifier.partition("==")
        try:
            metres_given = float(value)
        except ValueError:
            metres_given = -1.0
        if relation != "near" or name not in _DISTANCES or not 0 <= metres_given < 1e8:
            raise _wrong("georel", georel, "near;maxDistance==1000")
        found[name] = metres_given
    if relation == "near" and not found:
        raise _wrong("georel", georel, "near;maxDistance==1000")
    return found.get("maxDistance"), found.get("minDistance")


def _wrong(parameter: str, value: str, expected: str) -> BadRequest:
    return BadRequest("parameter-malformed", parameter=parameter, value=value[:80], expected=expected)
