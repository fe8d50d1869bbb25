"""From where a request comes, as pages count it and as the serving loop does: one rule for both, without a database."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from typing import Any

from django.conf import settings

FORWARDED = b"x-forwarded-for"


def address_of(forwarded: str, connected: str) -> str:
    """Behind our proxy the last address that the proxy itself wrote, else the connection's."""
    said = forwarded if settings.HTTPS else ""
    return said.rsplit(",", 1)[-1].strip() or connected


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: what one household or office has."""
    try:
        told = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address[:60]
    if isinstance(told, ipaddress.IPv6Address):
        if told.ipv4_mapped:
            return str(told.ipv4_mapped)
        return str(ipaddress.ip_network((told, 64), strict=False))
    return str(told)


def network_of_scope(scope: MutableMapping[str, Any]) -> str:
    """Of an ASGI request; empty where the server knows no address."""
    forwarded = (
        dict(scope["headers"]).get(FORWARDED, b"").decode("latin-1")
    )  # of several the last, as a page reads it
    return network_of(address_of(forwarded, (scope.get("client") or ("",))[0]))
