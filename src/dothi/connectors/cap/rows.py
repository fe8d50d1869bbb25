"""A CAP message as rows: one for the warning itself, one for each that it updates or cancels.

A warning is one entity for ever, its id made of sender and identifier; so the same message twice changes nothing. That it was
updated or cancelled is told of it at the later message's own time: whichever comes first over the line, the later one holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dothi.connectors.files.cells import LONGEST_TEXT, Cell
from dothi.kernel import clock
from dothi.kernel.cap.message import Area, Info, Message, Point
from dothi.kernel.said import plain

COLUMNS = (
    "id", "time", "state", "name", "description", "instruction", "event", "category", "cap_category", "severity", "cap_severity",
    "urgency", "certainty", "status", "sender", "sender_name", "identifier", "area", "geocodes", "issued", "begins", "ends", "level",
    "language", "web", "lat", "lon",
)  # fmt: skip
IN_FORCE, UPDATED, CANCELLED = "in-force", "updated", "cancelled"
# words of Smart Data Models' Alert for CAP's
SEVERITY = {
    "Extreme": "critical",
    "Severe": "high",
    "Moderate": "medium",
    "Minor": "low",
    "Unknown": "informational",
}
CATEGORY = {
    "Met": "weather",
    "Geo": "naturalDisaster",
    "Env": "environment",
    "Health": "health",
    "Transport": "traffic",
}
_OTHERWISE = "security"  # what Alert has no word for
_SHOWN = ("Actual", "Exercise", "Test")
_LEVEL = "VN-QD18-2021-capDoRuiRoThienTai"  # as our own messages name it


def rows_of(message: Message) -> Iterator[list[Cell]]:
    """Rows under COLUMNS; none of what is no warning to the public (acknowledgements, drafts, closed circles)."""
    if message.scope != "Public" or message.status not in _SHOWN or message.kind in ("Ack", "Error"):
        return
    for reference in message.references:
        if reference.sender != message.sender:  # nobody calls off the warning of another
            continue
        told: dict[str, Cell] = {
            "id": id_of(reference.sender, reference.identifier),
            "time": clock.iso(message.sent),
            "state": CANCELLED if message.kind == "Cancel" else UPDATED,
        }
        yield [told.get(name) for name in COLUMNS]
    if message.kind != "Cancel" and message.infos:
        told = _warning(message, _info_of(message))
        yield [told[name] for name in COLUMNS]


def id_of(sender: str, identifier: str) -> str:
    """By what the standard makes unique; the words of others are no part of an id."""
    return f"cap-{hashlib.sha256(f'{sender} {identifier}'.encode()).hexdigest()[:24]}"


def _info_of(message: Message) -> Info:
    """In Vietnamese where there is one, else the first."""
    return next((info for info in message.infos if info.language.lower().startswith("vi")), message.infos[0])


def _warning(message: Message, info: Info) -> dict[str, Cell]:
    place = _place(info.areas)
    return {
        "id": id_of(message.sender, message.identifier),
        "time": clock.iso(message.sent),
        "state": IN_FORCE,
        "name": said(info.headline or info.event),
        "description": said(info.description),
        "instruction": said(info.instruction),
        "event": said(info.event),
        "category": CATEGORY.get(info.categories[0], _OTHERWISE),
        "cap_category": info.categories[0],
        "severity": SEVERITY[info.severity],
        "cap_severity": info.severity,
        "urgency": info.urgency,
        "certainty": info.certainty,
        "status": message.status,
        "sender": said(message.sender),
        "sender_name": said(info.sender_name or message.sender),
        "identifier": said(message.identifier),
        "area": said("; ".join(area.desc for area in info.areas)),
        "geocodes": said("; ".join(f"{name} {code}" for area in info.areas for name, code in area.geocodes)),
        "issued": clock.iso(message.sent),
        "begins": clock.iso(info.onset or info.effective or message.sent),
        "ends": clock.iso(info.expires) if info.expires else None,
        "level": next((said(value) for name, value in info.parameters if name == _LEVEL), None),
        "language": said(info.language) or None,
        "web": said(info.web),
        "lat": place[0] if place else None,
        "lon": place[1] if place else None,
    }


def said(text: str) -> Cell:
    """As it may be kept and shown: one line, nothing hidden, nothing that a spreadsheet would run, no longer than a cell."""
    one_line = " ".join(plain(text).split()).lstrip("=+@- ")
    return (one_line if len(one_line) <= LONGEST_TEXT else f"{one_line[: LONGEST_TEXT - 1]}…") or None


def _place(areas: tuple[Area, ...]) -> Point | None:
    """A point in the middle of the first shape: where the map puts it. Codes that nobody here knows have none."""
    for area in areas:
        for (lat, lon), _ in area.circles:
            return round(lat, 6), round(lon, 6)
        for polygon in area.polygons:
            corners = polygon[:-1]
            lat, lon = (sum(values) / len(corners) for values in zip(*corners, strict=True))
            return round(lat, 6), round(lon, 6)
    return None
