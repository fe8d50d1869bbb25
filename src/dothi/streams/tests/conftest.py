"""A database of its own, a NATS of its own, and the worker's two loops running against them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from dothi.accounts import keys
from dothi.accounts.keys import digest
from dothi.kernel import clock, health
from dothi.kernel.testing.nats import Server
from dothi.streams import callout, writer

STATION = "urn:ngsi-ld:AirQualityObserved:vt-01"


@pytest.fixture
def places(committed_db: str, own_nats_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Where the loops find both engines."""
    monkeypatch.setenv("DOTHI_DATABASE_URL", committed_db)
    monkeypatch.setenv("DOTHI_NATS_URL", own_nats_server.url)
    monkeypatch.setenv("DOTHI_DATA", str(own_nats_server.data))
    keys.forget()
    return own_nats_server


async def add_key(url: str, key_id: str, **limits: Any) -> str:
    """A device's key; returns the whole key."""
    row: dict[str, Any] = {
        "kind": "device",
        "entity_types": [],
        "entity_prefixes": [],
        "origin": "live",
        "revoked_at": None,
        "agency_id": None,
    } | limits
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            """insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at, revoked_at, agency_id)
               values (%(id)s, %(secret)s, %(kind)s, %(id)s, %(entity_types)s, %(entity_prefixes)s, %(origin)s, now(), %(revoked_at)s, %(agency_id)s)
               on conflict (id) do nothing""",
            {"id": key_id, "secret": digest("secret"), **row},
        )
    return f"{key_id}.secret"


@asynccontextmanager
async def loops(*which: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    """The worker's loops, stopped at the end."""
    stop = asyncio.Event()
    chosen = which or (callout.run, writer.run)
    for part in ("callout", "writer"):
        health._reports.pop(part, None)
    tasks = [asyncio.ensure_future(loop(stop)) for loop in chosen]
    try:
        async with asyncio.timeout(60):
            while not all(health.reported(loop.__module__.rsplit(".", 1)[-1]) for loop in chosen):
                await asyncio.sleep(0.02)
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def fetch(url: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        return await (await connection.execute(sql, values)).fetchall()


HISTORY = """select e.urn, t.short, h.num, h.observed_at, h.origin, h.revision
             from entities_history h join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id
             where e.urn = %s order by t.short, h.observed_at, h.revision"""


async def eventually(check: Callable[[], Awaitable[Any]], timeout_s: float = 60) -> Any:
    """The first true answer of `check`."""
    async with asyncio.timeout(timeout_s):
        while not (found := await check()):
            await asyncio.sleep(0.05)
        return found


def minutes_ago(minutes: float) -> dt.datetime:
    return (clock.now() - dt.timedelta(minutes=minutes)).replace(microsecond=0)
