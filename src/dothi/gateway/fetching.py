"""Fetches a remote @context: only from hosts that are listed (DOTHI_CONTEXT_HOSTS), within 5 seconds, at most 1 MB.

A listed name that leads to a private address is refused unless that address is listed too, so that a name whose owner
changes where it leads cannot be turned against the own network. The connection goes to the address that was judged.
The time holds for the whole of it: a server that trickles is left, and holds up no thread and no other request.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import h11
import msgspec

from dothi.entities.core.context import ContextNotAvailable
from dothi.kernel import egress, settings

TIMEOUT_S = 5.0
MOST_BYTES = 1_000_000
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FAULTS = (OSError, ValueError, EOFError, h11.ProtocolError, msgspec.DecodeError, RecursionError)


async def fetch(url: str) -> Any:
    """The JSON document at `url`. Raises ContextNotAvailable."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return msgspec.json.decode(await _fetched(url))
    except _FAULTS as error:  # TimeoutError is an OSError
        raise ContextNotAvailable(url=url) from error


async def _fetched(url: str) -> bytes:
    for _ in range(_MOST_REDIRECTS + 1):
        response, body = await _asked(urlsplit(url))
        if response.status_code in _REDIRECTS:
            url = urljoin(url, dict(response.headers).get(b"location", b"").decode("ascii"))
            continue
        if response.status_code != 200:
            raise ValueError(f"status {response.status_code}")
        return body
    raise ValueError("too many redirects")


async def _asked(target: SplitResult) -> tuple[h11.Response, bytes]:
    host, secure = target.hostname or "", target.scheme == "https"
    if target.scheme not in ("http", "https") or target.username:
        raise ValueError("not a web address")
    port = target.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(
        await judged(host, port),
        port,
        ssl=egress.tls_context() if secure else None,
        server_hostname=host if secure else None,
    )
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


async def judged(host: str, port: int) -> str:
    """The address behind a host that may be asked. Raises ValueError."""
    listed = tuple(sorted({name.lower() for name in settings.read("CONTEXT_HOSTS")}))
    if host.lower() not in listed:
        raise ValueError(f"{host} is not in DOTHI_CONTEXT_HOSTS")
    for place in await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = str(place[4][0])
        # asked by its address, not its name: a listed name alone opens no private address
        if egress.may_reach(address, address, listed):
            return address
    raise ValueError(f"{host} leads to private addresses only")
