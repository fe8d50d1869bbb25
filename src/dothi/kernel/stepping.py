"""A loop of the worker that uses the ORM: its steps run in one thread of their own, because Django's connection belongs to one thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

logger = logging.getLogger(__name__)
R = TypeVar("R")
AWAY = (OperationalError, InterfaceError)  # the database is away; it may come back


class Stepper:
    """`async with Stepper("rules") as steps`: `part` names the loop in logs; the connection is closed at the end."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._thread = ThreadPoolExecutor(1, part)

    async def inside(self, call: Callable[[], R]) -> R:
        """Carries `call` out in the thread; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def step(self, call: Callable[[], int]) -> int:
        """How much `call` did; 0 while the database is away, which is logged and survived."""
        try:
            return await self.inside(call)
        except AWAY:
            logger.warning("%s: the database is away, trying again", self._part, exc_info=True)
            await self.inside(close_old_connections)
            return 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.inside(lambda: connection.close())  # the proxy is read inside the thread
        self._thread.shutdown()
