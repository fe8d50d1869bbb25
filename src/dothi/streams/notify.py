"""The loop `notify`: subscriptions are told at once, because announcements wake the reader of the log."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import nats
import nats.errors

from dothi.entities.subscriptions.loop import keep_telling
from dothi.kernel.engines import addresses
from dothi.streams.subjects import CHANGED


async def run(stop: asyncio.Event) -> None:
    """Reads, queues and sends until `stop`; without NATS once a second."""
    wake = asyncio.Event()
    listening = asyncio.create_task(_listen(wake, stop))
    try:
        await keep_telling(addresses.database_url(), stop, wake)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _listen(wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Wakes the reader at every announcement. Beside it: a NATS that is away holds nobody up."""

    async def heard(_: Any) -> None:
        wake.set()

    while not stop.is_set():
        try:
            client = await nats.connect(
                addresses.nats_url(), name="notify", max_reconnect_attempts=-1, connect_timeout=2
            )
        except (nats.errors.Error, OSError):
            await asyncio.sleep(5)
            continue
        try:
            await client.subscribe(CHANGED, cb=heard)
            await stop.wait()
        finally:
            with contextlib.suppress(nats.errors.Error, OSError):
                await client.close()
