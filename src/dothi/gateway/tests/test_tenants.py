"""Tenants (CIM 009 §4.14, §6.3.14): what is written in one is in no other, whatever is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import keys
from dothi.entities.store.changes import changes_since
from dothi.gateway.tests.conftest import caller, put_key
from dothi.gateway.tests.receiver import receiving
from dothi.gateway.tests.telling import telling

HERE = {"NGSILD-Tenant": "hue"}
URN = "urn:ngsi-ld:Vehicle:same"
NOBODY = "https://uri.etsi.org/ngsi-ld/errors/NonexistentTenant"


def vehicle(speed: int) -> dict[str, Any]:
    return {
        "id": URN,
        "type": "Vehicle",
        "speed": {"type": "Property", "value": speed, "observedAt": "2026-11-01T08:00:00Z"},
    }


@pytest.fixture
async def two(client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """The same id in the default tenant and in another one."""
    for headers, speed in (({}, 1), (HERE, 2)):
        answer = await client.post("/entities", json=vehicle(speed), headers=headers)
        assert answer.status_code in (201, 409), answer.text
        assert answer.headers.get("ngsild-tenant") == headers.get("NGSILD-Tenant")
    yield client
    for headers in ({}, HERE):
        await client.delete(f"/entities/{URN}", headers=headers)


async def test_a_tenant_is_there_after_its_first_write(client: httpx.AsyncClient) -> None:
    """§6.3.14: before it, everything but a creation says NonexistentTenant – and makes nothing."""
    headers = {"NGSILD-Tenant": "new"}
    for method, path in (
        ("GET", "/entities?type=Vehicle"), ("GET", f"/entities/{URN}"), ("GET", "/types"), ("GET", "/subscriptions"),
        ("DELETE", f"/entities/{URN}"), ("PATCH", f"/entities/{URN}/attrs"), ("GET", "/entities?type=Vehicle"),
    ):  # fmt: skip
        answer = await client.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (404, NOBODY), (method, path)
        assert answer.headers["ngsild-tenant"] == "new"
    assert (await client.post("/entities", json=vehicle(3), headers=headers)).status_code == 201
    found = await client.get("/entities", params={"type": "Vehicle", "options": "keyValues"}, headers=headers)
    assert ([one["speed"] for one in found.json()], found.headers["ngsild-tenant"]) == ([3], "new")
    wrong = await client.get("/types", headers={"NGSILD-Tenant": "a b"})
    assert wrong.status_code == 400


async def test_every_read_stays_in_its_tenant(two: httpx.AsyncClient) -> None:
    for headers, speed in (({}, 1), (HERE, 2)):
        asked: dict[str, Any] = {"params": {"options": "keyValues"}, "headers": headers}
        assert (await two.get(f"/entities/{URN}", **asked)).json()["speed"] == speed
        for query in (
            {"type": "Vehicle"},
            {"type": "Vehicle", "q": f"speed=={speed}"},
        ):
            found = await two.get(
                "/entities", params={**query, "options": "keyValues", "count": "true"}, headers=headers
            )
            assert [one["speed"] for one in found.json()] == [speed], query
            assert found.headers["ngsild-results-count"] == "1"
        past = {
            "type": "Vehicle",
            "timerel": "after",
            "timeAt": "2026-01-01T00:00:00Z",
            "options": "temporalValues",
        }
        told = await two.get("/temporal/entities", params=past, headers=headers)
        assert [one["speed"]["values"][0][0] for one in told.json()] == [speed]
    await two.post(
        "/entities", json={"id": "urn:x:only", "type": "Only", "there": {"value": 1}}, headers=HERE
    )
    assert "Only" not in (await two.get("/types")).json()["typeList"]
    assert "Only" in (await two.get("/types", headers=HERE)).json()["typeList"]
    assert "there" not in (await two.get("/attributes")).json()["attributeList"]


async def test_writes_that_arrive_together_stay_apart(two: httpx.AsyncClient) -> None:
    """Group commit joins requests of one tenant only."""

    async def patch(headers: dict[str, str], value: int) -> None:
        body = {"value": value, "type": "Property"}
        answer = await two.patch(f"/entities/{URN}/attrs/speed", json=body, headers=headers)
        assert answer.status_code == 204, answer.text

    await asyncio.gather(*(patch(headers, value) for value in range(10) for headers in ({}, HERE)))
    await asyncio.gather(patch({}, 100), patch(HERE, 200))
    for headers, speed in (({}, 100), (HERE, 200)):
        told = await two.get(f"/entities/{URN}", params={"options": "keyValues"}, headers=headers)
        assert told.json()["speed"] == speed
    assert (await two.delete(f"/entities/{URN}", headers=HERE)).status_code == 204
    assert (await two.get(f"/entities/{URN}")).status_code == 200


async def test_a_key_reaches_its_tenants(two: httpx.AsyncClient, door: Any, committed_db: str) -> None:
    """Without any of its own it reaches the default one, an admin key all; with some, only those."""
    plain, bound = (
        await put_key(committed_db, "plain", "write"),
        await put_key(committed_db, "bound", "write"),
    )
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await connection.execute("update accounts_api_key set tenants = '{hue}' where id = 'bound'")
    keys.forget()
    for header, statuses in ((plain, (200, 403)), (bound, (403, 200))):
        async with caller(door, header) as one:
            found = [
                (await one.get("/entities?type=Vehicle", headers=where)).status_code for where in ({}, HERE)
            ]
        assert tuple(found) == statuses


async def test_subscriptions_hear_of_their_tenant(
    two: httpx.AsyncClient, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """§6.3.14: the notification names it; screens, which show the default tenant, hear nothing of others."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    async with receiving() as receiver, telling(committed_db) as wake:
        for headers, name in (({}, "default"), (HERE, "hue")):
            body = {
                "id": "urn:ngsi-ld:Subscription:same", "type": "Subscription", "entities": [{"type": "Vehicle"}],
                "notification": {"format": "keyValues", "endpoint": {"uri": receiver.uri(name)}},
            }  # fmt: skip
            assert (await two.post("/subscriptions", json=body, headers=headers)).status_code == 201
            assert len((await two.get("/subscriptions", headers=headers)).json()) == 1
        async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
            row = await (
                await connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            ).fetchone()
            assert row is not None
            for headers, value in ((HERE, 22), ({}, 11)):
                await two.patch(f"/entities/{URN}/attrs", json={"speed": {"value": value}}, headers=headers)
                wake.set()
            told = await receiver.told(2, within_s=30)
            assert {one["data"][0]["speed"]: headers.get("ngsild-tenant") for one, headers in zip(told, receiver.headers, strict=True)} == {
                22: "hue", 11: None,
            }  # fmt: skip
            assert [one["attrs"]["speed"]["value"] for one in await changes_since(connection, row[0])] == [11]
