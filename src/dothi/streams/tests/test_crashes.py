"""The writer and its engines stop in the worst moments; a full store refuses instead of losing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, ClassVar

import nats
import psycopg
import pytest

from dothi.kernel import clock
from dothi.kernel.testing.nats import Server
from dothi.streams import callout, dead_letters, publish, store, writer
from dothi.streams.mqtt import Line
from dothi.streams.publish import Publisher
from dothi.streams.pull import Pull
from dothi.streams.subjects import STREAM
from dothi.streams.tests.conftest import HISTORY, add_key, eventually, fetch, loops, minutes_ago


def urn(name: str) -> str:
    return f"urn:ngsi-ld:AirQualityObserved:{name}"


def device(places: Server, key: str) -> Publisher:
    return Publisher("127.0.0.1", places.mqtt_port, key=key, connections=1)


class Killed(Exception):
    """Stands for the end of the process at this very point."""


async def test_killed_between_commit_and_acknowledgement_nothing_is_double(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two values for one instant: stored again after the crash they would look like two more corrections."""
    key, at = await add_key(committed_db, "all"), minutes_ago(5)
    whole, deaths = Pull.acknowledge, []

    async def dies(self: Pull, seq: int) -> None:
        if not deaths:
            deaths.append(seq)
            raise Killed
        await whole(self, seq)

    monkeypatch.setattr(Pull, "acknowledge", dies)
    async with loops(), device(places, key) as publisher:
        await publisher.publish(urn("crash"), {"pm25": 1, "observedAt": clock.iso(at)})
        await publisher.publish(urn("crash"), {"pm25": 2, "observedAt": clock.iso(at)})
        await publisher.drain()
        await eventually(lambda: _length(deaths))
        await publisher.publish(urn("after"), {"pm25": 3, "observedAt": clock.iso(at)})
        await publisher.drain()
        await eventually(lambda: fetch(committed_db, HISTORY, urn("after")))
        rows = await fetch(committed_db, HISTORY, urn("crash"))
    assert [(row[2], row[5]) for row in rows] == [(1.0, 0), (2.0, 1)]


async def _length(of: list[Any]) -> int:
    return len(of)


async def test_both_engines_killed_while_devices_publish(places: Server, committed_db: str) -> None:
    """NATS is killed, and every connection of the database; what was acknowledged is there, once."""
    key, at = await add_key(committed_db, "all"), minutes_ago(100)
    async with loops(), device(places, key) as publisher:
        for number in range(900):
            await publisher.publish(
                urn(f"k{number % 7}"),
                {"pm25": number, "observedAt": clock.iso(at + number * (minutes_ago(0) - minutes_ago(0.1)))},
            )
            if number == 300:
                places.kill()
                places.start()
            if number == 600:
                await fetch(
                    committed_db,
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                )
            await asyncio.sleep(0.001)
        await publisher.drain()
        assert publisher.acknowledged == 900
        await eventually(lambda: _stored(committed_db, 900), 30)
        rows = await fetch(committed_db, HISTORY.replace("e.urn = %s", "e.urn ~ %s"), ":k[0-6]$")
    assert sorted(row[2] for row in rows) == list(range(900))
    assert {row[5] for row in rows} == {0}


async def _stored(url: str, count: int) -> bool:
    rows = await fetch(url, HISTORY.replace("e.urn = %s", "e.urn ~ %s"), ":k[0-6]$")
    return len(rows) >= count


class Watched(Line):
    """The real connection, and by content what came of each message sent on it: acknowledged, or in flight when it dropped."""

    lines: ClassVar[list[Watched]] = []

    def __init__(self, on_acknowledged: Callable[[int], None]) -> None:
        super().__init__(on_acknowledged)
        self.sent: dict[int, float] = {}  # packet id → value
        self.dropped = False
        Watched.lines.append(self)

    def close(self) -> None:
        self.dropped = True
        super().close()

    def send(self, topic: str, payload: bytes) -> None:
        super().send(topic, payload)
        self.sent[self._next] = json.loads(payload)["pm25"]

    @property
    def in_doubt(self) -> set[float]:
        return {self.sent[number] for number in self.in_flight}

    @property
    def acknowledged(self) -> set[float]:
        return {self.sent[number] for number in self.sent.keys() - self.in_flight.keys()}


async def test_a_full_store_refuses_instead_of_losing(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is away until the stream is full: no PUBACK is given for what finds no room; later everything gets in.

    The server closes a connection at the first message that finds no room (its log: "maximum bytes exceeded … closing
    the connection"), right behind the PUBACKs of those before it. Where we were still writing, the reset takes these
    PUBACKs along: the server's trace shows them sent, and they never arrive. So what is held without having been
    acknowledged to us was in flight on a connection that dropped; it is sent again and, being the same, changes nothing.
    """
    monkeypatch.setattr(store, "MAX_BYTES", 200_000)
    monkeypatch.setattr(publish, "Line", Watched)
    Watched.lines = []
    key, at = await add_key(committed_db, "all"), minutes_ago(100)
    second = minutes_ago(0) - minutes_ago(1 / 60)
    async with loops(callout.run):
        async with loops(writer.run):
            pass
        async with device(places, key) as publisher:
            sending = asyncio.create_task(_send(publisher, at, second))
            await eventually(_refused_twice)
            acknowledged = set().union(*(line.acknowledged for line in Watched.lines))
            held = await _held(places)
            in_doubt = set().union(*(line.in_doubt for line in Watched.lines))
            assert acknowledged, "something was taken before the store was full"
            assert len(acknowledged) == publisher.acknowledged < 3000
            assert acknowledged <= held, "an acknowledged message is not held"
            assert held - acknowledged <= in_doubt, (
                "held, not acknowledged, and no connection dropped with it"
            )
            assert not sending.done()
            async with loops(writer.run):
                await asyncio.wait_for(sending, 60)
                rows = await eventually(lambda: _all(committed_db, 3000))
    assert sorted(row[2] for row in rows) == list(range(3000))
    assert {row[5] for row in rows} == {0}, "a message that came twice is no correction"


async def _refused_twice() -> bool:
    """Two connections in a row that got nothing acknowledged: the store is full, and stays so."""
    ended = [line for line in Watched.lines if line.sent and line.dropped]
    return len(ended) > 2 and not any(line.acknowledged for line in ended[-2:])


async def _held(places: Server) -> set[float]:
    """What lies in the stream, by content."""
    nc = await nats.connect(places.url)
    try:
        js = nc.jetstream()
        state = (await js.stream_info(STREAM)).state
        numbers = range(state.first_seq, state.last_seq + 1)
        return {json.loads((await js.get_msg(STREAM, seq)).data or b"")["pm25"] for seq in numbers}
    finally:
        await nc.close()


async def _send(publisher: Publisher, at: Any, second: Any) -> None:
    for number in range(3000):
        await publisher.publish(urn("full"), {"pm25": number, "observedAt": clock.iso(at + number * second)})
    await publisher.drain()


async def _all(url: str, count: int) -> list[tuple[Any, ...]]:
    rows = await fetch(url, HISTORY, urn("full"))
    return rows if len(rows) >= count else []


async def test_only_one_writer_works(places: Server, committed_db: str) -> None:
    key = await add_key(committed_db, "all")
    async with loops(), device(places, key) as publisher:
        stop = asyncio.Event()
        second = asyncio.create_task(writer.run(stop))
        for number in range(50):
            await publisher.publish(
                urn("two"), {"pm25": number, "observedAt": clock.iso(minutes_ago(60 - number))}
            )
        await publisher.drain()
        await eventually(lambda: _fifty(committed_db))
        stop.set()
        await second
    assert len(await fetch(committed_db, HISTORY, urn("two"))) == 50


async def _fifty(url: str) -> bool:
    return len(await fetch(url, HISTORY, urn("two"))) >= 50


async def test_a_dead_letter_is_tried_again(places: Server, committed_db: str) -> None:
    """It was refused for its clock; when it is tried again with that clock it is refused again, and stays listed."""
    key = await add_key(committed_db, "all")
    ahead = clock.now() + (minutes_ago(0) - minutes_ago(60))
    async with loops(), device(places, key) as publisher:
        await publisher.publish(urn("again"), {"pm25": 1, "observedAt": clock.iso(ahead)})
        await publisher.drain()
        letters = await eventually(
            lambda: fetch(
                committed_db, "select id, topic from streams_dead_letter where topic like %s", "%:again/%"
            )
        )
        number = letters[0][0]
        ask(committed_db, number)
        await eventually(
            lambda: fetch(
                committed_db, "select id from streams_dead_letter where id = %s and again_at is null", number
            )
        )
        # an hour later the same clock is right: as if it had come then
        await fetch_none(
            committed_db, "update streams_dead_letter set received_at = %s where id = %s", ahead, number
        )
        ask(committed_db, number)
        await eventually(lambda: fetch(committed_db, HISTORY, urn("again")))
        await eventually(
            lambda: fetch(
                committed_db,
                "select id from streams_dead_letter where id = %s and settled_at is not null",
                number,
            )
        )


def ask(url: str, number: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        found = next(letter for letter in dead_letters.rows(cursor) if letter.id == number)
        assert found.may_be_tried_again
        assert "observedAt" in found.text
        assert found.why("en").strip()
        dead_letters.again(cursor, number)


async def fetch_none(url: str, sql: str, *values: Any) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(sql, values)
