"""Web push (RFC 8030, 8291, 8292): to the browsers that a person allowed on their own page. A push service is somebody else's server, so the
payload holds a title that names nobody and a path; the text is read after login. The browser itself says that it came and was opened."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException
from pywebpush import WebPusher, WebPushException

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import is_address
from dothi.kernel import clock
from dothi.notify.channels.kinds import Accepted, Kind, NotSent, Outgoing
from dothi.notify.channels.posting import ask as ask_them
from dothi.notify.channels.posting import decoded
from dothi.notify.models import Way

_HOURS = {
    "critical": 1,
    "high": 6,
    "normal": 24,
}  # how long a push service keeps it for a browser that is off
_URGENCY = {"critical": "high", "high": "high", "normal": "normal"}  # RFC 8030 §5.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`contact`: whom a push service writes to when we trouble it. The key is made by us when it stays empty."""

    contact: str = ask(example="mailto:ioc@example.vn")
    private_key: str = ask("", secret=True)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not self.contact.startswith(("mailto:", "https://")):
            yield "contact", "contact", {}
        if self.private_key:
            try:
                Vapid02.from_string(self.private_key)
            except (ValueError, VapidException):
                yield "private_key", "vapid", {}


def fills(given: Mapping[str, Any]) -> dict[str, Any]:
    """A key of our own (P-256, RFC 8292 §2). Whoever changes it loses every browser that was allowed."""
    if given.get("private_key"):
        return {}
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return {"private_key": base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")}


def public_key(settings: Settings) -> str:
    """What a browser asks for when it subscribes (applicationServerKey)."""
    point = Vapid02.from_string(settings.private_key).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def subscription_of(text: str) -> dict[str, Any]:
    """A browser's subscription: a push service's address and two keys. Raises ValueError."""
    told = decoded(text)
    keys = told.get("keys") if isinstance(told, dict) else None
    endpoint = told.get("endpoint") if isinstance(told, dict) else None
    if not isinstance(keys, dict) or not isinstance(endpoint, str) or not is_address(endpoint):
        raise ValueError("subscription")
    made = {"endpoint": endpoint, "keys": {name: str(keys.get(name, "")) for name in ("p256dh", "auth")}}
    try:
        WebPusher(made).encode(b"x")
    except (WebPushException, ValueError, IndexError, binascii.Error) as error:
        raise ValueError("keys") from error
    return made


async def send(one: Outgoing, settings: Settings) -> Accepted:
    try:
        subscription = subscription_of(one.address)
    except ValueError as error:
        raise NotSent("gone", permanent=True) from error
    endpoint = subscription["endpoint"]
    payload = msgspec.json.encode({"id": one.key, "title": one.title, "path": one.about or "/me/"})
    body = bytes(WebPusher(subscription).encode(payload)["body"])
    parts = urlsplit(endpoint)
    until = int(clock.now().timestamp()) + 3600
    claims = {"sub": settings.contact, "aud": f"{parts.scheme}://{parts.netloc}", "exp": until}
    headers = {
        **Vapid02.from_string(settings.private_key).sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(3600 * _HOURS[one.importance]),
        "Urgency": _URGENCY[one.importance],
        "Topic": one.our_id.hex,  # the same message again takes the place of the first (RFC 8030 §5.4)
    }
    try:
        answer = await ask_them("POST", endpoint, headers=headers, body=body)
    except NotSent as error:
        if error.said in ("HTTP 404", "HTTP 410"):  # the browser withdrew it (RFC 8030 §7.3)
            raise NotSent("gone", error.said, permanent=True) from error
        raise
    return Accepted(one.key, f"HTTP {answer.status}")


KIND = Kind("web_push", Way.PUSH, Settings, send, fills=fills)
