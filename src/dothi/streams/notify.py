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

    async def heard(_: Any) -> None:
        wake.set()

    async with contextlib.AsyncExitStack() as stack:
        with contextlib.suppress(nats.errors.Error, OSError):
            client = await nats.connect(
                addresses.nats_url(), name="notify", max_reconnect_attempts=-1, connect_timeout=2
            )
            stack.push_async_callback(client.close)
            await client.subscribe(CHANGED, cb=heard)
        await keep_telling(addresses.database_url(), stop, wake)
