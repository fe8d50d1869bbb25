"""What GeoReport v2 answers, as JSON and as XML: one shape, two forms. Pure.

JSON has lists where XML has an element for each item: `service_requests` holds `request`, `attributes` hold `attribute`. An empty field is
null in JSON and an empty element in XML; a time is W3C's profile of ISO 8601 with the zone of Viet Nam.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from dothi.kernel import clock
from dothi.kernel.said import plain

Row = Mapping[str, Any]
TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_ITEM = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "media_urls": "media_url",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def rendered(form: str, root: str, told: Row | Iterable[Row]) -> Iterator[str]:
    """The document in pieces, a row at a time; `root` names the XML's element (in JSON a list has no name)."""
    return _json(told) if form == "json" else _xml(root, told)


def w3c(at: dt.datetime | None) -> str | None:
    """`2026-11-23T15:04:05+07:00`."""
    return None if at is None else at.astimezone(clock.VIETNAM).isoformat(timespec="seconds")


def _json(told: Row | Iterable[Row]) -> Iterator[str]:
    if isinstance(told, Mapping):
        yield json.dumps(told, ensure_ascii=False)
        return
    begins = "["
    for row in told:
        yield begins + json.dumps(row, ensure_ascii=False)
        begins = ",\n"
    yield "[]" if begins == "[" else "]"


def _xml(root: str, told: Row | Iterable[Row]) -> Iterator[str]:
    yield _HEAD
    if isinstance(told, Mapping):
        yield _element(root, told)
        return
    yield f"<{root}>"
    for row in told:
        yield _element(_ITEM[root], row)
    yield f"</{root}>"


def _element(name: str, value: Any) -> str:
    match value:
        case None | "":
            return f"<{name}/>"
        case Mapping():
            inside = "".join(_element(key, one) for key, one in value.items())
        case list() | tuple():
            inside = "".join(_element(_ITEM[name], one) for one in value)
        case bool():
            inside = str(value).lower()
        case _:
            inside = escape(plain(str(value)))
    return f"<{name}>{inside}</{name}>"
