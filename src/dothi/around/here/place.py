"""Where somebody stands, as they tell it: a point from their phone, or words. Nothing of it is kept, nor written into an address."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dothi.calls.understanding.places import find_address
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain
from dothi.territory.lookup import unit_at
from dothi.territory.models import Unit

LONGEST = 200
CHOICES = 5
_LONGITUDES, _LATITUDES = (100.0, 118.0), (5.0, 24.0)  # Viet Nam with its islands; beyond it we know nothing


@dataclass(frozen=True, slots=True)
class Place:
    """A point (degrees, WGS 84) with its commune; `unit` None: at sea, or in none that we know. `name`: as it was found by words."""

    lon: float
    lat: float
    unit: Unit | None
    approximate: bool
    name: str = ""
    why: str = ""
    accuracy_m: float = 0.0


def by_point(lon: str, lat: str) -> Place:
    """Raises BadRequest: no numbers, or not in Viet Nam."""
    try:
        east, north = float(lon), float(lat)
    except ValueError as error:
        raise BadRequest("around-no-point") from error
    if not (math.isfinite(east) and math.isfinite(north)):
        raise BadRequest("around-no-point")
    if not (_LONGITUDES[0] <= east <= _LONGITUDES[1] and _LATITUDES[0] <= north <= _LATITUDES[1]):
        raise BadRequest("around-point-outside")
    return _placed(east, north)


def by_words(text: str) -> list[Place]:
    """The places that the words may mean, the likeliest first, by present and former names, with or without accents.

    Raises BadRequest: nothing was typed, or nothing is found.
    """
    words = plain(text)[:LONGEST]
    if len(words) < 2:
        raise BadRequest("around-no-words")
    found = find_address(words, CHOICES)
    if not found:
        raise BadRequest("around-not-found", words=words)
    return [_placed(one.lon, one.lat, one.name, one.why, one.accuracy_m) for one in found]


def _placed(lon: float, lat: float, name: str = "", why: str = "", accuracy_m: float = 0.0) -> Place:
    told = unit_at(lon, lat, clock.today())
    unit = Unit.objects.select_related("parent").filter(pk=told.unit_id).first() if told.unit_id else None
    return Place(lon, lat, unit, told.approximate, name, why, accuracy_m)
