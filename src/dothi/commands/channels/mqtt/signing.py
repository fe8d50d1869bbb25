"""A command on the broker is signed for the device: whoever else may publish there cannot make one up, nor say one again later.

A JSON Web Signature (RFC 7515, compact, HS256) for each key that hears the entity, named by `kid`. Its key is the SHA-256 of the
secret part of the device's own API key: that is all we keep of it. Its claims (RFC 7519): `jti` the command, `sub` the entity, `iat`
and `exp` between which it holds, `set` what is wanted. A device believes the claims and not the plain fields beside them.
"""

from __future__ import annotations

import base64
import hmac
from typing import Any

import msgspec
from psycopg import AsyncConnection

from dothi.accounts.keys import Key, living_publishers
from dothi.commands.channels.kinds import Order
from dothi.streams.commands import hears

MOST = 8  # signatures in one message: keys of the device itself before those of a whole fleet
_json = msgspec.json.Encoder().encode


async def signed_for(connection: AsyncConnection[Any], order: Order) -> dict[str, Any]:
    """The message with its signatures; none where no key hears the entity (then nobody is there to read it)."""
    found = [pair async for pair in living_publishers(connection, order.at) if hears(pair[0], order.urn)]
    nearest = sorted(found, key=lambda pair: (_width(pair[0]), pair[0].id))[:MOST]
    return {**order.message, "signed": [signature(claims(order), key.id, secret) for key, secret in nearest]}


def claims(order: Order) -> dict[str, Any]:
    return {
        "jti": str(order.key),
        "sub": order.urn,
        "command": order.code,
        "set": {order.attribute: order.value},
        "iat": int(order.at.timestamp()),
        "exp": int(order.until.timestamp()),
    }


def signature(told: dict[str, Any], key_id: str, secret_sha256: bytes) -> str:
    """`<header>.<claims>.<signature>`, each base64url without `=`."""
    signed = b".".join((_text(_json({"alg": "HS256", "kid": key_id})), _text(_json(told))))
    return b".".join((signed, _text(hmac.digest(secret_sha256, signed, "sha256")))).decode()


def _text(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _width(key: Key) -> int:
    """How much beside this entity a key hears: its own ids, else whole types, else everything."""
    return 0 if key.entity_prefixes else 1 if key.entity_types else 2
