"""`GET` at a past time: as it was (`dothi-at`), as it was known (`dothi-known-at`), as it was known then about an earlier time."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import keys
from dothi.entities.core.rows import microseconds
from dothi.gateway.tests.conftest import caller, put_key
from dothi.kernel import clock

TYPE = "PastStation"
Entity = dict[str, Any]


def at(hour: int, minute: int = 0) -> str:
    return f"2026-11-03T{hour:02}:{minute:02}:00Z"


def now() -> str:
    return clock.now().isoformat().replace("+00:00", "Z")


async def ask(client: httpx.AsyncClient, urn: str, status: int = 200, **params: str) -> Entity:
    answer = await client.get(f"/entities/{urn}", params={"options": "keyValues", **{k.replace("_", "-"): v for k, v in params.items()}})  # fmt: skip
    assert answer.status_code == status, answer.text
    found: Entity = answer.json()
    return found


async def ids(client: httpx.AsyncClient, **params: str) -> list[str]:
    answer = await client.get("/entities", params={"type": TYPE, "count": "true", **{k.replace("_", "-"): v for k, v in params.items()}})  # fmt: skip
    assert answer.status_code == 200, answer.text
    found = [one["id"] for one in answer.json()]
    if "limit" not in params:
        assert int(answer.headers["NGSILD-Results-Count"]) == len(found)
    return found


async def measure(client: httpx.AsyncClient, urn: str, value: float, observed: str) -> None:
    sent = {"id": urn, "type": TYPE, "level": {"type": "Property", "value": value, "observedAt": observed}}
    answer = await client.post("/entityOperations/upsert?options=update", json=[sent])
    assert answer.status_code in (201, 204), answer.text


@pytest.fixture
async def station(client: httpx.AsyncClient) -> str:
    """8:00 one, 9:00 two, 10:00 three; made now, so all of it is older than the entity."""
    for one in (await client.get("/entities", params={"type": TYPE, "limit": "1000"})).json():
        await client.delete(f"/temporal/entities/{one['id']}")
    urn = f"urn:ngsi-ld:{TYPE}:{uuid.uuid4()}"
    for value, hour in ((1, 8), (2, 9), (3, 10)):
        await measure(client, urn, value, at(hour))
    return urn


async def test_as_it_was(client: httpx.AsyncClient, station: str) -> None:
    assert (await ask(client, station))["level"] == 3
    for hour, minute, level in ((8, 0, 1), (8, 59, 1), (9, 0, 2), (10, 30, 3)):
        assert (await ask(client, station, dothi_at=at(hour, minute)))["level"] == level
    assert (await ask(client, station, dothi_at=now())) == await ask(client, station)
    assert (await ask(client, station, dothi_at=at(7), status=404))["code"] == "entity-was-not-there"


async def test_as_it_was_known(client: httpx.AsyncClient, station: str) -> None:
    """A correction is not known before it is made; with both times: what was known then about an earlier time."""
    before = now()
    await measure(client, station, 20, at(9))
    assert (await ask(client, station, dothi_at=at(9)))["level"] == 20
    assert (await ask(client, station, dothi_at=at(9), dothi_known_at=before))["level"] == 2
    assert (await ask(client, station, dothi_known_at=before))["level"] == 3
    await measure(client, station, 4, at(11))
    assert (await ask(client, station, dothi_known_at=before))["level"] == 3
    assert (await ask(client, station, dothi_known_at=at(9), status=404))["code"] == "entity-was-not-there"


async def test_what_ended_was_there_before(client: httpx.AsyncClient, station: str) -> None:
    before = now()
    await client.delete(f"/entities/{station}/attrs/level")
    without = now()
    assert "level" not in await ask(client, station, dothi_at=without)
    assert (await ask(client, station, dothi_at=before))["level"] == 3
    await client.delete(f"/entities/{station}")
    assert (await ask(client, station, dothi_at=before))["level"] == 3
    assert (await ask(client, station, dothi_known_at=without))["id"] == station
    await ask(client, station, dothi_at=now(), status=404)
    assert await ids(client, dothi_at=now()) == []
    assert await ids(client, dothi_at=before) == [station]
    await measure(client, station, 9, at(12))
    assert (await ask(client, station, dothi_at=at(8)))["level"] == 1


async def test_made_anew_from_old_values(client: httpx.AsyncClient, station: str) -> None:
    """An end is told later than what was observed before it: what is told after it counts, also a repeat."""
    await client.delete(f"/entities/{station}")
    without = now()
    await measure(client, station, 3, at(10))
    assert await ask(client, station, dothi_at=now()) == await ask(client, station)
    counted = now()
    await measure(client, station, 3, at(10))  # told once more it changes nothing
    await measure(client, station, 4, at(11))
    assert (await ask(client, station, dothi_at=now()))["level"] == 4
    assert (await ask(client, station, dothi_known_at=counted))["level"] == 3
    assert (await ask(client, station, dothi_at=now(), dothi_known_at=counted))["level"] == 3
    assert (await ask(client, station, dothi_at=now(), dothi_known_at=now()))["level"] == 4
    await ask(client, station, dothi_known_at=without, status=404)


async def test_a_value_taken_back_does_not_count(client: httpx.AsyncClient, station: str) -> None:
    known = now()
    history = (await client.get(f"/temporal/entities/{station}")).json()["level"]
    instance = next(one["instanceId"] for one in history if one["value"] == 2)
    assert (await client.delete(f"/temporal/entities/{station}/attrs/level/{instance}")).status_code == 204
    assert (await ask(client, station, dothi_at=at(9, 30)))["level"] == 1
    assert (await ask(client, station, dothi_at=at(9, 30), dothi_known_at=known))["level"] == 2


async def test_a_query_at_a_past_time(client: httpx.AsyncClient, station: str) -> None:
    second = f"{station}:b"
    await measure(client, second, 7, at(9))
    await client.post(f"/entities/{second}/attrs", json={"note": {"value": "mới", "observedAt": at(10)}})
    assert await ids(client, dothi_at=at(8)) == [station]
    assert await ids(client, dothi_at=at(9)) == [station, second]
    assert await ids(client, dothi_at=at(9), attrs="note") == []
    assert await ids(client, dothi_at=at(10), attrs="note") == [second]
    assert await ids(client, dothi_at=at(9), id=second) == [second]
    assert await ids(client, dothi_at=at(7)) == []
    first = await client.get("/entities", params={"type": TYPE, "dothi-at": at(9), "limit": "1"})
    assert [one["id"] for one in first.json()] == [station]
    assert "dothi-at=2026" in first.headers["Link"]
    picked = await client.get("/entities", params={"type": TYPE, "dothi-at": at(9), "pick": "id,level"})
    assert picked.json()[1] == {
        "id": second,
        "level": {"type": "Property", "value": 7, "observedAt": at(9)},
    }


async def test_types_and_scopes_of_then(client: httpx.AsyncClient, station: str) -> None:
    assert (await client.patch(f"/entities/{station}", json={"scope": "/hue"})).status_code == 204
    before = now()
    assert (
        await client.patch(f"/entities/{station}", json={"type": "Second", "scope": "/hanoi"})
    ).status_code == 204
    assert (await ask(client, station, dothi_at=before))["scope"] == "/hue"
    assert (await ask(client, station, dothi_at=before))["type"] == TYPE
    assert "scope" not in await ask(client, station, dothi_at=at(9))
    assert sorted((await ask(client, station, dothi_at=now()))["type"]) == sorted([TYPE, "Second"])
    assert await ids(client, dothi_at=before) == [station]


async def test_forms_of_the_past(client: httpx.AsyncClient, station: str) -> None:
    answer = await client.get(f"/entities/{station}", params={"dothi-at": at(9), "options": "sysAttrs,dothi-provenance"})  # fmt: skip
    told = answer.json()
    assert (told["level"]["value"], told["level"]["source"]["value"]) == (2, "http:admin")
    assert told["modifiedAt"] == told["level"]["modifiedAt"]
    assert (await client.get(f"/entities/{station}", params={"dothi-at": at(9), "attrs": "other"})).status_code == 404  # fmt: skip
    assert (await client.get(f"/entities/{station}", params={"dothi-at": at(9), "type": "Other"})).status_code == 404  # fmt: skip


@pytest.mark.parametrize("name", ["dothi-at", "dothi-known-at"])
@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-11-03", "2026-11-03T08:00:00", "2026-13-03T08:00:00Z", "2999-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
)  # fmt: skip
async def test_nonsense_is_refused(client: httpx.AsyncClient, station: str, name: str, text: str) -> None:
    for address in (f"/entities/{station}", f"/entities?type={TYPE}"):
        answer = await client.get(address, params={**dict(httpx.URL(address).params), name: text})
        assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    "beside", [{"q": "level>1"}, {"orderBy": "level"}, {"join": "inline"}, {"georel": "near;maxDistance==1", "geometry": "Point", "coordinates": "[1,1]"}],
)  # fmt: skip
async def test_what_asks_about_the_present_is_refused_beside(client: httpx.AsyncClient, beside: dict[str, str]) -> None:  # fmt: skip
    answer = await client.get("/entities", params={"type": TYPE, "dothi-at": at(9), **beside})
    assert (answer.status_code, answer.json()["code"]) == (400, "present-only")


async def test_rights_hold_for_the_past(
    door: Any, client: httpx.AsyncClient, committed_db: str, station: str
) -> None:
    header = await put_key(committed_db, "narrow", "read", types=["Other"])
    async with caller(door, header) as narrow:
        assert (await narrow.get(f"/entities/{station}", params={"dothi-at": at(9)})).status_code == 404
        found = await narrow.get("/entities", params={"type": TYPE, "dothi-at": at(9), "count": "true"})
        assert (found.json(), found.headers["NGSILD-Results-Count"]) == ([], "0")
        assert (await narrow.get(f"/temporal/entities?dothi-at={at(9)}&type={TYPE}")).status_code == 400


async def test_what_a_key_may_not_see_was_never_there(
    door: Any, client: httpx.AsyncClient, committed_db: str, station: str
) -> None:
    await client.post(f"/entities/{station}/attrs", json={"secret": {"value": 1, "observedAt": at(8)}})
    header = await put_key(committed_db, "blinkered", "read")
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await connection.execute(
            "update accounts_api_key set attributes_seen = '{level}' where id = 'blinkered'"
        )
    keys.forget()
    async with caller(door, header) as narrow:
        assert sorted(await ask(narrow, station, dothi_at=at(9))) == ["id", "level", "type"]
        assert await ids(narrow, dothi_at=at(9), attrs="secret") == []
    assert (await ask(client, station, dothi_at=at(9)))["secret"] == 1


def test_clock_of_the_test() -> None:
    """`now()` tells microseconds: what is written after it is later."""
    assert microseconds(dt.datetime.fromisoformat(now())) <= microseconds(clock.now())
