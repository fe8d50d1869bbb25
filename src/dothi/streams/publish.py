"""Plays values into the system by MQTT, as a device would: QoS 1, many in flight, through any restart of the server.

A message counts as acknowledged when its PUBACK has come; what was in flight when a connection broke is sent again (with
its own observedAt: the same instant and value, so nothing doubles).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Self
from zlib import crc32

import msgspec

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, Unavailable
from dothi.kernel.ids import new_secret
from dothi.kernel.origin import Origin
from dothi.streams.mqtt import Line
from dothi.streams.subjects import is_carried, topic_of

logger = logging.getLogger(__name__)
WINDOW = 400  # messages that are not acknowledged, on all connections together
LOGIN_PATIENCE_S = 15.0
GIVE_UP_S = 180.0  # without a single PUBACK
Observation = tuple[str, dict[str, Any], dt.datetime]
_BROKEN = (OSError, EOFError, TimeoutError)
_encode = msgspec.json.Encoder().encode


class Publisher:
    """`async with Publisher(host, port, key="<id>.<secret>", origin=…) as p: await p.publish(urn, {…}); await p.drain()`.

    `acknowledged` counts PUBACKs; `on_acknowledged` hears of each, with how many came. Values of one entity keep their order.
    """

    def __init__(
        self, host: str, port: int, *, key: str, origin: Origin = Origin.LIVE, connections: int = 2
    ) -> None:
        self._host, self._port, self._origin = host, port, origin
        self._user, _, self._password = key.partition(".")
        self._waiting: list[deque[tuple[str, bytes]]] = [deque() for _ in range(connections)]
        self._work = [asyncio.Event() for _ in range(connections)]
        self._tasks: list[asyncio.Task[None]] = []
        self._moved = asyncio.Event()  # something was acknowledged, or failed
        self._last = time.monotonic()
        self._failure: DothiError | None = None
        self.sent = 0
        self.acknowledged = 0

    async def __aenter__(self) -> Self:
        """Raises NotAuthenticated when the key is refused, Unavailable when nobody answers."""
        until = time.monotonic() + LOGIN_PATIENCE_S
        while True:  # right after a start the writer may not be there yet: then keys are refused for a moment
            line = Line(self._count)
            try:
                await self._open(line)
                break
            except (*_BROKEN, DothiError) as error:
                if time.monotonic() > until:
                    raise self._said(error) from error
                await asyncio.sleep(0.5)
        line.close()
        self._tasks = [asyncio.create_task(self._keep(number)) for number in range(len(self._waiting))]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def publish(self, urn: str, attrs: dict[str, Any]) -> None:
        """Sends the values of an entity; returns when there is room in the window. Raises BadRequest for an id that MQTT
        would deliver as another one."""
        if not is_carried(urn):
            raise BadRequest("mqtt-id-not-carried", entity=urn)
        await self.publish_raw(topic_of(urn, self._origin), _encode(attrs))

    async def publish_raw(self, topic: str, payload: bytes) -> None:
        await self._until(lambda: self.sent - self.acknowledged < WINDOW)
        number = crc32(topic.encode()) % len(self._waiting)
        self._waiting[number].append((topic, payload))
        self._work[number].set()
        self.sent += 1

    async def drain(self) -> None:
        """Returns when everything sent is acknowledged."""
        await self._until(lambda: self.sent == self.acknowledged)

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            if self._failure:
                raise self._failure
            self._moved.clear()
            await self._moved.wait()

    def _count(self, number: int) -> None:
        self.acknowledged += number
        self._last = time.monotonic()
        self._moved.set()

    async def _open(self, line: Line) -> None:
        await line.open(self._host, self._port, f"dothi-{new_secret(9)}", self._user, self._password)

    async def _keep(self, number: int) -> None:
        """One connection after the other; what one left unacknowledged the next sends first."""
        while True:
            line = Line(self._count)
            try:
                await self._open(line)
                self._last = time.monotonic()
                await self._serve(line, number)
            except (*_BROKEN, DothiError) as error:
                self._waiting[number].extendleft(reversed(line.in_flight.values()))
                if time.monotonic() - self._last > GIVE_UP_S:
                    self._failure = self._said(error)
                    self._moved.set()
                    return
                logger.info(
                    "MQTT connection %d broke, %d messages go again: %s", number, len(line.in_flight), error
                )
                await asyncio.sleep(0.3)

    async def _serve(self, line: Line, number: int) -> None:
        """Sends and listens until the connection breaks."""
        listening = asyncio.create_task(line.listen())
        waiting, work = self._waiting[number], self._work[number]
        try:
            while True:
                while waiting:
                    line.send(*waiting.popleft())
                await line.flush()
                work.clear()
                working = asyncio.create_task(work.wait())
                await asyncio.wait({working, listening}, return_when=asyncio.FIRST_COMPLETED)
                working.cancel()
                if listening.done():
                    listening.result()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            line.close()

    def _said(self, error: Exception) -> DothiError:
        if isinstance(error, DothiError):
            return error
        return Unavailable(
            "mqtt-not-reachable",
            address=f"{self._host}:{self._port}",
            detail=str(error) or type(error).__name__,
        )


async def play(
    publisher: Publisher,
    observations: Iterable[Observation],
    *,
    start: dt.datetime | None = None,
    speed: float = 1.0,
    progress: Callable[[int, dt.datetime], None] = lambda done, at: None,
) -> int:
    """Plays observations (urn, values, observed at; sorted by time) so that the first happens at `start` (default: now).

    Times are shifted by one amount, so the same `start` gives the same instants again: playing twice changes nothing.
    `speed` 600 plays ten minutes in a second. A value is never told before its time: with `start` now and speed 600 the
    player would run ahead of the clock, so it waits; give a `start` far enough back. Returns how many were acknowledged.
    """
    shift: dt.timedelta | None = None
    began, first, done = time.monotonic(), None, 0
    for urn, values, observed_at in observations:
        if shift is None:
            first = observed_at
            shift = (start or clock.now()) - observed_at
        told_at = observed_at + shift
        assert first is not None
        due = began + (observed_at - first).total_seconds() / speed
        ahead = (told_at - clock.now()).total_seconds()
        if (wait := max(due - time.monotonic(), ahead)) > 0.001:
            await asyncio.sleep(wait)
        await publisher.publish(urn, {**values, "observedAt": clock.iso(told_at)})
        done += 1
        progress(done, told_at)
    await publisher.drain()
    return done
