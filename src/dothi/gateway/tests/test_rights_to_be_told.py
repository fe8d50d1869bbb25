"""What a key is told by its subscriptions: nothing of an attribute it may not see, nothing of an entity out of its scopes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import msgspec
import psycopg
import pytest

from dothi.entities.subscriptions.reading import Reader
from dothi.gateway.tests.conftest import caller
from dothi.gateway.tests.test_rights import IRI, Right, narrow_key

AIR = Right("air", "", attributes=("pm25", IRI + "name"))
NORTH = Right("north", "", scopes=("/City/North/#",))
Tell = Callable[[], Awaitable[list[dict[str, Any]]]]
EVERY = [
    "entityCreated",
    "entityUpdated",
    "entityDeleted",
    "attributeCreated",
    "attributeUpdated",
    "attributeDeleted",
]


def station(part: str, scope: str, **attributes: Any) -> dict[str, Any]:
    told = {key: {"type": "Property", "value": value} for key, value in attributes.items()}
    location = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.1, 10.3]}}
    return {
        "id": f"urn:ngsi-ld:Station:{part}",
        "type": "Station",
        "scope": scope,
        **told,
        "location": location,
    }


@pytest.fixture
async def tell(committed_db: str) -> Any:
    """What would be sent for all that was written since the last time."""
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:

        async def told() -> list[dict[str, Any]]:
            reader, found, count = Reader(connection), list[Any](), 1
            while count:
                count, queued = await reader.read_on()
                found += queued
            found += await reader.tell_periodically()
            return [msgspec.json.decode(one.body) for one in found]

        await told()
        yield told
        await connection.execute("delete from entities_subscription")


async def subscribe(caller: httpx.AsyncClient, name: str, **members: Any) -> None:
    notification = {"endpoint": {"uri": "http://127.0.0.1:9/x"}, **members.pop("notification", {})}
    body = {
        "id": f"urn:ngsi-ld:Subscription:{name}",
        "type": "Subscription",
        "entities": [{"type": "Station"}],
        "notificationTrigger": EVERY,
        "notification": notification,
        **members,
    }
    answer = await caller.post("/subscriptions", json={k: v for k, v in body.items() if v is not None})
    assert answer.status_code == 201, answer.text


def names(told: list[dict[str, Any]]) -> list[str]:
    return sorted(one["subscriptionId"].rpartition(":")[2] for one in told)


async def test_of_a_hidden_attribute_nothing_is_told(
    door: Any, client: httpx.AsyncClient, committed_db: str, tell: Tell
) -> None:
    near = {"georel": "near;maxDistance==1000", "geometry": "Point", "coordinates": [107.1, 10.3]}
    async with caller(door, await narrow_key(committed_db, AIR)) as air:
        await subscribe(air, "all", notification={"showChanges": True, "sysAttrs": True})
        await subscribe(air, "watching", watchedAttributes=["secret"], notificationTrigger=None)
        await subscribe(air, "asking", q="secret>0|secret.unit")
        await subscribe(air, "near", geoQ=near)
        await subscribe(air, "named", notification={"attributes": ["secret", "pm25"]})
        await subscribe(
            air,
            "place",
            notification={"endpoint": {"uri": "http://127.0.0.1:9/g", "accept": "application/geo+json"}},
        )
        await subscribe(air, "regular", notificationTrigger=None, timeInterval=0.001, q="secret>0")
    one = station("s1", "/City/North", pm25=1, secret=2, name="x")
    path = f"/entities/{one['id']}"
    assert (await client.post("/entities", json=one)).status_code == 201
    told = await tell()
    assert names(told) == ["all", "named", "place"]
    for notification in told:
        text = msgspec.json.encode(notification).decode()
        assert "secret" not in text and "107.1" not in text
        assert '"pm25"' in text
    for change in (
        client.patch(f"{path}/attrs/secret", json={"value": 3}),
        client.post(f"{path}/attrs", json={"secret2": {"type": "Property", "value": 3}}),
        client.delete(f"{path}/attrs/secret2"),
    ):
        assert (await change).status_code == 204
        assert await tell() == []
    both = {key: {"type": "Property", "value": 9} for key in ("secret", "pm25")}
    assert (await client.patch(f"{path}/attrs", json=both)).status_code == 204
    told = await tell()
    assert names(told) == ["all", "named", "place"]
    assert "secret" not in msgspec.json.encode(told).decode()
    assert (await client.delete(path)).status_code == 204
    told = await tell()
    assert names(told) == ["all", "named", "place"]
    assert "secret" not in msgspec.json.encode(told).decode()


async def test_an_entity_out_of_its_scopes_is_told_to_nobody(
    door: Any, client: httpx.AsyncClient, committed_db: str, tell: Tell
) -> None:
    inside, outside = station("n", "/City/North/A", pm25=1), station("s", "/City/South", pm25=1)
    for one, other in ((inside, outside), (outside, inside)):
        one["near"] = {"type": "Relationship", "object": other["id"]}
    async with caller(door, await narrow_key(committed_db, NORTH)) as north:
        await subscribe(north, "north", notification={"join": "flat"})
        await subscribe(north, "regular", notificationTrigger=None, timeInterval=0.001)
    assert (await client.post("/entityOperations/create", json=[inside, outside])).status_code == 201
    told = await tell()
    assert names(told) == ["north", "regular"]
    assert [[entity["id"] for entity in one["data"]] for one in told] == [[inside["id"]]] * 2
    assert (await client.patch(f"/entities/{outside['id']}/attrs/pm25", json={"value": 2})).status_code == 204
    assert names(await tell()) == ["regular"]
    moved = {"scope": "/City/North", "pm25": {"type": "Property", "value": 3}}
    assert (await client.patch(f"/entities/{outside['id']}", json=moved)).status_code == 204
    assert names(await tell()) == ["north", "regular"]
