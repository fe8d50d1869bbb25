"""The address that a decoder opens: its host resolved once and checked by the one guarded way out, its login inside."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from dothi.cameras import secrets
from dothi.cameras.looks_taken import Target
from dothi.cameras.simulated import place
from dothi.kernel import egress, settings

PORTS = {"rtsp": 554, "rtsps": 322}


async def url_of(target: Target) -> str:
    """Raises EgressRefused (an inside address that DOTHI_EGRESS_ALLOW does not name, or a drill), OSError, TimeoutError."""
    parts = urlsplit(target.address)
    host = await address_at(parts.hostname or "", parts.port or PORTS[parts.scheme])
    return secrets.whole(target.address, host, target.login)


async def address_at(host: str, port: int) -> str:
    """The address of a camera's or recorder's machine. Raises as `url_of`."""
    allowed = tuple(settings.read("EGRESS_ALLOW"))
    if settings.read("DEMO") and port == place.port():
        allowed += (place.HOST,)  # that one port of this machine, in the demo alone
    async with asyncio.timeout(egress.CONNECT_S):
        return await egress.address_of(host, port, allowed)
