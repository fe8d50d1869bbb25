"""Vehicles, trips and alerts of a feed as flat rows. Codes are told by their names in the standard, times in seconds since 1970."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.connectors.files.cells import LONGEST_TEXT, Cell

COLUMNS = {
    "vehicles": (
        "id", "label", "plate", "trip_id", "route_id", "direction", "lat", "lon", "bearing", "speed", "stop_id", "stop_status",
        "occupancy", "occupancy_percentage", "congestion", "time",
    ),
    "trips": (
        "id", "route_id", "direction", "vehicle_id", "relationship", "delay", "next_stop_id", "next_arrival", "stops", "skipped", "time",
    ),
    "alerts": ("id", "cause", "effect", "severity", "header", "description", "routes", "stops", "begins", "ends", "url", "time"),
}  # fmt: skip


def rows_of(feed: Any, reads: str) -> Iterator[list[Cell]]:
    """Rows under `COLUMNS[reads]`; deleted entities and those of another sort are left out."""
    member, make = {
        "vehicles": ("vehicle", _vehicle),
        "trips": ("trip_update", _trip),
        "alerts": ("alert", _alert),
    }[reads]
    told = int(feed.header.timestamp)
    for entity in feed.entity:
        if entity.HasField(member) and not entity.is_deleted:
            one = getattr(entity, member)
            yield [*make(entity.id, one, told), int(getattr(one, "timestamp", 0)) or told or None]


def _vehicle(name: str, one: Any, _told: int) -> list[Cell]:
    known = one.vehicle
    where = one.position if one.HasField("position") else None
    return [
        "-".join((known.id or known.license_plate or known.label or name).split()),  # an id has no spaces
        known.label or None,
        known.license_plate or None,
        *_of_trip(one.trip)[:3],
        where and round(where.latitude, 6),
        where and round(where.longitude, 6),
        _set(where, "bearing"),
        _set(where, "speed"),
        one.stop_id or None,
        _code(one, "current_status"),
        _code(one, "occupancy_status"),
        _set(one, "occupancy_percentage"),
        _code(one, "congestion_level"),
    ]


def _trip(name: str, one: Any, told: int) -> list[Cell]:
    """`delay` in seconds: the trip's own, else that at the next stop; early is below 0."""
    stops = list(one.stop_time_update)
    coming = next((stop for stop in stops if _event(stop).time >= told), stops[-1] if stops else None)
    at_stop = _event(coming) if coming is not None else None
    delay = one.delay if one.HasField("delay") else _set(at_stop, "delay")
    skipped = sum(stop.schedule_relationship == stop.SKIPPED for stop in stops)
    trip, route, direction = _of_trip(one.trip)
    return [
        trip or name, route, direction, one.vehicle.id or None, _code(one.trip, "schedule_relationship"), delay,
        coming.stop_id or None if coming is not None else None, at_stop.time or None if at_stop is not None else None,
        len(stops), skipped,
    ]  # fmt: skip


def _alert(name: str, one: Any, _told: int) -> list[Cell]:
    periods = list(one.active_period)
    routes = sorted({each.route_id or each.trip.route_id for each in one.informed_entity} - {""})
    stops = sorted({each.stop_id for each in one.informed_entity} - {""})
    return [
        name,
        _code(one, "cause"),
        _code(one, "effect"),
        _code(one, "severity_level"),
        _words(one.header_text),
        _words(one.description_text),
        _short(", ".join(routes)),
        _short(", ".join(stops)),
        min((period.start for period in periods), default=0) or None,
        max((period.end for period in periods), default=0) or None,
        _words(one.url),
    ]


def _of_trip(trip: Any) -> tuple[str | None, str | None, int | None]:
    direction = trip.direction_id if trip.HasField("direction_id") else None
    return trip.trip_id or None, trip.route_id or None, direction


def _event(stop: Any) -> Any:
    return stop.arrival if stop.HasField("arrival") else stop.departure


def _set(one: Any, name: str) -> Cell:
    """A number that was told, as JSON would have it: single precision has no more than seven digits."""
    if one is None or not one.HasField(name):
        return None
    value: int | float = getattr(one, name)
    return round(value, 2) if isinstance(value, float) else value


def _code(one: Any, name: str) -> str | None:
    if not one.HasField(name):
        return None
    field = one.DESCRIPTOR.fields_by_name[name]
    value = field.enum_type.values_by_number.get(getattr(one, name))
    return value.name.lower() if value else None


def _words(text: Any) -> str | None:
    """Vietnamese where it is told, else what has no language, else the first."""
    by_language = {one.language.lower()[:2]: one.text for one in text.translation}
    said = by_language.get("vi") or by_language.get("") or next(iter(by_language.values()), "")
    return _short(said)


def _short(text: str) -> str | None:
    return text.strip()[:LONGEST_TEXT] or None
