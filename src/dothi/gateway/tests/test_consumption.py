"""How entities are told (CIM 009 §5.7.1, 5.7.2): projections, linked entities, order, GeoJSON, languages, queries as bodies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from dothi.gateway.tests.conftest import caller, put_key

COUNTRY = {"id": "urn:x:Country:v", "type": "Country", "name": "Việt Nam", "code": "VN"}
CITY = {
    "id": "urn:x:City:c",
    "type": "City",
    "name": "Thành phố",
    "inCountry": {"object": "urn:x:Country:v"},
    "location": {"type": "Point", "coordinates": [106.7, 10.8]},
}
FAR = [[[105.7, 21.0], [105.9, 21.0], [105.9, 21.1], [105.7, 21.0]]]


def house(which: str, /, **more: Any) -> dict[str, Any]:
    return {"id": f"urn:x:House:{which}", "type": "House", **more}


HOUSES = [
    house(
        "a", name="Ánh", floors=3, locatedIn={"object": "urn:x:City:c"}, address={"value": {"ward": "B"}},
        location={"type": "Point", "coordinates": [106.71, 10.8]}, use={"vocab": "commercial"},
        title={"languageMap": {"vi": "Nhà", "en-GB": "House", "fr": "Maison"}},
    ),
    house(
        "b", name="Bình", floors="nhiều", locatedIn={"object": ["urn:x:City:c", "urn:x:City:none"]}, scope="/q1",
        address={"value": {"ward": "A"}}, location={"type": "Polygon", "coordinates": FAR},
    ),
    house(
        "c", name=[{"value": "Cường"}, {"value": "Strong", "datasetId": "urn:x:en"}], floors=12,
        neighbours={"objectList": [{"object": "urn:x:House:a"}, {"object": "urn:x:House:b"}]},
        location={"type": "Point", "coordinates": [107.0, 10.8]},
    ),
]  # fmt: skip


@pytest.fixture
async def town(client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    answer = await client.post("/entityOperations/upsert", json=[COUNTRY, CITY, *HOUSES])
    assert answer.status_code in (201, 204), answer.text
    yield client


async def told(client: httpx.AsyncClient, path: str = "", status: int = 200, **asked: str) -> Any:
    answer = await client.get(f"/entities{path}", params=asked)
    assert answer.status_code == status, answer.text
    return answer.json()


async def order(client: httpx.AsyncClient, by: str, **more: str) -> str:
    found = await told(client, type="House", orderBy=by, pick="id", **more)
    return "".join(one["id"][-1] for one in found)


async def test_the_order_of_the_vietnamese_alphabet(client: httpx.AsyncClient) -> None:
    """§4.23: without a collation by code points; `vi` is known whatever PostgreSQL knows, desc too, and for languages."""
    names = ["Đá", "Zu", "Ăn", "Da", "An", "Phố 10", "Phố 9"]
    for i, name in enumerate(names):
        title = {"type": "LanguageProperty", "languageMap": {"vi": name}}
        sent = {"id": f"urn:x:Street:{i}", "type": "Street", "name": {"value": name}, "title": title}
        assert (await client.post("/entities", json=sent)).status_code == 201

    async def ordered(by: str, **more: str) -> list[str]:
        found = await told(client, type="Street", orderBy=by, options="keyValues", **more)
        return [one["name"] for one in found]

    in_order = ["An", "Ăn", "Da", "Đá", "Phố 9", "Phố 10", "Zu"]
    assert await ordered("name") == sorted(names)
    assert await ordered("name", collation="vi") == in_order
    assert await ordered("name;desc", collation="vi-VN") == in_order[::-1]
    assert await ordered("title[vi]", collation="vi") == in_order


async def test_pick_and_omit(town: httpx.AsyncClient) -> None:
    """§4.21: members are chosen; an entity of which nothing is shown is left out, of pages and counts too."""
    assert await told(town, "/urn:x:House:a", pick="id,floors", options="keyValues") == {
        "id": "urn:x:House:a",
        "floors": 3,
    }
    left = await told(town, "/urn:x:House:b", omit="type,name,location,address", options="keyValues")
    assert left.keys() == {"id", "scope", "floors", "locatedIn"}
    assert (await told(town, "/urn:x:House:a", 404, pick="nothing"))["title"] == "ResourceNotFound"
    counted = await town.get("/entities", params={"type": "House", "pick": "title|use", "count": "true"})
    assert ([one.keys() for one in counted.json()], counted.headers["NGSILD-Results-Count"]) == (
        [{"title", "use"}],
        "1",
    )
    assert len(await told(town, type="House", omit="id,type")) == 3
    hidden = "id,type,scope,name,floors,locatedIn,address,location,use,title"
    assert [one.keys() for one in await told(town, type="House", omit=hidden)] == [{"neighbours"}]


@pytest.mark.parametrize(
    "asked",
    [
        {"pick": "name", "omit": "name"}, {"pick": "name", "attrs": "name"}, {"pick": "a,,b"}, {"pick": "a{"}, {"pick": "a{}"},
        {"pick": "a{b}"}, {"pick": "a;b"}, {"omit": "a{b{c}}", "join": "inline"}, {"join": "sideways"}, {"joinLevel": "0", "join": "flat"},
        {"attrs": "id"}, {"geometryProperty": "location"}, {"q": "locatedIn{name}==1"}, {"orderBy": "name;up"}, {"csf": "a=="},
        {"orderBy": "location;dist-asc"}, {"orderBy": "name", "collation": "!!"}, {"orderBy": "name", "collation": "xx-nowhere"},
        {"orderBy": "location;dist-asc", "orderFrom": "[200,0]"}, {"datasetId": "x"}, {"orderBy": "name", "collation": '"; drop table x'},
    ],
)  # fmt: skip
async def test_what_is_refused(client: httpx.AsyncClient, asked: dict[str, str]) -> None:
    assert (await told(client, "", 400, type="House", **asked))["title"] == "BadRequestData"


async def test_words_of_the_form(client: httpx.AsyncClient) -> None:
    """§6.3.20 unknown words are refused before anything is looked for; §4.23 entity maps come later."""
    for asked in ({"options": "keyValues,much"}, {"format": "nice"}, {"nonsense": "1"}):
        assert (await told(client, "/urn:x:none", 400, **asked))["title"] == "InvalidRequest"
    for asked in ({"entityMap": "true"}, {"splitEntities": "true"}):
        assert (await told(client, "", 422, type="House", **asked))["title"] == "OperationNotSupported"
    answer = await client.get("/entities?type=House", headers={"NGSILD-EntityMap": "urn:x:map"})
    assert answer.status_code == 422


async def test_an_entity_of_another_type_does_not_exist(town: httpx.AsyncClient) -> None:
    """§5.7.1.4."""
    await told(town, "/urn:x:House:a", type="House")
    await told(town, "/urn:x:House:a", 404, type="City")
    await told(town, "", 400, id="urn:x:House:a")
    assert len(await told(town, id="urn:x:House:a", local="true")) == 1


async def test_linked_entities(town: httpx.AsyncClient, door: Any, committed_db: str) -> None:
    """§4.5.23: inside or beside, level by level; what is not there stays an id; no circle; nothing a key may not see."""
    inline = await told(
        town, "/urn:x:House:a", join="inline", joinLevel="2", options="keyValues", pick="locatedIn"
    )
    assert inline["locatedIn"]["inCountry"] == {
        "id": "urn:x:Country:v",
        "type": "Country",
        "name": "Việt Nam",
        "code": "VN",
    }
    some = await told(town, "/urn:x:House:b", join="inline", options="keyValues", pick="locatedIn{id}")
    assert some == {"locatedIn": [{"id": "urn:x:City:c"}, "urn:x:City:none"]}
    normalized = await told(town, "/urn:x:House:c", join="inline", pick="neighbours{name}")
    assert [one["name"]["value"] for one in normalized["neighbours"]["entityList"]] == ["Ánh", "Bình"]
    flat = await told(
        town,
        type="House",
        join="flat",
        joinLevel="2",
        pick="id,locatedIn{id,inCountry{code}}",
        options="keyValues",
    )
    assert flat == [
        {"id": "urn:x:House:a", "locatedIn": "urn:x:City:c"},
        {"id": "urn:x:House:b", "locatedIn": ["urn:x:City:c", "urn:x:City:none"]},
        {"id": "urn:x:House:c"},
        {"id": "urn:x:City:c", "inCountry": "urn:x:Country:v"},
        {"code": "VN"},
    ]
    known = {"join": "inline", "options": "keyValues", "containedBy": "urn:x:City:c"}
    assert (await told(town, "/urn:x:House:a", **known))["locatedIn"] == "urn:x:City:c"
    ring = {"id": "urn:x:Ring:r", "type": "Ring", "next": {"object": "urn:x:Ring:r"}}
    await town.post("/entityOperations/upsert", json=[ring])
    assert "entity" not in (await told(town, "/urn:x:Ring:r", join="inline", joinLevel="5"))["next"]
    async with caller(door, await put_key(committed_db, "houses", "read", types=["House"])) as narrow:
        seen = await told(narrow, "/urn:x:House:a", join="inline", options="keyValues")
        assert seen["locatedIn"] == "urn:x:City:c"
        linked = {"type": "House", "join": "inline", "q": 'locatedIn{name}=="Thành phố"'}
        assert await told(narrow, **linked) == []


async def test_queries_through_relationships(town: httpx.AsyncClient) -> None:
    """§4.9 examples 9-14: paths through relationships, any language, names that stand for IRIs, relationships are not compared."""
    asked = {"type": "House", "join": "inline", "joinLevel": "2", "pick": "id"}
    for q, expected in (
        ('locatedIn{name}=="Thành phố"', "ab"),
        ('locatedIn{City:name}=="Thành phố"', "ab"),
        ('locatedIn{Country:name}=="Thành phố"', ""),
        ('locatedIn{inCountry{code}}=="VN";floors==3', "a"),
        ("locatedIn{inCountry}", "ab"),
        ('title[*]=="Maison"', "a"),
        ('title[*]!="Maison"', ""),
        ('title[en-GB]=="Maison"', ""),
        ('locatedIn>"urn:a"', ""),
        ('locatedIn!~="zzz"', ""),
    ):
        assert "".join(one["id"][-1] for one in await told(town, q=q, **asked)) == expected, q
    iri = "https://uri.etsi.org/ngsi-ld/default-context/commercial"
    await town.post("/entityOperations/upsert", json=[{"id": "urn:x:Shed:s", "type": "Shed", "kind": iri}])
    assert await told(town, type="Shed", q="kind==commercial") == []
    assert len(await told(town, type="Shed", q="kind==commercial", expandValues="kind")) == 1


async def test_order(town: httpx.AsyncClient) -> None:
    """§4.23: numbers before texts, what is not there last; by members, sub-members, code points or a language; by distance."""
    assert await order(town, "floors") == "acb"
    assert await order(town, "floors;desc") == "bca"
    assert await order(town, "address[ward],id") == "bac"
    assert await order(town, "address[ward];desc,id") == "abc"
    assert await order(town, "createdAt,id;desc") == "cba"
    assert await order(town, "type,name") == "bca"
    assert await order(town, "scope,id;desc") == "bca"
    assert await order(town, "location;dist-asc", orderFrom="[107.0,10.8]") == "cab"
    assert await order(town, "location;dist-desc", orderFrom="[107.0,10.8]") == "bac"
    pages = [await order(town, "floors", limit="1", offset=str(i)) for i in range(3)]
    assert pages == ["a", "c", "b"]


async def test_instances_of_datasets(town: httpx.AsyncClient) -> None:
    """§4.5.5: only these instances; an entity without them is told without the attribute."""
    assert (await told(town, "/urn:x:House:c", datasetId="urn:x:en", attrs="name"))["name"] == {
        "type": "Property", "value": "Strong", "datasetId": "urn:x:en",
    }  # fmt: skip
    both = await told(town, "/urn:x:House:c", datasetId="@none,urn:x:en", pick="name")
    assert len(both["name"]) == 2
    assert (await told(town, "/urn:x:House:a", datasetId="urn:x:en")).keys() == {"id", "type"}


async def test_languages(town: httpx.AsyncClient) -> None:
    """§4.15: by weight, not by place; regions fall back; else any, and it is said which."""
    for lang, expected in (
        ("fr;q=0.2,vi;q=0.9", "vi"),
        ("EN", "en-GB"),
        ("fr-CA", "fr"),
        ("de", "fr"),
        ("*", "fr"),
    ):
        assert (await told(town, "/urn:x:House:a", lang=lang))["title"]["lang"] == expected, lang


async def test_geojson(town: httpx.AsyncClient) -> None:
    """§4.5.16, 4.5.17, 6.3.6: features; a geometry of one's choice; the @context in the body unless plain JSON is preferred."""
    headers = {"Accept": "application/geo+json"}
    answer = await town.get("/entities/urn:x:House:a?pick=id,floors&options=keyValues", headers=headers)
    assert answer.headers["content-type"] == "application/geo+json"
    found = answer.json()
    assert found.pop("@context").startswith("https://uri.etsi.org/")
    assert found == {
        "id": "urn:x:House:a",
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [106.71, 10.8]},
        "properties": {"floors": 3},
    }
    many = await town.get(
        "/entities?type=House&geometryProperty=floors", headers={**headers, "Prefer": "body=json"}
    )
    assert many.json().keys() == {"type", "features"}
    assert [one["geometry"] for one in many.json()["features"]] == [None] * 3
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in many.headers["link"]
    odd = await town.get("/entities?type=House", headers={"Accept": "text/html"})
    assert odd.status_code == 406


async def test_queries_as_bodies(town: httpx.AsyncClient) -> None:
    """§5.2.23, 6.23, 6.24: the same questions, several selectors, nothing ignored."""

    async def found(
        status: int = 200, path: str = "/entityOperations/query", url: str = "", **query: Any
    ) -> Any:
        answer = await town.post(f"{path}?{url}", json={"type": "Query", **query})
        assert answer.status_code == status, answer.text
        return answer

    both = [{"type": "House", "id": "urn:x:House:a", "idPattern": "b$"}, {"type": "*", "idPattern": "City"}]
    listed = await found(entities=both, url="limit=1&count=true")
    assert ([one["id"] for one in listed.json()], listed.headers["NGSILD-Results-Count"]) == (
        ["urn:x:City:c"],
        "2",
    )
    assert 'rel="next"' in listed.headers["link"]
    near = {"georel": "near;maxDistance==5000", "geometry": "Point", "coordinates": [106.71, 10.8]}
    asked: dict[str, Any] = {
        "entities": [{"type": "House"}], "geoQ": near, "q": "floors>1", "pick": ["id", "locatedIn{name}"], "join": "inline",
        "joinLevel": 1, "lang": "vi", "ordering": {"orderBy": ["location;dist-asc"], "coordinates": [107, 10]},
    }  # fmt: skip
    assert (await found(url="options=keyValues", **asked)).json() == [
        {"id": "urn:x:House:a", "locatedIn": {"name": "Thành phố"}}
    ]
    past = "/temporal/entityOperations/query"
    times = {"timerel": "after", "timeAt": "2020-01-01T00:00:00Z", "lastN": 1}
    told_past = (
        await found(path=past, entities=[{"type": "House"}], attrs=["floors"], temporalQ=times)
    ).json()
    assert [one["floors"][0]["value"] for one in told_past] == [3, "nhiều", 12]
    for wrong in (
        {"entities": [{"id": "urn:x:House:a"}]}, {"entities": {}}, {"entities": [{"type": "A", "id": 5}]}, {"q": 5}, {},
        {"attrs": [5]}, {"geoQ": []}, {"ordering": {"orderBy": ["name"], "geometry": 5}}, {"unknown": 1}, {"joinLevel": "1"},
    ):  # fmt: skip
        await found(400, **wrong)
    assert (
        await town.post("/entityOperations/query", json={"entities": [{"type": "House"}]})
    ).status_code == 400


async def test_histories_are_told_alike(town: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """§5.7.3, 5.7.4: order, datasets and projections as for current entities; an end has the kind of what ended; a page that is
    cut in time names the attributes that go on after it (§6.3.10)."""
    at = [f"2026-10-01T{hour:02d}:00:00Z" for hour in range(24)]
    points = [{"value": i, "observedAt": when} for i, when in enumerate(at[:12])]
    late = [{"value": i, "observedAt": when, "datasetId": "urn:x:en"} for i, when in enumerate(at[12:])]
    body = {
        "id": "urn:x:Log:l", "type": "Log", "early": points, "late": late, "kept": {"object": "urn:x:House:a", "observedAt": at[0]},
        "spoken": {"languageMap": {"vi": "a"}, "observedAt": at[0]},
    }  # fmt: skip
    assert (await town.post("/temporal/entities", json=body)).status_code in (201, 204)

    async def past(path: str = "", **asked: str) -> Any:
        answer = await town.get(f"/temporal/entities{path}", params=asked)
        return answer.status_code, answer.json()

    times = {"timerel": "after", "timeAt": "2020-01-01T00:00:00Z"}
    status, listed = await past(type="House", orderBy="floors;desc", pick="id", **times)
    assert (status, [one["id"][-1] for one in listed]) == (200, ["b", "c", "a"])
    assert (await past(type="House", datasetId="urn:x:none", **times)) == (200, [])
    status, one = await past("/urn:x:Log:l", datasetId="urn:x:en", **times)
    assert (status, one.keys(), len(one["late"])) == (200, {"id", "type", "late"}, 12)
    monkeypatch.setenv("DOTHI_TEMPORAL_MAX", "10")
    status, one = await past("/urn:x:Log:l", pick="early,late", **times)
    assert (status, len(one["early"]), one["late"]) == (206, 10, [])
    monkeypatch.undo()
    for name in ("kept", "spoken"):
        assert (await town.delete(f"/entities/urn:x:Log:l/attrs/{name}")).status_code == 204
    _, ended = await past("/urn:x:Log:l", timeproperty="deletedAt", **times)
    null = "urn:ngsi-ld:null"
    assert (ended["kept"][0]["type"], ended["kept"][0]["object"]) == ("Relationship", null)
    assert ended["spoken"][0]["languageMap"] == {"@none": null}
    _, bare = await past("/urn:x:Log:l", timeproperty="deletedAt", options="temporalValues", **times)
    assert (bare["kept"]["type"], bare["kept"]["objects"][0][0]) == ("Relationship", null)
    assert (await town.delete("/temporal/entities/urn:x:Log:l/attrs//urn:x:i")).status_code == 400
    refused = await town.post("/subscriptions?nonsense=1", content=b"no json")
    assert (refused.status_code, refused.json()["title"]) == (400, "InvalidRequest")
