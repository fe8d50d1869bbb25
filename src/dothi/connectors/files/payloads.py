"""A reading as the NGSI-LD entity that is stored."""

from __future__ import annotations

from typing import Any

from dothi.connectors.files.readings import Reading
from dothi.connectors.files.shapes import Mapping
from dothi.kernel import clock


def payload(reading: Reading, mapping: Mapping, *, first: bool) -> dict[str, Any]:
    """The NGSI-LD entity (normalized) of a reading. Place, name and provider go with an entity's first reading only.

    They carry that reading's time, so that importing the same file again changes nothing.
    """
    at = clock.iso(reading.at)
    told = {one.name: one for one in mapping.attributes}
    entity: dict[str, Any] = {"id": reading.entity, "type": mapping.type}
    for name, value in reading.values.items():
        if told[name].kind == "link":
            entity[name] = {"type": "Relationship", "object": value, "observedAt": at}
            continue
        entity[name] = {"type": "Property", "value": value, "observedAt": at}
        if told[name].unit:
            entity[name]["unitCode"] = told[name].unit
        if name in reading.suspect:
            entity[name]["quality"] = "suspect"
    if first:
        entity |= _standing(reading, mapping, at)
    return entity


def _standing(reading: Reading, mapping: Mapping, at: str) -> dict[str, Any]:
    place = reading.station
    lon_lat = place_of(reading, mapping)
    name = (place.name if place else None) or mapping.name
    found: dict[str, Any] = {}
    if lon_lat:
        point = {"type": "Point", "coordinates": list(lon_lat)}
        found["location"] = {"type": "GeoProperty", "value": point, "observedAt": at}
    if name:
        found["name"] = {"type": "Property", "value": name, "observedAt": at}
    if mapping.provider:
        found["dataProvider"] = {"type": "Property", "value": mapping.provider, "observedAt": at}
    for one in mapping.standing:
        found[one.name] = {"type": "Property", "value": one.value, "observedAt": at}
        if one.unit:
            found[one.name]["unitCode"] = one.unit
    return found


def place_of(reading: Reading, mapping: Mapping) -> tuple[float, float] | None:
    """Longitude and latitude that the mapping gives the reading's entity."""
    station = reading.station
    if station is not None and station.lon is not None and station.lat is not None:
        return station.lon, station.lat
    return mapping.location
