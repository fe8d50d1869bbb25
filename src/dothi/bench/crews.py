"""`crews`: 500 phones on one node tell their position every five seconds, from when a position is due until it is told to be durable.

Each phone keeps its own connection and has its own unit; what it tells moves that unit's entity and adds a point to its way. The clock
of a position starts when it is due, so a stall counts for all that it holds up. `crews.floor`, in the same run and before it: one bare
row inserted and committed at the same rhythm over as many connections as the door has. `crews.after-an-hour`: forty phones come back
after an hour at once, each with 720 points. `crews.cpu`: what the door and PostgreSQL together took of one core while 500 told.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import time
from collections.abc import Callable, Iterable

import msgspec
import psutil
import psycopg
from psycopg_pool import AsyncConnectionPool

from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, figure
from dothi.kernel import clock

CREWS, EVERY_S = 500, 5.0
WARM_S, MEASURED_S, FLOOR_S = 5, 30, 10
BACK, BACKLOG = 40, 720
DOOR_CONNECTIONS = 12
DEVICE = "be9c0001"  # a duty each, so one name does for all
Phone = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def run(tell: Callable[[str], None] = lambda text: None, entities: int = CREWS) -> list[Figure]:
    """The figures of this bench, for so many crews."""
    with engines() as bench:
        os.environ.update(bench.environment)
        return asyncio.run(_measure(bench, entities, tell))


async def _measure(bench: Bench, crews: int, tell: Callable[[str], None]) -> list[Figure]:
    urns = [f"urn:ngsi-ld:Vehicle:crew-{number}" for number in range(crews)]
    await _make(bench, urns)
    floor = await _floor(bench, crews)
    tell(f"{crews} units stand")
    phones = [await asyncio.open_connection("127.0.0.1", bench.addresses.port) for _ in urns]
    tickets = _tickets(urns)
    await _drive(phones, tickets, WARM_S)
    before, began = _cpu_s(), time.perf_counter()
    took = await _drive(phones, tickets, MEASURED_S)
    cpu, seconds = _cpu_s() - before, time.perf_counter() - began
    tell(f"{len(took):,} positions were told")
    late = await _come_back(phones, tickets)
    for _, writer in phones:
        writer.close()
    rate = len(took) / MEASURED_S
    return [
        figure("crews", rate, "positions/s", len(floor) / FLOOR_S, took),
        figure("crews.floor", len(floor) / FLOOR_S, "rows/s", took_s=floor),
        figure("crews.after-an-hour", BACK * BACKLOG / max(late), "points/s", took_s=late),
        figure("crews.cpu", 100 * cpu / seconds, "% of a core"),
    ]


async def _make(bench: Bench, urns: list[str]) -> None:
    body = msgspec.json.encode([{"id": urn, "type": "Vehicle"} for urn in urns])
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.addresses.port)
    await _post(reader, writer, "/ngsi-ld/v1/entityOperations/create", bench.key, body)
    writer.close()


def _tickets(urns: Iterable[str]) -> list[tuple[str, str]]:
    from dothi.accounts import crew_tickets

    until = int(clock.now().timestamp()) + 3600
    return [
        (urn, crew_tickets.issue(number, number, urn, 1, until=until)) for number, urn in enumerate(urns, 1)
    ]


async def _drive(phones: list[Phone], tickets: list[tuple[str, str]], seconds: int) -> list[float]:
    """Spread over the five seconds, as phones are that were switched on by people."""
    began, took = time.perf_counter(), list[float]()

    async def one(number: int) -> None:
        reader, writer = phones[number]
        due = began + EVERY_S * number / len(phones)
        while due < began + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            at = clock.now()
            east = 107.0 + number / 10_000 + (due - began) / 100_000
            await _post(reader, writer, "/crew/positions", tickets[number][1], _points(at, [(at, east)]))
            took.append(time.perf_counter() - due)
            due += EVERY_S

    await asyncio.gather(*(one(number) for number in range(len(phones))))
    return took


async def _come_back(phones: list[Phone], tickets: list[tuple[str, str]]) -> list[float]:
    """An hour of points each, all at the same moment."""

    async def one(number: int) -> float:
        now, began = clock.now() - dt.timedelta(minutes=5), time.perf_counter()
        points = [(now - dt.timedelta(seconds=5 * back), 106.0 + back / 10_000) for back in range(BACKLOG)]
        body = _points(clock.now(), points)
        await _post(*phones[number], path="/crew/positions", bearer=tickets[number][1], body=body)
        return time.perf_counter() - began

    return list(await asyncio.gather(*(one(number) for number in range(min(BACK, len(phones))))))


def _points(sent_at: dt.datetime, points: list[tuple[dt.datetime, float]]) -> bytes:
    """Numbered by their milliseconds: no phone tells two at the same one."""
    told = [
        {
            "number": round(1000 * at.timestamp()),
            "at": clock.iso(at),
            "lon": lon,
            "lat": 10.35,
            "accuracy_m": 8,
        }
        for at, lon in points
    ]
    return msgspec.json.encode({"device": DEVICE, "sent_at": clock.iso(sent_at), "points": told})


async def _post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, bearer: str, body: bytes
) -> None:
    writer.write(
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {bearer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    told = await reader.readexactly(length)
    if b" 20" not in head[:13]:
        raise RuntimeError(f"a position was refused: {told!r}")


async def _floor(bench: Bench, crews: int) -> list[float]:
    """A bare row, committed, in the same rhythm."""
    took: list[float] = []
    async with AsyncConnectionPool(
        bench.database_url,
        min_size=DOOR_CONNECTIONS,
        max_size=DOOR_CONNECTIONS,
        kwargs={"autocommit": True},
        open=False,
    ) as pool:
        async with pool.connection() as connection:
            await connection.execute("create table bench_floor (at timestamptz, lon float8, lat float8)")
        began = time.perf_counter()

        async def one(due: float) -> None:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            async with pool.connection() as connection:
                await connection.execute(
                    "insert into bench_floor values (%s, %s, %s)", (clock.now(), 107.0, 10.3)
                )
            took.append(time.perf_counter() - due)

        pause, count = EVERY_S / crews, int(FLOOR_S * crews / EVERY_S)
        await asyncio.gather(*(one(began + pause * number) for number in range(count)))
    with psycopg.connect(bench.database_url, autocommit=True) as last:
        last.execute("drop table bench_floor")
    return took


def _cpu_s() -> float:
    """Of all processes of this bench but the one that makes the load; those that ended meanwhile are left out."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total
