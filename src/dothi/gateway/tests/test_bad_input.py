"""Bad input: a clear error in the standard's form (RFC 7807), nothing half-written, and the rest goes on."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from dothi.entities.core import kinds
from dothi.gateway.tests.test_batch import station
from dothi.kernel import clock

JSON = {"Content-Type": "application/json"}
DEEP = '{"id": "urn:x:deep", "type": "T", "a": {"value": ' + "[" * 200 + "]" * 200 + "}}"


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (
        answer.text
    )
    body: dict[str, Any] = answer.json()
    assert body["code"] == code, body
    assert body["status"] == status
    assert {"type", "title", "detail"} <= body.keys()
    assert not body["detail"].startswith("error-"), body
    return body


@pytest.mark.parametrize(
    "body", ["", "{", "nonsense", '{"id": }', "[1,", '"\\ud800"', "\x00", '{"a": NaN}', "[" * 100_000]
)
async def test_malformed_json(client: httpx.AsyncClient, body: str) -> None:
    found = problem(
        await client.post("/entities", content=body.encode(), headers=JSON), 400, "json-malformed"
    )
    assert found["type"].endswith("/InvalidRequest")


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"a": {"type": "Property"}}, "attribute-without-value"),
        ({"a": {"type": "Property", "value": None}}, "attribute-null"),
        ({"a": None}, "attribute-null"),
        ({"a": {"type": "Nothing", "value": 1}}, "attribute-kind-unknown"),
        ({"a": {"type": "Relationship", "object": 3}}, "relationship-not-a-uri"),
        ({"a": {"type": "Relationship", "object": "no uri"}}, "relationship-not-a-uri"),
        ({"a": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": ["x", 1]}}}, "geometry-malformed"),
        ({"a": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [10.3, 107.1]}}}, "coordinates-out-of-range"),
        ({"a": {"type": "GeoProperty", "value": {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [3, 3]]]}}}, "geometry-ring-open"),
        ({"a": {"type": "GeoProperty", "value": 5}}, "geometry-malformed"),
        ({"a": {"type": "LanguageProperty", "languageMap": "vi"}}, "language-map-malformed"),
        ({"a": {"type": "ListProperty", "valueList": 1}}, "value-not-a-list"),
        ({"a": {"value": 1, "observedAt": "yesterday"}}, "time-malformed"),
        ({"a": {"value": 1, "observedAt": "2026-11-01T08:00:00"}}, "time-malformed"),
        ({"a": {"value": 1, "observedAt": 5}}, "time-malformed"),
        ({"a": {"value": 1, "observedAt": "2099-01-01T00:00:00Z"}}, "observed-in-future"),
        ({"a": {"value": 1, "unitCode": 7}}, "unit-malformed"),
        ({"a": {"value": 1, "datasetId": "x"}}, "dataset-not-a-uri"),
        ({"a": [{"value": 1}, {"value": 2}]}, "attribute-dataset-twice"),
        ({"a": {"value": "nul\x00"}}, "text-with-nul"),
        ({"a": {"value": ["nul\x00"]}}, "text-with-nul"),
        ({"scope": 3}, "scope-malformed"),
        ({"a": {"value": {"@type": "DateTime", "@value": "9999-12-31T23:59:59-10:00"}}}, "time-malformed"),
        ({"a": {"type": [], "value": 1}}, "attribute-kind-unknown"),
        ({"a": {"type": {}, "value": 1}}, "attribute-kind-unknown"),
        ({"a": {"type": "Property", "value": 1, "of": {"type": [], "value": 1}}}, "attribute-kind-unknown"),
        ({"a": {"type": "Relationship", "object": "urn:x:y", "objectType": 5}}, "vocab-malformed"),
        ({"a": {"type": "Relationship", "object": "urn:x:y", "objectType": [{}]}}, "vocab-malformed"),
        ({"a": {"type": "GeoProperty", "value": {"type": ["Point"], "coordinates": [1, 2]}}}, "geometry-malformed"),
        ({"a": {"type": "Point", "coordinates": [10**400, 2]}}, "geometry-malformed"),
    ],
)  # fmt: skip
async def test_wrong_types(client: httpx.AsyncClient, attributes: dict[str, Any], code: str) -> None:
    problem(await client.post("/entities", json={"id": "urn:x:wrong", "type": "T", **attributes}), 400, code)
    assert (await client.get("/entities/urn:x:wrong")).status_code == 404


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ([], "entity-not-an-object"), (5, "entity-not-an-object"), ({}, "entity-without-id"), ({"id": 5, "type": "T"}, "entity-id-not-a-uri"),
        ({"id": "x", "type": "T"}, "entity-id-not-a-uri"), ({"id": "urn:x:y"}, "entity-without-type"), ({"id": "urn:x:y", "type": 4}, "entity-type-malformed"),
        ({"id": "urn:x:y", "type": []}, "entity-type-malformed"), ({"id": "urn:x:\x00", "type": "T"}, "entity-id-not-a-uri"),
    ],
)  # fmt: skip
async def test_no_entity(client: httpx.AsyncClient, payload: Any, code: str) -> None:
    problem(await client.post("/entities", json=payload), 400, code)


async def test_deep_nesting(client: httpx.AsyncClient) -> None:
    problem(await client.post("/entities", content=DEEP, headers=JSON), 400, "nested-too-deep")


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(50):
            read += 1_000_000
            yield b" " * 1_000_000

    problem(await client.post("/entities", content=endless(), headers=JSON), 413, "body-too-large")
    announced = {**JSON, "Content-Length": "50000000"}
    problem(await client.post("/entities", content=endless(), headers=announced), 413, "body-too-large")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "query-without-filter"), ({"q": "a=="}, "query-malformed"), ({"q": "((a)"}, "query-malformed"), ({"q": ";"}, "query-malformed"),
        ({"q": 'a=="x'}, "query-malformed"), ({"q": "a~=["}, "query-malformed"), ({"q": "(" * 50 + "a" + ")" * 50}, "query-too-complex"),
        ({"q": "|".join(["a"] * 300)}, "query-too-complex"), ({"type": "A,"}, "query-malformed"), ({"type": "(A"}, "query-malformed"),
        ({"type": "T", "limit": "-1"}, "parameter-malformed"), ({"type": "T", "limit": "9999999999999"}, "parameter-malformed"),
        ({"type": "T", "limit": "0"}, "parameter-malformed"), ({"type": "T", "offset": "x"}, "parameter-malformed"),
        ({"type": "T", "nonsense": "1"}, "parameter-unknown"), ({"georel": "near", "geometry": "Point", "coordinates": "[1,1]"}, "parameter-malformed"),
        ({"georel": "beside", "geometry": "Point", "coordinates": "[1,1]"}, "parameter-malformed"), ({"georel": "within"}, "parameter-missing"),
        ({"georel": "within", "geometry": "Point", "coordinates": "x"}, "parameter-malformed"),
        ({"georel": "near;maxDistance==-1", "geometry": "Point", "coordinates": "[1,1]"}, "parameter-malformed"),
        ({"georel": "within", "geometry": "Polygon", "coordinates": "[[[0,0],[1,1],[1,0]]]"}, "geometry-ring-open"),
        ({"idPattern": "[", "local": "true"}, "query-malformed"), ({"id": "x", "type": "T"}, "entity-id-not-a-uri"), ({"scopeQ": "x", "type": "T"}, "query-malformed"),
    ],
)  # fmt: skip
async def test_bad_queries(client: httpx.AsyncClient, asked: dict[str, str], code: str) -> None:
    problem(await client.get("/entities", params=asked), 400, code)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"timerel": "since", "timeAt": "2026-11-01T00:00:00Z"}, "parameter-malformed"), ({"timerel": "before"}, "parameter-missing"),
        ({"timerel": "between", "timeAt": "2026-11-01T00:00:00Z"}, "parameter-missing"), ({"timeAt": "2026-11-01T00:00:00Z"}, "parameter-missing"),
        ({"timerel": "before", "timeAt": "x"}, "time-malformed"), ({"lastN": "0"}, "parameter-malformed"), ({"timeproperty": "x"}, "parameter-malformed"),
    ],
)  # fmt: skip
async def test_bad_temporal_queries(client: httpx.AsyncClient, asked: dict[str, str], code: str) -> None:
    await client.post("/entities", json={"id": "urn:x:t", "type": "T"})
    problem(await client.get("/temporal/entities/urn:x:t", params=asked), 400, code)


async def test_how_far_a_clock_may_run_ahead_is_a_setting(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = clock.iso(clock.now() + dt.timedelta(hours=1))
    sent = {"id": "urn:x:ahead", "type": "T", "a": {"value": 1, "observedAt": ahead}}
    assert problem(await client.post("/entities", json=sent), 400, "observed-in-future")["limit_s"] == 300
    monkeypatch.setenv("DOTHI_MAX_CLOCK_AHEAD_S", "7200")
    assert (await client.post("/entities", json=sent)).status_code == 201


async def test_the_protocol(client: httpx.AsyncClient) -> None:
    problem(
        await client.post("/entities", content="<xml/>", headers={"Content-Type": "text/xml"}),
        415,
        "unsupported-media-type",
    )
    problem(await client.get("/entities?type=T", headers={"Accept": "text/html"}), 406, "not-acceptable")
    problem(await client.get("/nothing/here"), 404, "route-does-not-exist")
    refused = await client.delete("/types")
    problem(refused, 405, "method-not-allowed")
    assert refused.headers["Allow"] == "GET, HEAD"
    assert (await client.post("/entities/urn:x:y/attrs/pm25")).headers["Allow"] == "DELETE, PATCH, PUT"
    ld = {"Content-Type": "application/ld+json"}
    problem(await client.post("/entities", json=station("p"), headers=ld), 400, "context-missing")
    with_context = {**station("p"), "@context": "https://example.org/unknown.jsonld"}
    problem(await client.post("/entities", json=with_context, headers=ld), 504, "context-not-available")
    problem(await client.post("/entities", json=with_context), 400, "context-in-json")
    problem(await client.patch("/entities/urn:x:y", json=[]), 400, "fragment-not-an-object")
    problem(await client.patch("/entities/no-uri", json={}), 400, "entity-id-not-a-uri")
    problem(await client.patch("/entities/urn:x:y", json={"id": "urn:x:z"}), 400, "fragment-id-differs")


async def test_errors_speak_the_callers_language(client: httpx.AsyncClient) -> None:
    vi = await client.get("/entities/urn:x:none")
    en = await client.get("/entities/urn:x:none", headers={"Accept-Language": "en-GB,vi;q=0.5"})
    assert vi.json()["detail"].startswith("Thực thể urn:x:none không tồn tại")
    assert en.json()["detail"].startswith("Entity urn:x:none does not exist")


async def test_one_bad_request_never_spoils_the_others_of_its_group(client: httpx.AsyncClient) -> None:
    def body(i: int) -> str:
        value = (
            "1e999999"
            if i == 3
            else '{"@type": "DateTime", "@value": "2026-13-45T00:00:00Z"}'
            if i == 5
            else i
        )
        return f'{{"id": "urn:x:g{i}", "type": "T", "a": {{"value": {value}}}}}'

    answers = await asyncio.gather(
        *(client.post("/entities", content=body(i), headers=JSON) for i in range(20))
    )
    assert [answer.status_code for answer in answers] == [400 if i in (3, 5) else 201 for i in range(20)]


async def test_what_only_the_database_refuses_hits_that_request_alone(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser lets through what jsonb does not take: the group fails, then each of it is tried alone."""
    monkeypatch.setattr(kinds, "checked_text", lambda value, name: value)
    bodies = [
        {"id": f"urn:x:n{i}", "type": "T", "a": {"value": "nul\x00" if i == 4 else "ok"}} for i in range(10)
    ]
    answers = await asyncio.gather(*(client.post("/entities", json=body) for body in bodies))
    assert [answer.status_code for answer in answers] == [400 if i == 4 else 201 for i in range(10)]


def attributes_of_attributes(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {"value": 1}
    for _ in range(levels):
        found = {"value": 1, "of": found}
    return found


async def test_attributes_of_attributes_cost_what_they_are_long(client: httpx.AsyncClient) -> None:
    """Each level was once read twice by the level above: thirty levels then took an hour."""
    one = {"id": "urn:x:nested", "type": "T", "a": attributes_of_attributes(28)}
    assert (await client.post("/entities", json=one)).status_code == 201
    assert (await client.get("/entities/urn:x:nested")).json()["a"]["of"]["of"]["value"] == 1
    too_deep = {"id": "urn:x:deeper", "type": "T", "a": attributes_of_attributes(40)}
    problem(await client.post("/entities", json=too_deep), 400, "nested-too-deep")


@pytest.mark.parametrize("context", [{"x:y": "x:y"}, {"x:y": "z:w", "z:w": "x:y"}])
async def test_a_context_whose_terms_name_each_other(
    client: httpx.AsyncClient, context: dict[str, str]
) -> None:
    body = {"@context": context, "id": "urn:x:ring", "type": "T", "x:y": 1}
    answer = await client.post(
        "/entities", content=msgspec.json.encode(body), headers={"Content-Type": "application/ld+json"}
    )
    problem(answer, 400, "context-malformed")


@pytest.mark.parametrize("number", ["²", "9" * 5000, "0", "-1", "x"])
async def test_a_number_of_instances_that_is_none(client: httpx.AsyncClient, number: str) -> None:
    asked = {"type": "T", "timerel": "after", "timeAt": "2026-11-01T00:00:00Z", "lastN": number}
    answer = await client.get("/temporal/entities", params=asked)
    problem(answer, 400, "parameter-malformed")
