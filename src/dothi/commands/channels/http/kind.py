"""A vendor's platform or a controller that takes commands by HTTP. One question, no redirect, never twice; 2xx is the acknowledgement.

Signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`), so that
the other side refuses what was changed, and what is older than its own five minutes; `Idempotency-Key` is the command's own id.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from dothi.commands.channels.kinds import PATIENCE_S, Answer, Kind, NotSent, Order, Unanswered
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import Client, is_address
from dothi.connectors.sources.kinds import Steps

_MOST = 2**16  # bytes of an answer
_SHORTEST = 24  # bytes of a signing secret (Standard Webhooks: 24 to 64)
# Before anything was said to the other side: it did not hear of the command.
_BEFORE = frozenset({"address-wrong", "inside", "no-connection", "certificate", "too-many-redirects"})
_ANSWERED = frozenset({"status", "unauthorized"})
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`url` may hold `{urn}` and `{id}` (what follows the last `:`), so that one channel serves a whole platform."""

    url: str = ask(whereto=True, example="https://den.example.vn/api/cabinets/{id}/commands")
    method: Literal["POST", "PUT"] = ask("POST")
    signing_secret: str = ask(secret=True)
    token: str = ask("", secret=True)  # sent as a bearer, where the other side wants one

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_address(self.url):
            yield "url", "address", {}
        try:
            _key(self.signing_secret)
        except ValueError:
            yield "signing_secret", "signing", {"bytes": _SHORTEST}


async def send(order: Order, settings: Settings) -> Answer:
    body = _encode(order.message)
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        **_signed(order, settings, body),
    }
    if settings.token:
        headers["Authorization"] = f"Bearer {settings.token}"
    try:
        async with Client(Steps(), timeout_s=PATIENCE_S, most=_MOST, follow=False) as client:
            answer = await client.ask(settings.method, _address(order, settings), headers=headers, body=body)
    except SourceError as error:
        raise _understood(error) from error
    return Answer(f"HTTP {answer.status}")


def _signed(order: Order, settings: Settings, body: bytes) -> dict[str, str]:
    told, at = str(order.key), str(int(order.at.timestamp()))
    text = b".".join((told.encode(), at.encode(), body))
    signature = base64.b64encode(hmac.digest(_key(settings.signing_secret), text, "sha256")).decode()
    return {
        "Idempotency-Key": told,
        "webhook-id": told,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{signature}",
    }


def _key(secret: str) -> bytes:
    """`whsec_` + base64, as the libraries of Standard Webhooks read it. Raises ValueError."""
    key = base64.b64decode(secret.strip().removeprefix("whsec_"), validate=True)
    if len(key) < _SHORTEST:
        raise ValueError("short")
    return key


def _address(order: Order, settings: Settings) -> str:
    own = order.urn.rpartition(":")[2]
    if own in (".", ".."):  # a step in a path, which no quoting takes away: it would be another address
        raise NotSent("channel", own)
    return settings.url.replace("{urn}", quote(order.urn, safe="")).replace("{id}", quote(own, safe=""))


def _understood(error: SourceError) -> NotSent | Unanswered:
    """Did the other side hear of it? A refusal (4xx) is an answer; 5xx, a broken line and silence say nothing."""
    reason = error.code.removeprefix("source-")
    if reason in _BEFORE:
        return NotSent("no-connection" if reason == "no-connection" else "channel", reason)
    if reason in _ANSWERED and (error.answer_status or 500) < 500:
        return NotSent("refused-there", f"HTTP {error.answer_status}")
    return Unanswered(reason)


KIND = Kind("http", Settings, send)
