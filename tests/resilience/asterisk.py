"""An Asterisk that a running system listens to: the server of the adapter's own tests, in a thread beside the test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from dothi.calls.asterisk.tests.recorded import Exchange, bridged, exchange, hung_up, new, stands

PATIENCE_S = 120.0


@dataclass(slots=True)
class Asterisk:
    """`url` is what a system is given. Calls are known by the number of their caller's channel."""

    loop: asyncio.AbstractEventLoop
    exchange: Exchange
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"ami://desk:{quote('mật khẩu')}@127.0.0.1:{self.exchange.port}"

    def wait_for_listener(self) -> None:
        heard = asyncio.wait_for(self.exchange.signed_on.wait(), PATIENCE_S)
        asyncio.run_coroutine_threadsafe(heard, self.loop).result()

    def rings(self, *channels: str) -> None:
        self._say(*(new(own=one, linked=one) for one in channels))

    def answers(self, channel: str) -> None:
        self._say(bridged(own=f"{channel}.9", linked=channel))

    def hangs_up(self, channel: str) -> None:
        self._say(hung_up(own=channel, linked=channel))

    def shows(self, *channels: str) -> None:
        """What it answers when a listener asks which channels stand: these, ringing; all others are gone."""
        self.exchange.standing = [stands(own=one) for one in channels]

    def deaf(self) -> None:
        """The listener is dead: the next one has to sign on first."""
        self.loop.call_soon_threadsafe(self.exchange.signed_on.clear)

    def _say(self, *messages: str) -> None:
        self.wait_for_listener()
        self.loop.call_soon_threadsafe(self.exchange.say, *messages)


@contextmanager
def asterisk() -> Iterator[Asterisk]:
    """Running until the end of the block."""
    begun: list[Asterisk] = []
    ready = threading.Event()

    async def serve() -> None:
        async with exchange() as one:
            begun.append(Asterisk(asyncio.get_running_loop(), one))
            ready.set()
            await begun[0].over.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(PATIENCE_S)
    try:
        yield begun[0]
    finally:
        begun[0].loop.call_soon_threadsafe(begun[0].over.set)
        thread.join(PATIENCE_S)
