"""What became of notifications, written by one task on one connection: many successes share a transaction."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.subscriptions.reading import Place, Queued
from dothi.entities.subscriptions.store import rows, sql
from dothi.kernel import clock, settings

MOST_AT_ONCE = 1_000
MOST_DEAD = 1_000  # dead letters of one subscription


class _Failure(NamedTuple):
    one: Queued
    reason: str
    dead: bool
    noted: asyncio.Future[None]


class Ledger:
    """`connection` is its own (autocommit); a lock keeps reads of queues and writes of outcomes apart."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()
        self._sent: list[tuple[Queued, dt.datetime]] = []
        self._failed: list[_Failure] = []
        self._faulty: list[tuple[int, str]] = []
        self._some = asyncio.Event()

    def sent(self, one: Queued) -> None:
        self._sent.append((one, clock.now()))
        self._some.set()

    async def failed(self, one: Queued, reason: str, *, dead: bool) -> None:
        """Returns when it is in the database."""
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._failed.append(_Failure(one, reason, dead, noted))
        self._some.set()
        await noted

    def faulty(self, found: list[tuple[int, str]]) -> None:
        """Subscriptions that could not be judged, and why."""
        self._faulty += found
        self._some.set()

    async def sweep(self) -> frozenset[int]:
        """Forgets dead letters beyond the newest of each; returns the subscriptions of which too much waits."""
        async with self._lock:
            await self._connection.execute(sql("prune"), {"most": MOST_DEAD})
            found = await rows(self._connection, "full", most=settings.read("NOTIFY_WAITING"))
            return frozenset(row[0] for row in found)

    async def waiting(self, place: Place, limit: int) -> list[Queued]:
        """The next of a queue in the database; what was sent and is not yet noted is not among them."""
        async with self._lock:
            while self._sent or self._failed:
                await self._write()
            return [
                Queued(*row)
                for row in await rows(self._connection, "waiting", **place._asdict(), limit=limit)
            ]

    async def places(self) -> list[Place]:
        """Where something waits."""
        async with self._lock:
            return [Place(*row) for row in await rows(self._connection, "places")]

    async def keep(self, stop: asyncio.Event) -> None:
        """Writes until told to stop, and then what is left."""
        while not stop.is_set() or self._sent or self._failed:
            waiting = [asyncio.ensure_future(self._some.wait()), asyncio.ensure_future(stop.wait())]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for one in waiting:
                one.cancel()
            async with self._lock:
                await self._write()

    async def _write(self) -> None:
        self._some.clear()
        sent, self._sent = self._sent[:MOST_AT_ONCE], self._sent[MOST_AT_ONCE:]
        failed, self._failed = self._failed, []
        faulty, self._faulty = self._faulty, []
        if not sent and not failed and not faulty:
            return
        async with self._connection.transaction():
            if sent:
                await self._connection.execute(sql("sent"), _columns(sent))
            for failure in failed:
                await self._connection.execute(sql("failed"), _values(failure))
            for subscription, reason in faulty:
                values = {"subscription": subscription, "error": reason, "at": clock.now()}
                await self._connection.execute(sql("faulty"), values)
        for failure in failed:
            if not failure.noted.done():
                failure.noted.set_result(None)
        if self._sent:
            self._some.set()


def _columns(sent: list[tuple[Queued, dt.datetime]]) -> dict[str, Any]:
    return {
        "ids": [one.id for one, _ in sent],
        "subscriptions": [one.subscription_id for one, _ in sent],
        "ats": [at for _, at in sent],
        "made": [one.made_at for one, _ in sent],
    }


def _values(failure: _Failure) -> dict[str, Any]:
    one = failure.one
    return {
        "id": one.id, "subscription": one.subscription_id, "error": failure.reason, "dead": failure.dead, "at": clock.now(), "made": one.made_at,
    }  # fmt: skip
