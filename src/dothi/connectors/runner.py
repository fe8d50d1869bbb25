"""The loop of connected sources: each in a task of its own, so that a slow, dead or huge one holds up no other.

Those that failed last time wait for places of their own, and nobody holds a place while others wait for more than `PATIENCE_S`: a round
that takes longer goes on among the slow ones, and gives way where all of those are taken. However many hang, the healthy ones never
queue behind them for long; who listens has places apart, and who finds none says so on its page. Only one process runs sources (a lock of its connection); the next one goes on from
what is stored.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from dothi.connectors.sources import lateness, ready
from dothi.connectors.sources.kinds import Way, kinds
from dothi.connectors.sources.ready import Ready
from dothi.connectors.sources.rhythm import wait_s
from dothi.connectors.sources.running import Run
from dothi.entities.store.write import Written
from dothi.kernel import clock, health
from dothi.kernel.engines import addresses
from dothi.kernel.engines.stopping import rest
from dothi.kernel.sql import statement
from dothi.streams.herald import Herald

logger = logging.getLogger(__name__)
TICK_S = 1.0
WATCH_S = 30.0  # between looks at who is late
STEADY, DOUBTFUL, SLOW, LISTENERS = 8, 4, 16, 32  # at once
PATIENCE_S = 20.0  # for which a round holds its place among the quick ones


async def run(stop: asyncio.Event) -> None:
    """Runs the sources until `stop`; raises when the database goes away (then begun anew)."""
    url = addresses.database_url()
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=5) as own:
        while not await _alone(own):
            health.withdraw("sources")
            await rest(stop, 2.0)
            if stop.is_set():
                return
        pool = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=STEADY + DOUBTFUL + SLOW + LISTENERS + 2,
            open=False,
            check=AsyncConnectionPool.check_connection,
            kwargs={"autocommit": True, "application_name": "dothi sources"},
            connection_class=AsyncConnection[Any],
        )
        async with pool, Herald() as herald:
            await Runner(own, pool, herald).work(stop)


async def _alone(connection: AsyncConnection[Any]) -> bool:
    row = await (await connection.execute(_sql("alone"))).fetchone()
    return bool(row and row[0])


class Lane:
    """Places for so many at once, and how many wait for one."""

    def __init__(self, most: int) -> None:
        self._places, self.waiting = asyncio.Semaphore(most), 0

    async def enter(self) -> None:
        """Returns when there is a place, in the order of asking."""
        self.waiting += 1
        try:
            await self._places.acquire()
        finally:
            self.waiting -= 1

    def leave(self) -> None:
        self._places.release()


@dataclass(slots=True)
class _Place:
    """Where a round runs: first in its lane, after a while among the slow ones; where those are many it gives way to who waits."""

    runner: Runner
    lane: Lane
    run: Run
    is_slow: bool = False
    timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        self.timer = asyncio.get_running_loop().call_later(PATIENCE_S, self._been_long)

    def _been_long(self) -> None:
        if self.runner.slow < SLOW:
            self.runner.slow += 1
            self.is_slow = True
            self.lane.leave()
        elif self.lane.waiting:
            self.run.give_way()
        else:
            self.begin()

    def end(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        if self.is_slow:
            self.runner.slow -= 1
        else:
            self.lane.leave()


@dataclass(slots=True)
class Runner:
    """One session: which sources run now, and who waits."""

    own: AsyncConnection[Any]
    pool: AsyncConnectionPool[AsyncConnection[Any]]
    herald: Herald
    steady: Lane = field(default_factory=lambda: Lane(STEADY))
    doubtful: Lane = field(default_factory=lambda: Lane(DOUBTFUL))
    listeners: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LISTENERS))
    slow: int = 0
    tasks: dict[int, tuple[str, asyncio.Task[None]]] = field(default_factory=dict)
    watching: asyncio.Task[None] | None = None

    async def work(self, stop: asyncio.Event) -> None:
        await self.own.execute(_sql("break_off"), {"now": clock.now()})
        await self.own.execute(_sql("wait_no_more"))
        self.watching = asyncio.create_task(self._watch())
        try:
            while not stop.is_set():
                await self.look()
                await rest(stop, TICK_S)
        finally:
            await self._leave()

    async def look(self) -> None:
        """Begins what is due, ends what was switched off or changed."""
        wanted = [one.code for one in kinds().values() if one.fetch is not None]
        sources = {one.id: one for one in await ready.active(self.own, wanted)}
        now = clock.now()
        for pk, (stamp, task) in list(self.tasks.items()):
            if task.done():
                del self.tasks[pk]
                _told(task)
            elif pk not in sources or sources[pk].stamp != stamp:
                task.cancel()
        due = [one for one in sources.values() if one.next_at <= now and one.id not in self.tasks]
        for one in due:
            self.tasks[one.id] = (one.stamp, asyncio.create_task(self._one(one), name=f"source {one.code}"))
        waits = [(now - one.next_at).total_seconds() for one in due]
        health.report("sources", lag_s=max(waits, default=0.0))

    async def _one(self, source: Ready) -> None:
        try:
            if source.kind_of.way is Way.LISTEN:
                await self._listen(source)
            else:
                await self._in_turn(self.doubtful if source.failures else self.steady, source)
        except psycopg.OperationalError:
            await self._broke_off(source)
            raise

    async def _listen(self, source: Ready) -> None:
        if self.listeners.locked():
            async with self.pool.connection() as connection:
                await connection.execute(_sql("waits"), {"source": source.id, "now": clock.now()})
        async with self.listeners, self.pool.connection() as connection:
            if run := await self._run_of(connection, source):
                health.count("sources", await run.work())

    async def _in_turn(self, lane: Lane, source: Ready) -> None:
        await lane.enter()
        place: _Place | None = None
        try:
            async with self.pool.connection() as connection:
                if run := await self._run_of(connection, source):
                    place = _Place(self, lane, run)
                    place.begin()
                    health.count("sources", await run.work())
        finally:
            (place.end if place else lane.leave)()

    async def _run_of(self, connection: AsyncConnection[Any], source: Ready) -> Run | None:
        fresh = await ready.get_ready(connection, source.id)  # it may have waited for its place
        return Run(connection, fresh, self._announce) if fresh is not None else None

    async def _broke_off(self, source: Ready) -> None:
        """The run's own connection went away: noted by another one, where there is a database."""
        try:
            async with self.pool.connection(timeout=5) as connection:
                now = clock.now()
                next_at = now + dt.timedelta(seconds=wait_s(source.failures + 1, permanent=False))
                await connection.execute(
                    _sql("broke_off"), {"source": source.id, "now": now, "next_at": next_at}
                )
        except (psycopg.Error, PoolTimeout) as error:
            logger.warning("that a run broke off was not noted: the next start does", exc_info=error)

    async def _announce(self, written: Written) -> None:
        await self.herald.tell(written)

    async def _watch(self) -> None:
        """Who is late, told once to the owner; what comes another way is looked for."""
        while True:
            try:
                async with self.pool.connection() as connection:
                    await lateness.observe(connection)
                await asyncio.to_thread(lateness.tell)
            except Exception as error:  # one source that cannot be read must not end the watch over all
                logger.warning("who is late was not looked at", exc_info=error)
            await asyncio.sleep(WATCH_S)

    async def _leave(self) -> None:
        ending = [task for _, task in self.tasks.values()] + ([self.watching] if self.watching else [])
        for task in ending:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*ending, return_exceptions=True)


def _told(task: asyncio.Task[None]) -> None:
    """A task that ended by a fault: the database was away (then the loop begins anew), or ours."""
    if task.cancelled():
        return
    if error := task.exception():
        logger.warning("a run of a source ended by %r", error)


def _sql(name: str) -> str:
    return statement("dothi.connectors", "sql/sources.sql", name)
