"""A source that listens, to a real broker: a message is acknowledged when it is stored and not before, and a test takes none away."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from dothi.connectors.actions import database_url
from dothi.connectors.files import mapping as mappings
from dothi.connectors.models import Source, SourceRun, SourceStanding
from dothi.connectors.mqtt_topic import listen
from dothi.connectors.mqtt_topic.kind import Settings
from dothi.connectors.sources import documents, mqtt, noting, running
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.connectors.sources.ready import get_ready
from dothi.connectors.sources.tests.brokers import broker, publish, subscribed
from dothi.connectors.sources.tests.sources import MAPPING, add, readings
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.connectors.trying import try_source

PATIENCE_S = 60
STORED = (
    "select count(*) from entities_history h join entities_term t on t.id = h.term_id where t.short = any(%s)"
)


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


def listening(port: int, code: str = "tram") -> Source:
    return add(
        "mqtt_topic", code, host="127.0.0.1", port=port, tls="off", topics="tram/+/so-lieu", rows="$.data[*]"
    )


def run_until(source: Source, number: int | None, *, of: str = "pm25") -> SourceRun:
    """Listens until so many values of these attributes are stored (None: until the run ends by itself)."""

    async def work() -> None:
        async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
            ready = await get_ready(connection, source.pk)
            assert ready is not None
            task = asyncio.create_task(running.Run(connection, ready).work())
            deadline = time.monotonic() + PATIENCE_S
            while not task.done() and number is not None and await _stored(of) < number:
                assert time.monotonic() < deadline, await _stored(of)
                await asyncio.sleep(0.02)
            if number is not None:
                task.cancel()
            await asyncio.wait({task}, timeout=PATIENCE_S)
            assert task.done()

    asyncio.run(work())
    source.standing.refresh_from_db()
    return source.runs.latest("pk")


async def _stored(of: str) -> int:
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        row = await (await connection.execute(STORED, [of.split()])).fetchone()
        assert row is not None
        return int(row[0])


def test_a_message_is_acknowledged_when_it_is_stored_and_none_is_lost_while_we_are_away(
    stored: None,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fails(*_: Any, **__: Any) -> None:
        raise psycopg.errors.RaiseException("not now")

    with broker(tmp_path) as port:
        source = listening(port)
        publish(port, "tram/x/so-lieu", readings(("before", 1)))  # nobody listens yet
        subscribed(source)
        publish(port, "tram/a/so-lieu", readings(("a", 31.5)), "no JSON", readings(("b", 1)))
        with monkeypatch.context() as patch:
            patch.setattr(noting.Notes, "move", fails)
            assert run_until(source, None).state == "failed"
        assert facts(STORED, ["pm25"]) == [(0,)]
        run = run_until(source, 2)
        assert (run.stored, run.refused, run.state) == (2, 1, "broken")
    with broker(tmp_path, port):  # the same broker, after it was away: it kept the session
        publish(port, "tram/c/so-lieu", readings(("c", 2)))
        assert run_until(source, 3).stored == 1
    assert facts("select urn from entities_entity order by 1") == [
        (f"urn:ngsi-ld:AirQualityObserved:poll-{name}",) for name in "abc"
    ]


def test_a_broker_that_is_away_is_told_and_a_test_takes_nothing(stored: None, tmp_path: Path) -> None:  # noqa: F811
    with broker(tmp_path) as port:
        source = listening(port)
        subscribed(source)
        publish(port, "tram/a/so-lieu", readings(("a", 1)))
    away = run_until(source, None)
    assert (away.state, away.error_code) == ("failed", "source-no-connection"), away.error_fields
    with broker(tmp_path, port):
        asyncio.run(_tried_while_somebody_speaks(source, port))
        assert run_until(source, 1).stored == 1


async def _tried_while_somebody_speaks(source: Source, port: int) -> None:
    trying = asyncio.create_task(asyncio.to_thread(try_source, source))
    while not trying.done():
        await asyncio.to_thread(publish, port, "tram/b/so-lieu", '{"data": []}')
        await asyncio.sleep(0.2)
    tried = await trying
    assert tried.trouble == "" and len(tried.steps) == 1, tried


async def _one_message(asked: Asked) -> AsyncIterator[Piece]:
    rows = documents.decoded(readings(("a", 31.5)).encode())["data"]
    yield Piece("tram/a", *documents.table_of(None, rows, asked.mapping))
    raise SourceError("no-connection", host="mqtt.example.vn", detail="closed")


def test_what_comes_ends_a_row_of_failures(stored: None) -> None:  # noqa: F811
    source = add("mqtt_topic", host="mqtt.example.vn", topics="tram/+")
    SourceStanding.objects.update(failures=7, error_code="source-no-connection")

    async def once() -> None:
        async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
            ready = await get_ready(connection, source.pk)
            assert ready is not None
            await running.Run(connection, ready, gives=_one_message).work()

    asyncio.run(once())
    standing = SourceStanding.objects.get()
    assert (standing.failures, standing.success_at is not None) == (1, True), "the new one alone"


def test_each_source_has_a_name_of_its_own_and_a_test_another() -> None:
    """Two with one client id would throw each other out for ever."""
    settings = Settings(host="127.0.0.1", tls="off", topics="tram/+")

    async def names() -> list[str]:
        asked = (("a", False), ("a", False), ("b", False), ("a", True), ("a", True))
        return [(await mqtt.connection(settings, code, own=own)).identifier for code, own in asked]

    first, again, *others = asyncio.run(names())
    assert first == again and len({first, *others}) == 4


def test_a_piece_is_limited_and_a_message_that_is_too_large_is_refused() -> None:
    async def gathered() -> list[int]:
        arriving: asyncio.Queue[mqtt.Heard] = asyncio.Queue()
        for _ in range(mqtt.MOST + 3):
            arriving.put_nowait(mqtt.Heard("tram/a", b"{}"))
        going = asyncio.create_task(asyncio.sleep(PATIENCE_S))
        return [len(await mqtt._gathered(arriving, going)) for _ in range(2)]

    assert asyncio.run(gathered()) == [mqtt.MOST, 3]
    large = readings(*((f"t{number}", 1) for number in range(3000))).encode()
    assert len(large) > mqtt.LARGEST
    asked = Asked(Settings(host="x", topics="x", rows="$.data[*]"), mappings.parse(MAPPING, file="x"))
    piece = listen._piece([mqtt.Heard("tram/a", large)], asked)
    assert [cells for _, cells in piece.rows] == [[None] * len(piece.columns)]


LARGE = 4 * 2**20


async def _speaks(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, acknowledged: list[bytes]
) -> None:
    """A broker that sends a message far above any limit, and then one as it should be."""
    while head := await reader.read(1):
        body = await reader.readexactly((await reader.readexactly(1))[0])
        if head[0] >> 4 == 1:
            writer.write(b"\x20\x02\x00\x00")
        elif head[0] >> 4 == 8:
            writer.write(b"\x90\x03" + body[:2] + b"\x01")
            for number, payload in ((1, b"[" + b"1," * (LARGE // 2)), (2, b'{"data": []}')):
                told = b"\x00\x01a" + number.to_bytes(2, "big") + payload
                writer.write(b"\x32" + _length(len(told)) + told)
        elif head[0] >> 4 == 4:
            acknowledged.append(body)
    writer.close()


def _length(size: int) -> bytes:
    out = bytearray()
    while size:
        size, part = divmod(size, 128)
        out.append(part | (128 if size else 0))
    return bytes(out)


async def test_of_a_message_above_every_limit_only_the_beginning_is_kept_and_the_next_one_comes() -> None:
    acknowledged: list[bytes] = []
    heard: list[mqtt.Heard] = []
    aside: list[bool] = []

    def made(messages: list[mqtt.Heard]) -> Piece:
        heard.extend(messages)
        aside.append(threading.current_thread() is not threading.main_thread())
        return Piece("a", (), [])

    server = await asyncio.start_server(lambda *ends: _speaks(*ends, acknowledged), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    asked = Asked(Settings(host="127.0.0.1", port=port, tls="off", topics="a"), None, source="tram")
    async with (
        server,
        asyncio.timeout(PATIENCE_S),
        aclosing(mqtt.listen(asked, made)) as pieces,  # type: ignore[type-var]
    ):
        async for piece in pieces:
            assert piece.after is not None
            await piece.after()
            if len(heard) == 2:
                break
        while len(acknowledged) < 2:
            await asyncio.sleep(0.01)
    assert [one.topic for one in heard] == ["a", "a"] and heard[1].payload == b'{"data": []}'
    assert heard[0].payload.startswith(b"[1,1,") and len(heard[0].payload) < mqtt.LARGEST
    assert acknowledged == [b"\x00\x01", b"\x00\x02"] and all(aside)
