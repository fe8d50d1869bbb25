"""Keeps everybody told: reads the log when it is woken (or once a second), queues, sends.

One process at a time: a lock in the database says which. `wake` is set by whoever hears that something was written;
that is only quicker, the log alone is enough.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.subscriptions.ledger import Ledger
from dothi.entities.subscriptions.reading import MOST_FLUSHES, Reader
from dothi.entities.subscriptions.sending import Senders
from dothi.entities.subscriptions.store import rows
from dothi.kernel import health

logger = logging.getLogger(__name__)
TICK_S = 1.0
SWEEP_S = 5.0  # how soon a replayed or moved notification is found
_ONLY_ONE = "select pg_try_advisory_lock(hashtext('entities_subscriptions'))"


async def keep_telling(url: str, stop: asyncio.Event, wake: asyncio.Event) -> None:
    """Runs until `stop`. Raises what the database raises; whoever keeps it starts it again."""
    async with await _connected(url) as reading, await _connected(url) as noting:
        if not await _alone(reading, stop):
            return
        ledger, reader = Ledger(noting), Reader(reading)
        senders = Senders(ledger, lambda key: reader.book.by_id.get(key))
        ended = asyncio.Event()
        noter = asyncio.create_task(ledger.keep(ended))
        try:
            await _tell(reader, senders, ledger, noter, stop, wake)
        finally:
            await senders.stop()
            ended.set()
            with contextlib.suppress(Exception):  # what it could not note is sent again
                await noter


async def _connected(url: str) -> AsyncConnection[Any]:
    return await AsyncConnection.connect(
        url, autocommit=True, prepare_threshold=2, application_name="dothi notify", options="-c jit=off"
    )


async def _alone(connection: AsyncConnection[Any], stop: asyncio.Event) -> bool:
    while not stop.is_set():
        row = await (await connection.execute(_ONLY_ONE)).fetchone()
        if row and row[0]:
            return True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), TICK_S)
    return False


async def _tell(
    reader: Reader,
    senders: Senders,
    ledger: Ledger,
    noter: asyncio.Task[None],
    stop: asyncio.Event,
    wake: asyncio.Event,
) -> None:
    now = asyncio.get_running_loop().time
    swept = ticked = -SWEEP_S
    while not stop.is_set():
        wake.clear()
        if now() - ticked >= TICK_S:
            senders.offer(await reader.tell_periodically())
            await _report(reader)
            ticked = now()
        if now() - swept >= SWEEP_S:
            senders.look(await ledger.places())
            full = await ledger.sweep()
            reader.faulty += [(key, "too much waits") for key in full - reader.full]
            reader.full = full
            swept = now()
        count, queued = await reader.read_on()
        senders.offer(queued)
        if reader.faulty:
            ledger.faulty(reader.faulty)
            reader.faulty = []
        if noter.done():
            noter.result()
        if count < MOST_FLUSHES:
            await _woken(wake, stop)


async def _woken(wake: asyncio.Event, stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        waiting = [asyncio.ensure_future(wake.wait()), asyncio.ensure_future(stop.wait())]
        try:
            await asyncio.wait(waiting, timeout=TICK_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()


async def _report(reader: Reader) -> None:
    ((lag_s,),) = await rows(reader.connection, "lag")
    health.report("notify", lag_s=lag_s)
