"""Which objects of an OSM extract are drawn, in which layer, from which zoom on. Grey ground only: data has the colour."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

# Rank of a road: 1 through roads, 2 main streets, 3 the rest. The map draws widths by it.
RANKS = {
    "motorway": 1, "motorway_link": 1, "trunk": 1, "trunk_link": 1, "primary": 1, "primary_link": 2,
    "secondary": 2, "secondary_link": 2, "tertiary": 2, "tertiary_link": 3,
    "residential": 3, "unclassified": 3, "living_street": 3, "service": 3, "pedestrian": 3, "road": 3,
    "track": 3, "footway": 3, "path": 3, "cycleway": 3, "steps": 3,
}  # fmt: skip
FROM_ZOOM = {1: 6, 2: 10, 3: 12}
PATHS = {"track", "footway", "path", "cycleway", "steps"}
GREEN = {
    "leisure": {"park", "garden", "golf_course", "nature_reserve"},
    "landuse": {"forest", "grass", "recreation_ground", "cemetery", "meadow", "orchard"},
    "natural": {"wood", "scrub", "wetland", "grassland"},
}
PLACES = {
    "city": 6,
    "town": 8,
    "suburb": 11,
    "quarter": 12,
    "village": 11,
    "hamlet": 13,
    "neighbourhood": 13,
    "island": 9,
    "islet": 12,
}
LAYERS = ("water", "green", "rivers", "buildings", "rails", "roads", "places")  # from the ground up
WAY_KEYS = {"highway", "railway", "waterway"}
AREA_KEYS = {"building", "natural", "waterway", "landuse", "leisure"}
FARTHEST_ZOOM = 14  # the browser draws closer zooms from these tiles
NEAREST_OUT = 6


class Tags(Protocol):
    """A dict, or the tags of an object that is being read."""

    def get(self, key: str, default: str = "", /) -> str: ...


class Drawn(NamedTuple):
    """A layer, the first zoom it is drawn at, and what the map is told (JSON)."""

    layer: str
    zoom: int
    told: str


GREEN_GROUND = Drawn("green", 9, "{}")
BUILDING = Drawn("buildings", FARTHEST_ZOOM, "{}")


def of_way(tags: Tags) -> Drawn | None:
    """Roads, railways and rivers."""
    road = tags.get("highway", "")
    if road in RANKS and tags.get("area", "") != "yes":
        return _road(road, _name(tags))
    railway, river = tags.get("railway", ""), tags.get("waterway", "")
    if railway in ("rail", "light_rail", "subway"):
        return Drawn("rails", 10, _told(_name(tags), kind=railway))
    if river in ("river", "canal", "stream"):
        return Drawn("rivers", 9 if river == "river" else 12, _told(_name(tags), kind=river))
    return None


def of_area(tags: Tags, buildings: bool) -> Drawn | None:
    """Water, green and buildings. Water and green are left out where they are too small to see (see cutting.py)."""
    if buildings and tags.get("building", "no") != "no":
        return BUILDING
    if (
        tags.get("natural", "") in ("water", "bay")
        or tags.get("waterway", "") == "riverbank"
        or tags.get("landuse", "") == "reservoir"
    ):
        return Drawn("water", NEAREST_OUT, _told(_name(tags)))
    return GREEN_GROUND if any(tags.get(key, "") in kinds for key, kinds in GREEN.items()) else None


def of_node(tags: Tags) -> Drawn | None:
    """Names of places."""
    place, name = tags.get("place", ""), _name(tags)
    return Drawn("places", PLACES[place], _told(name, kind=place)) if name and place in PLACES else None


@lru_cache(maxsize=10_000)
def _road(kind: str, name: str) -> Drawn:
    """A street comes in many pieces."""
    zoom = FARTHEST_ZOOM if kind in PATHS else FROM_ZOOM[RANKS[kind]]
    return Drawn("roads", zoom, _told(name, rank=RANKS[kind], kind=kind))


def _name(tags: Tags) -> str:
    return tags.get("name:vi", "") or tags.get("name", "")


def _told(name: str, **told: Any) -> str:
    return json.dumps(told | {"name": name} if name else told, ensure_ascii=False)
