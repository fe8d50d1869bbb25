"""The worker's loop `channels`: sends what is due, each message in a task of its own, so many for each channel and no longer than its
patience: a channel that is down or slow holds up no other.

At least once: a sender that is killed loses its lease and the message is sent again under the same id, by which a provider that keeps
ids knows the double. Several processes may run; `skip locked` and the claim keep them apart.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from django.db import close_old_connections

from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import drill, health
from dothi.kernel.engines import addresses
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import t
from dothi.kernel.stepping import AWAY, Stepper
from dothi.notify import course
from dothi.notify.actions import WAKE
from dothi.notify.channels.kinds import (
    NotSent,
    Outgoing,
    Report,
    Sender,
    cleaned,
    forms_of,
    get_kind,
    hidden_in,
    settings_of,
)
from dothi.notify.course import Claimed
from dothi.notify.models import Channel

PART = course.PART
PAUSE_S = 1.0
LAST_S = 5.0  # for what is being sent when we are told to stop
logger = logging.getLogger(__name__)
Inside = Callable[
    [Callable[[], Any]], Awaitable[Any]
]  # calls what uses the ORM, in the thread that has the connection


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database and channels that go away."""
    woken = asyncio.Event()
    listening = asyncio.create_task(_listen(woken))
    async with Stepper(PART) as steps:
        post = Post(steps.inside, woken)
        try:
            while not stop.is_set():
                try:
                    await post.round()
                    health.report(PART, lag_s=await steps.inside(course.lag_s))
                except AWAY:
                    logger.warning("channels: the database is away, trying again", exc_info=True)
                    await steps.inside(close_old_connections)
                await _pause(stop, woken)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await post.end(LAST_S)


async def _pause(stop: asyncio.Event, woken: asyncio.Event) -> None:
    """A second, or until somebody has a message, a place is free, or we are told to stop."""
    waits = [asyncio.ensure_future(one.wait()) for one in (stop, woken)]
    await asyncio.wait(waits, timeout=PAUSE_S, return_when=asyncio.FIRST_COMPLETED)
    for one in waits:
        one.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    woken.clear()


async def _listen(woken: asyncio.Event) -> None:
    """NOTIFY spares the pause; while it cannot be heard the pause does."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                addresses.database_url(), autocommit=True, connect_timeout=5
            ) as connection:
                await connection.execute(f"listen {WAKE}")
                await _hear(connection.notifies(), woken)
        except (psycopg.Error, OSError):
            logger.warning("channels: cannot listen", exc_info=True)
        await asyncio.sleep(PAUSE_S)


async def _hear(notifies: AsyncIterator[psycopg.Notify], woken: asyncio.Event) -> None:
    async for _ in notifies:
        woken.set()


@dataclass(slots=True)
class Post:
    """What is under way."""

    inside: Inside
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    # by channel: as it was described, its sender, its secrets
    _open: dict[int, tuple[Any, Sender, frozenset[str]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _hands: Counter[int] = field(default_factory=Counter)

    async def round(self) -> None:
        """Lets time speak, then gives every channel what it can carry."""
        await self.inside(course.look_after)
        channels: list[Channel] = await self.inside(course.on_duty)
        if drill.mark():  # only what shows messages inside the drill itself
            channels = [one for one in channels if one.kind == "demo_outbox"]
        await self._close_others({one.pk for one in channels})
        for channel in channels:
            await self._serve(channel)

    async def _serve(self, channel: Channel) -> None:
        sender = await self._sender(channel)
        if sender is None:
            return
        await sender.keep()
        free = course.may_send(channel, get_kind(channel.kind).at_once) - self._hands[channel.pk]
        if free <= 0:
            return
        for one in await self.inside(lambda: course.claim(channel, free)):
            self._hands[channel.pk] += 1
            task = asyncio.create_task(self._send(channel, sender, one))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _sender(self, channel: Channel) -> Sender | None:
        """As it is described now; None: it cannot be opened, which its page tells."""
        known = self._open.get(channel.pk)
        if known is not None and known[0] == channel.changed_at:
            return known[1]
        if known is not None:
            await known[1].close()
            del self._open[channel.pk]
        try:
            settings = await self.inside(lambda: settings_of(channel))
            sender = get_kind(channel.kind).opened(settings, self._reporter(channel))
        except (SettingsRefused, SourceError, DothiError) as error:
            logger.warning("channel %s cannot be opened: %r", channel.code, error)
            trouble = NotSent("settings", error.code, down=True)
            await self.inside(lambda: course.note_channel_failed(channel.pk, trouble))
            return None
        self._open[channel.pk] = (channel.changed_at, sender, hidden_in(settings))
        return sender

    def _reporter(self, channel: Channel) -> Callable[[Report], Awaitable[None]]:
        async def report(told: Report) -> None:
            await self.inside(lambda: course.take_receipt(channel, told))

        return report

    async def _send(self, channel: Channel, sender: Sender, one: Claimed) -> None:
        try:
            await self._tried(channel, sender, one)
        except AWAY:  # the lease ends, and it is sent again under the same id
            logger.warning("channels: what came of one could not be noted", exc_info=True)
        finally:
            self._hands[channel.pk] -= 1
            self.woken.set()

    async def _tried(self, channel: Channel, sender: Sender, one: Claimed) -> None:
        error: NotSent
        known = self._open.get(channel.pk)  # it may have been closed meanwhile
        hidden = forms_of(one.out.address) | (known[2] if known else frozenset())
        try:
            async with asyncio.timeout(get_kind(channel.kind).patience_s):
                told = await sender.send(_marked(one.out))
        except NotSent as refused:
            error = refused
        except TimeoutError:
            error = NotSent("slow", down=True)
        except Exception as fault:  # whatever a channel did not foresee
            logger.exception("message %s by %s", one.pk, channel.code)
            error = NotSent("fault", type(fault).__name__, down=True)
        else:
            told = replace(told, said=cleaned(told.said, hidden))
            await self.inside(lambda: course.note_accepted(one, told))
            return
        error = error.without(hidden)
        logger.warning("message %s by %s: %r", one.pk, channel.code, error)
        await self.inside(lambda: course.note_failed(one, error))

    async def _close_others(self, on: set[int]) -> None:
        for pk in [pk for pk in self._open if pk not in on]:
            await self._open.pop(pk)[1].close()

    async def end(self, seconds: float) -> None:
        """Waits a little for what is under way; what is broken off then is sent again when its lease ends."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._close_others(set())

    async def settled(self) -> None:
        """Until nothing is under way (for tests)."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)


def _marked(out: Outgoing) -> Outgoing:
    """A message of a drill says so before everything else."""
    if drill.mark() is None:
        return out
    word = t("drills-prefix", out.language)
    return replace(out, title=f"{word} – {out.title}", text=f"{word} – {out.text}")
