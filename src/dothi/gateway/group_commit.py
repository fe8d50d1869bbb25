"""Group commit: requests that arrive together share one transaction, and each is answered after it is durable.

One bad request never spoils the others: refusals are per fragment, and if the database refuses the whole group, every
request of it is tried alone. Requests that depend on each other's result (two deletes of one entity …), and those of
different tenants, never share.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from dothi.entities.core.kinds import NULL
from dothi.entities.core.rows import Batch, Mode
from dothi.entities.store.complaints import Complaint
from dothi.entities.store.job import Written
from dothi.entities.store.write import write_batch
from dothi.gateway.misfits import misfit
from dothi.kernel.errors import DothiError, Unavailable
from dothi.kernel.origin import Origin

logger = logging.getLogger(__name__)
WAIT_S, WAITS = 0.0005, 6  # a flush waits for company while requests keep arriving
MOST_ROWS = 5_000
LARGE_ROWS = 1_000  # from here on a group is worth a flush beside the running one
_ALONE = frozenset(
    {Mode.DELETE, Mode.DROP, Mode.REPLACE, Mode.UPDATE_REPLACE}
)  # what follows must see them done
Announce = Callable[[Written], Awaitable[None]]


@dataclass(slots=True)
class Outcome:
    """What became of one request: refusals by its own fragment and attribute indexes, and the ids it created."""

    written: Written
    refused: dict[int, DothiError]
    refused_rows: dict[int, DothiError]
    created: set[str]
    complaints: list[Complaint]


@dataclass(slots=True)
class _Waiting:
    batch: Batch
    done: asyncio.Future[Outcome]
    urns: frozenset[str] = frozenset()
    is_plain: bool = True
    first: int = 0
    first_row: int = 0


@dataclass(slots=True)
class GroupCommit:
    """The queue of writes of one process, and its flushers."""

    pool: AsyncConnectionPool
    announce: Announce | None = None
    flushers: int = 2
    _queue: list[_Waiting] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _gathering: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _busy: set[str] = field(default_factory=set)

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._flush_forever()) for _ in range(self.flushers)]

    async def stop(self) -> None:
        """Ends the flushers; what still waits is told to come again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for waiting in self._queue:
            if not waiting.done.done():
                waiting.done.set_exception(Unavailable("server-stopping"))

    async def submit(self, batch: Batch) -> Outcome:
        """Returns after the commit. Raises Unavailable when the database is away."""
        waiting = _Waiting(batch, asyncio.get_running_loop().create_future())
        waiting.urns = frozenset(fragment.urn for fragment in batch.fragments)
        waiting.is_plain = not (
            any(fragment.mode in _ALONE for fragment in batch.fragments)
            or any(a.txt == NULL for a in batch.attributes)
            or _takes_away(batch)
        )
        self._queue.append(waiting)
        self._wake.set()
        return await waiting.done

    async def _flush_forever(self) -> None:
        while True:
            await self._wake.wait()
            if self._rows_waiting() < LARGE_ROWS:
                # small writes gather, few large flushes cost less than many – also while the other flush reaches the disk
                async with self._gathering:
                    await self._gather()
            await self._flush_next()

    def _rows_waiting(self) -> int:
        return sum(len(waiting.batch.attributes) for waiting in self._queue)

    async def _gather(self) -> None:
        for _ in range(WAITS):
            before = len(self._queue)
            await asyncio.sleep(WAIT_S)
            if len(self._queue) == before or self._rows_waiting() >= LARGE_ROWS:
                return

    async def _flush_next(self) -> None:
        group = self._take()
        if not group:
            self._wake.clear()
            return
        urns = {urn for waiting in group for urn in waiting.urns}
        self._busy |= urns
        try:
            await self._flush(group)
        finally:
            self._busy -= urns
            self._wake.set()

    def _take(self) -> list[_Waiting]:
        """The next requests in order; one that touches an entity whose write is not settled waits for the next flush."""
        group: list[_Waiting] = []
        plain: set[str] = set()
        blocked = set(self._busy)
        rest, rows = [], 0
        for waiting in self._queue:
            clash = not blocked.isdisjoint(waiting.urns) or (
                not waiting.is_plain and not plain.isdisjoint(waiting.urns)
            )
            if clash or rows >= MOST_ROWS or (group and waiting.batch.tenant != group[0].batch.tenant):
                rest.append(waiting)
                blocked |= waiting.urns
                continue
            group.append(waiting)
            rows += len(waiting.batch.attributes)
            if waiting.is_plain:
                plain |= waiting.urns
            else:
                blocked |= waiting.urns
        self._queue = rest
        return group

    async def _flush(self, group: list[_Waiting]) -> None:
        try:
            await self._write(group)
        except Exception as error:
            if is_away(error):
                logger.warning("a group of %s writes found no database: %s", len(group), error)
                self._fail(group, Unavailable("database-away"))
                return
            if len(group) == 1:
                self._fail(group, _refusal(error))
                return
            for waiting in group:  # somebody's values spoil the group: each alone
                await self._flush([waiting])

    async def _write(self, group: list[_Waiting]) -> None:
        merged = Batch(tenant=group[0].batch.tenant)
        for waiting in group:
            waiting.first_row = len(merged.attributes)
            waiting.first = merged.extend(waiting.batch)
        async with self.pool.connection() as connection:
            written = await write_batch(connection, merged, origin=Origin.LIVE, source="http")
        created = set(written.created)
        for waiting in group:
            if not waiting.done.done():
                waiting.done.set_result(_outcome(waiting, written, created))
        if self.announce is not None:
            await self.announce(written)

    @staticmethod
    def _fail(group: list[_Waiting], error: DothiError) -> None:
        for waiting in group:
            if not waiting.done.done():
                waiting.done.set_exception(error)


def _takes_away(batch: Batch) -> bool:
    """A merge that takes members away may end an attribute: what follows must see it done."""
    fragments = batch.fragments
    return (
        bool(fragments)
        and fragments[0].mode == Mode.MERGE
        and any(a.json is not None and NULL in a.json for a in batch.attributes)
    )


def is_away(error: Exception) -> bool:
    """Is the database itself not there (lost, starting, stopping, full)? Other operational errors are about the values."""
    if not isinstance(error, psycopg.OperationalError):
        return isinstance(error, PoolTimeout)
    return error.sqlstate is None or error.sqlstate.startswith(("08", "53", "57P", "58"))


def _outcome(waiting: _Waiting, written: Written, created: set[str]) -> Outcome:
    last, last_row = (
        waiting.first + len(waiting.batch.fragments),
        waiting.first_row + len(waiting.batch.attributes),
    )
    return Outcome(
        written,
        {i - waiting.first: e for i, e in written.refused.items() if waiting.first <= i < last},
        {
            i - waiting.first_row: e
            for i, e in written.refused_rows.items()
            if waiting.first_row <= i < last_row
        },
        created & waiting.urns if created else set(),
        [one for one in written.complaints if waiting.first <= one.fragment < last],
    )


def _refusal(error: Exception) -> DothiError:
    """What the database would not take is bad data; anything else is a fault of ours."""
    if isinstance(error, DothiError):
        return error
    if isinstance(error, psycopg.DataError):
        return misfit(error)
    logger.error("a write failed", exc_info=error)
    return DothiError("internal")
