"""Writing and taking back the history of entities (CIM 009 §5.6.11-5.6.16)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

URN = "urn:ngsi-ld:Vehicle:past"
PAST = f"/temporal/entities/{URN}"


def told(value: float, minute: int, **more: str) -> dict[str, Any]:
    return {"type": "Property", "value": value, "observedAt": f"2020-09-01T12:{minute:02}:00Z", **more}


@pytest.fixture
async def past(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await client.delete(PAST)
    speeds = [told(120, 3), told(80, 5), told(60, 4, datasetId="urn:x:second")]
    answer = await client.post("/temporal/entities", json={"id": URN, "type": "Vehicle", "speed": speeds})
    assert answer.status_code == 201
    assert answer.headers["location"].endswith(PAST)
    return client


async def history(client: httpx.AsyncClient) -> list[tuple[float, str]]:
    found = (await client.get(PAST)).json().get("speed", [])
    return [(one["value"], one["observedAt"][14:16]) for one in found if "datasetId" not in one]


async def instances(client: httpx.AsyncClient) -> list[str]:
    return [one["instanceId"] for one in (await client.get(PAST)).json()["speed"] if "datasetId" not in one]


async def current(client: httpx.AsyncClient) -> Any:
    found = (await client.get(f"/entities/{URN}")).json().get("speed")
    return next(
        one["value"] for one in (found if isinstance(found, list) else [found]) if "datasetId" not in one
    )


async def test_instances_are_added_and_the_newest_is_current(past: httpx.AsyncClient) -> None:
    """§5.6.11, 5.6.12."""
    assert await history(past) == [(120, "03"), (80, "05")]
    assert await current(past) == 80
    again = await past.post("/temporal/entities", json={"id": URN, "type": "Vehicle", "speed": [told(1, 1)]})
    assert again.status_code == 204
    assert (await past.post(f"{PAST}/attrs", json={"speed": [told(90, 9)]})).status_code == 204
    assert await history(past) == [(1, "01"), (120, "03"), (80, "05"), (90, "09")]
    assert await current(past) == 90


async def test_a_corrected_instance_keeps_its_id(past: httpx.AsyncClient) -> None:
    """§5.6.14."""
    first, last = await instances(past)
    changed = await past.patch(f"{PAST}/attrs/speed/{first}", json=told(129, 3))
    assert changed.status_code == 204
    assert await instances(past) == [first, last]
    assert await history(past) == [(129, "03"), (80, "05")]
    moved = await past.patch(f"{PAST}/attrs/speed/{last}", json=told(81, 7))
    assert moved.status_code == 204
    assert await history(past) == [(129, "03"), (81, "07")]
    assert await current(past) == 81
    assert await instances(past) == [first, last], "a moved one, too"
    again = await past.patch(f"{PAST}/attrs/speed/{last}", json=told(82, 9))
    assert again.status_code == 204
    assert (await instances(past), await history(past)) == ([first, last], [(129, "03"), (82, "09")])
    assert (await past.delete(f"{PAST}/attrs/speed/{last}")).status_code == 204
    assert (await instances(past), await current(past)) == ([first], 129)


async def test_what_is_taken_back_no_longer_counts(past: httpx.AsyncClient) -> None:
    """§5.6.15: the value before it is current again; a second time there is nothing to take back."""
    _, last = await instances(past)
    assert (await past.delete(f"{PAST}/attrs/speed/{last}")).status_code == 204
    assert await history(past) == [(120, "03")]
    (newest,) = (await past.get(PAST, params={"lastN": "1", "datasetId": "@none"})).json()["speed"]
    assert newest["value"] == 120, "what was taken back is none of the last"
    assert await current(past) == 120
    assert (await past.delete(f"{PAST}/attrs/speed/{last}")).status_code == 404
    assert (await past.patch(f"{PAST}/attrs/speed/{last}", json=told(1, 5))).status_code == 404
    told_again = await past.post(f"{PAST}/attrs", json={"speed": [told(80, 5)]})
    assert told_again.status_code == 204
    assert await history(past) == [(120, "03"), (80, "05")]


async def test_attributes_and_whole_entities(past: httpx.AsyncClient) -> None:
    """§5.6.13, 5.6.16."""
    assert (await past.delete(f"{PAST}/attrs/speed")).status_code == 204
    assert [one["value"] for one in (await past.get(PAST)).json()["speed"]] == [60]
    assert (await past.delete(f"{PAST}/attrs/speed")).status_code == 404
    assert (await past.delete(f"{PAST}/attrs/speed", params={"deleteAll": "true"})).status_code == 204
    assert "speed" not in (await past.get(PAST)).json()
    assert (await past.delete(PAST)).status_code == 204
    assert (await past.get(PAST)).status_code == 404
    assert (await past.delete(PAST)).status_code == 404
    again = await past.post("/temporal/entities", json={"id": URN, "type": "Vehicle", "speed": [told(7, 7)]})
    assert again.status_code == 201
    assert await history(past) == [(7, "07")]


@pytest.mark.parametrize(
    ("instance", "status"),
    [("no-uri", 400), ("urn:x:other", 404), ("urn:ngsi-ld:Instance:1-1-0-1", 404)],
)
async def test_ids_of_nothing(past: httpx.AsyncClient, instance: str, status: int) -> None:
    answer = await past.delete(f"{PAST}/attrs/speed/{instance}")
    assert answer.status_code == status
    assert answer.json()["type"].startswith("https://uri.etsi.org/ngsi-ld/errors/")


async def test_the_same_instant_twice_is_refused(client: httpx.AsyncClient) -> None:
    bad = {"id": "urn:x:twice", "type": "T", "a": [told(1, 1), told(2, 1)]}
    assert (await client.post("/temporal/entities", json=bad)).status_code == 400
