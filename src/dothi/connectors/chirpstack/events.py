"""Events of ChirpStack v4 (LoRaWAN) as rows: its JSON is that of protocol buffers, so what is zero, false or empty is left out.

`up` and `status` carry values; `join`, `ack`, `txack`, `location` and `integration` are rows, too, and what the mapping reads of them
is stored; a `log` that warns is told to the owner as a refused row with the device's name and ChirpStack's own words. The frame
counter orders nothing here – values stand under their own time –, so a device that counts from the start again loses none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from dothi.connectors.chirpstack.devices import Devices
from dothi.connectors.files.errors import RowError
from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.tables import Row, WrongLine
from dothi.connectors.sources.documents import Rows, table_of

EVENTS = ("up", "status", "join", "ack", "txack", "log", "location", "integration")
_LEFT_OUT: dict[str, dict[str, Any]] = {
    "up": {"fCnt": 0, "fPort": 0, "dr": 0, "adr": False, "confirmed": False},
    "status": {"margin": 0},
}
_QUIET = ("INFO",)
_OBJECT = "object"


def table(events: Iterable[tuple[str, Any]], mapping: Mapping | None, devices: Devices | None = None) -> Rows:
    """Columns and rows of (event, its JSON). An event that is delivered twice in a row of others stands once."""
    told: list[tuple[Any, RowError | None]] = []
    devices = Devices() if devices is None else devices
    seen: set[tuple[str, str]] = set()
    for event, document in events:
        error = _wrong(event, document, mapping)
        identity = (
            (event, str(document.get("deduplicationId") or "")) if isinstance(document, dict) else ("", "")
        )
        if identity[1] and identity in seen:
            continue
        seen.add(identity)
        told.append((None if error else _row(event, document), error))
    columns, rows = table_of(None, [row for row, _ in told], mapping)
    made: list[Row] = [
        (line, WrongLine(error)) if error else devices.judged((line, cells), row, columns, mapping)
        for (line, cells), (row, error) in zip(rows, told, strict=True)
    ]
    return columns, made


def _wrong(event: str, document: Any, mapping: Mapping | None) -> RowError | None:
    if not isinstance(document, dict) or not isinstance(document.get("deviceInfo"), dict):
        return RowError("no-event", event[:40])
    if event not in EVENTS:
        return RowError("no-event", event[:40])
    name = str(document["deviceInfo"].get("deviceName") or document["deviceInfo"].get("devEui") or "?")[:80]
    if event == "log" and document.get("level", "INFO") not in _QUIET:
        said = (document.get("level"), document.get("code"), document.get("description"))
        return RowError("device-log", f"{name}: {' '.join(str(one) for one in said if one)}"[:255])
    if event == "up" and _OBJECT not in document and _reads_objects(mapping):
        return RowError("not-decoded", name)
    return None


def _reads_objects(mapping: Mapping | None) -> bool:
    return mapping is not None and any(one.column.startswith(_OBJECT) for one in mapping.attributes)


def _row(event: str, document: dict[str, Any]) -> dict[str, Any]:
    """The event with what was left out, and columns of our own: `@event`, `@device`, `@gateway`, `@gateways`, `@rssi`, `@snr`."""
    row = _LEFT_OUT.get(event, {}) | document
    if event == "status" and not (row.get("batteryLevelUnavailable") or row.get("externalPowerSource")):
        row.setdefault("batteryLevel", 0)
    row["@event"] = event
    row["@device"] = as_id(str(document["deviceInfo"].get("deviceName") or ""))
    return row | _heard(document.get("rxInfo"))


def _heard(gateways: Any) -> dict[str, Any]:
    """Which gateway heard it best, and how many did."""
    heard = [one for one in gateways if isinstance(one, dict)] if isinstance(gateways, list) else []
    if not heard:
        return {}
    best = max(heard, key=lambda one: (_number(one.get("snr")), _number(one.get("rssi"))))
    return {
        "@gateway": best.get("gatewayId"),
        "@gateways": len(heard),
        "@rssi": _number(best.get("rssi")),
        "@snr": _number(best.get("snr")),
    }


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else 0


def as_id(name: str) -> str:
    """A device's name as the end of an id: `Thùng rác 12` is `thung-rac-12`."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
