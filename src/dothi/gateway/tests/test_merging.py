"""Merging an entity: to any depth, with a time or a language said once for all attributes (CIM 009 §5.5.12, 5.6.17, 6.5.3.4)."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import httpx
import pytest

EARLY, LATE, OWN = "2026-05-03T08:00:00Z", "2026-09-03T09:00:00Z", "2026-09-04T10:00:00Z"
NUMBERS = itertools.count()
NULL = "urn:ngsi-ld:null"
STREETS = {"vi": "Đường Ba Cu", "en": "Ba Cu Street"}


async def made(client: httpx.AsyncClient, **attributes: Any) -> str:
    """A street of its own; its address."""
    urn = f"urn:ngsi-ld:Street:{next(NUMBERS)}"
    answer = await client.post("/entities", json={"id": urn, "type": "Street", **attributes})
    assert answer.status_code == 201
    return f"/entities/{urn}"


async def merged(
    client: httpx.AsyncClient, base: str, fragment: dict[str, Any], **params: str
) -> dict[str, Any]:
    answer = await client.patch(base, json=fragment, params=params)
    assert answer.status_code == 204, answer.text
    told: dict[str, Any] = (await client.get(base)).json()
    return told


async def test_the_common_time_is_of_attributes_that_had_one_and_are_told_none(
    client: httpx.AsyncClient,
) -> None:
    """§5.6.17.4: not of one that had none, that tells its own, that is new, or that is not in the fragment."""
    timed = {"value": 1, "observedAt": EARLY}
    base = await made(client, had=timed, own=timed, away=timed, none={"value": 1})
    fragment = {"had": 2, "own": {"value": 2, "observedAt": OWN}, "none": 2, "new": {"value": 2}}
    told = await merged(client, base, fragment, observedAt=LATE)
    assert (told["had"]["value"], told["had"]["observedAt"]) == (2, LATE)
    assert (told["own"]["value"], told["own"]["observedAt"]) == (2, OWN)
    assert (told["away"]["value"], told["away"]["observedAt"]) == (1, EARLY)
    assert [(told[name]["value"], "observedAt" in told[name]) for name in ("none", "new")] == [(2, False)] * 2


async def test_members_alone_and_an_instance_with_a_dataset_get_the_common_time_too(
    client: httpx.AsyncClient,
) -> None:
    """§5.5.12, 5.6.17.4: the value stays, the other instance stays."""
    one = {"value": 1, "observedAt": EARLY}
    base = await made(client, a=one, b=[one, {**one, "datasetId": "urn:x:b"}])
    fragment = {"a": {"unitCode": "MTR"}, "b": [{"value": 2, "datasetId": "urn:x:b"}]}
    told = await merged(client, base, fragment, observedAt=LATE)
    assert (told["a"]["value"], told["a"]["unitCode"], told["a"]["observedAt"]) == (1, "MTR", LATE)
    assert {(b.get("datasetId"), b["value"], b["observedAt"]) for b in told["b"]} == {
        (None, 1, EARLY), ("urn:x:b", 2, LATE),
    }  # fmt: skip


async def test_the_common_time_is_an_instant_of_the_history(client: httpx.AsyncClient) -> None:
    """Of a month, too, that nothing else of the request or of the present names."""
    base = await made(client, a={"value": 1, "observedAt": EARLY})
    await merged(client, base, {"a": 2}, observedAt="2026-06-03T08:00:00Z")
    told = (await client.get(f"/temporal{base}?options=temporalValues&timerel=after&timeAt=2026-01-01T00:00:00Z")).json()  # fmt: skip
    assert sorted(value for value, _ in told["a"]["values"]) == [1, 2]


@pytest.mark.parametrize("given", [
    "Ba Cu St", {"value": "Ba Cu St"}, {"type": "Property", "value": "Ba Cu St", "lang": "en"}, ["Ba Cu St", "St of Ba Cu"],
])  # fmt: skip
async def test_a_text_replaces_the_one_language_and_the_others_stay(
    client: httpx.AsyncClient, given: Any
) -> None:
    """§5.6.17.4, table 6.5.3.4-1: a string or an array of strings; also as it was told when asked for in one language."""
    base = await made(client, name={"languageMap": STREETS}, road="a")
    told = await merged(client, base, {"name": given, "road": "b"}, lang="en")
    text = given["value"] if isinstance(given, dict) else given
    assert told["name"] == {"type": "LanguageProperty", "languageMap": {**STREETS, "en": text}}
    assert (told["road"]["type"], told["road"]["value"]) == ("Property", "b")


async def test_a_new_language_is_added_and_capitals_make_no_other(client: httpx.AsyncClient) -> None:
    """RFC 7396, RFC 5646 §2.1.1."""
    base = await made(client, name={"languageMap": STREETS})
    await merged(client, base, {"name": "Rue Ba Cu"}, lang="fr-CA")
    told = await merged(client, base, {"name": "Rue de Ba Cu"}, lang="FR-ca")
    assert told["name"]["languageMap"] == {**STREETS, "fr-CA": "Rue de Ba Cu"}


async def test_what_is_no_text_or_a_null_is_merged_as_without_a_language(client: httpx.AsyncClient) -> None:
    """§5.5.12."""
    base = await made(client, a={"languageMap": STREETS}, b={"languageMap": STREETS})
    told = await merged(client, base, {"a": {"value": 5}, "b": "urn:ngsi-ld:null"}, lang="en")
    assert (told["a"]["value"], "b" in told) == (5, False)


async def test_both_hold_together_and_for_this_request_alone(client: httpx.AsyncClient) -> None:
    """What shares a commit keeps its own words."""
    bases = [await made(client, name={"languageMap": STREETS, "observedAt": EARLY}) for _ in range(8)]
    tags = ["vi", "en", "fr", "de", "lo", "km", "ja", "ko"]
    told = await asyncio.gather(
        *(merged(client, base, {"name": tag}, lang=tag, observedAt=LATE) for base, tag in zip(bases, tags, strict=True))
    )  # fmt: skip
    assert [one["name"]["languageMap"] for one in told] == [{**STREETS, tag: tag} for tag in tags]
    assert {one["name"]["observedAt"] for one in told} == {LATE}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"observedAt": "yesterday"}, "time-malformed"), ({"observedAt": ""}, "time-malformed"),
        ({"observedAt": "2999-01-01T00:00:00Z"}, "observed-in-future"),
        ({"lang": "vi,en;q=0.5"}, "parameter-malformed"), ({"lang": ""}, "parameter-malformed"), ({"lang": "*"}, "parameter-malformed"),
    ],
)  # fmt: skip
async def test_no_time_and_no_language_is_refused_and_nothing_changes(
    client: httpx.AsyncClient, params: dict[str, str], code: str
) -> None:
    """§4.6.3, 6.3.2."""
    base = await made(client, a=1)
    refused = await client.patch(base, json={"a": 2}, params=params)
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert (await client.get(f"{base}?options=keyValues")).json()["a"] == 1


async def test_other_writes_take_neither(client: httpx.AsyncClient) -> None:
    """§6.3.20, tables 6.5.3.3-1 and 6.31.3.1-1: a batch and a replacement name no such parameter."""
    for params in ({"observedAt": LATE}, {"lang": "vi"}):
        for answer in (
            await client.post("/entityOperations/merge", json=[{"id": "urn:x:y", "a": 1}], params=params),
            await client.put("/entities/urn:x:y", json={"type": "Street"}, params=params),
        ):
            assert (answer.status_code, answer.json()["code"]) == (400, "parameter-unknown")


async def test_an_object_is_merged_member_by_member_and_a_null_takes_one_away(
    client: httpx.AsyncClient,
) -> None:
    """§5.5.12, example 2, and deeper; a list or a number replaces, and is replaced; a null of what is not there is nothing."""
    home = {"street": "Ba Cu", "city": "Vũng Tàu", "country": "VN", "of": {"x": 1, "y": [1, 2]}}
    base = await made(
        client, a={"type": "Property", "value": home, "unitCode": "C62"}, b={"value": {"m": 1}}, c=5
    )
    given = {"street": "Lê Lợi", "country": NULL, "no": NULL, "of": {"y": [3], "z": {"w": 2, "v": NULL}}}
    told = await merged(client, base, {"a": {"value": given}, "b": [7], "c": {"value": {"n": 1, "o": NULL}}, "d": {"value": {"e": NULL}}})  # fmt: skip
    assert told["a"]["value"] == {
        "street": "Lê Lợi",
        "city": "Vũng Tàu",
        "of": {"x": 1, "y": [3], "z": {"w": 2}},
    }
    assert told["a"]["unitCode"] == "C62"
    assert [told[name]["value"] for name in "bcd"] == [[7], {"n": 1}, {}]


async def test_languages_and_json_are_merged_and_the_last_language_ends_the_attribute(
    client: httpx.AsyncClient,
) -> None:
    """§4.5.18, 4.5.24, 5.5.12; a JSON null is a value. Capitals make no other language."""
    both, json = {"languageMap": STREETS}, {"type": "JsonProperty", "json": {"k": 1, "l": {"m": 2}}}
    base = await made(client, a=both, b=both, j=json)
    fragment = {
        "a": {"languageMap": {"EN": NULL, "fr": "Rue"}}, "b": {"languageMap": {"vi": NULL, "en": NULL}}, "j": {"json": {"k": None, "l": {"m": NULL}}},
    }  # fmt: skip
    told = await merged(client, base, fragment)
    assert told["a"]["languageMap"] == {"vi": STREETS["vi"], "fr": "Rue"}
    assert ("b" in told, told["j"]["json"]) == (False, {"k": None, "l": {}})


async def test_sub_attributes_are_merged_as_deep(client: httpx.AsyncClient) -> None:
    """§5.5.12: their values and members; a null ends one."""
    sub = {
        "type": "Property",
        "value": {"x": 1, "y": 2},
        "unitCode": "C62",
        "deep": {"type": "Property", "value": 1},
    }
    base = await made(client, a={"value": 1, "s": sub, "gone": {"object": "urn:x:y"}})
    told = await merged(client, base, {"a": {"s": {"value": {"y": NULL, "z": 3}}, "gone": {"object": NULL}, "n": 4}})  # fmt: skip
    assert (told["a"]["value"], told["a"]["n"]["value"], "gone" in told["a"]) == (1, 4, False)
    assert told["a"]["s"] == {**sub, "value": {"x": 1, "z": 3}}
    told = await merged(client, base, {"a": {"s": {"unitCode": "P1"}}})
    assert told["a"]["s"] == {**sub, "value": {"x": 1, "z": 3}, "unitCode": "P1"}


async def test_a_batch_merges_as_deep_and_others_replace(client: httpx.AsyncClient) -> None:
    """§5.6.20; §5.5.8: a partial update replaces a value whole. Half a geometry is none."""
    base = await made(client, a={"value": {"x": 1, "y": 2}}, place={"type": "Point", "coordinates": [107, 10], "bbox": [107, 10, 107, 10]})  # fmt: skip
    urn = base.removeprefix("/entities/")
    place = {"type": "Point", "coordinates": [108, 11]}
    answer = await client.post("/entityOperations/merge", json=[{"id": urn, "a": {"value": {"x": NULL, "z": 3}}, "place": place}])  # fmt: skip
    assert answer.status_code == 204
    told = (await client.get(f"{base}?options=keyValues")).json()
    assert (told["a"], told["place"]) == ({"y": 2, "z": 3}, place)
    assert (await client.patch(f"{base}/attrs/a", json={"value": {"w": 1}})).status_code == 204
    assert (await client.get(f"{base}?options=keyValues")).json()["a"] == {"w": 1}


async def test_merges_that_come_together_lose_nothing(client: httpx.AsyncClient) -> None:
    """Also when one of them takes the last language away."""
    base = await made(client, a={"value": {}}, name={"languageMap": {"vi": "Ba Cu"}})
    await asyncio.gather(
        *(client.patch(base, json={"a": {"value": {f"m{n}": n}}}) for n in range(8)),
        client.patch(base, json={"name": {"languageMap": {"vi": NULL}}}),
        client.patch(base, json={"name": {"languageMap": {"en": "Ba Cu"}}}),
    )
    told = (await client.get(base)).json()
    assert told["a"]["value"] == {f"m{n}": n for n in range(8)}
    assert told["name"]["languageMap"] == {"en": "Ba Cu"}


KINDS: dict[str, Any] = {
    "property": {"value": "a"},
    "relationship": {"object": "urn:x:a"},
    "place": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.0, 10.0]}},
    "texts": {"languageMap": STREETS},
    "word": {"vocab": "Male"},
    "data": {"json": {"a": 1, "b": 2}},
    "listed": {"valueList": [1, 2]},
    "route": {"objectList": ["urn:x:a"]},
}
ALONE: dict[str, Any] = {
    "property": ["b"],
    "relationship": "urn:x:b",
    "place": {"type": "Point", "coordinates": [108.0, 11.0]},
    "word": "Female",
    "data": 5,
    "listed": [3, 4],
    "route": ["urn:x:b", "urn:x:c"],
}


@pytest.mark.parametrize(
    "params", [{}, {"options": "concise"}, {"options": "keyValues"}, {"format": "simplified"}]
)
async def test_a_value_told_alone_takes_the_kind_that_is_held(
    client: httpx.AsyncClient, params: dict[str, str]
) -> None:
    """§5.6.17.4, 5.6.20.4, one by one and in a batch (which has no `format`); what is new is a Property or a GeoProperty."""
    base = await made(client, **KINDS)
    given = {**ALONE, "new": 1, "newPlace": ALONE["place"]}
    await says_its_kind(client, base, await merged(client, base, given, **params))
    base = await made(client, **KINDS)
    fragment = {"id": base.removeprefix("/entities/"), **given}
    named = {"options": params.get("options", params.get("format", "normalized"))}
    answer = await client.post("/entityOperations/merge", json=[fragment], params=named)
    assert answer.status_code == 204, answer.text
    await says_its_kind(client, base, (await client.get(base)).json())


async def says_its_kind(client: httpx.AsyncClient, base: str, told: dict[str, Any]) -> None:
    kinds = {name: told[name]["type"] for name in (*KINDS, "new", "newPlace")}
    assert kinds == {
        "property": "Property", "relationship": "Relationship", "place": "GeoProperty", "texts": "LanguageProperty",
        "word": "VocabProperty", "data": "JsonProperty", "listed": "ListProperty", "route": "ListRelationship",
        "new": "Property", "newPlace": "GeoProperty",
    }  # fmt: skip
    values = (await client.get(f"{base}?options=keyValues")).json()
    assert (values["relationship"], values["word"], values["data"]) == (
        "urn:x:b",
        {"vocab": "Female"},
        {"json": 5},
    )
    assert told["route"]["objectList"] == [{"object": "urn:x:b"}, {"object": "urn:x:c"}]


async def test_key_values_say_which_language_and_objects_are_values(client: httpx.AsyncClient) -> None:
    """§4.5.4, table 6.5.3.4-1: an object is a value and no sub-attributes; kinds and datasets as key-values tell them."""
    base = await made(client, texts={"languageMap": STREETS}, home={"value": {"city": "Vũng Tàu"}}, n=[
        {"value": 1}, {"value": 2, "datasetId": "urn:x:n"},
    ])  # fmt: skip
    fragment = {
        "texts": "Ba Cu St", "home": {"street": "Ba Cu"}, "n": {"dataset": {"urn:x:n": 3, "@none": 4}},
        "word": {"vocab": "Male"}, "place": {"city": "x", "value": 5},
    }  # fmt: skip
    await merged(client, base, fragment, format="keyValues", lang="en")
    told = (await client.get(f"{base}?options=keyValues")).json()
    assert told["texts"] == {"languageMap": {**STREETS, "en": "Ba Cu St"}}
    assert told["home"] == {"city": "Vũng Tàu", "street": "Ba Cu"}
    assert told["n"] == {"dataset": {"@none": 4, "urn:x:n": 3}}
    assert (told["word"], told["place"]) == ({"vocab": "Male"}, {"city": "x", "value": 5})


@pytest.mark.parametrize(
    ("fragment", "params", "code"),
    [
        ({"relationship": "no address"}, {}, "relationship-not-a-uri"),
        ({"texts": "Ba Cu St"}, {}, "text-without-language"),
        ({"texts": 5}, {"lang": "en"}, "language-map-malformed"),
        ({"listed": 5}, {"options": "keyValues"}, "value-not-a-list"),
        ({"place": "there"}, {"format": "keyValues"}, "geometry-malformed"),
        ({"property": {"languageMap": STREETS}}, {"format": "simplified"}, "attribute-kind-differs"),
        (
            {"relationship": {"type": "Property", "value": 1}},
            {"format": "simplified"},
            "attribute-kind-differs",
        ),
        ({"unknown": {"unitCode": "CEL"}}, {}, "attribute-without-value"),
        ({"unknown": {"type": "Relationship", "note": 1}}, {}, "attribute-without-value"),
        ({"property": "b"}, {"format": "concise"}, "parameter-malformed"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    client: httpx.AsyncClient, fragment: dict[str, Any], params: dict[str, str], code: str
) -> None:
    """§5.6.17.4, table 6.5.3.4-1: 400, also for what tells no value and is new; the rest of the fragment waits with it."""
    base = await made(client, **KINDS)
    before = (await client.get(f"{base}?options=sysAttrs")).json()
    refused = await client.patch(
        base, json={"other": 1, "type": "Road", "scope": "/x", **fragment}, params=params
    )
    assert (refused.status_code, refused.json().get("code")) == (400, code)
    assert (await client.get(f"{base}?options=sysAttrs")).json() == before


async def test_a_batch_refuses_the_entity_whose_value_does_not_fit(client: httpx.AsyncClient) -> None:
    """§5.6.20.4: what an earlier one of the batch tells counts for a later one of the same entity."""
    good, bad = [(await made(client, **KINDS)).removeprefix("/entities/") for _ in range(2)]
    fragments = [
        {"id": bad, "relationship": "no address", "other": 1}, {"id": good, "new": {"object": "urn:x:a"}},
        {"id": good, "new": "urn:x:b"}, {"id": good, "new": {"unitCode": "C62"}},
    ]  # fmt: skip
    answer = await client.post("/entityOperations/merge", json=fragments)
    assert (answer.status_code, answer.json()["success"]) == (207, [good])
    assert [error["entityId"] for error in answer.json()["errors"]] == [bad]
    told = (await client.get(f"/entities/{good}")).json()
    assert (told["new"]["type"], told["new"]["object"]) == ("Relationship", "urn:x:b")
    assert "other" not in (await client.get(f"/entities/{bad}")).json()


async def test_words_told_alone_are_read_in_the_context_of_the_request(client: httpx.AsyncClient) -> None:
    """§5.5.7."""
    base = await made(client, word={"vocab": "Male"})
    body = {"https://uri.etsi.org/ngsi-ld/default-context/word": "Female", "@context": {"Female": "https://example.org/Female"}}  # fmt: skip
    answer = await client.patch(base, json=body, headers={"Content-Type": "application/ld+json"})
    assert answer.status_code == 204, answer.text
    assert (await client.get(base)).json()["word"]["vocab"] == "https://example.org/Female"
