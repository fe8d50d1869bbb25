"""Reading the log of flushes on, for whoever derives values: what new flushes owe is noted with the cursor, in one transaction."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.kernel.sql import statement

PART = "derive"  # the loop's name in /healthz
BATCH = 200  # flushes per transaction
MOST_ROWS = 20_000  # and about so many values


class Flush(NamedTuple):
    """One transaction of the writer, as `log.sql` gives it."""

    id: int
    tx: int
    observed_from: dt.datetime | None
    observed_to: dt.datetime | None
    recorded_at: dt.datetime


Note = Callable[[AsyncConnection[Any], Sequence[Flush]], Awaitable[None]]


async def read_on(connection: AsyncConnection[Any], reader: str, note: Note) -> int:
    """Hands the next flushes to `note` and moves the cursor; returns how many they were (0 too when another process reads)."""
    async with connection.transaction():
        await connection.execute(_sql("make_cursor"), {"reader": reader})
        cursor = await (await connection.execute(_sql("lock_cursor"), {"reader": reader})).fetchone()
        if cursor is None:
            return 0
        parameters = {"tx": cursor[0], "id": cursor[1], "limit": BATCH, "rows": MOST_ROWS}
        flushes = [
            Flush(*row)
            for row in await (await connection.execute(_sql("next_flushes"), parameters)).fetchall()
        ]
        if not flushes:
            return 0
        await note(connection, flushes)
        last = {"reader": reader, "tx": flushes[-1].tx, "flush_id": flushes[-1].id}
        await connection.execute(_sql("move_cursor"), last)
    return len(flushes)


def spans(flushes: Sequence[Flush]) -> dict[str, Any] | None:
    """The ids of the flushes, and between which instants their values lie (so that only those months are read)."""
    told = [(one.observed_from, one.observed_to) for one in flushes]
    known = [(first, last) for first, last in told if first is not None and last is not None]
    if not known:
        return None
    return {
        "flushes": [one.id for one in flushes],
        "observed_from": min(first for first, _ in known),
        "observed_to": max(last for _, last in known),
    }


async def lag(connection: AsyncConnection[Any], readers: Sequence[str], busy_since: float | None) -> float:
    """Seconds behind: how long the oldest unread flush has waited, or how long computing has not come to an end."""
    unread = 0.0
    for reader in readers:
        row = await (await connection.execute(_sql("lag"), {"reader": reader})).fetchone()
        unread = max(unread, float(row[0] or 0.0) if row else 0.0)
    busy = asyncio.get_running_loop().time() - busy_since if busy_since is not None else 0.0
    return max(unread, busy)


def _sql(name: str) -> str:
    return statement("dothi.rules", "sql/log.sql", name)
