"""The writer: from the server's stream of MQTT messages into the entities' tables, each message exactly once.

One transaction holds the values, the dead letters and the position in the stream. What was committed is acknowledged
afterwards; a crash in between delivers it again, and the position knows it (see store.py and pull.py for the rest of
the argument). Only one writer works at a time: a lock of the database connection that writes. Whatever fails, the
session ends, nothing is acknowledged, and the next session begins after the position.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import nats
import psycopg
from nats.aio.client import Client

from dothi.entities.core.rows import Batch
from dothi.entities.store import write
from dothi.entities.store.write import Written
from dothi.kernel import clock, health, settings
from dothi.kernel.engines import addresses
from dothi.kernel.engines import nats as engine
from dothi.kernel.engines.stopping import rest
from dothi.kernel.errors import DothiError
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement
from dothi.streams import store
from dothi.streams.announce import announce
from dothi.streams.causes import cause_of
from dothi.streams.dead_letters import Refusal
from dothi.streams.message import SOURCE, Message, add_rows
from dothi.streams.pull import Interrupted, Pull
from dothi.streams.refusals import Log
from dothi.streams.senders import Register, Senders
from dothi.streams.subjects import STREAM, subject_of

logger = logging.getLogger(__name__)
_TICK_S = 1.0
_SHORTEN_S, _SHORTEN_AFTER = 3600.0, 2_000  # the list of dead letters: every hour, and after so many new ones
# Where one process runs every loop the rules work in a thread beside: with Python's 5 ms each step could wait 5 ms.
SWITCH_S = 0.0005
_PATIENCE_S = (0.1, 0.2, 0.5, 1.0, 2.0)
_AWAY = (
    OSError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    nats.errors.Error,
    Interrupted,
    TimeoutError,
)
# what a single message can be guilty of; then it is found and set aside
_GUILTY = (
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.errors.ProgramLimitExceeded,
    DothiError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    RecursionError,
)


async def run(stop: asyncio.Event) -> None:
    """Writes until `stop`, through any restart of NATS or PostgreSQL."""
    sys.setswitchinterval(SWITCH_S)
    failures = 0
    while not stop.is_set():
        began = time.monotonic()
        try:
            await _session(stop)
            failures = 0
        except _AWAY as error:
            health.report("writer", status=health.DEGRADED)
            logger.warning("The writer begins anew: %s: %s", type(error).__name__, str(error).strip())
        except Exception:  # a fault of ours: said in full; the messages stay in the stream
            health.report("writer", status=health.DEGRADED)
            logger.exception("The writer failed")
        if not stop.is_set():
            failures = failures + 1 if time.monotonic() - began < 10 else 0
            await rest(stop, _PATIENCE_S[min(failures, len(_PATIENCE_S) - 1)])


async def _session(stop: asyncio.Event) -> None:
    connecting = psycopg.AsyncConnection.connect(addresses.database_url(), autocommit=True, connect_timeout=5)
    async with await connecting as connection:
        if not await _alone(connection):
            health.withdraw("writer")
            health.report("writer-standby", lag_s=0.0)
            await rest(stop, 2.0)
            return
        nc = await nats.connect(
            addresses.nats_url(), allow_reconnect=False, connect_timeout=5, ping_interval=10
        )
        try:
            js = nc.jetstream()
            created = await store.ensure_stream(js, store.room(settings.data_folder()))
            position = await Position.read(connection, created)
            pull = Pull(nc, await store.begin_after(js, position.seq))
            await pull.start()
            await Writer(connection, nc, pull, position).work(stop)
        finally:
            await nc.close()


@dataclass(slots=True)
class Position:
    """How far one incarnation of the stream is stored."""

    created: dt.datetime
    seq: int

    @classmethod
    async def read(cls, connection: psycopg.AsyncConnection[Any], created: dt.datetime) -> Position:
        row = await (
            await connection.execute(_sql("position"), {"stream": STREAM, "created": created})
        ).fetchone()
        return cls(created, row[0] if row else 0)

    async def move(self, connection: psycopg.AsyncConnection[Any], seq: int) -> None:
        """In the transaction that stores everything up to `seq`. Raises Interrupted when another writer was here."""
        done = await connection.execute(
            _sql("move"), {"stream": STREAM, "created": self.created, "seq": seq, "before": self.seq}
        )
        if done.rowcount != 1:
            raise Interrupted("another writer moved the position")


class Writer:
    """One session's work."""

    def __init__(
        self, connection: psycopg.AsyncConnection[Any], nc: Client, pull: Pull, position: Position
    ) -> None:
        self._connection, self._nc, self._pull, self._position = connection, nc, pull, position
        data = settings.data_folder()
        self._log = Log(engine.log_path(data), data / "run" / "nats-log.place")
        self._senders = Register()
        self._tick = 0.0
        self._aside = 0  # dead letters since the list was last shortened
        self._shortened = 0.0

    async def work(self, stop: asyncio.Event) -> None:
        health.report("writer", lag_s=0.0)
        while not stop.is_set():
            messages = await self._pull.take(_TICK_S)
            if messages:
                await self._store(messages)
                health.report(
                    "writer", lag_s=round((clock.now() - messages[0].received_at).total_seconds(), 3)
                )
            if time.monotonic() - self._tick >= _TICK_S:
                await self._each_second(idle=not messages)

    async def _each_second(self, *, idle: bool) -> None:
        self._tick = time.monotonic()
        if idle:
            health.report("writer", lag_s=0.0)
        await self._list_refusals()
        await self._try_again()
        if self._aside >= _SHORTEN_AFTER or time.monotonic() - self._shortened >= _SHORTEN_S:
            await self._shorten()

    async def _store(self, messages: Sequence[Message]) -> None:
        """Stores, then acknowledges and announces. A message that the database refuses is found by halving and set aside."""
        try:
            await self._commit(messages, [])
        except _GUILTY as error:
            if len(messages) == 1:
                logger.warning("A message on %s cannot be stored: %s", messages[0].subject, error)
                await self._commit([], [Refusal.of(messages[0], cause_of(error))], upto=messages[0].seq)
                return
            half = len(messages) // 2
            await self._store(messages[:half])
            await self._store(messages[half:])

    async def _commit(
        self, messages: Sequence[Message], refusals: list[Refusal], upto: int | None = None
    ) -> None:
        loads, bad = _loads(messages, await self._senders.current(self._connection))
        for load in loads:
            await write.prepare(self._connection, load.batch, source=SOURCE)
        seq = max((message.seq for message in messages if message.seq is not None), default=upto)
        async with self._connection.transaction():
            written = [await load.write(self._connection) for load in loads]
            await self._set_aside([*refusals, *bad, *(one for load in loads for one in load.refused)])
            if seq is not None:
                await self._position.move(self._connection, seq)
        refused = len(refusals) + len(bad) + sum(len(load.refused) for load in loads)
        health.count("writer", "messages-refused", refused)
        health.count("writer", "messages-stored", len(messages) - (refused - len(refusals)))
        if seq is not None:
            self._position.seq = seq
            await self._pull.acknowledge(seq)
        for done in written:
            await announce(self._nc, done)

    async def _set_aside(self, refusals: Sequence[Refusal]) -> None:
        if refusals:
            async with self._connection.cursor() as cursor:
                await cursor.executemany(_sql("dead_letter"), [refusal.row() for refusal in refusals])
            self._aside += len(refusals)

    async def _shorten(self) -> None:
        """Forgets dead letters beyond the declared number; old ones go at night, by a dated rule."""
        await self._connection.execute(_sql("forget"), {"keep": settings.read("DEAD_LETTERS")})
        self._aside, self._shortened = 0, time.monotonic()

    async def _list_refusals(self) -> None:
        """Publishes that NATS dropped: see refusals.py."""
        found = self._log.read()
        if found:
            await self._set_aside(found)
        self._log.remember()

    async def _try_again(self) -> None:
        """Dead letters that a person wants tried again: each alone, as it came, with the time at which it came."""
        cursor = await self._connection.execute(_sql("asked_again"))
        for number, topic, payload, received_at in await cursor.fetchall():
            await self._try_one(number, Message(subject_of(topic), bytes(payload), received_at))

    async def _try_one(self, number: int, message: Message) -> None:
        written: list[write.Written] = []
        loads, bad = _loads([message], await self._senders.current(self._connection))
        try:
            for load in loads:
                await write.prepare(self._connection, load.batch, source=SOURCE)
            async with self._connection.transaction():
                written = [await load.write(self._connection) for load in loads]
                bad += [one for load in loads for one in load.refused]
                if not bad:
                    await self._connection.execute(_sql("settled"), {"id": number})
        except _GUILTY as error:
            bad = [Refusal.of(message, cause_of(error))]
        if bad:
            await self._connection.execute(_sql("refused_again"), {**bad[0].row(), "id": number})
        for done in written:
            await announce(self._nc, done)


@dataclass(slots=True)
class Load:
    """The messages of one origin that can be read; fragment n of the batch is message n."""

    origin: Origin
    batch: Batch
    messages: list[Message] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    async def write(self, connection: psycopg.AsyncConnection[Any]) -> write.Written:
        written = await write.write_batch(connection, self.batch, origin=self.origin, source=SOURCE)
        await self._adopt(connection, written)
        self.refused = [Refusal.of(self.messages[index], error) for index, error in written.refused.items()]
        return written

    async def _adopt(self, connection: psycopg.AsyncConnection[Any], written: Written) -> None:
        """Entities that belonged to no agency, such as those made before the owner's key was issued, become the owner's."""
        owners = {}
        for index, fragment in enumerate(self.batch.fragments):
            owner = fragment.writer.agency_id if fragment.writer else None
            known = written.entities.get(fragment.urn)
            if owner and known and known.agency_id is None and index not in written.refused:
                known.agency_id = owners[known.id] = owner
        if owners:
            ids = sorted(owners)
            await connection.execute(_sql("adopt"), {"ids": ids, "agencies": [owners[pk] for pk in ids]})


def _loads(messages: Sequence[Message], senders: Senders) -> tuple[list[Load], list[Refusal]]:
    """The good messages by origin, and the bad ones."""
    batches: dict[Origin, Batch] = {}
    loads: dict[Origin, Load] = {}
    bad = []
    for message in messages:
        try:
            origin = add_rows(batches, message, senders)
        except DothiError as error:
            bad.append(Refusal.of(message, error))
        except (
            Exception
        ) as error:  # a fault of ours; one message that nobody can read must not stop all others
            logger.exception("A message on %s cannot be read", message.subject)
            bad.append(Refusal.of(message, cause_of(error)))
        else:
            loads.setdefault(origin, Load(origin, batches[origin])).messages.append(message)
    return list(loads.values()), bad


async def _alone(connection: psycopg.AsyncConnection[Any]) -> bool:
    row = await (await connection.execute(_sql("lock"))).fetchone()
    return bool(row and row[0])


def _sql(name: str) -> str:
    return statement("dothi.streams", "sql/writer.sql", name)
