"""Writing: idempotent repeats, corrections, late values, modes, concurrent writers – over real connections."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import msgspec
import psycopg
import pytest

from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Batch, Fragment, Mode, Writer
from dothi.entities.store.changes import changes
from dothi.entities.store.write import Written, write_batch
from dothi.kernel.errors import Conflict, NotFound
from dothi.kernel.origin import Origin

AT = "2026-11-01T08:00:00Z"
LATER = "2026-11-01T09:00:00Z"


def plain(found: Any) -> Any:
    """As a reader of the JSON sees it."""
    return msgspec.json.decode(msgspec.json.encode(found))


def station(urn: str, value: Any = 25.5, at: str | None = AT, **more: Any) -> dict[str, Any]:
    pm25: dict[str, Any] = {"type": "Property", "value": value, "unitCode": "GQ"}
    if at:
        pm25["observedAt"] = at
    return {"id": urn, "type": "AirQualityObserved", "pm25": pm25, **more}


async def write(connection: Any, *payloads: dict[str, Any], mode: Mode = Mode.UPSERT) -> Written:
    return await write_batch(
        connection, normalize(list(payloads), mode=mode), origin=Origin.LIVE, source="test"
    )


async def current(connection: Any, urn: str, name: str = "pm25") -> tuple[Any, ...]:
    cursor = await connection.execute(
        "select num, txt, json, observed_at, a.revision from entities_attribute a join entities_entity e on e.id = entity_id"
        " join entities_term t on t.id = term_id where urn = %s and short = %s", [urn, name])  # fmt: skip
    return await cursor.fetchone()


async def told(connection: Any, urn: str) -> list[tuple[Any, ...]]:
    cursor = await connection.execute(
        "select num, observed_at, revision from entities_history h join entities_entity e on e.id = entity_id"
        " where urn = %s order by observed_at, revision", [urn])  # fmt: skip
    return await cursor.fetchall()


async def test_a_value_is_current_and_in_history(connection: Any) -> None:
    written = await write(connection, station("urn:x:first"))
    assert written.created == ["urn:x:first"]
    assert written.changed == [0]
    assert written.flush_id
    assert written.tx
    assert (await current(connection, "urn:x:first"))[0] == 25.5
    assert [row[0] for row in await told(connection, "urn:x:first")] == [25.5]


async def test_a_repeat_changes_nothing(connection: Any) -> None:
    await write(connection, station("urn:x:repeat", name="Trạm 1"))
    again = await write(connection, station("urn:x:repeat"))
    assert again.changed == []
    assert again.created == []
    assert again.recorded == 0
    assert len([row for row in await told(connection, "urn:x:repeat") if row[0] is not None]) == 1


async def test_a_repeat_after_an_end_is_recorded_once(connection: Any) -> None:
    """What counts again counts from a known time on: a revision says so, whose value is the old one."""
    first = await write(connection, station("urn:x:back", 25), station("urn:x:back", 25))
    assert first.recorded == 1
    await write(connection, {"id": "urn:x:back", "type": "AirQualityObserved"}, mode=Mode.DELETE)
    back = await write(connection, station("urn:x:back", 25), station("urn:x:back", 25))
    assert (back.recorded, back.changed, back.created) == (1, [1], ["urn:x:back"])
    again = await write(connection, station("urn:x:back", 25))
    assert (again.recorded, again.changed) == (0, [])
    assert [row[0] for row in await told(connection, "urn:x:back")] == [25, 25, None]


async def test_another_value_for_the_same_instant_is_a_correction(connection: Any) -> None:
    await write(connection, station("urn:x:correct", 25))
    corrected = await write(connection, station("urn:x:correct", 27))
    assert corrected.changed == [0]
    assert corrected.recorded == 1
    assert [(row[0], row[2]) for row in await told(connection, "urn:x:correct")] == [(25, 0), (27, 1)]
    assert (await current(connection, "urn:x:correct"))[0] == 27
    await write(connection, station("urn:x:correct", 27))
    assert len(await told(connection, "urn:x:correct")) == 2


async def test_an_older_value_goes_to_history_only(connection: Any) -> None:
    await write(connection, station("urn:x:late", 30, LATER))
    late = await write(connection, station("urn:x:late", 10, AT))
    assert late.changed == []
    assert (await current(connection, "urn:x:late"))[0] == 30
    assert [row[0] for row in await told(connection, "urn:x:late")] == [10, 30]


async def test_a_correction_of_an_older_instant_leaves_the_current_state(connection: Any) -> None:
    await write(connection, station("urn:x:old", 10, AT), station("urn:x:old", 30, LATER))
    await write(connection, station("urn:x:old", 11, AT))
    assert (await current(connection, "urn:x:old"))[0] == 30
    assert [row[0] for row in await told(connection, "urn:x:old")] == [10, 11, 30]


async def test_one_batch_may_tell_many_instants_and_correct_itself(connection: Any) -> None:
    payloads = [station("urn:x:many", i, f"2026-10-{i + 1:02}T00:00:00Z") for i in range(20)]
    written = await write(connection, *payloads, station("urn:x:many", 99, "2026-10-20T00:00:00Z"))
    assert written.changed == [20]
    assert (await current(connection, "urn:x:many"))[0] == 99
    assert len(await told(connection, "urn:x:many")) == 21


async def test_without_observed_at_every_arrival_is_a_value(connection: Any) -> None:
    await write(connection, station("urn:x:arrival", 1, None))
    await write(connection, station("urn:x:arrival", 1, None))
    assert len(await told(connection, "urn:x:arrival")) == 2


async def test_every_kind_of_value_is_kept(connection: Any) -> None:
    payload = station(
        "urn:x:kinds", "text", name={"type": "LanguageProperty", "languageMap": {"vi": "Trạm", "en": "Station"}},
        open={"value": True}, seen={"value": {"@type": "DateTime", "@value": AT}}, tags={"value": ["a", "b"]},
        refBy={"object": "urn:x:y"}, location={"type": "Point", "coordinates": [107.08, 10.35]},
        level={"value": 3, "accuracy": {"value": 0.1}},
    )  # fmt: skip
    await write(connection, payload)
    assert (await current(connection, "urn:x:kinds"))[1] == "text"
    assert (await current(connection, "urn:x:kinds", "name"))[2] == {"vi": "Trạm", "en": "Station"}
    assert (await current(connection, "urn:x:kinds", "open"))[2] is True
    assert (await current(connection, "urn:x:kinds", "refBy"))[1] == "urn:x:y"
    place = await (
        await connection.execute("select lon, lat from entities_entity where urn = 'urn:x:kinds'")
    ).fetchone()
    assert place == (107.08, 10.35)


async def test_create_refuses_what_exists_and_keeps_the_rest(connection: Any) -> None:
    await write(connection, station("urn:x:there"))
    written = await write(
        connection, station("urn:x:there", 1, LATER), station("urn:x:new"), mode=Mode.CREATE
    )
    assert isinstance(written.refused[0], Conflict)
    assert written.created == ["urn:x:new"]
    assert len(await told(connection, "urn:x:there")) == 1


async def test_update_refuses_what_does_not_exist(connection: Any) -> None:
    written = await write(connection, station("urn:x:nobody"), mode=Mode.UPDATE)
    assert isinstance(written.refused[0], NotFound)
    assert await told(connection, "urn:x:nobody") == []


async def test_inside_a_callers_transaction_it_is_a_savepoint(connection: Any) -> None:
    with pytest.raises(RuntimeError):
        async with connection.transaction():
            await write(connection, station("urn:x:undone", at="2019-05-01T00:00:00Z", brandNew={"value": 1}))
            raise RuntimeError
    assert await told(connection, "urn:x:undone") == []
    await write(connection, station("urn:x:undone", at="2019-05-01T00:00:00Z", brandNew={"value": 1}))
    assert (await current(connection, "urn:x:undone", "brandNew"))[0] == 1


@pytest.mark.parametrize("writers", [8])
async def test_concurrent_writers_of_the_same_keys_lose_nothing(committed_db: str, writers: int) -> None:
    async def work(number: int) -> None:
        async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as own:
            for i in range(10):
                order = list(range(20)) if number % 2 else list(reversed(range(20)))
                at = f"2026-09-01T{i:02}:00:{number:02}Z"
                await write(own, *(station(f"urn:x:shared{k}", number * 100 + i, at) for k in order))

    await asyncio.gather(*(work(number) for number in range(writers)))
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as own:
        for k in range(20):
            rows = await told(own, f"urn:x:shared{k}")
            assert len(rows) == writers * 10
            assert (await current(own, f"urn:x:shared{k}"))[3] == max(row[1] for row in rows)


async def test_concurrent_corrections_get_revisions_of_their_own(committed_db: str) -> None:
    async def work(number: int) -> None:
        async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as own:
            await write(own, station("urn:x:race", number))

    await asyncio.gather(*(work(number) for number in range(6)))
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as own:
        rows = await told(own, "urn:x:race")
        assert sorted(row[2] for row in rows) == list(range(6))
        assert {row[0] for row in rows} == set(range(6))
        assert (await current(own, "urn:x:race"))[0] == rows[-1][0]


async def test_history_lies_in_the_partition_of_its_month(connection: Any) -> None:
    await write(connection, station("urn:x:month", 5, "2021-02-28T23:59:59.999Z"))
    cursor = await connection.execute("select count(*) from entities_history_2021_02")
    assert (await cursor.fetchone())[0] == 1


def test_the_batch_type_is_plain() -> None:
    assert Batch().extend(normalize(station("urn:x:y"))) == 0
    assert normalize(station("urn:x:y")).attributes[0].observed == int(
        dt.datetime.fromisoformat(AT).timestamp() * 1e6
    )


async def history_kinds(connection: Any, urn: str, name: str = "pm25") -> list[int]:
    cursor = await connection.execute(
        "select kind from entities_history h join entities_entity e on e.id = entity_id join entities_term t on t.id = term_id"
        " where urn = %s and short = %s order by h.flush_id", [urn, name])  # fmt: skip
    return [row[0] for row in await cursor.fetchall()]


async def test_a_deleted_entity_is_gone_and_its_history_stays(connection: Any) -> None:
    await write(connection, station("urn:x:gone"))
    written = await write_batch(
        connection, Batch([Fragment("urn:x:gone", (), Mode.DELETE)]), origin=Origin.LIVE, source="test"
    )
    assert written.deleted == ["urn:x:gone"]
    assert plain(changes(written))[0]["deleted"] is True
    assert await current(connection, "urn:x:gone") is None
    assert await history_kinds(connection, "urn:x:gone") == [1, 0]
    again = await write(connection, station("urn:x:gone", 7, LATER), mode=Mode.CREATE)
    assert again.created == ["urn:x:gone"]
    assert (await current(connection, "urn:x:gone"))[0] == 7


async def test_replacing_drops_what_is_not_given(connection: Any) -> None:
    await write(connection, station("urn:x:replaced", no2={"value": 1}))
    await write(connection, station("urn:x:replaced", 3, LATER), mode=Mode.REPLACE)
    assert await current(connection, "urn:x:replaced", "no2") is None
    assert await history_kinds(connection, "urn:x:replaced", "no2") == [1, 0]
    assert (await current(connection, "urn:x:replaced"))[0] == 3


async def test_a_merge_keeps_what_is_not_given(connection: Any) -> None:
    await write(
        connection, station("urn:x:merged", no2={"value": 1, "unitCode": "GQ", "accuracy": {"value": 2}})
    )
    await write(
        connection,
        {"id": "urn:x:merged", "no2": {"value": 5, "note": {"value": "n"}}, "co": {"value": 9}},
        mode=Mode.MERGE,
    )
    cursor = await connection.execute(
        "select num, unit_code, sub from entities_attribute join entities_term t on t.id = term_id where short = 'no2'"
        " and entity_id = (select id from entities_entity where urn = 'urn:x:merged')")  # fmt: skip
    num, unit, sub = await cursor.fetchone()
    assert (num, unit, sorted(key.rsplit("/", 1)[-1] for key in sub)) == (5, "GQ", ["accuracy", "note"])
    assert (await current(connection, "urn:x:merged", "co"))[0] == 9
    await write(connection, {"id": "urn:x:merged", "co": "urn:ngsi-ld:null"}, mode=Mode.MERGE)
    assert await current(connection, "urn:x:merged", "co") is None


async def test_modes_refuse_single_attributes(connection: Any) -> None:
    await write(connection, station("urn:x:modes"))
    appended = await write(connection, station("urn:x:modes", 9, LATER, no2={"value": 1}), mode=Mode.APPEND)
    assert [appended.batch.attributes[row].term.rsplit("/", 1)[-1] for row in appended.refused_rows] == [
        "pm25"
    ]
    existing = await write(connection, station("urn:x:modes", 8, LATER, co={"value": 1}), mode=Mode.EXISTING)
    assert [existing.batch.attributes[row].term.rsplit("/", 1)[-1] for row in existing.refused_rows] == ["co"]
    assert (await current(connection, "urn:x:modes"))[0] == 8
    assert (await current(connection, "urn:x:modes", "no2"))[0] == 1
    assert await current(connection, "urn:x:modes", "co") is None


async def test_dropping_what_is_not_there_is_refused(connection: Any) -> None:
    await write(connection, station("urn:x:dropped"))
    iri = "https://uri.etsi.org/ngsi-ld/default-context/"
    for name, refused in (("pm25", False), ("pm25", True)):
        fragment = Fragment("urn:x:dropped", (), Mode.DROP, names=((iri + name, "*"),))
        written = await write_batch(connection, Batch([fragment]), origin=Origin.LIVE, source="test")
        assert bool(written.refused) is refused


async def test_each_fragment_may_have_an_origin_of_its_own(connection: Any) -> None:
    batch = normalize([station("urn:x:o1"), station("urn:x:o2")])
    batch.fragments[1].writer = Writer(Origin.SIMULATED, "simulator")
    written = await write_batch(connection, batch, origin=Origin.LIVE, source="test")
    assert [change["attrs"]["pm25"]["origin"] for change in changes(written)] == ["live", "simulated"]


async def test_a_large_batch_is_copied_and_a_repeat_of_it_changes_nothing(connection: Any) -> None:
    payloads = [station(f"urn:x:large{i}", i, no2={"value": i / 2, "observedAt": AT}) for i in range(600)]
    first = await write(connection, *payloads, station("urn:x:large0", 5, None, name="text"))
    assert (first.recorded, len(first.changed)) == (1202, 1202 - 1)
    assert (await current(connection, "urn:x:large7"))[0] == 7
    assert len(await told(connection, "urn:x:large7")) == 2
    again = await write(connection, *payloads)
    assert (again.recorded, again.changed) == (0, [])
    payloads[3]["pm25"]["value"] = 1000
    corrected = await write(connection, *payloads)
    assert (corrected.recorded, len(corrected.changed)) == (1, 1)
    assert (await current(connection, "urn:x:large3"))[4] == 1
