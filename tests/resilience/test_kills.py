"""A device publishes while every part is killed, made to hang, or finds the disk full: what was acknowledged is stored, once."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dothi.accounts.keys import digest
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.system import START_S, System
from dothi.kernel.testing.system import running_system as start_system
from dothi.streams.publish import Publisher

MESSAGES = 24_000
STATIONS = 40
RATE = 1_000  # messages a second: the kills fall into 24 s of traffic
VICTIMS = ("writer", "worker", "nats", "postgres", "serve")

STORED = """
    select e.urn, h.observed_at, h.num, h.revision, h.origin
    from entities_history h join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id
    where t.short = 'pm25' and e.urn like 'urn:ngsi-ld:AirQualityObserved:kill-%'"""


@pytest.mark.slow(seconds=75)
def test_whatever_is_killed_nothing_acknowledged_is_lost_or_doubled(running_system: System) -> None:
    running_system.wait_ok(START_S)
    key = add_key(running_system.addresses.database_url)
    start = (clock.now() - dt.timedelta(hours=2)).replace(microsecond=0)
    asyncio.run(replay(running_system, key, start))
    expected = {
        (urn, at, float(number)) for number in range(MESSAGES) for urn, at in [instant(number, start)]
    }
    rows = asyncio.run(settled(running_system, MESSAGES))
    assert {row[:3] for row in rows} == expected, "an acknowledged message is missing"
    assert len(rows) == MESSAGES, "a message is double"
    assert {row[3:] for row in rows} == {(0, int(Origin.REPLAYED))}
    running_system.wait_ok(60)


def instant(number: int, start: dt.datetime) -> tuple[str, dt.datetime]:
    """Message `number`: of which station, and when it was observed."""
    return f"urn:ngsi-ld:AirQualityObserved:kill-{number % STATIONS}", start + dt.timedelta(
        seconds=number // STATIONS
    )


async def replay(system: System, key: str, start: dt.datetime) -> None:
    """Publishes steadily; at 1/6, 2/6 … 5/6 of the way one more part is killed."""
    places = system.addresses
    victims = {MESSAGES * (index + 1) // (len(VICTIMS) + 1): part for index, part in enumerate(VICTIMS)}
    killed: dict[str, int] = {}
    async with Publisher("127.0.0.1", places.mqtt_port, key=key, origin=Origin.REPLAYED) as publisher:
        for number in range(MESSAGES):
            if part := victims.get(number):
                assert publisher.acknowledged > 0
                killed[part] = system.kill(part)
            urn, at = instant(number, start)
            await publisher.publish(urn, {"pm25": number, "observedAt": clock.iso(at)})
            if number % (RATE // 50) == 0:
                await asyncio.sleep(1 / 50)
        await publisher.drain()
        assert publisher.acknowledged == MESSAGES
    for part, old in killed.items():
        await asyncio.to_thread(system.wait_back, part, old)


async def settled(system: System, count: int, timeout_s: float = 90) -> list[tuple[Any, ...]]:
    """All stored rows, once `count` are there and no more come."""
    until, before = asyncio.get_running_loop().time() + timeout_s, -1
    while True:
        rows = await stored(system)
        if (len(rows) >= count and len(rows) == before) or asyncio.get_running_loop().time() > until:
            return rows
        before = len(rows)
        await asyncio.sleep(2)


async def stored(system: System) -> list[tuple[Any, ...]]:
    async with await psycopg.AsyncConnection.connect(
        system.addresses.database_url, autocommit=True
    ) as connection:
        return await (await connection.execute(STORED)).fetchall()


def add_key(database_url: str) -> str:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            """insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)
               values ('replay', %s, 'device', 'replay', '{}', '{}', 'replayed', now())""",
            [digest("secret")],
        )
    return "replay.secret"


STOPPED = ("writer", "worker", "jobs", "serve", "nats", "postgres")


@pytest.mark.slow(seconds=125)
def test_whatever_hangs_is_started_again_and_nothing_acknowledged_is_lost() -> None:
    with start_system(DOTHI_HANG_S="6") as system:
        system.wait_ok(START_S)
        sent = asyncio.run(_hang_all(system, add_key(system.addresses.database_url)))
        rows = asyncio.run(settled(system, sent))
        assert {row[2] for row in rows} == set(range(sent)), "an acknowledged message is missing"
        assert len(rows) == sent, "a message is double"
        said = (system.data.parent / "up.log").read_text()
        for part in STOPPED:
            assert f"Process {part} has not answered for" in said


async def _hang_all(system: System, key: str) -> int:
    """Stops one part after the other while a device publishes; returns how many values were acknowledged."""
    async with (
        Publisher("127.0.0.1", system.addresses.mqtt_port, key=key, origin=Origin.REPLAYED) as publisher,
        _publishing(publisher),
    ):
        for part in STOPPED:
            old = system.kill(part, signal.SIGSTOP)
            await asyncio.to_thread(system.wait_back, part, old, 60)
            await asyncio.to_thread(system.wait_ok, 60)
        assert publisher.acknowledged > 100
    return publisher.sent


@contextlib.asynccontextmanager
async def _publishing(publisher: Publisher) -> AsyncIterator[None]:
    start, stop = clock.now() - dt.timedelta(hours=2), asyncio.Event()

    async def publish() -> None:
        while not stop.is_set():
            at = clock.iso(start + dt.timedelta(milliseconds=50 * publisher.sent))
            name = f"urn:ngsi-ld:AirQualityObserved:kill-{publisher.sent % 5}"
            await publisher.publish(name, {"pm25": publisher.sent, "observedAt": at})
            await asyncio.sleep(0.02)

    task = asyncio.create_task(publish())
    try:
        yield
    finally:
        stop.set()
        await task
        await publisher.drain()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 400 MB, in memory."""
    if os.geteuid():
        pytest.skip("only root mounts a small disk")
    home = Path(tempfile.mkdtemp(prefix="dothi-disk-"))
    words = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "none", str(home)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        home.rmdir()
        pytest.skip(f"no disk may be mounted here: {done.stderr.strip()}")
    yield home
    subprocess.run(["umount", "-l", str(home)], check=True)
    home.rmdir()


@pytest.mark.slow(seconds=75)
def test_a_disk_that_was_full_for_a_while_loses_nothing(small_disk: Path) -> None:
    with start_system(small_disk) as system:
        system.wait(_takes_messages, "taking messages", START_S)
        sent = asyncio.run(_fill_and_free(system, small_disk / "filler"))
        rows = asyncio.run(settled(system, sent))
        assert {row[2] for row in rows} == set(range(sent)), "an acknowledged message is missing"
        assert len(rows) == sent, "a message is double"
        said = (system.data.parent / "up.log").read_text()
        assert "is full" in said
        assert "There is room" in said


async def _fill_and_free(system: System, filler: Path) -> int:
    """Publishes on while the disk is full for half a minute; returns how many values were sent."""
    key = add_key(system.addresses.database_url)
    async with (
        Publisher("127.0.0.1", system.addresses.mqtt_port, key=key, origin=Origin.REPLAYED) as publisher,
        _publishing(publisher),
    ):
        await asyncio.sleep(4)
        await asyncio.to_thread(_fill, filler)
        await asyncio.sleep(15)
        stuck = publisher.acknowledged
        await asyncio.sleep(15)
        assert publisher.acknowledged == stuck < publisher.sent, "acknowledged without room"
        filler.unlink()
        await asyncio.to_thread(system.wait, _takes_messages, "taking messages again", 120)
    return publisher.sent


def _fill(filler: Path) -> None:
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"x" * 65_536):
            pass


def _takes_messages(health: dict[str, Any]) -> bool:
    return all(health["parts"][part]["status"] == "ok" for part in ("postgres", "nats", "writer", "callout"))
