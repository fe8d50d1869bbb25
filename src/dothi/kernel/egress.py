"""The one way out: connections to addresses that somebody else named (subscriptions, contexts).

A name is resolved once and the connection goes to that very address, so a name that changes its mind (DNS rebinding)
gains nothing. Private, loopback, link-local and reserved addresses are refused unless DOTHI_EGRESS_ALLOW names the
host, the address or its network. No redirect is followed here: whoever follows one asks again for each address.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from functools import lru_cache
from typing import Any

from dothi.kernel import drill, settings
from dothi.kernel.errors import DothiError

CONNECT_S = 5.0
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_EVERY, _PROTOCOLS = ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("192.0.0.0/24")
_GIVEN_OUT = ipaddress.ip_network("2000::/3")


class EgressRefused(DothiError):
    """The address lies inside; an administrator may allow it."""

    code, status, title = "egress-refused", 403, "Forbidden"


class ImpossibleName(socket.gaierror):
    """No name server has it or ever will: trying again is useless."""


async def connect(
    host: str,
    port: int,
    *,
    tls: bool = False,
    timeout_s: float = CONNECT_S,
    allowed: tuple[str, ...] | None = None,
) -> Streams:
    """Streams to `host`, the certificate checked for its name; `allowed` as `may_reach` has it.

    Raises EgressRefused, OSError, TimeoutError.
    """
    async with asyncio.timeout(timeout_s):
        address = await address_of(host, port, allowed)
        if not tls:
            return await asyncio.open_connection(address, port)
        return await asyncio.open_connection(address, port, ssl=tls_context(), server_hostname=host)


async def address_of(host: str, port: int, allowed: tuple[str, ...] | None = None) -> str:
    """The address to connect to: the first that may be reached. Raises EgressRefused, OSError (no such name)."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # `..`, or 300 letters without a point: Python does not even ask
        raise ImpossibleName(socket.EAI_NONAME, f"no such name: {host[:80]}") from error
    for _, _, _, _, place in found:
        if may_reach(host, str(place[0]), allowed):
            return str(place[0])
    raise EgressRefused(host=host)


def may_reach(host: str, address: str, allowed: tuple[str, ...] | None = None) -> bool:
    """Is it a public address, or one that was allowed (by DOTHI_EGRESS_ALLOW, or by a list of the caller's own)?

    From the copy of a drill nothing is reached, whatever is allowed.
    """
    if drill.mark():
        return False
    ip = _plain(ipaddress.ip_address(address.partition("%")[0]))
    listed = tuple(settings.read("EGRESS_ALLOW")) if allowed is None else allowed
    return _is_public(ip) or _is_allowed(host.lower(), ip, listed)


def _is_public(ip: _Address) -> bool:
    """Of IPv6 only what is given out as global unicast: the rest is translated, mapped or of one site somewhere."""
    given_out = ip in (_GIVEN_OUT if isinstance(ip, ipaddress.IPv6Address) else _EVERY)
    return given_out and ip.is_global and not ip.is_multicast and ip not in _PROTOCOLS


def _plain(ip: _Address) -> _Address:
    """An IPv4 address in IPv6 clothes (mapped, 6to4, NAT64) is judged as what it is."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_allowed(host: str, ip: _Address, allowed: tuple[str, ...]) -> bool:
    hosts, networks = _rules(allowed)
    return host in hosts or any(ip in network for network in networks if network.version == ip.version)


@lru_cache(maxsize=8)
def _rules(
    allowed: tuple[str, ...],
) -> tuple[frozenset[str], tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]]:
    hosts, networks = set(), []
    for one in allowed:
        try:
            networks.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            hosts.add(one.lower())
    return frozenset(hosts), tuple(networks)


def tls_context(name: str | None = None) -> ssl.SSLContext:
    """Trusts what the system trusts, and the authorities in DOTHI_EGRESS_CA besides. `name`: whose certificate it must
    be, for a client that knows only the address. Raises OSError when that file cannot be read."""
    return _trusting(str(settings.read("EGRESS_CA")), name)


@lru_cache(maxsize=64)
def _trusting(ca_file: str, name: str | None) -> ssl.SSLContext:
    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.name = name
    context.load_default_certs()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # no such file, or no certificate in it
            raise OSError(f"DOTHI_EGRESS_CA {ca_file}: {error}") from error
    return context


class _Named(ssl.SSLContext):
    """Checks the certificate for the name that was asked for, although the connection goes to an address."""

    name: str | None

    def wrap_socket(self, *arguments: Any, **named: Any) -> ssl.SSLSocket:
        return super().wrap_socket(
            *arguments, **named if self.name is None else {**named, "server_hostname": self.name}
        )
