"""Fetches a remote @context: only from hosts that are listed (DOTHI_CONTEXT_HOSTS), within 5 seconds, at most 1 MB.

A listed name that leads to a private address is refused unless that address is listed too, so that a name whose owner
changes where it leads cannot be turned against the own network. The connection goes to the address that was judged.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import ssl
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from dothi.entities.core.context import ContextNotAvailable
from dothi.kernel import egress, settings

TIMEOUT_S = 5.0
MOST_BYTES = 1_000_000
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


async def fetch(url: str) -> Any:
    """The JSON document at `url`. Raises ContextNotAvailable."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await asyncio.to_thread(_fetched, url)
    except (
        OSError,
        ValueError,
        http.client.HTTPException,
        RecursionError,
    ) as error:  # TimeoutError is an OSError
        raise ContextNotAvailable(url=url) from error


def _fetched(url: str) -> Any:
    for _ in range(_MOST_REDIRECTS + 1):
        target = urlsplit(url)
        response = _asked(target)
        if response.status in _REDIRECTS:
            url = urljoin(url, response.headers.get("location", ""))
            continue
        if response.status != 200:
            raise ValueError(f"status {response.status}")
        body = response.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise ValueError("too large")
        return json.loads(body)
    raise ValueError("too many redirects")


def _asked(target: SplitResult) -> http.client.HTTPResponse:
    host, secure = target.hostname or "", target.scheme == "https"
    if target.scheme not in ("http", "https") or target.username:
        raise ValueError("not a web address")
    port = target.port or (443 if secure else 80)
    line = socket.create_connection((judged(host, port), port), timeout=TIMEOUT_S)
    if secure:
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    connection.sock = line
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    connection.request("GET", path, headers={"Accept": "application/ld+json, application/json"})
    return connection.getresponse()


def judged(host: str, port: int) -> str:
    """The address behind a host that may be asked. Raises ValueError."""
    listed = tuple(sorted({name.lower() for name in settings.read("CONTEXT_HOSTS")}))
    if host.lower() not in listed:
        raise ValueError(f"{host} is not in DOTHI_CONTEXT_HOSTS")
    for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = str(place[4][0])
        # asked by its address, not its name: a listed name alone opens no private address
        if egress.may_reach(address, address, listed):
            return address
    raise ValueError(f"{host} leads to private addresses only")
