"""Ends the open connections of keys that were revoked. The call-out judges a login once; without this a revoked key could go on
publishing until its quarter of an hour is over.

Every few seconds the database is asked which keys were revoked lately. Only when there are any is the server asked who is
connected: the user of a connection is its key's id. What this process remembers of keys is forgotten then, so that the
call-out beside it lets none of them in again; for longer than a key is remembered elsewhere (30 s) it is looked for again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Collection
from typing import Any

import nats
import psycopg
from nats.aio.client import Client

from dothi.accounts import keys
from dothi.kernel import settings
from dothi.kernel.engines import addresses
from dothi.kernel.engines import nats as engine
from dothi.kernel.engines.stopping import rest
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
EVERY_S = 5.0
_PAGE = 1000
_REVOKED = statement("dothi.streams", "sql/doorkeeper.sql", "revoked_lately")
_AWAY = (OSError, psycopg.Error, nats.errors.Error, TimeoutError)


async def run(stop: asyncio.Event) -> None:
    """Watches until `stop`. A server of somebody else's may know no such user: then keys end with their quarter of an hour."""
    told = False
    while not stop.is_set():
        try:
            await _session(stop)
            told = False
        except _AWAY as error:
            if not told:
                logger.warning("Connections of revoked keys cannot be ended now: %s", error)
            told = True
        await rest(stop, EVERY_S)


async def _session(stop: asyncio.Event) -> None:
    url = engine.doorkeeper_url(settings.data_folder(), addresses.nats_url())
    connecting = psycopg.AsyncConnection.connect(addresses.database_url(), autocommit=True, connect_timeout=5)
    async with await connecting as connection:
        nc = await nats.connect(url, allow_reconnect=False, connect_timeout=5)
        known: set[str] = set()
        try:
            while not stop.is_set() and nc.is_connected:
                revoked = {row[0] for row in await (await connection.execute(_REVOKED)).fetchall()}
                if revoked - known:
                    keys.forget()
                if revoked:
                    await _end(nc, revoked)
                known = revoked
                await rest(stop, EVERY_S)
        finally:
            await nc.close()


async def _end(nc: Client, revoked: Collection[str]) -> None:
    async for server, number, key_id in _connected(nc):
        if key_id in revoked:
            await nc.request(
                f"$SYS.REQ.SERVER.{server}.KICK", json.dumps({"cid": number}).encode(), timeout=2
            )
            logger.warning("The connection of the revoked key %s is ended", key_id)


async def _connected(nc: Client) -> AsyncIterator[tuple[str, int, str]]:
    """(server, number, key id) of every device that is connected."""
    offset, total = 0, 1
    while offset < total:
        question = {"auth": True, "acc": engine.APP, "limit": _PAGE, "offset": offset}
        answer = await nc.request("$SYS.REQ.SERVER.PING.CONNZ", json.dumps(question).encode(), timeout=5)
        found: dict[str, Any] = json.loads(answer.data)["data"]
        for one in found["connections"] or []:
            if one.get("type") == "mqtt":
                yield found["server_id"], one["cid"], one.get("authorized_user", "")
        offset, total = offset + _PAGE, found["total"]
