"""What an entity was: its scopes, and itself after it was deleted (CIM 009 §4.5.6, 4.18, 5.6.6, 5.6.16, 5.7.3, 5.7.4)."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import httpx
import psycopg

from dothi.gateway.tests.conftest import caller, put_key

SENT = "2026-10-01T08:00:00Z"
EVER = {"timerel": "after", "timeAt": "1970-01-01T00:00:00Z"}


async def make(client: httpx.AsyncClient, name: str, kind: str = "Pump", **members: Any) -> str:
    """A new entity of one value; returns its address among the histories."""
    body = {"id": f"urn:x:{kind}:{name}", "type": kind, "level": {"value": 1, "observedAt": SENT}, **members}
    answer = await client.post("/entities", json=body)
    assert answer.status_code == 201, answer.text
    return f"/temporal/entities/{body['id']}"


async def told(client: httpx.AsyncClient, address: str, **asked: str) -> Any:
    answer = await client.get(address, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def names(client: httpx.AsyncClient, **asked: str) -> list[str]:
    found = await told(client, "/temporal/entities", **EVER | asked)
    return [one["id"].rpartition(":")[2] for one in found]


def moved(time: str, ms: int) -> str:
    """Times are told to the millisecond, and kept to the microsecond."""
    return (dt.datetime.fromisoformat(time) + dt.timedelta(milliseconds=ms)).isoformat()


async def test_a_scope_has_a_history(client: httpx.AsyncClient) -> None:
    """§4.5.6: a Property that has times and nothing else; observed when it was changed."""
    address = await make(client, "s", scope="/Hue/North")
    current = address.removeprefix("/temporal")
    assert (
        await client.post(f"{current}/attrs", json={"scope": ["/Hue/South", "/Water"]})
    ).status_code == 204
    assert (await client.post(f"{current}/attrs", json={"type": "Valve"})).status_code == 204
    first, second = (await told(client, address))["scope"]
    assert (first["value"], second["value"]) == ("/Hue/North", ["/Hue/South", "/Water"])
    assert first.keys() == {"type", "value", "observedAt"}
    assert (await client.delete(f"{current}/attrs/scope")).status_code == 204
    *_, end = (await told(client, address, options="sysAttrs"))["scope"]
    assert (end["type"], end["value"], "deletedAt" in end) == ("Property", [], True)
    series = (await told(client, address, options="temporalValues"))["scope"]
    assert [value for value, _ in series["values"]] == ["/Hue/North", ["/Hue/South", "/Water"]]
    ended = await told(client, address, timeproperty="deletedAt")
    assert (ended.keys(), ended["scope"]) == ({"id", "type", "scope"}, [end])
    one = await told(client, address, lastN="2", options="sysAttrs,concise")
    assert one["scope"][0].keys() == {"value", "observedAt", "createdAt", "modifiedAt"}
    assert "scope" not in await told(client, address, pick="level")
    assert (await client.get(address, params={"pick": "unknown"})).status_code == 404


async def test_a_history_of_scopes_can_be_told(client: httpx.AsyncClient) -> None:
    """§4.5.6, 5.6.11: what a history tells can be told again, word by word."""
    days = [f"2020-0{month}-01T00:00:00Z" for month in (1, 3, 6)]
    scopes = [
        {"type": "Property", "value": "/a", "observedAt": days[0]},
        {"type": "Property", "value": [], "deletedAt": days[1]},
        {"type": "Property", "value": ["/b", "/c"], "observedAt": days[2]},
    ]
    body = {
        "id": "urn:x:Dam:t",
        "type": "Dam",
        "scope": scopes,
        "level": [{"value": 1, "observedAt": days[1]}],
    }
    assert (await client.post("/temporal/entities", json=body)).status_code == 201
    assert (await told(client, "/temporal/entities/urn:x:Dam:t"))["scope"] == scopes
    assert (await told(client, "/entities/urn:x:Dam:t"))["scope"] == ["/b", "/c"]
    early = {"type": "Dam", "timerel": "before", "timeAt": "2020-05-01T00:00:00Z"}
    assert await names(client, scopeQ="/a", **early) == ["t"]
    assert await names(client, scopeQ="/b", **early) == []
    newer = {"type": "Property", "value": "/d", "observedAt": days[2]}
    assert (await client.post("/temporal/entities", json=body | {"scope": newer})).status_code == 204
    *_, last = (await told(client, "/temporal/entities/urn:x:Dam:t"))["scope"]
    assert last["value"] == "/d"
    for wrong in (
        [{"value": 3}],
        [{"value": "no-slash"}],
        [{"type": "Relationship", "value": "/a"}],
        [{"value": "/a", "observedAt": "2999-01-01T00:00:00Z"}],
    ):
        refused = await client.post("/temporal/entities", json=body | {"scope": wrong})
        assert refused.status_code == 400, wrong


async def test_only_what_changes_scope_or_type_is_kept(client: httpx.AsyncClient, committed_db: str) -> None:
    address = await make(client, "quiet", scope="/a")
    current = address.removeprefix("/temporal")
    for _ in range(3):
        body = {
            "level": {"value": 2},
            "scope": "/a",
            "location": {"value": {"type": "Point", "coordinates": [107, 16]}},
        }
        assert (await client.post(f"{current}/attrs", json=body)).status_code == 204
    assert (await client.post(f"{current}/attrs", json={"scope": "/b"})).status_code == 204
    assert (await client.post(f"{current}/attrs", json={"type": "Valve"})).status_code == 204
    async with await psycopg.AsyncConnection.connect(committed_db) as connection:
        rows = await connection.execute(
            """select s.scopes, cardinality(s.types), s.until = 'infinity' from entities_state s join entities_entity e on e.id = s.entity_id
            where e.urn = 'urn:x:Pump:quiet' order by s.since"""
        )
        assert await rows.fetchall() == [(["/a"], 1, False), (["/b"], 1, False), (["/b"], 2, True)]


async def test_scopes_of_the_time_asked_for_select(client: httpx.AsyncClient) -> None:
    """§5.7.4, 4.18: a scope holds from when it was set until it was taken away."""
    address = await make(client, "m", "Mast", scope="/Old/Quarter")
    current = address.removeprefix("/temporal")
    assert (await client.post(f"{current}/attrs", json={"scope": "/New"})).status_code == 204
    (_, new) = (await told(client, address))["scope"]
    early, late = moved(new["observedAt"], -1), moved(new["observedAt"], 1)
    await asyncio.sleep(0.002)  # so that the next value is later than `late`
    assert (await client.post(f"{current}/attrs", json={"level": {"value": 2}})).status_code == 204
    assert await names(client, type="Mast", scopeQ="/Old/#") == ["m"]
    assert await names(client, type="Mast", scopeQ="/Old/#;/New") == []  # never both at once
    assert await names(client, type="Mast", scopeQ="/Old/#,/New") == ["m"]
    assert await names(client, type="Mast", scopeQ="/Old/#", timeAt=late) == []
    assert await names(client, type="Mast", scopeQ="/Old/#", timeAt=early) == ["m"]
    assert await names(client, type="Mast", scopeQ="/New", timerel="before", timeAt=early) == []
    # of years before the first scope nothing else is known: values of then may have come with it
    ago = {"timerel": "before", "timeAt": "2026-10-02T00:00:00Z"}
    assert await names(client, type="Mast", scopeQ="/Old/+", **ago) == ["m"]
    held = await told(client, address, timerel="after", timeAt=late)
    assert [one["value"] for one in held["scope"]] == ["/New"]
    held = await told(client, address, timerel="after", timeAt=early)
    assert [one["value"] for one in held["scope"]] == ["/Old/Quarter", "/New"]


async def test_the_history_of_a_deleted_entity_stays(client: httpx.AsyncClient) -> None:
    """§5.6.6 deletes the entity; its evolution is told until it is deleted itself (§5.6.16)."""
    address = await make(client, "gone", "Lamp", scope="/a", pole={"value": "x"})
    await make(client, "stays", "Lamp")
    current = address.removeprefix("/temporal")
    assert (await client.delete(current)).status_code == 204
    assert (await client.get(current)).status_code == 404
    one = await told(client, address, options="sysAttrs")
    assert one["deletedAt"] == one["level"][-1]["deletedAt"] == one["scope"][-1]["deletedAt"]
    assert one["level"][0]["value"] == 1
    assert "deletedAt" not in await told(client, address)
    assert await names(client, type="Lamp") == ["gone", "stays"]
    assert (await client.delete(f"{await make(client, 'void', 'Lamp')}/attrs/level")).status_code == 204
    assert (await client.delete("/entities/urn:x:Lamp:void")).status_code == 204
    assert await names(client, type="Lamp", limit="2") == ["gone", "stays"]
    assert await names(client, attrs="pole") == ["gone"]
    assert await names(client, type="Lamp", scopeQ="/a") == ["gone"]
    assert await names(client, type="Lamp", timeproperty="deletedAt") == ["gone"]
    early = {"timerel": "before", "timeAt": "2020-01-01T00:00:00Z", "type": "Lamp", "count": "true"}
    answer = await client.get("/temporal/entities", params=early)
    assert (answer.json(), answer.headers["ngsild-results-count"]) == (
        [],
        "1",
    )  # what is deleted had nothing then
    assert (await client.delete(address)).status_code == 204
    assert (await client.get(address)).status_code == 404
    assert await names(client, type="Lamp") == ["stays"]
    assert (await client.delete(address)).status_code == 404


async def test_who_comes_back_begins_anew(client: httpx.AsyncClient) -> None:
    address = await make(client, "twice", "Well", scope="/a")
    current = address.removeprefix("/temporal")
    assert (await client.delete(current)).status_code == 204
    await make(client, "twice", "Well", scope="/a")
    one = await told(client, address)
    assert [(part["value"], "deletedAt" in part) for part in one["scope"]] == [
        ("/a", False),
        ([], True),
        ("/a", False),
    ]
    assert (await client.delete(address)).status_code == 204
    await make(client, "twice", "Well")
    one = await told(client, address, options="sysAttrs")
    assert ("scope" in one, "deletedAt" in one) == (False, False)


async def test_a_limited_key_does_not_delete_what_it_cannot_judge(
    client: httpx.AsyncClient, door: Any, committed_db: str
) -> None:
    """What was deleted has no standing any more that types, units or scopes of a key could be held against."""
    address = await make(client, "shut", "Gate")
    assert (await client.delete(address.removeprefix("/temporal"))).status_code == 204
    header = await put_key(committed_db, "gates", "write", types=["Gate"])
    async with caller(door, header) as limited:
        assert (await limited.delete(address)).status_code == 404
    header = await put_key(committed_db, "others", "read", types=["Other"])
    async with caller(door, header) as limited:
        assert (await limited.get(address)).status_code == 404
    assert (await client.delete(address)).status_code == 204
