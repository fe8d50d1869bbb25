"""The process that looks (`dothi worker --only cameras`): health in a dated rhythm, and pictures for people whose look stands.

Decoding happens in processes of its own below this one (`looking/`). Health never keeps a picture.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import nats
from django.db import close_old_connections
from nats.aio.client import Client
from nats.aio.msg import Msg

from dothi.cameras import looks_taken, telling
from dothi.cameras.health import Seen
from dothi.cameras.looking.pool import Look, Pool
from dothi.cameras.looks_taken import Figures, Target
from dothi.cameras.reaching import url_of
from dothi.cameras.showing import Inside, Showing
from dothi.cameras.telling import Teller, Telling
from dothi.gateway.pictures import SUBJECT, Told
from dothi.kernel import clock, health
from dothi.kernel.engines import addresses
from dothi.kernel.engines.stopping import rest
from dothi.kernel.errors import ConfigurationError, DothiError
from dothi.kernel.stepping import AWAY, Stepper

PART = "cameras"
PAUSE_S = 1.0
AT_ONCE = 12  # looks for health under way
SECONDS = 8.0
CONNECT_S = 3.0
logger = logging.getLogger(__name__)


class Watch:
    """Looks for health: begins those that are due, notes what they find."""

    def __init__(self, pool: Pool, inside: Inside) -> None:
        self._pool, self._inside = pool, inside
        self._tasks: set[asyncio.Task[None]] = set()

    async def step(self) -> int:
        """Begins as many looks as there is room for; how many."""
        room = AT_ONCE - len(self._tasks)
        targets: list[Target] = await self._inside(lambda: looks_taken.due(clock.now(), room)) if room else []
        for target in targets:
            self._begin(self.look(target))
        return len(targets)

    async def settled(self) -> None:
        """Waits for what is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def look(self, target: Target) -> None:
        """One look, brought home."""
        figures = await figures_of(self._pool, target)
        try:
            await self._inside(lambda: looks_taken.note(target.pk, figures, due_at=target.due_at))
        except AWAY:
            logger.warning("cameras: a look could not be noted", exc_info=True)  # it is taken again

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def figures_of(pool: Pool, target: Target, seconds: float = SECONDS) -> Figures:
    """Looks once and lets the picture fall."""
    if target.trouble:
        return Figures(Seen(target.trouble))
    try:
        look: Look = await pool.look(await url_of(target), width=160, seconds=seconds, name=target.host)
    except DothiError:
        return Figures(Seen("forbidden"))
    except (OSError, TimeoutError):
        return Figures(Seen("no-such-host"))
    told = look.answer
    return Figures(Seen(told.trouble, told.descriptor), told.width, told.height, told.took_ms)


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database and a broker that go away, and every camera."""
    async with Stepper(PART) as steps, Pool() as pool, Teller() as teller:
        watch, showing = Watch(pool, steps.inside), Showing(pool, steps.inside)
        line = Line(showing.answer)
        try:
            while not stop.is_set():
                await line.keep()
                await _round(watch, showing, teller, steps)
                await rest(stop, PAUSE_S)
        finally:  # who no longer looks takes no more questions
            await line.end()


async def _round(watch: Watch, showing: Showing, teller: Teller, steps: Stepper) -> None:
    try:
        await watch.step()
        await tell(teller, steps.inside)
        await showing.sweep()
        late = await steps.inside(lambda: looks_taken.waiting(clock.now()))
        health.report(PART, lag_s=round(max(0.0, late - PAUSE_S), 1))
    except AWAY:
        logger.warning("cameras: the database is away, trying again", exc_info=True)
        await steps.inside(close_old_connections)


async def tell(teller: Teller, inside: Inside) -> int:
    """Tells the entities of cameras how these are; how many."""
    now = clock.now()
    told: list[Telling] = await inside(lambda: telling.due(now))
    if told and await teller.tell(told):
        await inside(lambda: telling.note(told, now))
    return len(told)


class Line:
    """The subject on which pictures are asked for; several processes share the questions."""

    def __init__(self, answer: Callable[[bytes], Coroutine[Any, Any, bytes]]) -> None:
        self._answer = answer
        self._client: Client | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def keep(self) -> None:
        """Listens, or begins to again."""
        if self._client is not None and not self._client.is_closed:
            return
        client: Client | None = None
        try:
            async with asyncio.timeout(
                CONNECT_S
            ):  # it tries for two minutes by itself, and nobody looks meanwhile
                client = await nats.connect(addresses.nats_url(), name=PART, connect_timeout=2)
            await client.subscribe(SUBJECT, queue=PART, cb=self._heard)
        except (nats.errors.Error, OSError, ConfigurationError) as error:
            logger.warning("cameras: NATS is away, nobody can ask for pictures: %s", error)
            if client is not None:
                await client.close()
        else:
            self._client = client

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._client is not None:
            await self._client.close()

    async def _heard(self, message: Msg) -> None:
        """Each question in a task of its own: a slow camera holds up no other."""
        task = asyncio.create_task(self._say(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, message: Msg) -> None:
        try:
            said = await self._answer(message.data)
        except Exception:  # the one who asked must hear something
            logger.exception("cameras: a picture could not be shown")
            said = msgspec.json.encode(Told("no-answer")) + b"\n"
        await message.respond(said)
