"""Entities and attributes one by one, as a client of the standard uses them."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from dothi.entities.core.core_context import DEFAULT
from dothi.gateway.routes import ROUTES
from dothi.gateway.tests.conftest import caller, put_key
from dothi.gateway.tests.test_batch import AT, station

CONTEXT = {"@context": {"pm25": "https://example.org/pm25", "Trạm": "https://example.org/Station"}}
LD = {"Content-Type": "application/ld+json"}


def urn(name: str) -> str:
    return f"urn:ngsi-ld:AirQualityObserved:{name}"


async def test_what_is_created_is_returned_equal(client: httpx.AsyncClient) -> None:
    payload = station(
        "equal",
        name={"type": "LanguageProperty", "languageMap": {"vi": "Trạm Thùy Vân", "en": "Thuy Van"}},
        refPlace={"type": "Relationship", "object": "urn:ngsi-ld:Place:1", "objectType": "Place"},
        location={"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.08, 10.34]}},
        isOpen={"type": "Property", "value": False},
        seen={"type": "Property", "value": {"@type": "DateTime", "@value": "2026-11-01T08:00:00Z"}},
        tags={"type": "Property", "value": ["a", 1, {"b": None}]},
        level={
            "type": "Property",
            "value": 3,
            "accuracy": {"type": "Property", "value": 0.5, "unitCode": "P1"},
        },
        values={"type": "ListProperty", "valueList": [1, 2]},
        friends={"type": "ListRelationship", "objectList": [{"object": "urn:x:a"}, {"object": "urn:x:b"}]},
        category={"type": "VocabProperty", "vocab": "urban"},
        raw={"type": "JsonProperty", "json": {"x": [1]}},
        no2=[
            {"type": "Property", "value": 1},
            {"type": "Property", "value": 2, "datasetId": "urn:ngsi-ld:dataset:b"},
        ],
    )
    answer = await client.post("/entities", json=payload)
    assert (answer.status_code, answer.headers["location"]) == (201, f"/ngsi-ld/v1/entities/{payload['id']}")
    read = await client.get(f"/entities/{payload['id']}")
    assert read.status_code == 200
    assert read.json() == payload
    assert "ngsi-ld-core-context" in read.headers["link"]


async def test_concise_and_key_values(client: httpx.AsyncClient) -> None:
    payload = station(
        "forms",
        12,
        name="Trạm",
        location={"type": "Point", "coordinates": [107.08, 10.34]},
        refA={"object": "urn:x:a"},
    )
    assert (await client.post("/entities", json=payload)).status_code == 201
    concise = (await client.get(f"/entities/{urn('forms')}?options=concise")).json()
    assert concise == {
        "id": urn("forms"), "type": "AirQualityObserved", "name": "Trạm", "refA": {"object": "urn:x:a"},
        "location": {"type": "Point", "coordinates": [107.08, 10.34]},
        "pm25": {"value": 12, "unitCode": "GQ", "observedAt": AT},
    }  # fmt: skip
    simple = (await client.get(f"/entities/{urn('forms')}?options=keyValues&attrs=pm25,refA")).json()
    assert simple == {"id": urn("forms"), "type": "AirQualityObserved", "pm25": 12, "refA": "urn:x:a"}


async def test_a_user_context_expands_and_compacts(client: httpx.AsyncClient) -> None:
    payload = {"id": "urn:x:ctx", "type": "Trạm", "pm25": {"value": 1}, **CONTEXT}
    assert (await client.post("/entities", json=payload, headers=LD)).status_code == 201
    plain = (await client.get("/entities/urn:x:ctx?options=keyValues")).json()
    assert plain == {"id": "urn:x:ctx", "type": "https://example.org/Station", "https://example.org/pm25": 1}
    found = (await client.get("/entities", params={"type": "https://example.org/Station"})).json()
    assert [one["id"] for one in found] == ["urn:x:ctx"]


async def test_creating_twice_conflicts(client: httpx.AsyncClient) -> None:
    await client.post("/entities", json=station("twice"))
    answer = await client.post("/entities", json=station("twice"))
    assert answer.status_code == 409
    assert answer.json()["type"] == "https://uri.etsi.org/ngsi-ld/errors/AlreadyExists"


async def test_attributes_are_appended_updated_patched_and_deleted(client: httpx.AsyncClient) -> None:
    await client.post("/entities", json=station("attrs", 1))
    base = f"/entities/{urn('attrs')}"
    assert (await client.post(f"{base}/attrs", json={"no2": {"value": 2}})).status_code == 204
    kept = await client.post(
        f"{base}/attrs?options=noOverwrite", json={"no2": {"value": 9}, "co": {"value": 3}}
    )
    assert (kept.status_code, kept.json()["updated"], kept.json()["notUpdated"][0]["attributeName"]) == (
        207,
        [f"{DEFAULT}co"],  # by IRIs: the answer has no @context (§5.2.18)
        f"{DEFAULT}no2",
    )
    assert (
        await client.patch(f"{base}/attrs", json={"no2": {"value": 4}, "o3": {"value": 1}})
    ).status_code == 204
    patched = await client.patch(
        f"{base}/attrs/pm25", json={"value": 7, "observedAt": "2026-11-02T08:00:00Z"}
    )
    assert patched.status_code == 204
    assert (await client.patch(f"{base}/attrs/none", json={"value": 7})).status_code == 404
    assert (await client.put(f"{base}/attrs/co", json={"type": "Property", "value": 8})).status_code == 204
    assert (await client.delete(f"{base}/attrs/no2")).status_code == 204
    assert (await client.delete(f"{base}/attrs/no2")).status_code == 404
    read = (await client.get(base)).json()
    assert read["pm25"] == {
        "type": "Property",
        "value": 7,
        "unitCode": "GQ",
        "observedAt": "2026-11-02T08:00:00Z",
    }
    assert (read["co"]["value"], "no2" in read) == (8, False)


async def test_merge_replace_and_delete_an_entity(client: httpx.AsyncClient) -> None:
    await client.post("/entities", json=station("whole", 1, name={"value": "A"}))
    base = f"/entities/{urn('whole')}"
    merged = await client.patch(
        base, json={"name": {"value": "B"}}, headers={"Content-Type": "application/merge-patch+json"}
    )
    assert merged.status_code == 204
    assert (await client.get(f"{base}?options=keyValues")).json()["name"] == "B"
    assert (
        await client.put(base, json={"type": "AirQualityObserved", "co": {"value": 1}})
    ).status_code == 204
    assert sorted((await client.get(f"{base}?options=keyValues")).json()) == ["co", "id", "type"]
    assert (await client.delete(base)).status_code == 204
    assert (await client.get(base)).status_code == 404
    assert (await client.delete(base)).status_code == 404
    assert (await client.patch(base, json={"name": {"value": "B"}})).status_code == 404


async def test_values_that_are_not_live_say_so(door: Any, committed_db: str) -> None:
    async with caller(door, await put_key(committed_db, "sim", "write", origin="simulated")) as simulator:
        await simulator.post("/entities", json=station("sim"))
        assert (await simulator.get(f"/entities/{urn('sim')}")).json()["pm25"]["origin"][
            "value"
        ] == "simulated"


async def test_concurrent_patches_are_all_stored(client: httpx.AsyncClient) -> None:
    await client.post("/entities", json=station("many", 0))
    times = [f"2026-11-03T08:00:{i:02}Z" for i in range(40)]
    answers = await asyncio.gather(
        *(
            client.patch(f"/entities/{urn('many')}/attrs/pm25", json={"value": i, "observedAt": at})
            for i, at in enumerate(times)
        )
    )
    assert {answer.status_code for answer in answers} == {204}
    told = await client.get(
        f"/temporal/entities/{urn('many')}?options=temporalValues&timerel=after&timeAt=2026-11-03T00:00:00Z"
    )
    assert told.json()["pm25"]["values"] == [[i, at] for i, at in enumerate(times)]
    assert (await client.get(f"/entities/{urn('many')}?options=keyValues")).json()["pm25"] == 39


def test_every_route_says_who_may() -> None:
    rights = {
        (next(iter(route.methods - {"HEAD"})), route.path): route.endpoint.dothi_access for route in ROUTES
    }
    asks = {(method, path) for method, path in rights if method == "GET" or path.endswith("Operations/query")}
    reads = {rights[line] for line in asks}
    writes = {right for line, right in rights.items() if line not in asks and "/subscriptions" not in line[1]}
    # who may read may also ask to be told: what is told is what the key may read
    subscribes = {right for (_, path), right in rights.items() if "/subscriptions" in path}
    assert (reads, writes, subscribes) == ({"key:read"}, {"key:write"}, {"key:read"})


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{sorted(route.methods)} {route.path}")
async def test_no_route_is_open(door: Any, committed_db: str, route: Any) -> None:
    method = next(iter(route.methods - {"HEAD"}))
    path = (
        route.path.removeprefix("/ngsi-ld/v1")
        .replace("{entity:path}", "urn:x:y")
        .replace("{attribute:path}", "a")
        .replace("{name:path}", "a")
    )
    wrong_kind = (
        await put_key(committed_db, "device", "device")
        if route.endpoint.dothi_access == "key:read"
        else await put_key(committed_db, "reader", "read")
    )
    for header, status in ((None, 401), ("Bearer no.such", 401), (wrong_kind, 403)):
        async with caller(door, header) as stranger:
            answer = await stranger.request(method, path)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
