"""The loop that carries events between rooms: woken by NOTIFY, and every few seconds in case one was missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import psycopg

from dothi.kernel import health
from dothi.kernel.engines import addresses

POLL_S = 2.0


async def run(stop: asyncio.Event) -> None:
    """Delivers events to the rooms that hear them until `stop`; raises when the database goes away (then begun anew)."""
    from dothi.kernel import events

    url = addresses.database_url()
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=5) as listener:
        await listener.execute(f"listen {events.CHANNEL}")
        while not stop.is_set():
            count, lag_s = await asyncio.to_thread(_deliver)
            health.report("events", lag_s=lag_s)
            if not count:
                await _woken(listener, stop)


def _deliver() -> tuple[int, float]:
    """One batch and how far behind that leaves us (s), in a thread: handlers use the ORM. A broken connection is not used again."""
    from django.db import close_old_connections

    from dothi.kernel import events

    close_old_connections()
    count = events.deliver()
    return count, events.lag_s() if count else 0.0


async def _woken(listener: psycopg.AsyncConnection[Any], stop: asyncio.Event) -> None:
    """Returns at the next NOTIFY, after a while without one, or when told to stop."""
    notified = asyncio.ensure_future(_first(listener.notifies(timeout=POLL_S, stop_after=1)))
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({notified, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if notified.done():
            notified.result()
    finally:
        for task in (notified, stopped):
            task.cancel()
        await asyncio.gather(notified, stopped, return_exceptions=True)


async def _first(notifies: AsyncIterator[psycopg.Notify]) -> None:
    async for _ in notifies:
        return
