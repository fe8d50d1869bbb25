"""Values are judged by what packs declare: units by Recommendation 20, values by the type's JSON Schema."""

from __future__ import annotations

from typing import Any

import msgspec
import psycopg
import pytest

from dothi.entities.core.normalize import normalize, normalize_many
from dothi.entities.core.rows import Mode, Quality
from dothi.entities.store import judging
from dothi.entities.store.complaints import Fault
from dothi.entities.store.job import Written
from dothi.entities.store.write import write_batch
from dothi.kernel.origin import Origin

Connection = psycopg.AsyncConnection[Any]
URN = "urn:ngsi-ld:WaterMeter:1"
AT = "2026-11-20T03:00:00Z"
SCHEMA = {
    "title": "WaterMeter",
    "type": "object",
    "required": ["id", "type", "volume"],
    "properties": {
        "id": {"type": "string"},
        "type": {"const": "WaterMeter"},
        "volume": {"type": "number", "minimum": 0, "x-unitCode": "MTQ"},
        "state": {"enum": ["ok", "leaking"]},
    },
}


async def _declare(connection: Connection, judgement: int) -> None:
    await connection.execute(
        "truncate entities_declared_type, entities_complaint, entities_entity, entities_attribute, entities_history"
    )
    await connection.execute(
        "insert into entities_declared_type (short, pack, version, owner, licence, schema, judgement, declared_at)"
        " values ('WaterMeter', 'water', '1.0.0', '', '', %s, %s, now())",
        [msgspec.json.encode(SCHEMA).decode(), judgement],
    )
    judging.forget()


async def _write(connection: Connection, *entities: dict[str, Any], mode: Mode = Mode.UPSERT) -> Written:
    batch, refused = normalize_many(list(entities), mode=mode)
    assert not refused
    return await write_batch(connection, batch, origin=Origin.LIVE, source="http:meter")


def _volume(value: Any, unit: str | None = None) -> dict[str, Any]:
    told = {"type": "Property", "value": value, "observedAt": AT, **({"unitCode": unit} if unit else {})}
    return {"id": URN, "type": "WaterMeter", "volume": told}


async def _complaints(connection: Connection) -> list[tuple[Any, ...]]:
    cursor = await connection.execute(
        "select s.name, c.type, c.attribute, c.fault, c.detail, c.times, c.example from entities_complaint c"
        " join entities_source s on s.id = c.source_id order by c.fault, c.detail"
    )
    return await cursor.fetchall()


@pytest.mark.parametrize(
    ("unit", "fault"),
    [
        ("MTQ", None),
        ("LTR", Fault.UNIT_DIFFERS),
        ("CEL", Fault.UNIT_QUANTITY),
        ("m3", Fault.UNIT_UNKNOWN),
    ],
)
async def test_a_doubted_unit_is_stored_and_listed(
    connection: Connection, unit: str, fault: Fault | None
) -> None:
    await _declare(connection, 0)
    written = await _write(connection, _volume(3.5, unit))
    assert written.recorded == 1
    assert [one.fault for one in written.complaints] == ([] if fault is None else [fault])
    expected = [] if fault is None else [("http:meter", "WaterMeter", "volume", fault, unit, 1, URN)]
    assert await _complaints(connection) == expected


async def test_complaints_are_counted_not_piled_up(connection: Connection) -> None:
    await _declare(connection, 0)
    for value in (1.0, 2.0, 3.0):
        await _write(connection, {**_volume(value, "m3"), "id": f"{URN}{value}"})
    # without a type in the body the entity's own type is what counts
    await _write(connection, {"id": f"{URN}1.0", "volume": {"value": 4, "unitCode": "CEL"}}, mode=Mode.UPDATE)
    assert [row[3:6] for row in await _complaints(connection)] == [(1, "m3", 3), (2, "CEL", 1)]


async def test_a_value_outside_the_schema_is_flagged(connection: Connection) -> None:
    await _declare(connection, 1)
    written = await _write(
        connection,
        {
            **_volume(-2),
            "state": {"type": "Property", "value": "odd"},
            "other": {"type": "Property", "value": 1},
        },
    )
    assert not written.refused
    cursor = await connection.execute(
        "select t.short, a.quality from entities_attribute a join entities_term t on t.id = a.term_id order by 1"
    )
    assert await cursor.fetchall() == [
        ("other", Quality.UNKNOWN),
        ("state", Quality.SUSPECT),
        ("volume", Quality.SUSPECT),
    ]
    assert [(row[2], row[4]) for row in await _complaints(connection)] == [
        ("state", "state enum ok, leaking"),
        ("volume", "volume minimum 0"),
    ]
    assert (await _write(connection, _volume(-2))).recorded == 0  # the same again is a repeat


async def test_a_value_outside_the_schema_is_refused_and_only_it(connection: Connection) -> None:
    await _declare(connection, 2)
    bad = {**_volume(-2), "id": f"{URN}bad"}
    written = await _write(connection, _volume(2), bad)
    assert list(written.refused) == [1]
    error = written.refused[1]
    assert (error.code, error.fields["path"], error.fields["keyword"]) == (
        "value-against-schema",
        "volume",
        "minimum",
    )
    cursor = await connection.execute("select urn from entities_entity")
    assert await cursor.fetchall() == [(URN,)]
    assert [row[3:6] for row in await _complaints(connection)] == [(Fault.REFUSED, "volume minimum 0", 1)]


async def test_what_must_be_there_is_asked_of_whole_entities_only(connection: Connection) -> None:
    await _declare(connection, 2)
    state = {"id": URN, "type": "WaterMeter", "state": {"type": "Property", "value": "ok"}}
    assert (await _write(connection, state, mode=Mode.CREATE)).refused[0].fields["path"] == "volume"
    assert not (await _write(connection, _volume(1), mode=Mode.CREATE)).refused
    assert not (await _write(connection, {"id": URN, "state": {"value": "ok"}}, mode=Mode.UPDATE)).refused


async def test_a_type_in_the_same_batch_counts_for_what_follows(connection: Connection) -> None:
    await _declare(connection, 2)
    batch = normalize([_volume(1), {"id": URN, "volume": {"value": -1}}])
    written = await write_batch(connection, batch, origin=Origin.LIVE, source="http:meter")
    assert list(written.refused) == [1]
