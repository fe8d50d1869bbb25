"""An RTSP server in a thread of its own, for tests that are no coroutines."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Mapping

from dothi.cameras.simulated.reels import Source
from dothi.cameras.simulated.rtsp import Server
from dothi.kernel.engines.ports import free_port


@contextlib.contextmanager
def answering(sources: Mapping[str, Source]) -> Iterator[int]:
    """Its port."""
    port, begun, loop = free_port(), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        async with Server(sources, port):
            begun.set()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()

    task = loop.create_task(serve())
    thread = threading.Thread(target=lambda: loop.run_until_complete(task))
    thread.start()
    begun.wait()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()
