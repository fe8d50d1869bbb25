"""Works for machines: a calendar that phones subscribe to (RFC 5545), and GeoJSON (RFC 7946)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

import shapely

from dothi.around.works.models import Work
from dothi.around.works.queries import geometry
from dothi.around.works.showing import Shown
from dothi.kernel import clock
from dothi.kernel.i18n import t

CALENDAR, GEOJSON = "text/calendar; charset=utf-8", "application/geo+json"
_OCTETS = 75  # of one line: RFC 5545 §3.1
_STATUS = {"cancelled": "CANCELLED", "draft": "TENTATIVE"}
Address = Callable[[str], str]  # path → whole address


def calendar(works: Iterable[Work], host: str, address: Address) -> str:
    """Every work an event; a cancelled one says so, so that it leaves the phones it came to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dothi//planned works//VI", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(t('around-works-title'))}")
    for shown in (Shown(one, clock.now()) for one in works):
        lines += _event(shown, host, address)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(one: Shown, host: str, address: Address) -> list[str]:
    row = one.row
    mark = f"[{t('origin-simulated')}] " if one.is_simulated else ""
    told = "\n".join(part for part in (one.text, row.source, row.contact) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{row.code}@{host}",
        f"SEQUENCE:{row.revision}",
        f"DTSTAMP:{_utc(row.published_at or row.made_at)}",
        f"DTSTART:{_utc(row.starts_at)}",
        f"DTEND:{_utc(row.ends_at)}",
        f"SUMMARY:{_text(f'{mark}{one.title}')}",
        f"LOCATION:{_text(f'{row.place}, {row.unit}')}",
        f"DESCRIPTION:{_text(told)}",
        f"STATUS:{_STATUS.get(row.state, 'CONFIRMED')}",
        f"URL:{address(f'/cong-viec/{row.code}/')}",
        "END:VEVENT",
    ]


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """RFC 5545 §3.3.11: what would end or split a value is escaped."""
    for sign, escaped in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        value = value.replace(sign, escaped)
    return value


def _folded(line: str) -> str:
    """No line longer than 75 octets, no letter cut in two."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + octets
    return "\r\n".join([*parts, part]) + "\r\n"


def geojson(works: Iterable[Work], address: Address) -> dict[str, Any]:
    """A feature a work; what nobody drew has no geometry, and its commune's code."""
    return {"type": "FeatureCollection", "features": [_feature(one, address) for one in works]}


def _feature(work: Work, address: Address) -> dict[str, Any]:
    shown = Shown(work, clock.now())
    return {
        "type": "Feature",
        "id": work.code,
        "geometry": json.loads(shapely.to_geojson(geometry(work))) if work.shape else None,
        "properties": {
            "code": work.code, "kind": work.kind, "state": work.state, "title": shown.title, "text": shown.text, "place": work.place,
            "unit": work.unit.code, "unitName": str(work.unit), "startsAt": clock.iso(work.starts_at), "endsAt": clock.iso(work.ends_at),
            "agency": str(work.agency or ""), "source": work.source, "contact": work.contact, "origin": work.origin,
            "url": address(f"/cong-viec/{work.code}/"),
        },
    }  # fmt: skip
