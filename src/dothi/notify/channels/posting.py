"""HTTP to a gateway: one question, guarded, no redirect; what went wrong in the words of this room."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import Answer, Client
from dothi.connectors.sources.kinds import Steps
from dothi.notify.channels.kinds import PATIENCE_S, NotSent, Request, Told

_MOST = 2**18  # bytes of an answer
_SHORTEST = 24  # bytes of a signing secret (Standard Webhooks: 24 to 64)
# the channel is in trouble, whatever the message: its address, its keys, the line
_DOWN = frozenset(
    {
        "address-wrong",
        "inside",
        "no-connection",
        "certificate",
        "too-many-redirects",
        "too-slow",
        "broke-off",
        "unauthorized",
    }
)
_TROUBLE = {
    "too-slow": "slow",
    "unauthorized": "refused-us",
    "inside": "inside",
    "certificate": "certificate",
}
_LATER = frozenset({408, 425, 429})


async def ask(
    method: str, url: str, *, headers: Mapping[str, str], body: bytes | None, timeout_s: float = PATIENCE_S
) -> Answer:
    """A 2xx answer. Raises NotSent."""
    try:
        async with Client(Steps(), timeout_s=timeout_s, most=_MOST, follow=False) as client:
            return await client.ask(method, url, headers=headers, body=body)
    except SourceError as error:
        raise understood(error) from error


def understood(error: SourceError) -> NotSent:
    """Is it the channel or the message? A 4xx is about the message; 5xx, silence and a broken line are about the channel."""
    reason, status = error.code.removeprefix("source-"), error.answer_status or 0
    said = f"HTTP {status}" if status else str(error.fields.get("detail", "") or error.fields.get("host", ""))
    if reason in _DOWN:
        return NotSent(_TROUBLE.get(reason, "no-connection"), said, down=True, after_s=error.after_s)
    if status in _LATER or status >= 500:
        return NotSent("busy", said, down=True, after_s=error.after_s)
    return NotSent("refused", said, permanent=True)


def decoded(text: bytes | str) -> Any:
    """JSON of somebody else's. Raises ValueError, also for what is nested beyond all measure."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError("json") from error


def document(answer: Answer) -> Any:
    """What the answer says in JSON. Raises NotSent."""
    try:
        return decoded(answer.body)
    except ValueError as error:
        raise NotSent("answer", down=True) from error


def told_in(request: Request) -> Any:
    """What a request at the door of receipts says in JSON. Raises Told."""
    try:
        return decoded(request.body)
    except ValueError as error:
        raise Told(400) from error


def signing_key(secret: str) -> bytes:
    """`whsec_` + base64, as the libraries of Standard Webhooks read it. Raises ValueError."""
    key = base64.b64decode(secret.strip().removeprefix("whsec_"), validate=True)
    if len(key) < _SHORTEST:
        raise ValueError("short")
    return key


def signed(key: UUID, at: int, body: bytes, secret: str) -> dict[str, str]:
    """Headers as Standard Webhooks says: HMAC-SHA256 over `id.timestamp.body`."""
    text = b".".join((str(key).encode(), str(at).encode(), body))
    signature = base64.b64encode(hmac.digest(signing_key(secret), text, "sha256")).decode()
    return {
        "Idempotency-Key": str(key),
        "webhook-id": str(key),
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    }


def is_signed(headers: Mapping[str, str], body: bytes, secret: str, now: int, *, within_s: int = 300) -> bool:
    """Did whoever holds the secret sign this, within five minutes?"""
    told, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isascii() or not at.isdigit() or len(at) > 12 or abs(now - int(at)) > within_s:
        return False
    text = b".".join((told.encode(), at.encode(), body))
    wanted = base64.b64encode(hmac.digest(signing_key(secret), text, "sha256")).decode()
    given = [one.partition(",")[2] for one in headers.get("webhook-signature", "").split(" ")]
    return any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given)
