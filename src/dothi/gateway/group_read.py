"""Reads of single entities that arrive together share one statement: while some are read, the next ones gather.

An entity that several ask for at once is read once. Each key's limits make a group of their own, so nobody is shown what
another may see. Alone, a request waits for nobody: it is read in the next turn of the loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from dothi.entities.core.represent import Names
from dothi.entities.store.read import Found, read_entities
from dothi.entities.store.selecting import Limits
from dothi.kernel.errors import NotFound

MOST_RUNNING = 2
MOST_AT_ONCE = 64
Read = tuple[Found, Names]
_Group = dict[str, list[asyncio.Future[Read | None]]]


@dataclass(slots=True)
class GroupRead:
    """The reads of one process; belongs to one event loop."""

    pool: AsyncConnectionPool[AsyncConnection[Any]]
    _waiting: dict[Limits, _Group] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _running: int = 0

    async def entity(self, urn: str, limits: Limits) -> Read:
        """Raises NotFound, and what the database raises."""
        # one of one's own: who hangs up takes nothing from the others
        future: asyncio.Future[Read | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(limits, {}).setdefault(urn, []).append(future)
        if self._running < MOST_RUNNING:
            self._running += 1
            task = asyncio.create_task(self._read_on())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        found = await future
        if found is None:
            raise NotFound("entity-does-not-exist", entity=urn)
        return found

    async def _read_on(self) -> None:
        """Until nobody waits. It counts itself out in the same breath: who comes later finds that none is running."""
        try:
            while self._waiting:
                await self._read(*self._take())
        finally:
            self._running -= 1

    async def _read(self, limits: Limits, group: _Group) -> None:
        try:
            async with self.pool.connection() as connection:
                found, names = await read_entities(connection, list(group), limits)
        except Exception as error:
            for _, future in _listening(group):
                future.set_exception(error)
        else:
            for urn, future in _listening(group):
                future.set_result((found[urn], names) if urn in found else None)

    def _take(self) -> tuple[Limits, _Group]:
        """The group that waits longest, so much of it as one statement asks for."""
        limits = next(iter(self._waiting))
        group = self._waiting.pop(limits)
        if len(group) > MOST_AT_ONCE:
            first = dict(list(group.items())[:MOST_AT_ONCE])
            self._waiting[limits] = {urn: future for urn, future in group.items() if urn not in first}
            group = first
        return limits, group


def _listening(group: _Group) -> list[tuple[str, asyncio.Future[Read | None]]]:
    return [(urn, future) for urn, futures in group.items() for future in futures if not future.done()]
