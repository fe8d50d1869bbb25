"""Several keys share one transaction of the machine door: each is answered by its own limits, and by nobody else's."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg

from dothi.accounts.keys import Key
from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Batch
from dothi.gateway.app import new_pool
from dothi.gateway.door import stamp
from dothi.gateway.group_commit import GroupCommit, Outcome
from dothi.kernel.origin import Origin

AIR, BUS = "AirQualityObserved", "Bus"


def key(name: str, *types: str, units: frozenset[int] | None = None, prefix: str = "") -> Key:
    prefixes = (prefix,) if prefix else ()
    return Key(name, "write", name, None, frozenset(types), prefixes, units, Origin.LIVE, None)


def request(by: Key, urn: str, type_: str, value: float) -> Batch:
    batch = normalize({"id": urn, "type": type_, "pm25": {"type": "Property", "value": value}})
    stamp(batch, by)
    return batch


def code(outcome: Outcome) -> str:
    return next((error.code for error in outcome.refused.values()), "")


async def together(url: str, *batches: Batch) -> list[Outcome]:
    """All in one flush: the flushers begin when all are waiting."""
    async with new_pool(url, most=2) as pool:
        commit = GroupCommit(pool)
        waiting = [asyncio.create_task(commit.submit(batch)) for batch in batches]
        await asyncio.sleep(0)
        commit.start()
        try:
            outcomes = await asyncio.wait_for(asyncio.gather(*waiting), 20)
        finally:
            await commit.stop()
    assert len({id(outcome.written) for outcome in outcomes}) == 1
    return outcomes


async def test_each_key_is_judged_by_its_own_limits(committed_db: str) -> None:
    free, air, bus = key("free"), key("air", AIR), key("bus", BUS)
    ward, own = key("ward", units=frozenset({1})), key("own", prefix="urn:own:")
    outcomes = await together(
        committed_db,
        request(air, "urn:a:1", AIR, 1),
        request(bus, "urn:a:1", BUS, 2),  # made by `air` a moment ago
        request(bus, "urn:b:1", BUS, 3),
        request(air, "urn:b:1", AIR, 4),
        request(ward, "urn:a:1", AIR, 5),  # stands in no ward
        request(ward, "urn:c:1", AIR, 6),
        request(own, "urn:c:1", AIR, 7),
        request(own, "urn:own:1", AIR, 8),
        request(free, "urn:c:1", AIR, 9),
        request(air, "urn:c:1", AIR, 10),
    )
    assert [code(outcome) for outcome in outcomes] == [
        "", "key-outside-type", "", "key-outside-type", "entity-does-not-exist", "key-outside-area",
        "key-outside-prefix", "", "", "",
    ]  # fmt: skip
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        cursor = await connection.execute(
            "select num from entities_history where num is not null order by num"
        )
        assert [row[0] for row in await cursor.fetchall()] == [1, 3, 8, 9, 10]


async def test_what_one_key_sent_says_whose_it_is(committed_db: str) -> None:
    """Origin and source of a value are the sender's, whoever shares the transaction."""
    played = Key("played", "write", "x", None, frozenset(), (), None, Origin.REPLAYED, None)
    await together(
        committed_db, request(key("live"), "urn:d:1", AIR, 21), request(played, "urn:d:2", AIR, 22)
    )
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        cursor = await connection.execute(
            "select h.num, h.origin, s.name from entities_history h join entities_source s on s.id = h.source_id"
            " where h.num in (21, 22) order by h.num"
        )
        rows: list[Any] = await cursor.fetchall()
    assert rows == [(21, Origin.LIVE, "http:live"), (22, Origin.REPLAYED, "http:played")]
