"""Zalo Official Account: a consultation message ("tin tư vấn") to a follower of the account.

[M] From memory, to be compared with Zalo's own pages before anybody relies on it: the address
`https://openapi.zalo.me/v3.0/oa/message/cs`, the header `access_token`, the body `{"recipient": {"user_id"}, "message": {"text"}}`, the
answer `{"error": 0, "data": {"message_id"}}`; errors -216 and -124 for a token that ended, -213 for who does not follow; the web-hook
events `user_received_message` and `user_seen_message` with `message.msg_ids`, signed in `X-ZEvent-Signature` as
`mac=sha256(appId + body + timestamp + secret)`; that such messages are allowed only within seven days after the user wrote. Addresses are
settings, so what is wrong here is corrected without code.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import is_address
from dothi.notify.channels.kinds import Accepted, Kind, NotSent, Outgoing, Report, Request, Told
from dothi.notify.channels.posting import ask as ask_them
from dothi.notify.channels.posting import document, told_in
from dothi.notify.models import State, Way

LONGEST = 2000  # [M] characters of one message
_OURS = frozenset({-216, -124, -204})  # [M] the token ended, or the account may not
_EVENTS = {"user_received_message": State.DELIVERED, "user_seen_message": State.READ}  # [M]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The account's own keys; `app_id` and `webhook_secret` judge what Zalo tells us."""

    url: str = ask("https://openapi.zalo.me/v3.0/oa/message/cs", whereto=True)
    access_token: str = ask(secret=True)
    app_id: str = ask("")
    webhook_secret: str = ask("", secret=True)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_address(self.url):
            yield "url", "address", {}


async def send(one: Outgoing, settings: Settings) -> Accepted:
    text = "\n".join(part for part in (one.text, one.link) if part)[:LONGEST]
    body = msgspec.json.encode({"recipient": {"user_id": one.address}, "message": {"text": text}})
    headers = {"Content-Type": "application/json", "access_token": settings.access_token}
    told = document(await ask_them("POST", settings.url, headers=headers, body=body))
    error = told.get("error") if isinstance(told, dict) else None
    if error != 0:
        said = f"{error} {told.get('message', '')}" if isinstance(told, dict) else ""
        raise (
            NotSent("refused-us", said, down=True)
            if error in _OURS
            else NotSent("refused", said, permanent=True)
        )
    return Accepted(str((told.get("data") or {}).get("message_id") or one.key))


def read(request: Request, settings: Settings) -> list[Report]:
    """What Zalo tells of messages; other events of the account are nothing to us."""
    told = told_in(request)
    if not isinstance(told, dict):
        raise Told(400)
    if settings.webhook_secret:
        _check(request, settings, str(told.get("timestamp", "")))
    state, message = _EVENTS.get(str(told.get("event_name"))), told.get("message")
    if state is None or not isinstance(message, dict):
        return []
    ids = message.get("msg_ids")
    return [
        Report(str(one), state) for one in (ids if isinstance(ids, list) else [message.get("msg_id")]) if one
    ]


def _check(request: Request, settings: Settings, at: str) -> None:
    signed = settings.app_id.encode() + request.body + at.encode() + settings.webhook_secret.encode()
    wanted = f"mac={hashlib.sha256(signed).hexdigest()}"
    if not hmac.compare_digest(wanted.encode(), request.headers.get("x-zevent-signature", "").encode()):
        raise Told(403)


KIND = Kind("zalo_oa", Way.ZALO, Settings, send, read=read)
