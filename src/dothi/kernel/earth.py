"""The Earth as a sphere: one radius for every distance in metres, and a plane where it is near enough to be one."""

from __future__ import annotations

import math

RADIUS_M = 6_371_008.8  # mean radius (IUGG)
METRES_A_DEGREE = math.radians(1) * RADIUS_M  # of latitude: 111 195


def degrees_of(metres: float, lat: float) -> tuple[float, float]:
    """(east, north): how many degrees so many metres are at a latitude; near the poles no more than a hundred times as many."""
    north = metres / METRES_A_DEGREE
    return north / max(0.01, math.cos(math.radians(lat))), north


def metres_apart(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Over a plane as wide as at the middle latitude: exact to a thousandth below 100 km."""
    east = (other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return METRES_A_DEGREE * math.hypot(east, other_lat - lat)
