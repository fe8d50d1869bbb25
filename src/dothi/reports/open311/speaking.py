"""How others' GeoReport v2 is asked, in JSON or XML: through the egress guard, with limits, and with distrust of every field."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dothi.connectors.sources import secrets
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import Client
from dothi.connectors.sources.kinds import Steps
from dothi.kernel import clock
from dothi.kernel.said import plain
from dothi.reports.open311.models import Endpoint

PAGE, MOST_PAGES = 500, 200
_PATIENCE_S, _MOST = 30.0, 16 * 2**20
Row = Mapping[str, Any]


class Unreadable(ValueError):
    """One request of theirs is none; the words say which field."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """A request as they tell it."""

    id: str
    service: str
    is_open: bool
    text: str
    notes: str
    address: str
    lon: float | None
    lat: float | None
    updated: dt.datetime | None
    media: str


async def changed(endpoint: Endpoint, since: dt.datetime | None) -> list[Row]:
    """All that changed since then, page by page. Raises SourceError."""
    found: list[Row] = []
    async with _client() as client:
        for page in range(1, MOST_PAGES + 1):
            told = {"page": page, "page_size": PAGE} | ({"updated_after": since.isoformat()} if since else {})
            rows = await _rows(client, endpoint, "requests", told)
            known = {id_of(one) for one in found}
            fresh = [one for one in rows if id_of(one) not in known]
            found += fresh
            if len(rows) < PAGE or not fresh:  # the last; or they know no pages and tell the same again
                break
    return found


async def one(endpoint: Endpoint, their_id: str) -> list[Row]:
    """Raises SourceError."""
    async with _client() as client:
        return await _rows(client, endpoint, f"requests/{quote(their_id, safe='')}", _key(endpoint))


async def of_token(endpoint: Endpoint, token: str) -> list[Row]:
    """Raises SourceError."""
    async with _client() as client:
        return await _rows(client, endpoint, f"tokens/{quote(token, safe='')}", {})


async def hand_over(endpoint: Endpoint, told: Mapping[str, str]) -> list[Row]:
    """Posts a request. Raises SourceError."""
    body = urlencode({**told, **_key(endpoint), **_place(endpoint)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with _client(follow=False) as client:
        answer = await client.ask("POST", _address(endpoint, "requests"), headers=headers, body=body)
    return read(endpoint.form, answer.body)


def theirs(row: Row) -> Theirs:
    """Raises Unreadable."""
    their_id, status = id_of(row), _text(row, "status", 20).lower()
    if not their_id:
        raise Unreadable("service_request_id")
    if status not in ("open", "closed"):
        raise Unreadable(f"status {status!r}")
    return Theirs(
        id=their_id, service=_text(row, "service_code", 120), is_open=status == "open",
        text=_text(row, "description", 4000) or _text(row, "service_name", 200), notes=_text(row, "status_notes", 1000),
        address=_text(row, "address", 300), lon=_degrees(row, "long", 180), lat=_degrees(row, "lat", 90),
        updated=_time(row, "updated_datetime") or _time(row, "requested_datetime"), media=_text(row, "media_url", 2000),
    )  # fmt: skip


def read(form: str, body: bytes) -> list[Row]:
    """The requests of an answer. Raises SourceError: it is none."""
    try:
        if form == Endpoint.Form.XML:
            return [
                {one.tag: _inside(one) for one in row}
                for row in fromstring(body, forbid_dtd=True).findall("request")
            ]
        rows = json.loads(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise SourceError(
            "not-json" if form == "json" else "not-xml", detail=str(error)[:200], begins=""
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError("not-json", detail="[…]", begins=body[:60].decode(errors="replace"))
    return rows


def _inside(element: Element) -> str | None:
    return element.text if len(element) == 0 else None


def _client(*, follow: bool = True) -> Client:
    return Client(Steps(), timeout_s=_PATIENCE_S, most=_MOST, follow=follow)


async def _rows(client: Client, endpoint: Endpoint, what: str, told: Mapping[str, Any]) -> list[Row]:
    query = urlencode({**told, **_place(endpoint)})
    answer = await client.ask("GET", f"{_address(endpoint, what)}?{query}")
    return read(endpoint.form, answer.body)


def _address(endpoint: Endpoint, what: str) -> str:
    return f"{endpoint.url.rstrip('/')}/{what}.{endpoint.form}"


def _key(endpoint: Endpoint) -> dict[str, str]:
    return {"api_key": secrets.decrypt(endpoint.api_key)} if endpoint.api_key else {}


def _place(endpoint: Endpoint) -> dict[str, str]:
    return {"jurisdiction_id": endpoint.jurisdiction} if endpoint.jurisdiction else {}


def id_of(row: Row, name: str = "service_request_id") -> str:
    """Empty where they told none that can be kept."""
    return _text(row, name, 100)


def _text(row: Row, name: str, most: int) -> str:
    value = row.get(name)
    return plain(str(value))[:most] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _degrees(row: Row, name: str, most: int) -> float | None:
    try:
        number = float(row.get(name) or math.nan)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) <= most else None


def _time(row: Row, name: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(_text(row, name, 40))
        return (at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)).astimezone(clock.UTC)
    except (ValueError, OverflowError):
        return None
