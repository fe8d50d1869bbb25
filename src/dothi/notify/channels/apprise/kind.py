"""A hundred other services (Telegram, Matrix, Slack, ntfy …) by the `apprise` library, which opens its connections by itself: it runs in a
process of its own where every connection is judged by our guard (`guarded.py`), and which ends with our patience."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from dothi.connectors.sources.asking import ask
from dothi.notify.channels.kinds import Accepted, Kind, NotSent, Outgoing

PATIENCE_S = 30.0
_AWAY = {2: "inside", 3: "address"}  # what the process ends with (guarded.py)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`url`: an address of apprise; `{to}` in it is where the person is reached."""

    way: Literal["other", "sms", "zalo", "voice", "loudspeaker"] = ask("other")
    url: str = ask(secret=True, example="tgram://{token}/{to}")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if "://" not in self.url:
            yield "url", "address", {}


async def send(one: Outgoing, settings: Settings) -> Accepted:
    told = {
        "url": settings.url,
        "to": one.address,
        "title": one.title,
        "body": "\n".join(filter(None, (one.text, one.link))),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dothi.notify.channels.apprise.guarded",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await process.communicate(msgspec.json.encode(told))
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    if process.returncode == 0:
        return Accepted(one.key)
    trouble = _AWAY.get(process.returncode or 1, "no-connection")
    # which address lay inside; what a library says of its own may hold the token
    place = said.decode("utf-8", "replace").strip().splitlines()[-1:] if trouble == "inside" else []
    raise NotSent(trouble, "".join(place), permanent=trouble == "address", down=trouble != "address")


KIND = Kind("apprise", None, Settings, send, receipts=False, patience_s=PATIENCE_S)
