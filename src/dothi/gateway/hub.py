"""What happens now, once for a whole process: hears announcements and people's events and hands them to every open stream.

Fast path: announced entity changes (NATS) and events (LISTEN) go out at once. Behind it a cursor follows the two
append-only logs in the order of transactions; once a second whatever was recorded but not announced (an import, a lost
announcement, NATS away) is read from the tables and sent too. The cursor `<tx>-0` in every message says "everything of
transactions before tx was sent": who comes back with it misses nothing, and hears a second or two of it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import nats
import psycopg
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from psycopg.rows import tuple_row

from dothi.accounts.tickets import Ticket
from dothi.entities.store.changes import changes_since
from dothi.kernel import clock
from dothi.kernel.sql import statement
from dothi.streams.subjects import CHANGED

logger = logging.getLogger(__name__)
CHANNEL: Final = "dothi_event"  # kernel.events notifies it (that module imports the ORM, this one may not)
QUEUE_BYTES = 2_000_000
QUEUE_BATCHES = 1_000
FAR_BEHIND = 2_000  # more flushes or events than that: a fresh page is quicker than the catching up
_ANNOUNCED_WITHIN_S = 0.7  # a flush older than that, not announced: read it from the tables
_HEAL_S = 1.0
_encode = msgspec.json.Encoder().encode
RESYNC: Final = b"event: resync\ndata: {}\n\n"


class Change(msgspec.Struct):
    """One entity as announced; its attributes are passed on as they came."""

    id: str
    type: list[str]
    unit: int | None
    agency: int | None
    attrs: msgspec.Raw = msgspec.Raw(b"{}")
    deleted: bool = False
    ended: list[str] | None = None  # attributes that are no more


class Announcement(msgspec.Struct):
    flush: int
    tx: int
    changes: list[Change]
    part: int = 1
    parts: int = 1


_announcement = msgspec.json.Decoder(Announcement).decode


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of the stream, encoded once for everyone who may see it."""

    data: bytes
    permission: str
    unit: int | None
    agency: int | None
    types: tuple[str, ...] = ()
    urn: str | None = None  # None: not about one entity


@dataclass(frozen=True, slots=True)
class Wish:
    """What one stream asks for, and may: streams with the same wish share their bytes."""

    scopes: tuple[tuple[str, Any], ...]
    types: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, ticket: Ticket, types: Iterable[str] = (), ids: Iterable[str] = ()) -> Wish:
        return cls(
            tuple(sorted(ticket.scopes.items(), key=lambda item: item[0])), frozenset(types), frozenset(ids)
        )

    def takes(self, frame: Frame) -> bool:
        scope = next((scope for name, scope in self.scopes if name == frame.permission), None)
        if scope is None or not scope.covers(frame.unit, frame.agency):
            return False
        if frame.urn is None:
            return True
        return (not self.types or not self.types.isdisjoint(frame.types)) and (
            not self.ids or frame.urn in self.ids
        )

    def pick(self, frames: Iterable[Frame]) -> bytes:
        return b"".join(frame.data for frame in frames if self.takes(frame))


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: a bounded queue. Who reads too slowly is told to begin anew, and holds nobody up."""

    wish: Wish
    person_id: int = 0
    queue: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    waiting: int = 0
    overrun: bool = False

    def put(self, data: bytes) -> bool:
        """Is the queue overrun by this, the first time?"""
        if self.overrun:
            return False
        if self.waiting + len(data) > QUEUE_BYTES or self.queue.qsize() >= QUEUE_BATCHES:
            self.overrun = True
            self.queue = asyncio.Queue()  # what it did not read is of no use any more
            self.queue.put_nowait(b"")  # wakes it
            return True
        self.waiting += len(data)
        self.queue.put_nowait(data)
        return False

    async def next(self, timeout_s: float) -> bytes | None:
        """The next bytes; None after `timeout_s` without any. Check `overrun` afterwards."""
        try:
            async with asyncio.timeout(timeout_s):
                data = await self.queue.get()
        except TimeoutError:
            return None
        self.waiting -= len(data)
        while not self.queue.empty() and len(data) < 65_536:
            more = self.queue.get_nowait()
            self.waiting -= len(more)
            data += more
        return data


class Hub:
    """One per process. `run` until `stop`; `open` a listener for each stream."""

    def __init__(self, database_url: str, nats_url: str) -> None:
        self._database_url, self._nats_url = database_url, nats_url
        self._listeners: dict[Wish, set[Listener]] = defaultdict(set)
        self.tx = 0
        self._flushes: dict[int, int] = {}  # sent ahead of the cursor: id → tx
        self._events: dict[int, int] = {}
        self._parts: dict[int, int] = {}
        self._changed = asyncio.Event()
        self._catching_up = asyncio.Semaphore(4)  # after a restart every screen comes back at once
        self.ready = asyncio.Event()
        self.told = self.overruns = (
            0  # since the process began: messages put into streams, streams that read too slowly
        )

    @property
    def cursor(self) -> str:
        return f"{self.tx}-0"

    @property
    def count(self) -> int:
        return sum(map(len, self._listeners.values()))

    def count_of(self, person_id: int) -> int:
        """How many streams one person has open."""
        return sum(one.person_id == person_id for of_wish in self._listeners.values() for one in of_wish)

    def open(self, wish: Wish, person_id: int = 0) -> Listener:
        listener = Listener(wish, person_id)
        self._listeners[wish].add(listener)
        return listener

    def close(self, listener: Listener) -> None:
        of_wish = self._listeners[listener.wish]
        of_wish.discard(listener)
        if not of_wish:
            del self._listeners[listener.wish]

    async def run(self, stop: asyncio.Event) -> None:
        """Follows both logs until `stop`; PostgreSQL and NATS may come and go."""
        works = (self._hear_changes, self._hear_events, self._follow)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_kept(work)) for work in works]
            await stop.wait()
            for task in tasks:
                task.cancel()

    # -- catching up ---------------------------------------------------------------------------------------------

    async def since(self, tx: int) -> list[Frame] | None:
        """What happened in transactions from `tx` on, as it is now; None: too much. Open the listener before."""
        if tx > self.tx + 2**31:
            return None  # a cursor of another database
        async with self._catching_up, self._snapshot() as connection:
            known: dict[str, Any] = {"tx": tx, "seen": [], "limit": FAR_BEHIND + 1}
            flushes, events = (
                await _rows(connection, "flushes", known),
                await _rows(connection, "events", known),
            )
            if len(flushes) > FAR_BEHIND or len(events) > FAR_BEHIND:
                return None
            changed = await changes_since(connection, tx) if flushes else []
        return [self._entity(change) for change in changed] + [self._event(row) for row in events]

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        """Several reads that see the same instant."""
        async with await psycopg.AsyncConnection.connect(
            self._database_url, autocommit=True, connect_timeout=5
        ) as connection:
            await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
            await connection.set_read_only(True)
            async with connection.transaction():
                yield connection

    # -- the fast path -------------------------------------------------------------------------------------------

    async def _hear_changes(self) -> None:
        nc: Nats = await nats.connect(
            self._nats_url, max_reconnect_attempts=-1, reconnect_time_wait=0.2, ping_interval=10
        )
        try:
            await nc.subscribe(CHANGED, cb=self._on_announcement)
            await asyncio.Event().wait()
        finally:
            await nc.close()

    async def _on_announcement(self, msg: Msg) -> None:
        try:
            told = _announcement(msg.data)
        except msgspec.MsgspecError as error:
            logger.warning("An announcement cannot be read: %s", error)
            return
        if told.flush in self._flushes or not self.ready.is_set():
            return
        self._parts[told.flush] = self._parts.get(told.flush, 0) + 1
        if self._parts[told.flush] == told.parts:
            del self._parts[told.flush]
            self._flushes[told.flush] = told.tx
        self._send([self._entity(change) for change in told.changes])

    async def _hear_events(self) -> None:
        async with await self._connected() as connection:
            await connection.execute(f"listen {CHANNEL}")
            self._changed.set()
            async for _ in connection.notifies():
                self._changed.set()

    # -- the cursor ----------------------------------------------------------------------------------------------

    async def _follow(self) -> None:
        """At every event, and once a second: what is new in the logs, and how far the cursor may go."""
        async with await self._connected() as connection:
            await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
            await connection.set_read_only(True)
            while True:
                async with connection.transaction():
                    await self._step(connection)
                await self._wait()

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(self._database_url, autocommit=True, connect_timeout=5)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_HEAL_S):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()

    async def _step(self, connection: psycopg.AsyncConnection[Any]) -> None:
        floor = (await _rows(connection, "floor", {}))[0][0]
        if not self.ready.is_set():  # streams begin here; what was before stands in the page
            self.tx = floor
            self.ready.set()
            return
        limit = FAR_BEHIND
        events = await _rows(
            connection, "events", {"tx": self.tx, "seen": list(self._events), "limit": limit}
        )
        flushes = await _rows(
            connection, "flushes", {"tx": self.tx, "seen": list(self._flushes), "limit": limit}
        )
        if len(events) == limit or len(flushes) == limit:
            await self._begin_anew(floor)
            return
        self._events |= {row[0]: row[1] for row in events}
        self._send([self._event(row) for row in events])
        late = [row for row in flushes if row[2] > _ANNOUNCED_WITHIN_S]
        if late:
            await self._heal(connection, late)
        awaited = [row[1] for row in flushes if row[2] <= _ANNOUNCED_WITHIN_S and row[0] not in self._flushes]
        self._advance(min([floor, *awaited]))

    async def _heal(self, connection: psycopg.AsyncConnection[Any], late: list[Any]) -> None:
        changed = await changes_since(connection, min(row[1] for row in late))
        self._flushes |= {row[0]: row[1] for row in late}
        for row in late:
            self._parts.pop(row[0], None)
        self._send([self._entity(change) for change in changed])

    def _advance(self, floor: int) -> None:
        self.tx = max(self.tx, floor)
        self._flushes = {key: tx for key, tx in self._flushes.items() if tx >= self.tx}
        self._events = {key: tx for key, tx in self._events.items() if tx >= self.tx}

    async def _begin_anew(self, floor: int) -> None:
        """So much is new (an import of years) that every page does better to load itself again."""
        self._advance(floor)
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.put(RESYNC)

    # -- frames --------------------------------------------------------------------------------------------------

    def _send(self, frames: list[Frame]) -> None:
        if not frames:
            return
        for wish, listeners in self._listeners.items():
            taken = [frame.data for frame in frames if wish.takes(frame)]
            if not taken:
                continue
            data = b"".join(taken)
            self.told += len(taken) * len(listeners)
            for listener in listeners:
                self.overruns += listener.put(data)

    def _entity(self, change: Change | dict[str, Any]) -> Frame:
        told = change if isinstance(change, Change) else _told(change)
        body: dict[str, Any] = {"id": told.id, "type": told.type, "unit": told.unit, "agency": told.agency}
        body |= {"attrs": told.attrs} | ({"ended": told.ended} if told.ended else {})
        body |= {"deleted": True} if told.deleted else {}
        return Frame(
            self._framed("entity", body), "entities.view", told.unit, told.agency, tuple(told.type), told.id
        )

    def _event(self, row: Any) -> Frame:
        _, _, topic, payload, permission, unit, agency, at = row
        return Frame(
            self._framed("event", {"topic": topic, "payload": payload, "at": clock.iso(at)}),
            permission,
            unit,
            agency,
        )

    def _framed(self, name: str, body: dict[str, Any]) -> bytes:
        return frame(name, {**body, "cursor": self.cursor}, self.cursor)


async def _kept(work: Callable[[], Awaitable[None]]) -> None:
    """Runs one of the hub's works for ever: through restarts of the engines, and through faults of ours, said aloud."""
    while True:
        try:
            await work()
        except (psycopg.OperationalError, psycopg.InterfaceError, nats.errors.Error, OSError) as error:
            logger.warning("Live streams wait: %s", str(error).strip())
        except Exception:
            logger.exception("Live streams failed")
        await asyncio.sleep(0.5)


def _told(change: dict[str, Any]) -> Change:
    attrs = msgspec.Raw(_encode(change.get("attrs", {})))
    head = change["id"], change["type"], change["unit"], change["agency"]
    return Change(*head, attrs, change.get("deleted", False), change.get("ended"))


def frame(name: str, body: dict[str, Any], cursor: str | None = None) -> bytes:
    """One server-sent event; JSON has no line breaks, so one `data:` line is enough."""
    number = f"id: {cursor}\n".encode() if cursor else b""
    return number + b"event: " + name.encode() + b"\ndata: " + _encode(body) + b"\n\n"


async def _rows(connection: psycopg.AsyncConnection[Any], name: str, values: dict[str, Any]) -> list[Any]:
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(statement("dothi.gateway", "sql/live.sql", name), values)
        return await cursor.fetchall()
