"""Values that no sensor sends: told what is wrong, stored whole, or refused alone – never half, never a fault."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import msgspec
import pytest
from psycopg import errors

from dothi.gateway.misfits import misfit
from dothi.gateway.problems import problem as told_problem
from dothi.gateway.tests.test_bad_input import JSON, problem

URN = "urn:x:hostile"


async def sent(client: httpx.AsyncClient, attribute: str) -> httpx.Response:
    """An entity whose attribute `a` is this JSON, as it stands."""
    body = f'{{"id": "{URN}", "type": "Hostile", "a": {attribute}}}'
    answer = await client.put(f"/entities/{URN}", content=body, headers=JSON)
    if answer.status_code == 404:
        answer = await client.post("/entities", content=body, headers=JSON)
    return answer


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("-0", 0), ("-0.0", 0), ("1e-400", 0), ("1.7976931348623157e308", 1.7976931348623157e308), ("9007199254740993", 9007199254740993),
        ("9223372036854775808", 9223372036854775808), ("1" + "0" * 300, 10**300), ("0.1", 0.1),
    ],
)  # fmt: skip
async def test_a_number_comes_back_as_it_was_told(
    client: httpx.AsyncClient, number: str, told: float
) -> None:
    assert (await sent(client, f'{{"value": {number}}}')).status_code in (201, 204)
    found = (await client.get(f"/entities/{URN}")).json()["a"]["value"]
    assert found == told
    assert type(found) is not bool


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "NaN", "Infinity", "-Infinity", "01", "1.", "+1", "0x10", "1_000", "٣"]
)
async def test_what_is_no_number_is_not_stored(client: httpx.AsyncClient, number: str) -> None:
    assert (await sent(client, "1")).status_code in (201, 204)
    for place in (f'{{"value": {number}}}', f'{{"value": [{{"b": {number}}}]}}', number):
        assert (await sent(client, place)).status_code == 400, place
    assert (await client.get(f"/entities/{URN}")).json()["a"]["value"] == 1


@pytest.mark.parametrize("text", [r"\ud800", r"\udfff", r"\ud800\ud800", r"a\udc00b"])
async def test_half_a_letter_is_refused_everywhere(client: httpx.AsyncClient, text: str) -> None:
    for attribute in (
        f'"{text}"',
        f'{{"value": "x", "unitCode": "{text}"}}',
        f'{{"{text}": 1}}',
        f'{{"value": {{"k": ["{text}"]}}}}',
    ):
        problem(await sent(client, attribute), 400, "json-malformed")
    body = f'["{text}"]'
    problem(await client.post("/entityOperations/delete", content=body, headers=JSON), 400, "json-malformed")


@pytest.mark.parametrize(
    "attribute",
    [
        '{"value": "a\\u0000b"}', '{"value": {"a\\u0000": 1}}', '{"value": ["\\u0000"]}', '{"type": "LanguageProperty", "languageMap": {"vi": "\\u0000"}}',
        '{"type": "VocabProperty", "vocab": "\\u0000"}', '{"value": 1, "unitCode": "\\u0000"}', '{"value": 1, "datasetId": "urn:x:\\u0000"}',
        '{"type": "JsonProperty", "json": {"\\u0000": null}}', '{"type": "ListProperty", "valueList": ["\\u0000"]}', '{"value": 1, "of": {"value": "\\u0000"}}',
        '{"type": "Relationship", "object": "urn:x:\\u0000"}', '{"value": 1, "\\u0000": {"value": 1}}',
    ],
)  # fmt: skip
async def test_nul_is_told_wherever_it_stands(client: httpx.AsyncClient, attribute: str) -> None:
    answer = await sent(client, attribute)
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] != "value-not-storable", "known only to the database"


@pytest.mark.parametrize("path", ["/entities/urn:x:%00", "/types/%00", "/attributes/%00", "/entities/urn:x:y/attrs/%00", "/temporal/entities/urn:x:%00", "/subscriptions/urn:x:%00", "/jsonldContexts/%00"])  # fmt: skip
async def test_nul_in_an_address(client: httpx.AsyncClient, path: str) -> None:
    method = "PATCH" if "attrs" in path else "GET"
    answer = await client.request(method, path, json={"value": 1} if method == "PATCH" else None)
    assert answer.status_code in (400, 404), answer.text


@pytest.mark.parametrize("name", ["type", "id", "q", "attrs", "pick", "omit", "scopeQ", "idPattern", "lang", "datasetId", "orderBy", "geoproperty", "expandValues", "csf", "geometryProperty", "containedBy"])  # fmt: skip
async def test_nothing_that_is_asked_is_run_or_a_fault(client: httpx.AsyncClient, name: str) -> None:
    for text in (
        "\x00",
        "a\x00b",
        "'; drop table entities_entity; --",
        "%(urn)s",
        "%s%s%n",
        "\\",
        "a" * 5_000,
    ):
        asked = {"type": "Hostile", "limit": "1"} | {name: text}
        answer = await client.get("/entities", params=asked)
        assert answer.status_code in (200, 400), (text, answer.text)


def ring(count: int) -> list[list[float]]:
    """A closed zigzag of so many places."""
    places = [[106 + i / count, 10 + (i % 2) / 100] for i in range(count - 1)]
    return [*places, places[0]]


BOW = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
SQUARE = [[106, 10], [107, 10], [107, 11], [106, 11], [106, 10]]


@pytest.mark.parametrize(
    ("kind", "coordinates", "status"),
    [
        ("Polygon", [BOW], 201),  # GeoJSON allows it: what it encloses is compared
        ("Polygon", [SQUARE[::-1]], 201),  # clockwise: RFC 7946 §3.1.6 asks readers to take it
        ("Polygon", [SQUARE[:-1]], 400), ("Polygon", [SQUARE, SQUARE[:-1]], 400), ("Polygon", [], 400), ("Polygon", [[]], 400),
        ("Polygon", [[[106, 10]] * 4], 201),  # encloses nothing
        ("Polygon", SQUARE, 400), ("Polygon", [[[190, 10], [191, 10], [191, 11], [190, 10]]], 400), ("Polygon", [[[10, 106], *SQUARE]], 400),
        ("Polygon", [[[106, 10, 5, 5]] * 4], 400), ("Polygon", [[["106", 10]] * 4], 400), ("Polygon", [[[True, False]] * 4], 400), ("Polygon", [[[None, 1]] * 4], 400),
        ("Point", [180, 90], 201), ("Point", [180.0001, 90], 400), ("Point", [0, -90.0001], 400), ("Point", [10**400, 0], 400), ("Point", [], 400), ("Point", [1], 400),
        ("LineString", [[0, 0]], 400), ("MultiPolygon", [[BOW], [SQUARE]], 201), ("MultiPolygon", [BOW], 400), ("MultiPoint", [], 400), ("GeometryCollection", [], None),
    ],
)  # fmt: skip
async def test_geometries(client: httpx.AsyncClient, kind: str, coordinates: Any, status: int | None) -> None:
    """What is stored can be asked about by every relation, too."""
    await client.delete(f"/entities/{URN}")
    body = {
        "id": URN,
        "type": "Hostile",
        "location": {"type": "GeoProperty", "value": {"type": kind, "coordinates": coordinates}},
    }
    answer = await client.post(
        "/entities",
        content=msgspec.json.encode(body)
        if 10**400 not in coordinates
        else str(body).replace("'", '"').encode(),
        headers=JSON,
    )
    assert answer.status_code == (status or 400), answer.text
    if answer.status_code == 201:
        for georel in (
            "near;maxDistance==1000",
            "within",
            "contains",
            "intersects",
            "overlaps",
            "equals",
            "disjoint",
        ):
            asked = {"georel": georel, "geometry": "Polygon", "coordinates": str([SQUARE])}
            assert (await client.get("/entities", params=asked)).status_code == 200, georel
            asked = {"georel": georel, "geometry": kind, "coordinates": str(coordinates)}
            assert (await client.get("/entities", params=asked)).status_code == 200, georel


async def test_a_polygon_of_a_hundred_thousand_places(client: httpx.AsyncClient) -> None:
    await client.delete(f"/entities/{URN}")
    shape = {"type": "Polygon", "coordinates": [ring(100_000)]}
    body = {"id": URN, "type": "Hostile", "location": {"type": "GeoProperty", "value": shape}}
    assert (await client.post("/entities", json=body)).status_code == 201
    found = (await client.get(f"/entities/{URN}")).json()
    assert len(found["location"]["value"]["coordinates"][0]) == 100_000
    near = {"georel": "near;maxDistance==1000", "geometry": "Point", "coordinates": "[106.5,10.005]"}
    answer = await client.get("/entities", params=near)
    assert [one["id"] for one in answer.json()] == [URN]
    await client.delete(f"/entities/{URN}")


@pytest.mark.parametrize("unit", ["", " ", "GQ " * 300, "µg/m³", "\u202eGQ", "nonsense", "1", "null"])
async def test_units_of_nothing_are_doubted_or_refused(client: httpx.AsyncClient, unit: str) -> None:
    answer = await client.post(
        "/entityOperations/upsert", json=[{"id": URN, "type": "Hostile", "a": {"value": 1, "unitCode": unit}}]
    )
    if answer.status_code == 207:
        assert answer.json()["errors"][0]["error"]["code"] == "unit-malformed"
    else:
        assert answer.headers["NGSILD-Warning"].isascii()
        assert (await client.get(f"/entities/{URN}")).json()["a"]["unitCode"] == unit
    assert "\n" not in answer.headers.get("NGSILD-Warning", "")


async def test_one_in_a_hundred_of_a_batch_is_bad(client: httpx.AsyncClient) -> None:
    """10,000 entities: 207 with exactly those 100, in their order; the others are stored."""
    wrong = [
        {"type": 5},
        {"a": {"value": None}},
        {"location": {"type": "Point", "coordinates": [500, 1]}},
        {"a": {"value": 1, "observedAt": "x"}},
    ]
    entities = [
        {
            "id": f"urn:x:b{i}",
            "type": "Batched",
            "a": {"value": i},
            **(wrong[i // 100 % 4] if i % 100 == 37 else {}),
        }
        for i in range(10_000)
    ]
    answer = await client.post("/entityOperations/upsert", json=entities, timeout=120)
    bad = [f"urn:x:b{i}" for i in range(37, 10_000, 100)]
    assert answer.status_code == 207
    assert [one["entityId"] for one in answer.json()["errors"]] == bad
    assert answer.json()["success"] == [one["id"] for one in entities if one["id"] not in set(bad)]
    counted = await client.get("/entities", params={"type": "Batched", "limit": "0", "count": "true"})
    assert counted.headers["NGSILD-Results-Count"] == "9900"
    assert (await client.get(f"/entities/{bad[0]}")).status_code == 404


@pytest.mark.parametrize("operation", ["create", "upsert", "update", "merge", "delete"])
async def test_one_entity_twice_in_a_batch(client: httpx.AsyncClient, operation: str) -> None:
    """One outcome, whichever counts: never both half."""
    await client.post("/entityOperations/upsert", json=[{"id": "urn:x:twice", "type": "T", "a": 0}])
    one, other = ({"id": "urn:x:twice", "type": "T", "a": value} for value in (1, 2))
    body = ["urn:x:twice"] * 2 if operation == "delete" else [one, other]
    answer = await client.post(f"/entityOperations/{operation}", json=body)
    assert answer.status_code in (201, 204, 207), answer.text
    found = await client.get("/entities/urn:x:twice")
    assert found.status_code == 404 if operation == "delete" else found.json()["a"]["value"] in (0, 1, 2)


async def test_huge_arrays_and_many_members(client: httpx.AsyncClient) -> None:
    for value in (list(range(100_000)), [[]] * 50_000, {f"k{i}": i for i in range(20_000)}, "x" * 1_000_000):
        assert (await sent(client, msgspec.json.encode({"value": value}).decode())).status_code in (201, 204)
        assert (await client.get(f"/entities/{URN}")).json()["a"]["value"] == value
    many = {"id": URN, "type": "Hostile", **{f"m{i}": i for i in range(5_000)}}
    answer = await client.post("/entityOperations/upsert", json=[many])
    assert answer.status_code in (204, 207), answer.text
    await client.delete(f"/entities/{URN}")


@pytest.mark.parametrize(
    "time", ["", "now", "2026-02-30T00:00:00Z", "2026-11-01", "1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "9999-12-31T23:59:59-10:00", "0000-00-00T00:00:00Z", "\x00", "2026-11-01T08:00:00Z" * 200, "２０２６-11-01T08:00:00Z", "-infinity", "infinity", "epoch"]
)  # fmt: skip
async def test_times_that_are_none(client: httpx.AsyncClient, time: str) -> None:
    await client.post("/entityOperations/upsert", json=[{"id": "urn:x:t", "type": "T", "a": 1}])
    for path in (
        "/entities/urn:x:t",
        "/entities?type=T",
        "/temporal/entities/urn:x:t",
        "/temporal/entities?type=T",
    ):
        names = ("timeAt", "endTimeAt") if "temporal" in path else ("dothi-at", "dothi-known-at")
        for name in names:
            asked = {name: time} | ({"timerel": "between"} if "temporal" in path else {})
            asked |= {"timeAt": "2026-01-01T00:00:00Z"} if name == "endTimeAt" else {}
            answer = await client.get(path, params=dict(httpx.URL(f"http://x{path}").params) | asked)
            assert answer.status_code in ((400,) if time else (200, 400)), (path, asked, answer.text)


async def test_patterns_that_might_take_for_ever(client: httpx.AsyncClient) -> None:
    """Refused, or searched in no time: none may hold a connection for others."""
    await client.post(
        "/entityOperations/upsert", json=[{"id": "urn:x:" + "a" * 900, "type": "Evil", "a": "a" * 50_000}]
    )
    async with asyncio.timeout(60):
        for pattern in (
            r"^(a+)+$",
            r"(a|aa)+$",
            r"(.*a){30}$",
            r"^(([a-z])+.)+[A-Z]([a-z])+$",
            r"(a*)*(a*)*(a*)*\1\2\3b",
            "(?=a*b)a*",
            "((((a{1,30}){1,30}){1,30}){1,30})",
        ):
            for asked in (
                {"q": 'a~="' + pattern.replace("\\", "\\\\") + '"'},
                {"idPattern": pattern},
                {"q": 'a!~="' + pattern.replace("\\", "\\\\") + '"'},
            ):
                answer = await client.get("/entities", params={"type": "Evil", **asked})
                assert answer.status_code in (200, 400), (pattern, answer.text)


async def test_a_value_that_only_the_database_refuses_is_told_in_our_words(client: httpx.AsyncClient) -> None:
    asked = {"type": "Hostile", "q": 'a~="(?P<x>h)"'}
    for lang, words in (("vi", "không lưu được một mẫu"), ("en", "cannot hold a pattern")):
        answer = await client.get("/entities", params=asked, headers={"Accept-Language": lang})
        told = answer.json()
        assert (answer.status_code, told["code"], told["kind"]) == (400, "value-not-storable", "pattern")
        assert words in told["detail"]
        assert "invalid" not in answer.text, "the engine's own text"


@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        (errors.NumericValueOutOfRange, "number"), (errors.DatetimeFieldOverflow, "time"), (errors.InvalidRegularExpression, "pattern"),
        (errors.UntranslatableCharacter, "letter"), (errors.StringDataRightTruncation, "length"), (errors.InvalidTextRepresentation, "form"),
        (errors.DataError, "other"),
    ],
)  # fmt: skip
def test_each_kind_of_misfit_has_its_words(refused: type[errors.Error], kind: str) -> None:
    told = misfit(refused("value out of range: overflow"))
    assert told.fields == {"kind": kind}
    details = {lang: told_problem(told, lang)["detail"] for lang in ("vi", "en")}
    others = {lang: told_problem(misfit(errors.DataError()), lang)["detail"] for lang in ("vi", "en")}
    assert (details == others) is (kind == "other")
    assert all("overflow" not in detail and "\n" not in detail for detail in details.values())
