"""What packs declare is told to who sends: doubts in a header (CIM 009 §6.3.17), refusals as problems with path and reason."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
import psycopg
import pytest

from dothi.entities.store import judging

SCHEMA = {
    "title": "WaterMeter",
    "properties": {
        "volume": {"type": "number", "minimum": 0, "x-unitCode": "MTQ"},
        "at": {"type": "object", "required": ["street"]},
    },
}


async def _declare(url: str, judgement: int) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            "insert into entities_declared_type (short, pack, version, owner, licence, schema, judgement, declared_at)"
            " values ('WaterMeter', 'water', '1.0.0', '', '', %s, %s, now())"
            " on conflict (short) do update set judgement = excluded.judgement",
            [msgspec.json.encode(SCHEMA).decode(), judgement],
        )
    judging.forget()


def _meter(number: int, value: Any, unit: str = "MTQ") -> dict[str, Any]:
    volume = {"type": "Property", "value": value, "unitCode": unit}
    return {"id": f"urn:ngsi-ld:WaterMeter:{number}", "type": "WaterMeter", "volume": volume}


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("MTQ", None),
        ("CEL", "cannot measure"),
        ("m³", "no code of"),
        ('"\r\nX: 1', "no code of"),
        ("LTR", "not the unit"),
    ],
)
async def test_a_doubtful_unit_is_told_in_a_header(
    client: httpx.AsyncClient, committed_db: str, unit: str, words: str | None
) -> None:
    await _declare(committed_db, 0)
    await client.delete("/entities/urn:ngsi-ld:WaterMeter:1")
    answer = await client.post("/entities", json=_meter(1, 3, unit))
    assert answer.status_code == 201
    assert "x" not in answer.headers
    told = answer.headers.get("ngsild-warning")
    assert told is None if words is None else told.startswith('199 dothi "') and words in told
    if unit == "CEL":  # without a type in the body, and in a batch
        patched = await client.patch(
            "/entities/urn:ngsi-ld:WaterMeter:1/attrs/volume", json={"value": 4, "unitCode": "CEL"}
        )
        assert "cannot measure volume" in patched.headers["ngsild-warning"]
        many = await client.post(
            "/entityOperations/upsert", json=[_meter(1, 5), _meter(2, 5, "CEL"), _meter(3, 5, "CEL")]
        )
        assert many.headers.get_list("ngsild-warning") == [
            '199 dothi "unitCode CEL cannot measure volume of WaterMeter"'
        ]


async def test_a_refused_value_is_a_problem_with_path_and_reason(
    client: httpx.AsyncClient, committed_db: str
) -> None:
    await _declare(committed_db, 2)
    answer = await client.post("/entities", json=_meter(9, -1), headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    problem = answer.json()
    assert (problem["code"], problem["path"], problem["keyword"]) == (
        "value-against-schema",
        "volume",
        "minimum",
    )
    assert "at least" in problem["detail"]
    vietnamese = await client.post("/entities", json=_meter(9, -1), headers={"Accept-Language": "vi"})
    assert "phải từ" in vietnamese.json()["detail"]
    assert (await client.get("/entities/urn:ngsi-ld:WaterMeter:9")).status_code == 404


async def test_a_batch_lists_exactly_the_refused_ones(client: httpx.AsyncClient, committed_db: str) -> None:
    await _declare(committed_db, 2)
    sent = [_meter(number, -1 if number == 23 else 1) for number in range(20, 26)]
    answer = await client.post("/entityOperations/create", json=sent)
    assert answer.status_code == 207
    assert [error["entityId"] for error in answer.json()["errors"]] == ["urn:ngsi-ld:WaterMeter:23"]
    assert len(answer.json()["success"]) == 5


async def test_a_flagged_value_says_so_when_it_is_read(client: httpx.AsyncClient, committed_db: str) -> None:
    await _declare(committed_db, 1)
    answer = await client.post("/entities", json=_meter(30, -1))
    assert answer.status_code == 201
    assert "stored as suspect" in answer.headers["ngsild-warning"]
    told = (await client.get("/entities/urn:ngsi-ld:WaterMeter:30")).json()
    assert told["volume"]["quality"] == {"type": "Property", "value": "suspect"}


async def test_of_a_merge_the_whole_object_is_judged(client: httpx.AsyncClient, committed_db: str) -> None:
    """§5.5.12: a part of an object lacks nothing that is held; what takes it away is refused."""
    await _declare(committed_db, 2)
    meter = "/entities/urn:ngsi-ld:WaterMeter:9"
    made = await client.post(
        "/entities", json={**_meter(9, 3), "at": {"value": {"street": "Ba Cu", "no": 1}}}
    )
    assert made.status_code == 201, made.text
    assert (await client.patch(meter, json={"at": {"value": {"no": 2}}})).status_code == 204
    refused = await client.patch(meter, json={"at": {"value": {"street": "urn:ngsi-ld:null"}}})
    assert (refused.status_code, refused.json()["code"]) == (400, "value-against-schema")
    assert (await client.get(f"{meter}?options=keyValues")).json()["at"] == {"street": "Ba Cu", "no": 2}
