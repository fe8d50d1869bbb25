"""Batch operations (CIM 009 §5.6.7-5.6.10): everything good is stored, exactly the bad ones are listed."""

from __future__ import annotations

from typing import Any

import httpx

from dothi.gateway.tests.conftest import caller, put_key

AT = "2026-11-01T08:00:00Z"


def station(name: str, value: Any = 25.5, /, **more: Any) -> dict[str, Any]:
    pm25 = {"type": "Property", "value": value, "unitCode": "GQ", "observedAt": AT}
    return {
        "id": f"urn:ngsi-ld:AirQualityObserved:{name}",
        "type": "AirQualityObserved",
        "pm25": pm25,
        **more,
    }


async def test_upsert_creates_then_updates(client: httpx.AsyncClient) -> None:
    created = await client.post("/entityOperations/upsert", json=[station("u1"), station("u2")])
    assert created.status_code == 201
    assert sorted(created.json()) == [
        "urn:ngsi-ld:AirQualityObserved:u1",
        "urn:ngsi-ld:AirQualityObserved:u2",
    ]
    again = await client.post("/entityOperations/upsert?options=update", json=[station("u1", 3)])
    assert again.status_code == 204


async def test_exactly_the_bad_ones_are_listed(client: httpx.AsyncClient) -> None:
    payload = [station(f"m{i}") for i in range(100)]
    payload[7] = {"id": "no-uri", "type": "T"}
    payload[42]["pm25"] = {"type": "Property"}
    payload[99]["pm25"]["observedAt"] = "2099-01-01T00:00:00Z"
    answer = await client.post("/entityOperations/upsert", json=payload, headers={"Accept-Language": "en"})
    assert answer.status_code == 207
    body = answer.json()
    assert [error["entityId"].rsplit(":", 1)[-1] for error in body["errors"]] == ["no-uri", "m42", "m99"]
    assert [error["error"]["code"] for error in body["errors"]] == [
        "entity-id-not-a-uri", "attribute-without-value", "observed-in-future",
    ]  # fmt: skip
    assert len(body["success"]) == 97


async def test_create_lists_what_exists(client: httpx.AsyncClient) -> None:
    await client.post("/entityOperations/create", json=[station("c1")])
    answer = await client.post("/entityOperations/create", json=[station("c1"), station("c2")])
    assert answer.status_code == 207
    assert answer.json()["errors"][0]["error"]["type"].endswith("/AlreadyExists")
    assert answer.json()["success"] == ["urn:ngsi-ld:AirQualityObserved:c2"]


async def test_update_and_delete_list_what_does_not_exist(client: httpx.AsyncClient) -> None:
    await client.post("/entityOperations/create", json=[station("d1")])
    updated = await client.post("/entityOperations/update", json=[station("d1", 9), station("nobody")])
    assert (updated.status_code, len(updated.json()["errors"])) == (207, 1)
    urns = [station("d1")["id"], station("nobody")["id"]]
    deleted = await client.post("/entityOperations/delete", json=urns)
    assert (deleted.status_code, deleted.json()["success"]) == (207, urns[:1])
    assert (await client.post("/entityOperations/delete", json=urns[:1])).status_code == 207


async def test_a_key_writes_only_inside_its_limits(door: Any, committed_db: str) -> None:
    header = await put_key(
        committed_db, "narrow", "device", ["AirQualityObserved"], ["urn:ngsi-ld:AirQualityObserved:k"]
    )
    async with caller(door, header) as device:
        answer = await device.post(
            "/entityOperations/upsert", json=[station("k1"), station("x1"), {**station("k2"), "type": "Bus"}]
        )
        assert answer.status_code == 207
        assert [e["error"]["code"] for e in answer.json()["errors"]] == [
            "key-outside-prefix",
            "key-outside-type",
        ]
        assert answer.json()["success"] == [station("k1")["id"]]


async def test_an_empty_or_wrong_body_is_refused(client: httpx.AsyncClient) -> None:
    for body in ([], {}, "x", 3, True):
        answer = await client.post("/entityOperations/upsert", json=body)
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
