"""A signed JSON web-hook (Standard Webhooks), answered later by a signed callback: what calls out by voice and what speaks by loudspeaker
take a message in one form.

    out: {"id", "to", "title", "text", "language", "importance", "about", "at"}     in: {"id", "state": "delivered" | "read" | "failed", "said"}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import is_address
from dothi.kernel import clock
from dothi.notify.channels.kinds import Accepted, Outgoing, Report, Request, Told
from dothi.notify.channels.posting import ask as ask_them
from dothi.notify.channels.posting import decoded, is_signed, signed, signing_key, told_in
from dothi.notify.models import State

_STATES = {"delivered": State.DELIVERED, "answered": State.READ, "read": State.READ, "failed": State.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to, and what both sides sign by."""

    url: str = ask(whereto=True, example="https://goi.example.vn/hooks/messages")
    signing_secret: str = ask(secret=True)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_address(self.url):
            yield "url", "address", {}
        try:
            signing_key(self.signing_secret)
        except ValueError:
            yield "signing_secret", "signing", {"bytes": 24}


async def send(one: Outgoing, settings: Settings) -> Accepted:
    """The yes may name the other side's own id (`{"id": …}`); else ours is the one that the callback names."""
    body = msgspec.json.encode(
        {
            "id": one.key, "to": one.address, "title": one.title, "text": one.text, "language": one.language,
            "importance": one.importance, "about": one.about, "at": clock.iso(one.at),
        }
    )  # fmt: skip
    headers = {
        "Content-Type": "application/json",
        **signed(one.our_id, int(one.at.timestamp()), body, settings.signing_secret),
    }
    answer = await ask_them("POST", settings.url, headers=headers, body=body)
    try:
        told = decoded(answer.body) if answer.body else None
    except ValueError:
        told = None
    own = told.get("id") if isinstance(told, dict) else None
    return Accepted(str(own or one.key), f"HTTP {answer.status}")


def read(request: Request, settings: Settings) -> list[Report]:
    """A signed callback."""
    if not is_signed(request.headers, request.body, settings.signing_secret, int(clock.now().timestamp())):
        raise Told(403)
    told = told_in(request)
    if not isinstance(told, dict) or not told.get("id"):
        raise Told(400)
    state = _STATES.get(str(told.get("state")))
    return [Report(str(told["id"]), state, str(told.get("said", "")))] if state else []
