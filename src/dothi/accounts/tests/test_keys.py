"""API keys without the ORM: found, limited, revoked, cached for a short time."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from dothi.accounts import keys
from dothi.kernel import clock
from dothi.kernel.origin import Origin

INSERT = (
    "insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at, valid_to, revoked_at)"
    " values (%s, %s, %s, 'trạm', %s, %s, 'replayed', now(), %s, %s)"
)


@pytest.fixture
async def connection(committed_db: str) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    keys.forget()
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as opened:
        yield opened


async def put(
    connection: psycopg.AsyncConnection[Any],
    key_id: str,
    *,
    valid_to: Any = None,
    revoked: Any = None,
    **limits: list[str],
) -> None:
    row = (
        key_id,
        keys.digest("s" * 32),
        limits.pop("kind", "device"),
        limits.get("types", []),
        limits.get("prefixes", []),
        valid_to,
        revoked,
    )
    await connection.execute(INSERT, row)


async def test_a_key_is_found_with_what_it_may(connection: psycopg.AsyncConnection[Any]) -> None:
    await put(connection, "k1", types=["AirQualityObserved"], prefixes=["urn:ngsi-ld:AirQualityObserved:"])
    key = await keys.find_bearer(connection, f"Bearer k1.{'s' * 32}")
    assert key is not None
    assert key.may_write
    assert not key.may_read
    assert key.origin is Origin.REPLAYED
    assert key.unit_ids is None
    assert key.entity_types == {"AirQualityObserved"}
    assert key.reaches("urn:ngsi-ld:AirQualityObserved:1")
    assert not key.reaches("urn:ngsi-ld:Vehicle:1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bearer",
        "Bearer k1",
        "Bearer .x",
        "Basic k1.x",
        "Bearer k1.wrong",
        "Bearer nobody.x",
        f"Bearer k1.{'x' * 300}",
    ],
)
async def test_anything_else_is_nobody(connection: psycopg.AsyncConnection[Any], text: str) -> None:
    assert await keys.find_bearer(connection, text) is None


async def test_revoked_and_ended_keys_are_nobody(connection: psycopg.AsyncConnection[Any]) -> None:
    now = clock.now()
    await put(connection, "k2", revoked=now)
    await put(connection, "k3", valid_to=now - dt.timedelta(seconds=1))
    assert await keys.find_key(connection, "k2", "s" * 32) is None
    assert await keys.find_key(connection, "k3", "s" * 32) is None


async def test_a_revoked_key_works_no_longer_after_half_a_minute(
    connection: psycopg.AsyncConnection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(connection, "k4")
    assert await keys.find_key(connection, "k4", "s" * 32)
    await connection.execute("update accounts_api_key set revoked_at = now() where id = 'k4'")
    assert await keys.find_key(connection, "k4", "s" * 32)  # from memory
    later = time.monotonic() + keys.CACHE_SECONDS + 1
    monkeypatch.setattr(keys.time, "monotonic", lambda: later)
    assert await keys.find_key(connection, "k4", "s" * 32) is None


async def test_a_key_ends_on_time_though_it_is_in_memory(connection: psycopg.AsyncConnection[Any]) -> None:
    end = clock.now() + dt.timedelta(hours=1)
    await put(connection, "k5", valid_to=end)
    assert await keys.find_key(connection, "k5", "s" * 32)
    with clock.moved_to(end):
        assert await keys.find_key(connection, "k5", "s" * 32) is None


async def test_a_key_reaches_its_unit_and_all_below(connection: psycopg.AsyncConnection[Any]) -> None:
    await put(connection, "k6")
    insert = (
        "insert into territory_unit (code, level, kind, name, full_name, name_en, valid_from, begin_known, decree, source, search_text, parent_id)"
        " values (%s, %s, 'x', 'x', 'x', '', '2025-07-01', true, '', '', '', %s) returning id"
    )
    ids = []
    for code, level, above in (("97", 1, None), ("97001", 3, 0), ("98", 1, None)):
        cursor = await connection.execute(insert, (code, level, None if above is None else ids[above]))
        ids.append((await cursor.fetchone())[0])
    await connection.execute(
        "insert into accounts_api_key_units (apikey_id, unit_id) values ('k6', %s)", [ids[0]]
    )
    key = await keys.find_key(connection, "k6", "s" * 32)
    assert key.unit_ids == {ids[0], ids[1]}
