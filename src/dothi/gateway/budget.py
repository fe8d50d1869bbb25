"""One budget of memory for the request bodies that a process reads at once: many large ones together must not exhaust it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from dothi.kernel import settings
from dothi.kernel.errors import Unavailable

SMALL = 65_536  # bytes; what a measurement needs is never kept waiting, nor counted
PATIENCE_S = 2.0


class Budget:
    """Bytes that are taken while a body is read and parsed. Belongs to one event loop."""

    def __init__(self) -> None:
        self.used = 0
        self._freed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Holds `size` bytes; waits shortly for others to finish. Raises Unavailable."""
        await self._take(size)
        try:
            yield
        finally:
            await self._free(size)

    async def _take(self, size: int) -> None:
        limit = int(settings.read("BODIES_MB")) * 1_000_000
        try:
            async with asyncio.timeout(PATIENCE_S), self._freed:
                await self._freed.wait_for(lambda: not self.used or self.used + size <= limit)
                self.used += size
        except TimeoutError as error:
            raise Unavailable("bodies-too-many") from error

    async def _free(self, size: int) -> None:
        self.used -= size
        async with self._freed:
            self._freed.notify_all()
