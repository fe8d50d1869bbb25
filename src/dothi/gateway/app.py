"""The machine door: a small ASGI application of NGSI-LD routes and streams. It never imports the ORM.

`build(pool, nats)` makes one; tests run it alone. `app` is the one that the server mounts: it opens its own pool and its
own connection to NATS when it starts.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import nats
from nats.aio.client import Client
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette

from dothi.entities.store.job import Written
from dothi.gateway import positions, streams
from dothi.gateway.contexts import Contexts
from dothi.gateway.dispatch import MachineDoor
from dothi.gateway.door import Door, Pool
from dothi.gateway.group_commit import GroupCommit
from dothi.gateway.group_read import GroupRead
from dothi.gateway.routes import OPEN, ROUTES
from dothi.kernel import settings
from dothi.kernel.engines import addresses
from dothi.streams.announce import announce

logger = logging.getLogger(__name__)
MOST_CONNECTIONS = 12
QUERY_TIMEOUT_MS = 15_000


def build(pool: Pool | None = None, nc: Client | None = None, *, with_streams: bool = False) -> Starlette:
    """The application over `pool` and `nc`; without them it opens its own (addresses of the running system)."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        own = pool or new_pool(addresses.database_url())
        client = nc
        if pool is None:
            await own.open(wait=False)
            client = await _connect()
        app.state.door = Door(
            own,
            GroupCommit(own, _announcer(client)),
            int(settings.read("MAX_BODY_MB")) * 1_000_000,
            int(settings.read("BODY_SECONDS")),
            Contexts(own),
            GroupRead(own),
        )
        app.state.door.commit.start()
        if with_streams:
            await streams.lifespan_start(app)
        try:
            yield
        finally:
            if with_streams:
                await streams.lifespan_stop(app)
            await app.state.door.commit.stop()
            if pool is None:
                await own.close()
                if client is not None:
                    await client.close()

    routes = [*ROUTES, *OPEN, *positions.routes, *(streams.routes if with_streams else [])]
    return MachineDoor(routes, lifespan)


def new_pool(url: str, most: int = MOST_CONNECTIONS) -> Pool:
    """A pool of connections that commit by themselves; every statement that comes twice is prepared."""
    return AsyncConnectionPool(
        url,
        min_size=2,
        max_size=most,
        open=False,
        timeout=10,
        kwargs={
            "autocommit": True,
            "prepare_threshold": 2,
            "application_name": "dothi gateway",
            "options": f"-c statement_timeout={QUERY_TIMEOUT_MS} -c jit=off",
        },
        connection_class=AsyncConnection[Any],
    )


async def _connect() -> Client | None:
    """NATS for announcements. Without it values are still stored: who listens reads the log."""
    try:
        return await nats.connect(
            addresses.nats_url(), name="gateway", max_reconnect_attempts=-1, connect_timeout=2
        )
    except Exception as error:
        logger.warning("NATS is away, changes are not announced: %s", error)
        return None


def _announcer(client: Client | None) -> Any:
    async def tell(written: Written) -> None:
        if client is not None:
            await announce(client, written)

    return tell


app = build(with_streams=True)
