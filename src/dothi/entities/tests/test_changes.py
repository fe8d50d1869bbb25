"""What screens and rules are told: the same from a flush just written and from the log."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from dothi.entities.core.rows import Batch, Fragment, Mode
from dothi.entities.store.changes import changes, changes_since
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.withdraw import Series, withdraw
from dothi.entities.store.write import Written, write_batch
from dothi.entities.tests.test_write import AT, LATER, plain, station, write
from dothi.kernel.origin import Origin


async def cursor_now(connection: Any) -> int:
    return (
        await (
            await connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        ).fetchone()
    )[0]


async def end(connection: Any, fragment: Fragment) -> Written:
    return await write_batch(connection, Batch([fragment]), origin=Origin.LIVE, source="test")


async def test_a_flush_tells_what_it_changed(connection: Any) -> None:
    written = await write(
        connection, station("urn:x:told", 12.5, name={"vi": 1}, refBy={"object": "urn:x:a"})
    )
    assert plain(changes(written)) == [
        {
            "id": "urn:x:told",
            "type": ["AirQualityObserved"],
            "unit": None,
            "agency": None,
            "attrs": {
                "pm25": {"value": 12.5, "unitCode": "GQ", "observedAt": AT, "origin": "live"},
                "name": {"value": {"vi": 1}, "observedAt": plain(changes(written))[0]["attrs"]["name"]["observedAt"], "origin": "live"},
                "refBy": {"object": "urn:x:a", "observedAt": plain(changes(written))[0]["attrs"]["refBy"]["observedAt"], "origin": "live"},
            },
        }
    ]  # fmt: skip


async def test_the_log_tells_the_same_after_a_cursor(connection: Any) -> None:
    await write(connection, station("urn:x:before", 1))
    since = await cursor_now(connection)
    written = await write(
        connection, station("urn:x:after", 2, tags={"value": ["a"]}), station("urn:x:before", 3, LATER)
    )
    assert plain(await changes_since(connection, since)) == plain(changes(written))


async def test_an_entity_without_attributes_comes_and_goes_by_name(connection: Any) -> None:
    """It leaves no history: the log itself names it, once for each flush, in order."""
    bare = {"id": "urn:x:bare", "type": "AirQualityObserved"}
    since = await cursor_now(connection)
    made = await write(connection, bare)
    head = {"id": "urn:x:bare", "type": ["AirQualityObserved"], "unit": None, "agency": None, "attrs": {}}
    assert changes(made) == await changes_since(connection, since) == [head]
    since = await cursor_now(connection)
    gone = await end(connection, Fragment("urn:x:bare", (), Mode.DELETE))
    assert changes(gone) == await changes_since(connection, since) == [{**head, "deleted": True}]


async def test_ended_attributes_are_named(connection: Any) -> None:
    """Ended by request or because its only value was withdrawn; one that falls back is told with what counts again."""
    urn = "urn:x:ended"
    first = await write(connection, station(urn, 1, name={"value": "a"}, level={"value": 1}))
    await write(connection, station(urn, 2, LATER))
    since = await cursor_now(connection)
    dictionary(connection).terms.pop(
        "https://uri.etsi.org/ngsi-ld/default-context/level"
    )  # as in a new process
    level = ("https://uri.etsi.org/ngsi-ld/default-context/level", "")
    dropped = await end(connection, Fragment(urn, (), Mode.DROP, names=(level,)))
    assert changes(dropped) == await changes_since(connection, since)
    assert changes(dropped)[0]["ended"] == ["level"]
    since = await cursor_now(connection)
    names, entity = dictionary(connection).terms, first.entities[urn].id
    series = [Series(entity, key, 0) for iri, key in names.items() if iri.endswith(("/pm25", "/name"))]
    await withdraw(connection, replace(series[0], observed_at=dt.datetime.fromisoformat(LATER)), source="t")
    (back,) = plain(await changes_since(connection, since))
    assert (back["attrs"]["pm25"]["value"], "ended" in back) == (1, False)
    for one in series:
        since = await cursor_now(connection)
        assert await withdraw(connection, one, source="t")
        ((told),) = await changes_since(connection, since)
        assert (told["attrs"], len(told["ended"])) == ({}, 1)


async def test_a_repeat_tells_nothing(connection: Any) -> None:
    await write(connection, station("urn:x:quiet", 2))
    since = await cursor_now(connection)
    assert changes(await write(connection, station("urn:x:quiet", 2))) == []
    assert await changes_since(connection, since) == []
