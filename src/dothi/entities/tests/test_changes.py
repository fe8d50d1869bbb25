"""What screens and rules are told: the same from a flush just written and from the log."""

from __future__ import annotations

from typing import Any

from dothi.entities.store.changes import changes, changes_since
from dothi.entities.tests.test_write import AT, LATER, plain, station, write


async def cursor_now(connection: Any) -> int:
    return (
        await (
            await connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        ).fetchone()
    )[0]


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


async def test_a_repeat_tells_nothing(connection: Any) -> None:
    await write(connection, station("urn:x:quiet", 2))
    since = await cursor_now(connection)
    assert changes(await write(connection, station("urn:x:quiet", 2))) == []
    assert await changes_since(connection, since) == []
