"""Queries: types, ids, q, geography, pages and counts – and that a key's limits are part of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from dothi.gateway.tests.conftest import caller, put_key
from dothi.gateway.tests.test_batch import AT

PLACES = {"a": (107.080, 10.340), "b": (107.085, 10.340), "c": (106.700, 10.776)}


def air(name: str, pm25: float, **more: Any) -> dict[str, Any]:
    lon, lat = PLACES[name]
    return {
        "id": f"urn:ngsi-ld:AirQualityObserved:{name}",
        "type": "AirQualityObserved",
        "pm25": {"value": pm25, "unitCode": "GQ", "observedAt": AT, "accuracy": {"value": pm25 / 10}},
        "name": f"Trạm {name}",
        "location": {"type": "Point", "coordinates": [lon, lat]},
        **more,
    }


AREA = {
    "id": "urn:ngsi-ld:Park:p",
    "type": ["Park", "Area"],
    "location": {
        "type": "Polygon",
        "coordinates": [
            [[107.08, 10.33], [107.09, 10.33], [107.09, 10.335], [107.08, 10.335], [107.08, 10.33]]
        ],
    },
    "scope": "/vungtau/parks",
}


@pytest.fixture
async def city(client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    payload = [
        air(
            "a",
            10,
            tags=["x", "y"],
            status="ok",
            refPark={"object": "urn:ngsi-ld:Park:p"},
            address={"value": {"ward": "Thắng Tam", "no": 3}},
        ),
        air("b", 20, isBroken=True, title={"languageMap": {"vi": "Bãi sau", "en": "Back beach"}}),
        air("c", 30, checked={"value": {"@type": "DateTime", "@value": "2026-10-01T00:00:00Z"}}),
        AREA,
    ]
    assert (await client.post("/entityOperations/upsert", json=payload)).status_code in (201, 204)
    yield client


async def names(client: httpx.AsyncClient, **asked: str) -> list[str]:
    answer = await client.get("/entities", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["id"].rsplit(":", 1)[-1] for one in answer.json()]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("pm25>10", "bc"), ("pm25>=10;pm25<30", "ab"), ("pm25==10|pm25==30", "ac"), ("pm25!=20", "ac"), ("pm25==10..20", "ab"),
        ("pm25!=10..20", "c"), ("pm25==10,30", "ac"), ("tags==\"x\"", "a"), ("status==\"ok\"", "a"), ("status~=\"^o\"", "a"),
        ("status!~=\"^o\"", ""), ("isBroken==true", "b"), ("isBroken", "b"), ("refPark==urn:ngsi-ld:Park:p", "a"),
        ("address[ward]==\"Thắng Tam\"", "a"), ("address[no]>2", "a"), ("pm25.accuracy>1", "bc"), ("pm25.accuracy==2", "b"),
        ("checked<2026-11-01T00:00:00Z", "c"), ("checked>2026-11-01T00:00:00Z", ""), ("title[vi]==\"Bãi sau\"", "b"),
        ("title==\"Back beach\"", "b"), ("pm25.observedAt==2026-11-01T08:00:00Z", "abc"), ("pm25.unitCode==\"GQ\"", "abc"),
        ("(pm25>25|status==\"ok\");pm25<15", "a"), ("name==\"' or 1=1 --\"", ""), ("none==1", ""), ("createdAt>2020-01-01T00:00:00Z", "abc"),
    ],
)  # fmt: skip
async def test_q(city: httpx.AsyncClient, q: str, expected: str) -> None:
    assert "".join(sorted(await names(city, type="AirQualityObserved", q=q))) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"georel": "near;maxDistance==100", "geometry": "Point", "coordinates": "[107.08,10.34]"}, "a"),
        ({"georel": "near;maxDistance==600", "geometry": "Point", "coordinates": "[107.08,10.34]"}, "abp"),
        ({"georel": "near;minDistance==10000", "geometry": "Point", "coordinates": "[107.08,10.34]"}, "c"),
        ({"georel": "within", "geometry": "Polygon", "coordinates": "[[[107,10.3],[107.2,10.3],[107.2,10.4],[107,10.4],[107,10.3]]]"}, "abp"),
        ({"georel": "within", "geometry": "Polygon", "coordinates": "[[[107,10.338],[107.2,10.338],[107.2,10.4],[107,10.4],[107,10.338]]]"}, "ab"),
        ({"georel": "disjoint", "geometry": "Polygon", "coordinates": "[[[107,10.3],[107.2,10.3],[107.2,10.4],[107,10.4],[107,10.3]]]"}, "c"),
        ({"georel": "contains", "geometry": "Point", "coordinates": "[107.085,10.332]"}, "p"),
        ({"georel": "intersects", "geometry": "LineString", "coordinates": "[[107.07,10.332],[107.1,10.332]]"}, "p"),
    ],
)  # fmt: skip
async def test_geography(city: httpx.AsyncClient, asked: dict[str, str], expected: str) -> None:
    assert "".join(sorted(await names(city, **asked))) == expected


async def test_types_ids_scopes_and_attributes(city: httpx.AsyncClient) -> None:
    assert await names(city, type="Park") == ["p"]
    assert await names(city, type="Park;Area") == ["p"]
    assert await names(city, type="Park;AirQualityObserved") == []
    assert len(await names(city, type="Park,AirQualityObserved")) == 4
    assert await names(city, type="(Park|AirQualityObserved);Area") == ["p"]
    assert await names(city, id="urn:ngsi-ld:Park:p,urn:x:none", local="true") == ["p"]
    assert sorted(await names(city, idPattern="^urn:ngsi-ld:AirQualityObserved:[ab]$", local="true")) == [
        "a",
        "b",
    ]
    assert await names(city, attrs="isBroken") == ["b"]
    assert await names(city, scopeQ="/vungtau/#", local="true") == ["p"]
    assert await names(city, scopeQ="/vungtau/+", local="true") == ["p"]
    assert await names(city, scopeQ="/hanoi/#", local="true") == []


async def test_pages_and_counts(city: httpx.AsyncClient) -> None:
    first = await city.get("/entities", params={"type": "AirQualityObserved", "limit": "2", "count": "true"})
    assert (len(first.json()), first.headers["NGSILD-Results-Count"]) == (2, "3")
    assert 'rel="next"' in first.headers["link"]
    second = await city.get("/entities", params={"type": "AirQualityObserved", "limit": "2", "offset": "2"})
    assert len(second.json()) == 1
    assert 'rel="next"' not in second.headers["link"]
    assert 'rel="prev"' in second.headers["link"]
    only = await city.get("/entities", params={"type": "AirQualityObserved", "limit": "0", "count": "true"})
    assert (only.json(), only.headers["NGSILD-Results-Count"]) == ([], "3")


async def test_a_keys_limits_are_part_of_every_read(
    city: httpx.AsyncClient, door: Any, committed_db: str
) -> None:
    by_type = await put_key(committed_db, "parks", "read", types=["Park"])
    by_id = await put_key(committed_db, "onlya", "read", prefixes=["urn:ngsi-ld:AirQualityObserved:a"])
    for header, seen, hidden in (
        (by_type, "urn:ngsi-ld:Park:p", "a"),
        (by_id, "urn:ngsi-ld:AirQualityObserved:a", "b"),
    ):
        async with caller(door, header) as narrow:
            answer = await narrow.get(
                "/entities", params={"idPattern": ".*", "local": "true", "count": "true"}
            )
            assert ([one["id"] for one in answer.json()], answer.headers["NGSILD-Results-Count"]) == (
                [seen],
                "1",
            )
            assert (await narrow.get(f"/entities/urn:ngsi-ld:AirQualityObserved:{hidden}")).status_code == 404
            assert (
                await narrow.get(f"/temporal/entities/urn:ngsi-ld:AirQualityObserved:{hidden}")
            ).status_code == 404
            assert len((await narrow.get("/types")).json()["typeList"]) <= 2


async def test_history(city: httpx.AsyncClient) -> None:
    urn = "urn:ngsi-ld:AirQualityObserved:a"
    for hour, value in ((5, 1.0), (6, 2.0), (6, 2.5), (7, 3.0)):
        await city.post(
            f"/entities/{urn}/attrs",
            json={"o3": {"value": value, "observedAt": f"2026-11-01T{hour:02}:00:00Z"}},
        )
    between = {
        "timerel": "between",
        "timeAt": "2026-11-01T05:30:00Z",
        "endTimeAt": "2026-11-01T07:30:00Z",
        "attrs": "o3",
    }
    told = (await city.get(f"/temporal/entities/{urn}", params=between)).json()
    assert [(one["value"], one["observedAt"]) for one in told["o3"]] == [
        (2.5, "2026-11-01T06:00:00Z"),
        (3, "2026-11-01T07:00:00Z"),
    ]
    last = (
        await city.get(
            f"/temporal/entities/{urn}", params={"lastN": "1", "attrs": "o3", "options": "temporalValues"}
        )
    ).json()
    assert last["o3"]["values"] == [[3, "2026-11-01T07:00:00Z"]]
    before = {
        "type": "AirQualityObserved",
        "timerel": "before",
        "timeAt": "2026-11-01T05:30:00Z",
        "attrs": "o3",
    }
    found = (await city.get("/temporal/entities", params=before)).json()
    assert [(one["id"], one["o3"][0]["value"]) for one in found] == [(urn, 1)]


async def test_discovery(city: httpx.AsyncClient) -> None:
    assert set((await city.get("/types")).json()["typeList"]) >= {"AirQualityObserved", "Area", "Park"}
    details = (await city.get("/types/AirQualityObserved")).json()
    assert (details["typeName"], details["entityCount"]) == ("AirQualityObserved", 3)
    assert "pm25" in {one["attributeName"] for one in details["attributeDetails"]}
    assert (await city.get("/types/None")).status_code == 404
    assert "pm25" in (await city.get("/attributes")).json()["attributeList"]
    assert (await city.get("/attributes/isBroken")).json()["attributeCount"] == 1
    assert (await city.get("/attributes/none")).status_code == 404
    listed = (await city.get("/types", params={"details": "true"})).json()
    assert "location" in next(one for one in listed if one["typeName"] == "Park")["attributeNames"]
