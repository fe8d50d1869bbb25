"""Which objects of an OSM extract are drawn, in which layer, from which zoom on. Grey ground only: data has the colour."""

from __future__ import annotations

from typing import Any, NamedTuple

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
KEYS = ("highway", "building", "natural", "waterway", "landuse", "leisure", "place", "railway")
FARTHEST_ZOOM = 14  # the browser draws closer zooms from these tiles
NEAREST_OUT = 6


class Drawn(NamedTuple):
    """A layer, the first zoom it is drawn at, and what the map is told."""

    layer: str
    zoom: int
    told: dict[str, Any]


def of_way(tags: dict[str, str]) -> Drawn | None:
    """Roads, railways and rivers."""
    rank = RANKS.get(tags.get("highway", ""))
    if rank and tags.get("area") != "yes":
        zoom = 14 if tags["highway"] in PATHS else FROM_ZOOM[rank]
        return Drawn("roads", zoom, _named({"rank": rank, "kind": tags["highway"]}, tags))
    if tags.get("railway") in ("rail", "light_rail", "subway"):
        return Drawn("rails", 10, _named({"kind": tags["railway"]}, tags))
    if tags.get("waterway") in ("river", "canal", "stream"):
        return Drawn(
            "rivers", 9 if tags["waterway"] == "river" else 12, _named({"kind": tags["waterway"]}, tags)
        )
    return None


def of_area(tags: dict[str, str], buildings: bool) -> Drawn | None:
    """Water, green and buildings. The zoom of water and green follows their size (see tiles.py)."""
    if (
        tags.get("natural") in ("water", "bay")
        or tags.get("waterway") == "riverbank"
        or tags.get("landuse") == "reservoir"
    ):
        return Drawn("water", NEAREST_OUT, _named({}, tags))
    if any(tags.get(key) in kinds for key, kinds in GREEN.items()):
        return Drawn("green", 9, {})
    if buildings and tags.get("building", "no") != "no":
        return Drawn("buildings", FARTHEST_ZOOM, {})
    return None


def of_node(tags: dict[str, str]) -> Drawn | None:
    """Names of places."""
    zoom = PLACES.get(tags.get("place", ""))
    return Drawn("places", zoom, _named({"kind": tags["place"]}, tags)) if zoom and tags.get("name") else None


def _named(told: dict[str, Any], tags: dict[str, str]) -> dict[str, Any]:
    name = tags.get("name:vi") or tags.get("name")
    return told | {"name": name} if name else told
