"""Announces for those who write values without being the writer: indices, imports."""

from __future__ import annotations

import logging
import time
from typing import Self

import nats
import nats.errors
from nats.aio.client import Client

from dothi.entities.store.write import Written
from dothi.kernel.engines import addresses
from dothi.kernel.errors import ConfigurationError
from dothi.streams.announce import announce

logger = logging.getLogger(__name__)
RETRY_S = 5.0


class Herald:
    """`async with Herald() as herald: await herald.tell(written)`. Without NATS the work goes on: the log heals the silence."""

    def __init__(self) -> None:
        self._nc: Client | None = None
        self._next_try = 0.0  # monotonic seconds

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._nc is not None:
            await self._nc.close()

    async def tell(self, written: Written) -> None:
        """Announces what the flush changed, where NATS answers."""
        if self._nc is None or self._nc.is_closed:
            await self._connect()
        if self._nc is not None and self._nc.is_connected:
            await announce(self._nc, written)

    async def _connect(self) -> None:
        if time.monotonic() < self._next_try:
            return
        self._next_try = time.monotonic() + RETRY_S
        try:
            self._nc = await nats.connect(addresses.nats_url(), allow_reconnect=False, connect_timeout=2)
        except (nats.errors.Error, OSError, ConfigurationError) as error:
            logger.info("not announced, NATS is away: %s", error)
