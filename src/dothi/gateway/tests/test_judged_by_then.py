"""What `q` and `georel` of a temporal query are judged by: the instances inside the time asked for (CIM 009 §5.7.4.4)."""

from __future__ import annotations

from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import keys
from dothi.entities.store import whereabouts
from dothi.gateway.tests.conftest import caller, put_key

DAY = {"timerel": "between", "timeAt": "2026-10-02T00:00:00Z", "endTimeAt": "2026-10-03T00:00:00Z"}
BEFORE, INSIDE, LATER = "2026-10-01T08:00:00Z", "2026-10-02T08:00:00Z", "2026-10-03T08:00:00Z"
EVER = {"timerel": "after", "timeAt": "1970-01-01T00:00:00Z"}
FRAME = "[[[107,10],[107.5,10],[107.5,11],[107,11],[107,10]]]"


def value(of: Any, at: str, **more: Any) -> dict[str, Any]:
    return {"type": "Property", "value": of, "observedAt": at, **more}


def point(lon: float, at: str) -> dict[str, Any]:
    return {
        "type": "GeoProperty",
        "value": {"type": "Point", "coordinates": [lon, 10.5]},
        "observedAt": at,
    }


async def tell(client: httpx.AsyncClient, kind: str, name: str, **attributes: Any) -> str:
    urn = f"urn:x:{kind}:{name}"
    answer = await client.post("/temporal/entities", json={"id": urn, "type": kind, **attributes})
    assert answer.status_code in (201, 204), answer.text
    return urn


async def names(client: httpx.AsyncClient, **asked: str) -> str:
    """Who is found, by the last letters of their ids; the count is the same."""
    answer = await client.get("/temporal/entities", params={**DAY, "count": "true", **asked})
    assert answer.status_code == 200, answer.text
    found = [one["id"].rpartition(":")[2] for one in answer.json()]
    assert answer.headers["ngsild-results-count"] == str(len(found))
    return " ".join(found)


@pytest.fixture
async def vans(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """`was` fulfils the questions inside the day only, `is` before and after it only."""
    if (await client.get("/temporal/entities/urn:x:Van:was")).status_code == 404:
        await tell(
            client, "Van", "was",
            speed=[value(10, BEFORE), value(90, INSIDE, unitCode="KMH"), value(10, "2026-10-02T09:00:00Z"), value(10, LATER)],
            state=[value("parked", BEFORE), value("driving", INSIDE), value("parked", LATER)],
            location=[point(108, BEFORE), point(107.1, INSIDE), point(107.9, "2026-10-02T09:00:00Z"), point(108, LATER)],
        )  # fmt: skip
        await tell(
            client, "Van", "is",
            speed=[value(90, BEFORE), value(10, INSIDE), value(90, LATER, datasetId="urn:x:gps"), value(90, LATER)],
            state=[value("driving", BEFORE), value("parked", INSIDE), value("driving", LATER)],
            location=[point(107.1, BEFORE), point(108, INSIDE), point(107.1, LATER)],
        )  # fmt: skip
        await tell(client, "Van", "silent", speed=[value(90, BEFORE)], location=[point(107.1, LATER)])
    return client


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("speed>50", "was"),
        ("speed==80..100", "was"),
        ("speed", "was is"),
        ("speed!=10", "was"),
        ("speed!=90", "was is"),
        ('state=="driving"', "was"),
        ('state~="^dr"', "was"),
        ('speed.unitCode=="KMH"', "was"),
        (f"speed.observedAt=={INSIDE}", "was is"),
        ("speed.createdAt>2026-10-05T00:00:00Z", "was is"),
        ("speed.modifiedAt<2026-10-05T00:00:00Z", ""),
        ("speed>50;speed<20", "was"),  # each by an instance of its own
        ("speed>50;(speed<5|speed<20)", "was"),
        ('speed>50|state=="parked"', "was is"),
        ("speed==40..60", ""),  # one range, one instance
        ("missing|speed>50", "was"),
        ("missing", ""),
        ("createdAt>2026-10-05T00:00:00Z", "was is"),  # of the entity itself there is one only
    ],
)
async def test_some_instance_of_the_time_fulfils_each_term(
    vans: httpx.AsyncClient, q: str, found: str
) -> None:
    """§4.9: `;` asks both of the same entity, not of the same instant; what differs from every instance is not `!=`."""
    answer = await vans.get("/temporal/entities", params={**DAY, "type": "Van", "q": q})
    assert [one["id"].rpartition(":")[2] for one in answer.json()] == found.split(), answer.text


async def test_the_whole_time_is_told_of_who_is_found(vans: httpx.AsyncClient) -> None:
    """021_08, 021_09 of the suite: instances that do not fulfil the query themselves are told beside those that do."""
    answer = await vans.get(
        "/temporal/entities", params={**DAY, "type": "Van", "q": "speed>50", "options": "temporalValues"}
    )
    (one,) = answer.json()
    assert [value for value, _ in one["speed"]["values"]] == [90, 10]
    assert len(one["location"]["values"]) == 2
    last = {**DAY, "type": "Van", "q": "speed>50", "options": "temporalValues", "lastN": "1"}
    (one,) = (await vans.get("/temporal/entities", params=last)).json()
    assert [value for value, _ in one["speed"]["values"]] == [10]
    assert await names(vans, type="Van", q="speed>50", limit="1") == "was"
    body = {"type": "Query", "entities": [{"type": "Van"}], "q": "speed>50", "temporalQ": DAY}
    found = (await vans.post("/temporal/entityOperations/query", json=body)).json()
    assert [one["id"] for one in found] == ["urn:x:Van:was"]
    mean = {"options": "aggregatedValues", "aggrMethods": "avg", "q": "speed>50", "type": "Van"}
    (one,) = (await vans.get("/temporal/entities", params={**DAY, **mean})).json()
    assert one["speed"]["avg"][0][0] == 50


NEAR = {"georel": "near;maxDistance==20000", "geometry": "Point", "coordinates": "[107.1,10.5]"}
FAR = {**NEAR, "georel": "near;minDistance==50000"}
LINE = {"geometry": "LineString", "coordinates": "[[107.1,10.4],[107.1,10.6]]"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (NEAR, "was"),
        (FAR, "was is"),
        ({"georel": "within", "geometry": "Polygon", "coordinates": FRAME}, "was"),
        ({"georel": "intersects", "geometry": "Polygon", "coordinates": FRAME}, "was"),
        ({"georel": "disjoint", "geometry": "Polygon", "coordinates": FRAME}, "was is"),
        ({"georel": "equals", "geometry": "Point", "coordinates": "[107.1,10.5]"}, "was"),
        ({"georel": "intersects", **LINE}, "was"),
        ({"georel": "near;maxDistance==9000", **LINE}, "was"),
        ({"georel": "disjoint", **LINE}, "was is"),
        ({**NEAR, "geoproperty": "operationSpace"}, ""),
        ({**NEAR, "q": "speed<20"}, "was"),
        ({**NEAR, "q": "speed>100"}, ""),
    ],
)
async def test_where_somebody_was_in_the_time(
    vans: httpx.AsyncClient, asked: dict[str, str], found: str
) -> None:
    """§4.10, 5.7.4.4: some place of the time fulfils the relation; without a place of the time none does, `disjoint` neither."""
    assert await names(vans, type="Van", **asked) == found


async def test_shapes_of_then(client: httpx.AsyncClient) -> None:
    """What is no point is tested by shapely, as today's are."""

    def area(west: float, at: str) -> dict[str, Any]:
        ring = [[west, 10], [west + 0.2, 10], [west + 0.2, 10.8], [west, 10.8], [west, 10]]
        return {
            "type": "GeoProperty",
            "value": {"type": "Polygon", "coordinates": [ring]},
            "observedAt": at,
        }

    await tell(client, "Flood", "f", location=[area(107.1, INSIDE), area(109, LATER)])
    await tell(client, "Flood", "g", location=[area(109, INSIDE), area(107.1, LATER)])
    asked = {"geometry": "Point", "coordinates": "[107.15,10.5]", "type": "Flood"}
    assert await names(client, **asked, georel="contains") == "f"
    assert await names(client, **asked, georel="disjoint") == "g"
    assert await names(client, **asked, georel="near;maxDistance==5000") == "f"
    assert await names(client, **asked, georel="contains", timerel="after", timeAt=LATER, endTimeAt="") == "g"


async def test_more_places_than_are_tested(vans: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """§6.3.2 TooComplexQuery: only what shapely tests is counted, points near a point are not."""
    monkeypatch.setattr(whereabouts, "MOST_PLACES", 1)
    disjoint = {"georel": "disjoint", **LINE, "type": "Van"}
    answer = await vans.get(
        "/temporal/entities", params={**EVER, **disjoint, "coordinates": "[[107,10],[109,11]]"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "query-of-too-many-places")
    assert answer.json()["type"].endswith("TooComplexQuery")
    assert await names(vans, type="Van", **NEAR) == "was"


async def test_what_was_deleted_is_found_by_what_it_was(client: httpx.AsyncClient) -> None:
    """§5.6.5, 5.6.6: entity and attribute are gone, their instances of the time are not; what was taken back (§5.6.16) is."""
    for name in ("gone", "less", "taken"):
        await tell(client, "Cart", name, speed=[value(90, INSIDE)], location=[point(107.1, INSIDE)])
    assert (await client.delete("/entities/urn:x:Cart:gone")).status_code == 204
    assert (await client.delete("/entities/urn:x:Cart:less/attrs/speed")).status_code == 204
    assert (await client.delete("/entities/urn:x:Cart:less/attrs/location")).status_code == 204
    assert (await client.delete("/temporal/entities/urn:x:Cart:taken")).status_code == 204
    for asked in ({"q": "speed>50"}, {"q": "speed"}, NEAR, {**NEAR, "q": "speed>50"}):
        assert await names(client, type="Cart", **asked) == "gone less"
    assert await names(client, q="speed>50;speed==90", type="Cart,Nothing") == "gone less"
    assert await names(client, type="Cart", q="speed<50") == ""
    ended = {**EVER, "timeproperty": "deletedAt", "endTimeAt": "", "type": "Cart"}
    assert await names(client, **ended, q="speed") == "gone less"
    assert await names(client, **ended, q="speed;location") == "gone less"
    assert await names(client, **ended, q="speed!=3") == ""  # an end holds no value
    assert await names(client, **ended, q="speed>50|missing") == ""
    assert await names(client, **ended | NEAR) == ""


async def test_the_newest_revision_counts_and_none_that_was_taken_back(client: httpx.AsyncClient) -> None:
    """§5.6.14, 5.6.15: what a query is judged by is what its answer tells."""
    urn = await tell(client, "Bike", "b", speed=[value(10, INSIDE), value(11, LATER)])
    await tell(client, "Bike", "b", speed=[value(90, INSIDE)])
    assert await names(client, type="Bike", q="speed>50") == "b"
    assert await names(client, type="Bike", q="speed==10") == ""
    told = (await client.get(f"/temporal/entities/{urn}", params={**DAY, "options": "sysAttrs"})).json()
    (instance,) = told["speed"]
    path = f"/temporal/entities/{urn}/attrs/speed/{instance['instanceId']}"
    assert (await client.delete(path)).status_code == 204
    for q in ("speed", "speed>50", "speed==10", "speed!=11"):
        assert await names(client, type="Bike", q=q) == ""


@pytest.mark.parametrize("timeproperty", ["createdAt", "modifiedAt"])
async def test_by_when_it_was_told(client: httpx.AsyncClient, timeproperty: str) -> None:
    """§4.8: what was observed lately, long ago, and corrected: instances count by when they were told first, or last."""
    kind = f"Tram{timeproperty}"
    await tell(client, kind, "old", speed=[value(90, "2020-01-01T00:00:00Z")])
    urn = await tell(client, kind, "now")
    sent = {"speed": {"type": "Property", "value": 90}}
    assert (await client.post(f"/entities/{urn}/attrs", json=sent)).status_code == 204
    since = {
        **EVER, "timeAt": "2026-10-05T00:00:00Z", "endTimeAt": "", "timeproperty": timeproperty, "type": kind,
    }  # fmt: skip
    assert await names(client, **since, q="speed>50") == "old now"
    await tell(client, kind, "old", speed=[value(20, "2020-01-01T00:00:00Z")])
    assert await names(client, **since, q="speed>50") == "now"
    assert await names(client, **since, q="speed==20") == "old"
    assert await names(client, **{**since, "timerel": "before"}, q="speed") == ""


async def test_limits_of_a_key_hold_for_the_time_as_well(
    client: httpx.AsyncClient, door: Any, committed_db: str
) -> None:
    """An attribute that a key may not see does not select by what it was either; a type or id out of its reach is not found."""
    await tell(client, "Ship", "s", speed=[value(90, INSIDE)], location=[point(107.1, INSIDE)])
    await tell(client, "Boat", "b", speed=[value(90, INSIDE)], location=[point(107.1, INSIDE)])
    assert (await client.delete("/entities/urn:x:Boat:b")).status_code == 204
    header = await put_key(committed_db, "ships", "read", types=["Ship"])
    async with caller(door, header) as narrow:
        assert await names(narrow, type="Ship,Boat", q="speed>50") == "s"
        assert await names(narrow, type="Ship,Boat", **NEAR) == "s"
    assert (await client.delete("/entities/urn:x:Ship:s")).status_code == 204
    async with caller(door, header) as narrow:  # of a deleted one what it was last
        assert await names(narrow, type="Ship,Boat", q="speed>50") == "s"
    header = await put_key(committed_db, "boats", "read", prefixes=["urn:x:Boat:"])
    async with caller(door, header) as narrow:
        assert await names(narrow, type="Ship,Boat", q="speed>50", **NEAR) == "b"


async def test_who_may_read_it_now_may_read_what_it_was(
    client: httpx.AsyncClient, door: Any, committed_db: str
) -> None:
    """A key's scopes are held against what the entity is (was last), as for `dothi-at`; `scopeQ` asks for those of the time."""
    for name, scope in (("came", "/A"), ("left", "/B")):
        urn = await tell(client, "Barge", name, speed=[value(90, INSIDE)], scope=scope)
        moved = {"scope": "/B" if scope == "/A" else "/A"}
        assert (await client.post(f"/entities/{urn}/attrs", json=moved)).status_code == 204
    header = await put_key(committed_db, "b-only", "read")
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await connection.execute("update accounts_api_key set scopes = '{/B}' where id = 'b-only'")
    keys.forget()
    async with caller(door, header) as narrow:
        assert await names(narrow, type="Barge", q="speed>50") == "came"
        assert await names(narrow, type="Barge", q="speed>50", scopeQ="/A") == "came"
        assert await names(narrow, type="Barge", q="speed>50", scopeQ="/B") == ""  # not of that day yet


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"q": "!speed"}, "query-malformed"),  # §4.9 has no negated existence
        ({"q": "speed>"}, "query-malformed"),
        ({"q": "speed>1|owner{name}==3"}, "history-of-linked-entities"),  # §5.7.4.4
        ({"pick": "owner{name}"}, "history-of-linked-entities"),
        ({"q": 'speed~="(?P<x>h)"'}, "value-not-storable"),
        ({"georel": "near;maxDistance==1"}, "parameter-missing"),
        ({"georel": "near", "geometry": "Point", "coordinates": "[1,1]"}, "parameter-malformed"),
        ({"georel": "within", "geometry": "Point", "coordinates": "[1,"}, "parameter-malformed"),
        ({"georel": "beside", "geometry": "Point", "coordinates": "[1,1]"}, "parameter-malformed"),
        ({"q": "speed", "timerel": ""}, "parameter-missing"),
    ],
)
async def test_what_is_wrong_is_told_in_both_languages(
    client: httpx.AsyncClient, asked: dict[str, str], code: str
) -> None:
    texts = []
    for language in ("vi", "en"):
        params = {k: v for k, v in {**DAY, "type": "Van", **asked}.items() if v}
        if asked.get("timerel") == "":
            params = {"type": "Van", **asked, "timerel": ""}
        answer = await client.get("/temporal/entities", params=params, headers={"Accept-Language": language})
        assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text
        texts.append(answer.json()["detail"])
    assert texts[0] != texts[1]
