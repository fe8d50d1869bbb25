"""Delivery by HTTP: in order, at least once, whatever breaks."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psycopg
import pytest

from dothi.gateway.tests.certificates import Authority, authority
from dothi.gateway.tests.receiver import Receiver, receiving
from dothi.gateway.tests.telling import BUILDING, LONG_S, building, noted, patch, subscribe, telling, until
from dothi.kernel import clock
from dothi.kernel.sql import statement

pytestmark = pytest.mark.usefixtures("near", "forgotten")


async def test_requests_that_share_a_flush_are_each_told(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """A hundred changes at once: a hundred notifications, the last one with the last value (Scorpio #640)."""
    await building(client)
    await subscribe(client, receiver.uri(), "many", watchedAttributes=["level"])
    await asyncio.gather(*(patch(client, wake, level=number) for number in range(100)))
    told = await receiver.told(100, within_s=LONG_S)
    current = (await client.get(f"/entities/{BUILDING}", params={"options": "keyValues"})).json()["level"]
    assert {one["data"][0]["level"]["value"] for one in told} == set(range(100))
    assert told[-1]["data"][0]["level"]["value"] == current
    assert len({one["id"] for one in told}) == 100


async def test_a_dead_endpoint_delays_nobody_and_is_told_later(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """Back-off, order, at least once (Scorpio #377)."""
    await building(client)
    async with receiving() as gone:
        dead = gone.port
    urn = await subscribe(client, f"http://127.0.0.1:{dead}/x", "dead")
    await subscribe(client, receiver.uri(), "alive")
    for level in range(5):
        await patch(client, wake, level=level)
    await receiver.told(5, within_s=LONG_S)
    assert (await noted(client, urn, lambda n: "status" in n))["status"] == "failed"
    async with receiving(dead) as back:
        told = await back.told(5, within_s=LONG_S)
    assert [one["data"][0]["level"]["value"] for one in told] == [0, 1, 2, 3, 4]


async def test_one_that_never_answers_delays_nobody(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event
) -> None:
    """§5.2.15 timeout: it takes the notification and says nothing; that is a failure, and the same one comes again."""
    taken: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r")[0])
        taken.append(await reader.readexactly(length))
        await reader.read()  # until the other side gives up
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await building(client)
    wish = {"endpoint": {"timeout": 200}}
    urn = await subscribe(client, f"http://127.0.0.1:{port}/", "mute", notification=wish)
    await subscribe(client, receiver.uri(), "beside")
    for level in range(2):
        await patch(client, wake, level=level)
    await receiver.told(2, within_s=LONG_S)
    assert (await noted(client, urn, lambda n: n.get("timesFailed", 0) >= 2))["status"] == "failed"
    assert len(taken) >= 2
    assert len(set(taken)) == 1
    server.close()


async def test_what_is_refused_for_good_becomes_a_dead_letter(
    client: httpx.AsyncClient, receiver: Receiver, wake: asyncio.Event, committed_db: str
) -> None:
    """The next one goes; replay sends it again as it was, its id too."""
    await building(client)
    urn = await subscribe(client, receiver.uri(), "picky")
    receiver.answers = [400]
    await patch(client, wake, level=1)
    await noted(client, urn, lambda n: "lastFailure" in n)
    await patch(client, wake, level=2)
    assert (await receiver.told(1, within_s=LONG_S))[0]["data"][0]["level"]["value"] == 2
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        (letter,) = await _letters(connection)
        assert letter.reason == "HTTP 400"
        press = statement("dothi.entities.store", "sql/deliveries.sql", "again")  # what the button does
        await connection.execute(press, {"id": letter.of, "letter": None, "at": clock.now()})
    again = (await receiver.told(2, within_s=LONG_S))[1]
    assert (again["id"], again["data"][0]["level"]["value"]) == (letter.urn, 1)


async def test_a_failed_one_is_sent_again_with_the_same_id(
    client: httpx.AsyncClient, wake: asyncio.Event
) -> None:
    """The receiver took it and its answer was lost: what comes again can be known by its id."""
    await building(client)
    async with receiving() as deaf:
        deaf.lost = [500]
        await subscribe(client, deaf.uri(), "again")
        await patch(client, wake, level=1)
        first, again = await deaf.told(2, within_s=LONG_S)
    assert first == again


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The city's own authority, trusted."""
    found = authority(tmp_path)
    monkeypatch.setenv("DOTHI_EGRESS_CA", str(found.file))
    return found


async def test_by_https(client: httpx.AsyncClient, wake: asyncio.Event, own: Authority) -> None:
    """A receiver whose certificate the city's own authority signed, on a connection that is kept."""
    await building(client)
    async with receiving(tls=own.serving("localhost"), host="localhost") as receiver:
        assert receiver.uri().startswith("https://localhost:")
        await subscribe(client, receiver.uri(), "secure")
        for level in range(2):
            await patch(client, wake, level=level)
            await receiver.told(level + 1, within_s=LONG_S)
    assert [one["data"][0]["level"]["value"] for one in receiver.got] == [0, 1]
    assert receiver.connections == 1


async def test_a_certificate_that_does_not_fit_is_told_nothing(
    client: httpx.AsyncClient, wake: asyncio.Event, own: Authority, tmp_path: Path, committed_db: str
) -> None:
    """Of another name, of an unknown authority, or over: the subscription says so; it waits and is no dead letter, because
    certificates are renewed."""
    (other := tmp_path / "other").mkdir()
    shown: dict[str, ssl.SSLContext] = {
        "name": own.serving("elsewhere.example"),
        "unknown": authority(other).serving("localhost"),
        "ended": own.serving("localhost", ended=True),
    }
    await building(client)
    for name, tls in shown.items():
        async with receiving(tls=tls, host="localhost") as receiver:
            urn = await subscribe(client, receiver.uri(), name)
            await patch(client, wake, level=name)
            assert (await noted(client, urn, lambda n: "lastFailure" in n))["status"] == "failed"
            assert receiver.got == []
            if name == "ended":
                renewed = receiver.port
    async with receiving(renewed, tls=own.serving("localhost"), host="localhost") as receiver:
        assert (await receiver.told(1, within_s=LONG_S))[0]["data"][0]["level"]["value"] == "ended"
    async with await psycopg.AsyncConnection.connect(committed_db) as connection:
        assert await _letters(connection) == []


class Letter(NamedTuple):
    """A notification that was given up."""

    of: int
    urn: str
    reason: str


async def _letters(connection: psycopg.AsyncConnection[Any]) -> list[Letter]:
    cursor = await connection.execute(
        "select subscription_id, urn, last_error from entities_notification where dead_at is not null"
    )
    return [Letter(*row) for row in await cursor.fetchall()]


async def test_private_addresses_are_refused(
    client: httpx.AsyncClient, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, committed_db: str
) -> None:
    """The egress guard: nothing reaches the receiver on loopback, and the subscription says why."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    await building(client)
    urn = await subscribe(client, receiver.uri(), "inside")
    async with telling(committed_db) as wake:
        await patch(client, wake, level=1)
        shown = await noted(client, urn, lambda n: "lastFailure" in n)
    assert shown["status"] == "failed"
    assert receiver.got == []
    with psycopg.connect(committed_db) as database:
        row = database.execute(
            "select last_error from entities_subscription_state where last_error is not null"
        ).fetchone()
    assert row is not None
    assert "DOTHI_EGRESS_ALLOW" in row[0]  # what the person on the page of subscriptions is told to do


@pytest.mark.slow
async def test_killed_in_the_middle_nothing_is_lost(
    client: httpx.AsyncClient, receiver: Receiver, committed_db: str
) -> None:
    """kill -9 of the worker, three times, under a stream of changes: each is told, in order, repeats with the same id."""
    await building(client)
    await subscribe(client, receiver.uri(), "killed", watchedAttributes=["level"])
    environment = {
        **os.environ, "DOTHI_DATABASE_URL": committed_db, "DOTHI_NATS_URL": "nats://127.0.0.1:1", "DOTHI_SECRET_KEY": "x",
    }  # fmt: skip

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dothi", "worker", "--only", "notify"], env=environment
        )

    worker = start()
    try:
        for level in range(300):
            await patch(client, level=level)
            if level in (80, 160, 240):
                await _until_more(receiver)
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = start()
        await _until_last(receiver, 299)
    finally:
        worker.kill()
        worker.wait()
    first: dict[str, int] = {}
    for one in receiver.got:
        first.setdefault(one["id"], one["data"][0]["level"]["value"])
    assert list(first.values()) == list(range(300))


async def _until_more(receiver: Receiver) -> None:
    """The worker is at it: some eighty changes wait, and it has begun to tell them."""
    before = len(receiver.got)

    async def told() -> bool:
        return len(receiver.got) > before

    await until(told)


async def _until_last(receiver: Receiver, level: int) -> None:
    async def told() -> bool:
        return bool(receiver.got) and receiver.got[-1]["data"][0]["level"]["value"] == level

    await until(told)
