"""Five hundred open screens at once: everybody hears everything, who does not read costs little, the door stays open.

Not a timed test: its figures are printed (`pytest -s`) and noted in bench/README.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import psutil
import psycopg
import pytest

from dothi.accounts.keys import digest
from dothi.kernel import clock
from dothi.kernel.testing.system import START_S, System, running_system
from dothi.streams.publish import Publisher

PEOPLE, SCREENS, DEAF, HALF_OPEN = 25, 500, 20, 1_000
RATE, SECONDS = 200, 20
FLOOD, LONG = (
    6_000,
    "x" * 6_000,
)  # changes with a long text, as fast as they go: more than queue and line of a stream hold
MEGABYTE = 1_000_000

_TICKETS = f"""
from types import SimpleNamespace
from dothi.accounts.tickets import issue
from dothi.kernel.permissions import Grant, Scope
for number in range({PEOPLE + DEAF}):
    print(issue(SimpleNamespace(pk=number + 1, agency_id=None, scope=lambda name: Scope((Grant(None, None),)))))
"""


@dataclass(eq=False)
class Screen(asyncio.Protocol):
    """One open live stream; counts what it hears of the stations."""

    ticket: str
    reads: bool = True
    heard: int = 0
    ended: bool = False
    transport: asyncio.Transport | None = field(default=None, repr=False)
    _tail: bytes = field(default=b"", repr=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport  # nobody else holds one that does not read
        transport.write(f"GET /stream/live?ticket={self.ticket} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        if not self.reads:
            transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        text = self._tail + data
        self.heard += text.count(b"event: entity\n")
        self._tail = text[text.rfind(b"\n\n") + 2 :] if b"\n\n" in text else text

    def connection_lost(self, _error: Exception | None) -> None:
        self.ended = True


@pytest.mark.slow(seconds=60)
def test_a_crowd_of_screens_is_served_alike_and_who_does_not_read_harms_nobody() -> None:
    with running_system() as system:
        system.wait_ok(START_S)
        asyncio.run(_crowd(system))
        system.wait_ok()


async def _crowd(system: System) -> None:
    tickets = await asyncio.to_thread(_tickets, system)
    serve = psutil.Process(system.pid("serve"))
    at_rest = _memory(serve)
    screens = [await _open(system, Screen(tickets[number % PEOPLE])) for number in range(SCREENS)]
    deaf = [await _open(system, Screen(tickets[PEOPLE + number], reads=False)) for number in range(DEAF)]
    async with _half_open(system), _device(system) as publisher:
        await _until(lambda: _figure(system, "dothi_streams_open") == SCREENS + DEAF)
        opened, cpu, began = _memory(serve), _cpu(serve), time.monotonic()
        await _publish(publisher, RATE * SECONDS, RATE)
        await _until(lambda: min(screen.heard for screen in screens) >= RATE * SECONDS)
        spent, share = time.monotonic() - began, (_cpu(serve) - cpu) / (time.monotonic() - began)
        assert not any(screen.ended for screen in screens)
        answered = await _answers(system)
        loaded = _memory(serve)
        print(
            f"\n{SCREENS} screens + {DEAF} that never read, {HALF_OPEN} half-open connections, {RATE} changes/s for"
            f" {SECONDS} s: all heard {RATE * SECONDS} after {spent:.1f} s; serve {share:.2f} cores; /healthz meanwhile"
            f" {answered * 1000:.0f} ms; memory {at_rest:.0f} → open {opened:.0f} → loaded {loaded:.0f} MB",
            flush=True,
        )
        for screen in screens:
            assert screen.transport is not None
            screen.transport.close()
        await _until(lambda: _figure(system, "dothi_streams_open") <= DEAF)
        await _publish(publisher, FLOOD, 0, LONG)
        await _until(lambda: _figure(system, "dothi_stream_overruns_total") >= DEAF)
        flooded = _memory(serve)
        print(
            f"after {FLOOD * len(LONG) / MEGABYTE:.0f} MB that {DEAF} do not read: {flooded:.0f} MB",
            flush=True,
        )
    assert answered < 5
    assert flooded - opened < 4 * DEAF + 200, "memory grows with what nobody reads"
    assert len(deaf) == DEAF


def _tickets(system: System) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _TICKETS], env=system.environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


async def _open(system: System, screen: Screen) -> Screen:
    await asyncio.get_running_loop().create_connection(lambda: screen, "127.0.0.1", system.addresses.port)
    return screen


@contextlib.asynccontextmanager
async def _half_open(system: System) -> AsyncIterator[None]:
    """Connections that begin a request and never end it."""
    lines = [await asyncio.open_connection("127.0.0.1", system.addresses.port) for _ in range(HALF_OPEN)]
    for _, writer in lines:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: loc")
    try:
        yield
    finally:
        for _, writer in lines:
            writer.close()


@contextlib.asynccontextmanager
async def _device(system: System) -> AsyncIterator[Publisher]:
    with psycopg.connect(system.addresses.database_url, autocommit=True) as connection:
        connection.execute(
            """insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)
               values ('crowd', %s, 'device', 'crowd', '{}', '{}', 'live', now())""",
            [digest("secret")],
        )
    async with Publisher("127.0.0.1", system.addresses.mqtt_port, key="crowd.secret") as publisher:
        yield publisher


async def _publish(publisher: Publisher, count: int, rate: int, text: str = "") -> None:
    """Each change of another station, so that none supersedes another; `rate` 0: as fast as it goes."""
    began, at = time.monotonic(), clock.now() - dt.timedelta(seconds=30)
    for number in range(count):
        name = f"urn:ngsi-ld:AirQualityObserved:crowd-{number % 3_000}"
        when = clock.iso(at + dt.timedelta(microseconds=500 * number))
        await publisher.publish(name, {"pm25": number, "observedAt": when} | ({"note": text} if text else {}))
        if rate:
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
    await publisher.drain()


async def _until(reached: object, timeout_s: float = 120) -> None:
    assert callable(reached)
    async with asyncio.timeout(timeout_s):
        while not await asyncio.to_thread(reached):
            await asyncio.sleep(0.5)


async def _answers(system: System) -> float:
    """Seconds that /healthz takes now."""
    began = time.monotonic()
    assert await asyncio.to_thread(system.health)
    return time.monotonic() - began


def _figure(system: System, name: str) -> float:
    with urllib.request.urlopen(f"{system.addresses.base_url}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def _memory(process: psutil.Process) -> float:
    """Resident memory of a part's processes that is theirs alone (MB)."""
    sizes = [one.memory_info() for one in (process, *process.children(recursive=True))]
    return sum(size.rss - size.shared for size in sizes) / MEGABYTE


def _cpu(process: psutil.Process) -> float:
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(time.user + time.system for time in times)
