"""Tells open screens what an import changed. A centre without a running NATS imports all the same: the readers of the
log find the rows by their own cursors."""

from __future__ import annotations

import logging

import nats
import nats.errors
from nats.aio.client import Client

from dothi.entities.store.write import Written
from dothi.kernel.engines import addresses
from dothi.kernel.errors import ConfigurationError
from dothi.streams.announce import announce

logger = logging.getLogger(__name__)


class Announcer:
    """One NATS connection for the length of a run; silent when there is none."""

    def __init__(self) -> None:
        self._nc: Client | None = None

    async def __aenter__(self) -> Announcer:
        try:
            self._nc = await nats.connect(addresses.nats_url(), allow_reconnect=False, connect_timeout=2)
        except (nats.errors.Error, OSError, ConfigurationError) as error:
            logger.info("import is not announced, NATS is away: %s", error)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._nc is not None:
            await self._nc.close()

    async def tell(self, written: Written) -> None:
        """Announces what is current now."""
        if self._nc is not None and self._nc.is_connected and written.changed:
            await announce(self._nc, written)
