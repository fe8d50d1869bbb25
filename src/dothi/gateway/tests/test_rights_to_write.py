"""What a key may write by scope and attribute: over every writing door, in single requests (403) and batches (207)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import psycopg
import pytest

from dothi.gateway.tests.conftest import caller
from dothi.gateway.tests.test_rights import Right, narrow_key

AIR = Right("air", "", attributes=("pm25", "secret"))
NORTH = Right("north", "", scopes=("/City/North/#",))
LATER = "2026-10-02T08:00:00Z"


def urn(name: str) -> str:
    return f"urn:ngsi-ld:Station:{name}"


def value(number: Any, at: str | None = None) -> dict[str, Any]:
    """Without a time of its own it is a value of now, however often a test has told it."""
    return {"type": "Property", "value": number, **({"observedAt": at} if at else {})}


def entity(part: str, scope: Any = None, **attributes: Any) -> dict[str, Any]:
    found = {"id": urn(part), "type": "Station", **{k: value(v) for k, v in attributes.items()}}
    return {**found, "scope": scope} if scope else found


@pytest.fixture
async def air(door: Any, committed_db: str) -> AsyncIterator[httpx.AsyncClient]:
    """Sees pm25 and secret, writes pm25 and no2."""
    async with caller(door, await narrow_key(committed_db, AIR, "write", ("pm25", "no2"))) as opened:
        yield opened


@pytest.fixture
async def north(door: Any, committed_db: str) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(door, await narrow_key(committed_db, NORTH, "write")) as opened:
        yield opened


@pytest.fixture(autouse=True)
async def stations(client: httpx.AsyncClient) -> None:
    await begin(client)


async def begin(client: httpx.AsyncClient) -> None:
    """The stations as every test finds them."""
    await client.post(
        "/entityOperations/delete",
        json=[urn(n) for n in ("mixed", "own", "in", "out", "both", "bare", "new")],
    )
    await client.delete(
        f"/temporal/entities/{urn('new')}"
    )  # an id with a history would not be free for every key
    sent = [
        entity("mixed", pm25=1, secret=2, name="x"),
        entity("own", pm25=1),
        entity("in", "/City/North/A", pm25=1),
        entity("out", "/City/South", pm25=1),
        entity("both", ["/City/North", "/City/South"], pm25=1),
        entity("bare", pm25=1),
    ]
    assert (await client.post("/entityOperations/create", json=sent)).status_code == 201


async def whole(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get("/entities?type=Station&options=keyValues&limit=100")
    return {one["id"].rpartition(":")[2]: one for one in answer.json()}


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "") if answer.content else ""


FOREIGN, ENDS = (403, "key-outside-attribute"), (403, "key-ends-attributes")
_ONE = f"/entities/{urn('mixed')}"
_PAST = f"/temporal{_ONE}"


BY_ATTRIBUTE = [
        ("POST", "/entities", entity("new", pm25=1, secret=1), FOREIGN),
        ("POST", "/entities", entity("new", pm25=1, no2=1), (201, "")),
        ("POST", f"{_ONE}/attrs", {"secret": value(3)}, FOREIGN),
        ("POST", f"{_ONE}/attrs", {"pm25": value(3)}, (204, "")),
        ("POST", f"{_ONE}/attrs?options=noOverwrite", {"secret": value(3)}, FOREIGN),  # it would say that it is there
        ("PATCH", f"{_ONE}/attrs", {"pm25": value(3), "name": value("y")}, FOREIGN),
        ("PATCH", f"{_ONE}/attrs/secret", value(3), FOREIGN),
        ("PATCH", f"{_ONE}/attrs/never", value(3), FOREIGN),  # the same for what is not there
        ("PATCH", f"{_ONE}/attrs/pm25", {"value": 3}, (204, "")),
        ("PUT", f"{_ONE}/attrs/name", value("y"), FOREIGN),
        ("PUT", f"{_ONE}/attrs/pm25", value(4), (204, "")),
        ("DELETE", f"{_ONE}/attrs/secret", None, FOREIGN),
        ("DELETE", f"{_ONE}/attrs/secret?deleteAll=true", None, FOREIGN),
        ("DELETE", f"{_ONE}/attrs/pm25", None, (204, "")),
        ("PATCH", _ONE, {"secret": "urn:ngsi-ld:null"}, FOREIGN),
        ("PATCH", _ONE, {"pm25": value(5)}, (204, "")),
        ("PATCH", _ONE, {"scope": "/Elsewhere"}, FOREIGN),
        ("PATCH", _ONE, {"type": "Foreign", "pm25": value(5)}, FOREIGN),
        ("PUT", _ONE, {"type": "Station", "pm25": value(5)}, ENDS),
        ("DELETE", _ONE, None, ENDS),
        ("DELETE", f"/entities/{urn('own')}", None, (204, "")),
        ("PUT", f"/entities/{urn('own')}", {"type": "Station", "no2": value(5)}, (204, "")),
        ("POST", "/temporal/entities", {"id": urn("own"), "type": "Station", "secret": [value(1)]}, FOREIGN),
        ("POST", f"{_PAST}/attrs", {"secret": [value(1, LATER)]}, FOREIGN),
        ("POST", f"{_PAST}/attrs", {"pm25": [value(7, LATER)]}, (204, "")),
        ("DELETE", f"{_PAST}/attrs/secret?deleteAll=true", None, FOREIGN),
        ("DELETE", f"{_PAST}/attrs/pm25?deleteAll=true", None, (204, "")),
        ("DELETE", _PAST, None, ENDS),
]  # fmt: skip


async def test_attributes_in_single_requests(client: httpx.AsyncClient, air: httpx.AsyncClient) -> None:
    for one in BY_ATTRIBUTE:
        found = await answered(client, air, *one)
        kept = {k: v for k, v in found.get("mixed", {}).items() if k in ("secret", "name")}
        assert kept == {"secret": 2, "name": "x"}, one


async def answered(
    client: httpx.AsyncClient,
    narrow: httpx.AsyncClient,
    method: str,
    path: str,
    body: Any,
    expected: tuple[int, str],
) -> dict[str, Any]:
    """What stands after a request: changed when it was allowed, else as before."""
    before = await whole(client)
    answer = await narrow.request(method, path, json=body)
    assert code(answer) == expected, (method, path, answer.text)
    after = await whole(client)
    assert (after == before) is (expected[0] > 400), (method, path)
    if after != before:
        await begin(client)
    return after


async def test_instances_of_foreign_attributes_stay(
    client: httpx.AsyncClient, air: httpx.AsyncClient
) -> None:
    for name, status in (("secret", 403), ("pm25", 204)):
        found = (await client.get(f"{_PAST}?attrs={name}")).json()[name][0]["instanceId"]
        path = f"{_PAST}/attrs/{name}/{found}"
        assert (await air.patch(path, json=value(9))).status_code == status
        found = (await client.get(f"{_PAST}?attrs={name}")).json()[name][0]["instanceId"]
        assert (await air.delete(f"{_PAST}/attrs/{name}/{found}")).status_code == status
    assert (await client.get(f"{_PAST}?attrs=secret&options=temporalValues")).json()["secret"]["values"][0][
        0
    ] == 2


async def test_a_deleted_attribute_is_not_taken_out_of_history(
    client: httpx.AsyncClient, air: httpx.AsyncClient
) -> None:
    """Deleting the entity's whole history would end what the key may not write, also when that ended long ago."""
    await client.post(f"/entities/{urn('own')}/attrs", json={"secret": value(1)})
    assert (await client.delete(f"/entities/{urn('own')}/attrs/secret")).status_code == 204
    assert code(await air.delete(f"/temporal/entities/{urn('own')}")) == ENDS
    assert (await air.delete(f"/entities/{urn('own')}")).status_code == 204  # its history stays


async def test_batches_name_exactly_the_bad_ones(client: httpx.AsyncClient, air: httpx.AsyncClient) -> None:
    sent = [entity("mixed", secret=9), entity("own", pm25=9), entity("bare", pm25=9, name="z")]
    for one in sent:
        one["pm25"] = value(9)
    answer = await air.post("/entityOperations/upsert?options=update", json=sent)
    told = {one["entityId"]: one["error"] for one in answer.json()["errors"]}
    assert answer.status_code == 207
    assert answer.json()["success"] == [urn("own")]
    assert {key: one["attributes"] for key, one in told.items()} == {
        urn("mixed"): "secret",
        urn("bare"): "name",
    }
    assert [one["pm25"] for one in (await whole(client)).values() if one["pm25"] == 9] == [9]
    for path, body in (
        (
            "/entityOperations/upsert",
            [{**one, "no2": value(1)} for one in (entity("mixed", pm25=8), entity("own", pm25=8))],
        ),
        ("/entityOperations/delete", [urn("mixed"), urn("own")]),
    ):
        answer = await air.post(path, json=body)
        assert answer.status_code == 207, answer.text
        assert [(one["entityId"], one["error"]["code"]) for one in answer.json()["errors"]] == [
            (urn("mixed"), ENDS[1])
        ]


async def test_purging_ends_nothing_foreign(client: httpx.AsyncClient, air: httpx.AsyncClient) -> None:
    answer = await air.request("DELETE", "/entities?type=Station&drop=secret,pm25")
    assert {one["entityId"] for one in answer.json()["errors"]} == {urn("mixed")}
    assert set(answer.json()["success"]) == {urn(name) for name in ("own", "in", "out", "both", "bare")}
    answer = await air.request("DELETE", "/entities?type=Station")
    assert {one["error"]["code"] for one in answer.json()["errors"]} == {ENDS[1]}
    assert set(await whole(client)) == {"mixed"}


GONE, OUTSIDE = (404, "entity-does-not-exist"), (403, "key-outside-scope")


BY_SCOPE = [
        ("POST", "/entities", entity("new", pm25=1), OUTSIDE),
        ("POST", "/entities", entity("new", "/City/South", pm25=1), OUTSIDE),
        ("POST", "/entities", entity("new", ["/City/North", "/City/South"], pm25=1), OUTSIDE),
        ("POST", "/entities", entity("new", "/City/Northern", pm25=1), OUTSIDE),
        ("POST", "/entities", entity("new", ["/City/North", "/City/North/B/c"], pm25=1), (201, "")),
        ("PATCH", f"/entities/{urn('in')}/attrs/pm25", {"value": 2}, (204, "")),
        ("PATCH", f"/entities/{urn('in')}", {"scope": "/City/South"}, OUTSIDE),
        ("PATCH", f"/entities/{urn('in')}", {"scope": "/City/North"}, (204, "")),
        ("POST", f"/entities/{urn('in')}/attrs?options=noOverwrite", {"scope": "/City/South"}, OUTSIDE),
        ("DELETE", f"/entities/{urn('in')}/attrs/scope", None, OUTSIDE),
        ("PUT", f"/entities/{urn('in')}", {"type": "Station", "scope": "/City/South", "pm25": value(5)}, OUTSIDE),
        ("DELETE", f"/entities/{urn('in')}", None, (204, "")),
        ("PATCH", f"/entities/{urn('both')}/attrs/pm25", {"value": 2}, OUTSIDE),  # it belongs to others, too
        ("DELETE", f"/entities/{urn('both')}", None, OUTSIDE),
        ("PATCH", f"/entities/{urn('out')}/attrs/pm25", {"value": 2}, GONE),
        ("PATCH", f"/entities/{urn('out')}", {"scope": "/City/North"}, GONE),  # nor made one's own
        ("PATCH", f"/entities/{urn('bare')}", {"scope": "/City/North"}, GONE),
        ("DELETE", f"/entities/{urn('out')}", None, GONE),
        ("DELETE", f"/temporal/entities/{urn('out')}", None, GONE),
        ("DELETE", f"/temporal/entities/{urn('out')}/attrs/pm25", None, GONE),
]  # fmt: skip


async def test_scopes_in_single_requests(client: httpx.AsyncClient, north: httpx.AsyncClient) -> None:
    for one in BY_SCOPE:
        await answered(client, north, *one)


async def test_scopes_in_batches(client: httpx.AsyncClient, north: httpx.AsyncClient) -> None:
    sent = [
        entity("in", pm25=9),
        entity("out", "/City/North", pm25=9),
        entity("new", pm25=9),
        entity("in", "/Port", pm25=9),
    ]
    for one in sent:
        one["pm25"] = value(9)
    answer = await north.post("/entityOperations/upsert?options=update", json=sent)
    errors = [(one["entityId"], one["error"]["code"]) for one in answer.json()["errors"]]
    assert errors == [(urn("out"), GONE[1]), (urn("new"), OUTSIDE[1]), (urn("in"), OUTSIDE[1])]
    found = await whole(client)
    assert (found["in"]["pm25"], found["in"]["scope"], found["out"]["pm25"]) == (9, "/City/North/A", 1)


async def test_a_key_without_limits_asks_the_database_nothing_more(
    client: httpx.AsyncClient, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statements of the hot path are those of before: what limits need is looked up only for them."""
    from dothi.entities.store.job import Job

    asked: list[str] = []
    run = Job.run

    async def noted(job: Job, statement: str, **values: Any) -> Any:
        asked.append(statement)
        return await run(job, statement, **values)

    monkeypatch.setattr(Job, "run", noted)
    assert (await client.patch(f"{_ONE}/attrs/pm25", json={"value": 7})).status_code == 204
    assert not {"scopes_of_entities", "keys_of_entities"} & set(asked)


async def test_the_problem_speaks_both_languages(air: httpx.AsyncClient) -> None:
    for language, words in (
        ("vi", "không được ghi các thuộc tính"),
        ("en", "may not write these attributes"),
    ):
        answer = await air.patch(f"{_ONE}/attrs/secret", json=value(3), headers={"Accept-Language": language})
        assert words in answer.json()["detail"]
        assert answer.json()["attributes"] == "secret"


async def test_mqtt_is_closed_to_what_no_subject_can_tell(committed_db: str) -> None:
    from dothi.accounts.keys import find_bearer
    from dothi.streams.subjects import allowed

    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        for right, written, closed in (
            (AIR, ("pm25",), True),
            (NORTH, None, True),
            (Right("free", ""), None, False),
        ):
            key = await find_bearer(connection, await narrow_key(committed_db, right, "device", written))
            assert key is not None
            assert (allowed(key) == []) is closed
            assert (
                allowed(replace(key, tenants=frozenset({"hue"}))) == []
            )  # what comes is of the default tenant


async def test_a_value_that_does_not_fit_tells_nothing_of_what_is_out_of_reach(
    client: httpx.AsyncClient, north: httpx.AsyncClient
) -> None:
    """§5.6.17.4 gives it the kind that is held: who may not see the attribute is not told that it has another."""
    for part in ("in", "out"):
        await client.post(f"/entities/{urn(part)}/attrs", json={"owner": {"object": "urn:x:a"}})
    answers = [
        await north.patch(f"/entities/{urn(part)}", json={"owner": "nobody"}) for part in ("in", "out")
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (400, "relationship-not-a-uri"), (404, "entity-does-not-exist"),
    ]  # fmt: skip
