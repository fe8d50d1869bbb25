"""Being told to stop: the pause of a loop, and the one stop of a serving process, so that endless answers (SSE) end at once."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from types import FrameType
from typing import Any

_event: asyncio.Event | None = None


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """A loop's pause: so long, or until `stop`."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def event() -> asyncio.Event:
    """This process's stop; every endless generator waits on it beside its own queue."""
    global _event
    if _event is None:
        _event = asyncio.Event()
    return _event


def on_signals(*signals: signal.Signals) -> None:
    """Sets the stop first, then lets the server's own handler do what it did before. Call inside the running loop."""
    loop = asyncio.get_running_loop()
    for number in signals or (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def handle(sign: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(event().set)
            if callable(before):
                before(sign, frame)

        signal.signal(number, handle)
