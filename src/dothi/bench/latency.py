"""`latency.mqtt_sse`: from the moment a device ought to publish to the moment an open screen hears of it.

A whole `dothi up` of its own (supervisor, engines, serve, worker with all its loops; as in the demo: NATS syncs its store by interval) on this machine; the load is made on
the same machine by this process: 1,000 MQTT messages a second (QoS 1, two connections), one open live stream, and HTML
pages fetched all the while. The clock of a message starts when it is due, not when it could be sent, so a stall counts
for everything it holds up. `latency.floor`, in the same run before it: the same messages until a plain NATS subscriber has them,
stored by nobody but the broker.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import nats
import psycopg
from nats.aio.msg import Msg

from dothi.accounts.keys import digest
from dothi.bench.report import Figure, figure
from dothi.kernel import clock
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.ids import new_secret
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.system import running_system
from dothi.streams.publish import Publisher
from dothi.streams.subjects import entity_of

RATE = 1_000  # messages a second
STATIONS = 500
WARM_S, MEASURED_S, FLOOR_S = 4, 15, 5
PAGES_S = 20  # pages a second
PAGE = "/accounts/login/"


@dataclass(slots=True)
class Heard:
    """What is on its way to the screen, and how long the others took (s)."""

    due: dict[str, deque[tuple[int, float, bool]]] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)

    def sent(self, urn: str, number: int, due: float) -> None:
        self.due.setdefault(urn, deque()).append((number, due, number >= RATE * WARM_S))

    def seen(self, urn: str, number: int) -> None:
        """A value is on the screen; older ones of the same station are superseded and count with it."""
        waiting, now = self.due.get(urn, deque()), time.perf_counter()
        while waiting and waiting[0][0] <= number:
            _, due, measured = waiting.popleft()
            if measured:
                self.took.append(now - due)

    @property
    def missing(self) -> int:
        return sum(map(len, self.due.values()))


@dataclass(frozen=True, slots=True)
class _Watcher:
    """Whose ticket opens the stream: all that a ticket asks of a person."""

    pk: int = 0
    agency_id: int | None = None

    def scope(self, permission: str) -> Scope:
        return Scope((Grant(None, None),))


def run() -> list[Figure]:
    """The figures of this bench, in the form of `dothi bench --json`."""
    with running_system(demo=True) as system:
        system.wait_ok(90)
        key = _device_key(system.addresses.database_url)
        os.environ["DOTHI_SECRET_KEY"] = (system.data / "secrets" / "secret_key").read_text().strip()
        floor, heard = asyncio.run(_measure(system.addresses, key))
    if heard.missing or not heard.took:
        raise RuntimeError(f"{heard.missing} messages never reached the screen")
    return [
        figure("latency.mqtt_sse", len(heard.took) / MEASURED_S, "messages/s", took_s=heard.took),
        figure("latency.floor", len(floor.took) / FLOOR_S, "messages/s", took_s=floor.took),
        figure("latency.page", len(heard.pages) / (WARM_S + MEASURED_S), "pages/s", took_s=heard.pages),
    ]


def _device_key(database_url: str) -> str:
    secret = new_secret()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            """insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)
               values ('bench', %s, 'device', 'bench', '{}', '{}', 'live', now())""",
            [digest(secret)],
        )
    return f"bench.{secret}"


async def _measure(places: Addresses, key: str) -> tuple[Heard, Heard]:
    """The floor and ours."""
    from dothi.accounts import tickets

    floor, heard = await _measure_floor(places, key), Heard()
    ticket = tickets.issue(_Watcher())  # type: ignore[arg-type]
    opened = asyncio.Event()
    listening = asyncio.create_task(_listen(places, ticket, heard, opened))
    await asyncio.wait_for(opened.wait(), 10)
    loading = asyncio.create_task(_load_pages(places, heard))
    async with Publisher("127.0.0.1", places.mqtt_port, key=key) as publisher:
        await _publish(publisher, heard, WARM_S + MEASURED_S)
    async with asyncio.timeout(30):
        while heard.missing and not listening.done():
            await asyncio.sleep(0.05)
    for task in (listening, loading):
        task.cancel()
    await asyncio.gather(listening, loading, return_exceptions=True)
    return floor, heard


async def _measure_floor(places: Addresses, key: str) -> Heard:
    heard = Heard()

    async def seen(message: Msg) -> None:
        if about := entity_of(message.subject):
            heard.seen(about[1], msgspec.json.decode(message.data)["pm25"]["value"])

    listening = await nats.connect(places.nats_url)
    await listening.subscribe("dothi.live.urn.>", cb=seen)
    async with Publisher("127.0.0.1", places.mqtt_port, key=key) as publisher:
        await _publish(publisher, heard, WARM_S + FLOOR_S)
    await listening.drain()
    return heard


async def _publish(publisher: Publisher, heard: Heard, seconds: int) -> None:
    began, base = time.perf_counter(), clock.now()
    for number in range(RATE * seconds):
        due = began + number / RATE
        if (early := due - time.perf_counter()) > 0.002:
            await asyncio.sleep(early)
        urn = f"urn:ngsi-ld:AirQualityObserved:bench-{number % STATIONS}"
        heard.sent(urn, number, due)
        observed = clock.iso(base + dt.timedelta(milliseconds=1000 * number // RATE))
        await publisher.publish(urn, {"pm25": {"value": number, "unitCode": "GQ"}, "observedAt": observed})
    await publisher.drain()


async def _listen(places: Addresses, ticket: str, heard: Heard, opened: asyncio.Event) -> None:
    async for name, data in _events(places.port, f"/stream/live?ticket={ticket}"):
        if name == "hello":
            opened.set()
        elif name == "entity" and "pm25" in data["attrs"]:
            heard.seen(data["id"], data["attrs"]["pm25"]["value"])
        elif name == "resync":
            raise RuntimeError("the stream fell behind")


async def _events(port: int, path: str) -> AsyncIterator[tuple[str, Any]]:
    """Server-sent events over plain HTTP/1.0 (no chunks to take apart)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"the stream answered {status!r}")
    while (await reader.readline()).strip():
        pass
    name = ""
    while line := await reader.readline():
        if line.startswith(b"event: "):
            name = line[7:-1].decode()
        elif line.startswith(b"data: "):
            yield name, msgspec.json.decode(line[6:])


async def _load_pages(places: Addresses, heard: Heard) -> None:
    """Pages at a steady rate, one after the other."""
    began, count = time.perf_counter(), 0
    while True:
        count += 1
        await asyncio.sleep(max(0.0, began + count / PAGES_S - time.perf_counter()))
        start = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", places.port)
        writer.write(f"GET {PAGE} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
        answer = await reader.read(-1)
        writer.close()
        if b" 200 " not in answer[:20]:
            raise RuntimeError(f"{PAGE} answered {answer[:80]!r}")
        heard.pages.append(time.perf_counter() - start)
