"""A system that a step of an escalation calls: signed JSON to the message's own address. Its yes is the receipt, there is no callback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import is_address
from dothi.notify.channels import hooking
from dothi.notify.channels.kinds import Accepted, Kind, NotSent, Outgoing
from dothi.notify.channels.posting import signing_key
from dothi.notify.models import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What both sides sign by; where to stands in each message."""

    signing_secret: str = ask(secret=True)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        try:
            signing_key(self.signing_secret)
        except ValueError:
            yield "signing_secret", "signing", {"bytes": 24}


async def send(one: Outgoing, settings: Settings) -> Accepted:
    if not is_address(one.address):
        raise NotSent("address", permanent=True)
    where = hooking.Settings(url=one.address, signing_secret=settings.signing_secret)
    return replace(await hooking.send(one, where), delivered=True)


KIND = Kind("web_hook", Way.OTHER, Settings, send, receipts=False)
