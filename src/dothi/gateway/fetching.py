"""Fetches a remote @context: only from hosts that are listed (DOTHI_CONTEXT_HOSTS), within 5 seconds, at most 1 MB.

A listed name that leads to a private address is refused unless that address is listed too, so that a name whose owner
changes where it leads cannot be turned against the own network (`kernel.egress` judges and connects).
The time holds for the whole of it: a server that trickles is left, and holds up no thread and no other request.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import re
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

import h11

from dothi.entities.core.context import ContextNotAvailable
from dothi.kernel import clock, egress, settings

TIMEOUT_S = 5.0
MOST_BYTES = 1_000_000
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FAULTS = (OSError, ValueError, EOFError, h11.ProtocolError, egress.EgressRefused)
_DAY = dt.timedelta(days=1)  # of what does not say how long it holds
_LONGEST = dt.timedelta(days=365)
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,12})")


async def fetch(url: str) -> tuple[bytes, dt.timedelta]:
    """What stands at `url`, and how long it holds (§5.13.1). Raises ContextNotAvailable."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            response, body = await _fetched(url)
            return body, lifetime(response)
    except _FAULTS as error:  # TimeoutError is an OSError
        raise ContextNotAvailable(url=url) from error


def lifetime(response: h11.Response) -> dt.timedelta:
    """As the server says (RFC 9111 §5.2, 5.3), else a day."""
    headers = {name: value.decode("latin-1").lower() for name, value in response.headers}
    control = headers.get(b"cache-control", "")
    if "no-cache" in control or "no-store" in control:
        return dt.timedelta()
    if age := _MAX_AGE.search(control):
        return min(dt.timedelta(seconds=int(age[1])), _LONGEST)
    if (until := headers.get(b"expires")) is None:
        return _DAY
    try:
        return min(max(parsedate_to_datetime(until) - clock.now(), dt.timedelta()), _LONGEST)
    except (ValueError, TypeError):  # "0" is a date that is over; one without a zone cannot be compared
        return dt.timedelta()


async def _fetched(url: str) -> tuple[h11.Response, bytes]:
    for _ in range(_MOST_REDIRECTS + 1):
        response, body = await _asked(urlsplit(url))
        if response.status_code in _REDIRECTS:
            url = urljoin(url, dict(response.headers).get(b"location", b"").decode("ascii"))
            continue
        if response.status_code != 200:
            raise ValueError(f"status {response.status_code}")
        return response, body
    raise ValueError("too many redirects")


async def _asked(target: SplitResult) -> tuple[h11.Response, bytes]:
    host, secure = target.hostname or "", target.scheme == "https"
    if target.scheme not in ("http", "https") or target.username:
        raise ValueError("not a web address")
    listed = [name.lower() for name in settings.read("CONTEXT_HOSTS")]
    if host.lower() not in listed:
        raise ValueError(f"{host} is not in DOTHI_CONTEXT_HOSTS")
    addresses = tuple(filter(_is_address, listed))  # a listed name alone opens no private address
    port = target.port or (443 if secure else 80)
    reader, writer = await egress.connect(host, port, tls=secure, allowed=addresses)
    try:
        writer.write(_request(target, connection := h11.Connection(h11.CLIENT)))
        return await _answer(reader, connection)
    finally:
        writer.close()


def _request(target: SplitResult, connection: h11.Connection) -> bytes:
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    headers = [
        ("Host", target.netloc), ("Accept", "application/ld+json, application/json"), ("Connection", "close"),
    ]  # fmt: skip
    asked = connection.send(h11.Request(method="GET", target=path, headers=headers)) or b""
    return asked + (connection.send(h11.EndOfMessage()) or b"")


async def _answer(reader: asyncio.StreamReader, connection: h11.Connection) -> tuple[h11.Response, bytes]:
    response, body = None, bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Response):
            response = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MOST_BYTES:
                raise ValueError("too large")
        elif isinstance(event, h11.EndOfMessage) and response is not None:
            return response, bytes(body)
        elif not isinstance(event, h11.InformationalResponse):
            raise EOFError("no answer")


def _is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return False
