"""The loop that derives values from values: each method reads the log by a cursor of its own, notes what new values owe, and
writes what is due through the store's own door. What it writes is in the log again, so what is derived from it follows.

A method is a module with `READER` (its cursor's name), `note_touched` and `compute_due`; it stands in `METHODS`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any, Protocol

import psycopg
from psycopg import AsyncConnection

from dothi.entities.store.write import Written
from dothi.kernel import health
from dothi.kernel.engines import addresses
from dothi.kernel.engines.stopping import rest
from dothi.rules.derived import air_index, log, water_index
from dothi.rules.derived.formulas import working as formulas
from dothi.streams.herald import Herald

logger = logging.getLogger(__name__)

PAUSE_S = 1.0  # an hour's value may come a second later; live values of 500 stations touch the same hours again and again


class Method(Protocol):
    """One way to derive values; both steps are transactions that happen exactly once, whatever is killed."""

    READER: str

    async def note_touched(self, connection: AsyncConnection[Any]) -> int:
        """Reads the next flushes and notes what they owe; returns how many flushes were read."""

    async def compute_due(
        self, connection: AsyncConnection[Any], now: dt.datetime | None = None
    ) -> tuple[int, list[Written]]:
        """Computes what is due and complete; returns how much was taken, and what was written."""


METHODS: tuple[Method, ...] = (air_index, water_index, formulas)


async def catch_up(connection: AsyncConnection[Any], now: dt.datetime | None = None) -> int:
    """Derives everything that waits and is complete, now; returns how much was computed.

    `connection` is idle and in autocommit mode.
    """
    total = 0
    while True:
        done = 0
        for method in METHODS:
            while await method.note_touched(connection):
                pass
            while taken := (await method.compute_due(connection, now))[0]:
                done += taken
        if not done:
            return total
        total += done


async def run(stop: asyncio.Event) -> None:
    """The worker's loop; whoever keeps it starts it again when the database was away."""
    connecting = psycopg.AsyncConnection.connect(addresses.database_url(), autocommit=True, connect_timeout=5)
    async with await connecting as connection, Herald() as herald:
        busy_since: float | None = None  # monotonic: work was waiting all the time since
        while not stop.is_set():
            idle = True
            for method in METHODS:
                idle = not await _guarded(method, connection, herald) and idle
            busy_since = None if idle else busy_since or asyncio.get_running_loop().time()
            health.report(log.PART, lag_s=await lag(connection, busy_since))
            if idle:
                await rest(stop, PAUSE_S)


async def _guarded(method: Method, connection: AsyncConnection[Any], herald: Herald) -> bool:
    """One method that falls over a value stops no other; that it lags is seen in its lag."""
    try:
        return await _turn(method, connection, herald)
    except psycopg.Error:
        raise
    except Exception:
        logger.exception("derive: %s", method.READER)
        return False


async def _turn(method: Method, connection: AsyncConnection[Any], herald: Herald) -> bool:
    """One step of one method; was there anything to do?"""
    read = await method.note_touched(connection)
    health.moving(log.PART)
    taken, written = await method.compute_due(connection)
    for each in written:
        await herald.tell(each)
        health.moving(log.PART)
    return bool(read or taken)


async def lag(connection: AsyncConnection[Any], busy_since: float | None) -> float:
    """Seconds behind, of the slowest method."""
    return await log.lag(connection, [method.READER for method in METHODS], busy_since)
