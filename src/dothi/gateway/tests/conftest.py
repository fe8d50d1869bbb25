"""The machine door over a committed database, spoken to as any HTTP client would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import keys
from dothi.gateway.app import build, new_pool
from dothi.gateway.tests.documented import is_documented
from dothi.gateway.tests.telling import forgotten, near, receiver, wake

__all__ = ["forgotten", "near", "receiver", "wake"]  # of whoever tests subscriptions

SECRET = "s" * 32
_INSERT = (
    "insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)"
    " values (%s, %s, %s, 'test', %s, %s, %s, now()) on conflict do nothing"
)


async def put_key(
    url: str,
    key_id: str,
    kind: str,
    types: Sequence[str] = (),
    prefixes: Sequence[str] = (),
    origin: str = "live",
) -> str:
    """A key of this kind; returns the header's value."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            _INSERT, (key_id, keys.digest(SECRET), kind, list(types), list(prefixes), origin)
        )
    return f"Bearer {key_id}.{SECRET}"


@pytest.fixture
async def door(committed_db: str) -> AsyncIterator[Any]:
    """The running application (its lifespan entered), without NATS."""
    keys.forget()
    async with new_pool(committed_db, most=4) as pool:
        app = build(pool)
        async with app.router.lifespan_context(app):
            yield app


@pytest.fixture
async def client(door: Any, committed_db: str) -> AsyncIterator[httpx.AsyncClient]:
    """A caller whose key may do everything."""
    header = await put_key(committed_db, "admin", "admin")
    async with caller(door, header) as opened:
        yield opened


def caller(door: Any, authorization: str | None) -> httpx.AsyncClient:
    headers = {"Authorization": authorization} if authorization else {}
    transport = httpx.ASGITransport(door, raise_app_exceptions=False)
    hooks: dict[str, list[Any]] = {"response": [is_documented]}
    return httpx.AsyncClient(
        transport=transport, base_url="http://door/ngsi-ld/v1", headers=headers, event_hooks=hooks
    )
