"""Servers of somebody else: the line to PostgreSQL and NATS breaks, or swallows everything, and comes back."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from dothi.accounts.keys import digest
from dothi.kernel.testing.system import START_S, System, running_system

AWAY_S = 60


class Line:
    """A TCP line to a server, in a thread of its own: `cut` breaks and refuses, `swallow` takes everything and answers nothing."""

    def __init__(self, port: int) -> None:
        self._to, self._open = port, asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self.refuses = False
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self._open.set()
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            there_reader, there = await asyncio.open_connection("127.0.0.1", self._to)
            self._writers |= {writer, there}
            await asyncio.gather(self._pump(reader, there), self._pump(there_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def cut(self) -> None:
        self.refuses = True
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._writers])

    def swallow(self) -> None:
        self._loop.call_soon_threadsafe(self._open.clear)

    def mend(self) -> None:
        self.refuses = False
        self._loop.call_soon_threadsafe(self._open.set)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)


@pytest.fixture
def lines() -> Iterator[tuple[System, System, Line, Line]]:
    """Engines of one system, used by another one over lines that can fail."""
    with running_system() as there:
        with psycopg.connect(there.addresses.database_url, autocommit=True) as connection:
            connection.execute("create database elsewhere template dothi_template")
        database = Line(urlsplit(there.addresses.database_url).port or 0)
        broker = Line(urlsplit(there.addresses.nats_url).port or 0)
        base = there.addresses.database_url.rsplit("@", 1)[0]
        login = there.addresses.nats_url.rsplit("@", 1)[0]
        with running_system(
            DOTHI_DATABASE_URL=f"{base}@127.0.0.1:{database.port}/elsewhere",
            DOTHI_NATS_URL=f"{login}@127.0.0.1:{broker.port}",
        ) as here:
            yield there, here, database, broker
        database.close()
        broker.close()


@pytest.mark.slow(seconds=110)
@pytest.mark.parametrize("how", ["cut", "swallow"])
def test_outside_servers_may_be_away_for_a_minute(lines: tuple[System, System, Line, Line], how: str) -> None:
    _there, here, database, broker = lines
    here.wait(_serves, "serving", START_S)
    with psycopg.connect(here.addresses.database_url, autocommit=True) as connection:
        connection.execute(
            """insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)
               values ('outside', %s, 'write', 'outside', '{}', '{}', 'live', now())""",
            [digest("secret")],
        )
    assert _write(here, 1) == 201
    for line in (database, broker):
        getattr(line, how)()
    began, refused = time.monotonic(), 0
    while time.monotonic() - began < AWAY_S:
        refused += _write(here, 2) in {500, 503}
        time.sleep(2)
    assert refused, "nothing is acknowledged that cannot be stored"
    assert here.process.poll() is None
    for line in (database, broker):
        line.mend()
    here.wait(_serves, "serving again", 120)
    until = time.monotonic() + 60
    while _write(here, 3) not in {200, 201, 204}:
        assert time.monotonic() < until, here.output()
        time.sleep(1)


def _serves(health: dict) -> bool:
    wanted = ("postgres", "nats", "gateway", "writer", "rules", "derive", "events", "jobs")
    return all(health["parts"][part]["status"] == "ok" for part in wanted)


def _write(system: System, number: int) -> int:
    """The status of one batch; 503 where none came in time."""
    body = f'[{{"id":"urn:ngsi-ld:AirQualityObserved:outside-{number}","type":"AirQualityObserved","pm25":{number}}}]'
    request = urllib.request.Request(
        f"{system.addresses.base_url}/ngsi-ld/v1/entityOperations/upsert",
        body.encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer outside.secret"},
    )
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 503
