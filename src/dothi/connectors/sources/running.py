"""One run of one source: what its kind gives goes piece by piece through the mapping into the store.

A batch's values, its refusals, the counts and (with the last rows of a piece) the place to go on from are one transaction: killed
in the middle, the next run goes on from what is stored, and what comes twice changes nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import MappingError, TableError
from dothi.connectors.files.readings import Reader, Reading, Reject, Tally
from dothi.connectors.files.tables import table_of_rows
from dothi.connectors.sources import asking, secrets
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Fetch, Kind, Piece, Steps, Way, get_kind
from dothi.connectors.sources.messages import OfRun
from dothi.connectors.sources.rhythm import wait_s
from dothi.connectors.writing import Pen, storable
from dothi.entities.store.write import Written, write_batch
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.origin import LIVE_FOR, Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
BATCH = 1000
MOST_SHOWN = 50
MOST_REJECTS = 1000  # listed of one run; the rest is only counted
Announce = Callable[[Written], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A source as the database has it, its secrets still encrypted."""

    id: int
    code: str
    kind: str
    settings: dict[str, Any]
    mapping_text: str
    origin: int
    unit_id: int | None
    own_only: bool
    agency_id: int
    ask_every_s: int
    dry: bool
    place: dict[str, Any]
    mapping_sha256: str
    next_at: dt.datetime
    failures: int
    since: dt.datetime | None  # newest value of the rounds that ended whole
    secrets: dict[str, str] = field(repr=False)
    stamp: str = ""

    @property
    def kind_of(self) -> Kind:
        return get_kind(self.kind)

    def mapping(self) -> mappings.Mapping:
        """Raises MappingError."""
        return mappings.parse(self.mapping_text, file=self.code)

    def read_settings(self) -> Any:
        """The kind's own settings, secrets decrypted. Raises SettingsRefused, SourceError."""
        opened = {name: secrets.decrypt(token) for name, token in self.secrets.items()}
        return asking.read(self.kind_of.settings, {**self.settings, **opened})

    def scope(self) -> Scope | None:
        """Where it may write; None: everywhere."""
        if self.unit_id is None and not self.own_only:
            return None
        from django.db import close_old_connections

        from dothi.territory.queries import unit_and_below

        close_old_connections()  # of this thread: the database may have been away since it was lent last
        units = None if self.unit_id is None else unit_and_below(self.unit_id)
        return Scope((Grant(units, self.agency_id if self.own_only else None),))


@dataclass(slots=True)
class _Counts:
    pieces: int = 0
    bytes: int = 0
    late: int = 0
    changed: int = 0
    tally: Tally = field(default_factory=Tally)

    def fields(self) -> dict[str, Any]:
        own = {"pieces": self.pieces, "bytes": self.bytes, "late": self.late, "changed": self.changed}
        return own | asdict(self.tally)


def _since(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What came to the counts since they were noted last."""
    reasons = {name: number - before["reasons"].get(name, 0) for name, number in now["reasons"].items()}
    rest = {name: number - before[name] for name, number in now.items() if name != "reasons"}
    return rest | {"reasons": {name: number for name, number in reasons.items() if number}}


def _written(counts: dict[str, Any]) -> dict[str, Any]:
    return counts | {"reasons": json.dumps(counts["reasons"])}


@dataclass(slots=True)
class Run:
    """One round, from `begin` to `end`."""

    connection: AsyncConnection[Any]
    source: Ready
    announce: Announce | None = None
    steps: Steps = field(default_factory=Steps)
    counts: _Counts = field(default_factory=_Counts)
    id: int = 0
    listed: int = 0
    rejects: list[Reject] = field(default_factory=list)
    piece: str = ""
    gives: Fetch | None = None  # instead of the kind's own: who sends brings it along
    prefixes: tuple[str, ...] = ()  # of ids that the sender's key reaches; empty: all
    given: Origin = Origin.LIVE  # of the sender's key
    shown: list[Reject] = field(default_factory=list)  # the first, for an answer
    error: DothiError | None = None
    newest: dt.datetime | None = None  # own time of what this round brought
    noted: dict[str, Any] = field(default_factory=lambda: _Counts().fields())
    _limit: asyncio.Timeout | None = None
    _gives_way: bool = False

    async def work(self) -> str:
        """Runs to its end and notes the outcome; returns its state. Raises only what means that the database is away."""
        begun = clock.now()
        if not self._folds:
            self.id = await self._begun(begun)
        try:
            async with asyncio.timeout(self._limit_s()) as self._limit:
                await self._pieces(begun)
        except asyncio.CancelledError:
            await asyncio.shield(self._end("broken"))
            raise
        except Exception as error:
            if self.connection.closed:  # whoever runs this notes it by another connection
                raise
            await self._failed(self._known(error))
            return "failed"
        state = "done" if self.counts.pieces else "unchanged"
        await self._end(state)
        reached = None if self.source.dry else self.newest
        next_at = self._next(begun)
        await self._say(
            "succeed", source=self.source.id, now=clock.now(), next_at=next_at, reached_at=reached
        )
        return state

    def give_way(self) -> None:
        """Ends it as failed: it holds a place for too long while others wait."""
        if self._limit is not None:
            self._gives_way = True
            self._limit.reschedule(asyncio.get_running_loop().time())

    @property
    def _folds(self) -> bool:
        """Is it one of many requests that are noted together?"""
        return self.source.kind_of.way is Way.PUSH

    def _limit_s(self) -> float | None:
        kind = self.source.kind_of
        return None if kind.way is Way.LISTEN else kind.limit_s

    def _next(self, begun: dt.datetime) -> dt.datetime:
        """By the clock of its beginnings, so that a rhythm does not drift; one that took longer is asked at once."""
        return max(begun + dt.timedelta(seconds=self.source.ask_every_s), clock.now())

    async def _begun(self, now: dt.datetime) -> int:
        cursor = await self.connection.execute(
            _sql("begin"), {"source": self.source.id, "now": now, "dry": self.source.dry}
        )
        row = await cursor.fetchone()
        assert row is not None
        return int(row[0])

    async def _pieces(self, begun: dt.datetime) -> None:
        source = self.source
        mapping, kind = source.mapping(), source.kind_of
        asked = Asked(
            source.read_settings(),
            mapping,
            dict(source.place),
            source.since,
            source=source.code,
            dry=source.dry,
            log=OfRun(self.connection, source.id, self.id),
            steps=self.steps,
            now=begun,
        )
        scope = await asyncio.to_thread(source.scope)
        pen = Pen(
            mapping,
            f"source:{source.code}",
            self.given or Origin(source.origin),
            begun,
            scope,
            source.agency_id,
            owns=True,
            tells_anew=source.mapping_sha256 != _sha256(source.mapping_text),
        )
        fetch = self.gives or kind.fetch
        assert fetch is not None
        async with aclosing(fetch(asked)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                await self._piece(pen, piece)

    async def _piece(self, pen: Pen, piece: Piece) -> None:
        pen.begun_at = clock.now()  # one who listens has begun long ago
        self.piece = piece.name
        self.counts.bytes += piece.size
        if piece.digest and (taken := await self._taken(piece.digest)) is not None:
            if piece.state is not None and not self.source.dry:  # else it is fetched again each round
                await self._say("stand", source=self.source.id, place=json.dumps(piece.state))
            if taken == "stored":
                await self._kept(piece)
            return
        self.counts.pieces += 1
        try:
            if piece.refused is not None:
                raise piece.refused
            await self._rows(pen, piece)
        except (MappingError, TableError, SourceError) as error:
            if not piece.digest:
                raise
            await self._refused(piece, error)  # one bad file among others
            return
        await self._kept(piece)

    async def _rows(self, pen: Pen, piece: Piece) -> None:
        reader = Reader(pen.mapping, table_of_rows(piece.columns, piece.rows), {}, self.rejects.append)
        before, readings = self.counts.tally, reader.readings()
        while True:
            batch = await asyncio.to_thread(lambda: list(islice(readings, BATCH)))
            is_last = len(batch) < BATCH
            batch = await pen.judged(self.connection, reader, self._reached(reader, batch))
            await self._batch(pen, reader, before, batch, piece if is_last else None)
            if is_last:
                return

    def _reached(self, reader: Reader, batch: list[Reading]) -> list[Reading]:
        """Without what the sender's key does not reach."""
        if not self.prefixes:
            return batch
        for one in (one for one in batch if not one.entity.startswith(self.prefixes)):
            refuse_stored(reader, one, "outside-area", one.entity)
        return [one for one in batch if one.entity.startswith(self.prefixes)]

    async def _refused(self, piece: Piece, error: DothiError) -> None:
        """Listed with its reason and known by its content: it is not read again before somebody changes the source or the file."""
        self.rejects.append(Reject(0, "", message_of(error, "vi"), "piece", error.code))
        refused = Tally(rows=1, refused=1, reasons={"piece": 1})
        self.counts.tally = _sum(self.counts.tally, refused)
        async with self.connection.transaction():
            await self._note()
            if not self.source.dry:
                await self._move(None, piece, refused=True)

    async def _note(self) -> None:
        """The counts so far and what was refused, in the transaction of what they count."""
        now = self.counts.fields()
        if self._folds:
            await self._fold("done", _since(self.noted, now))
        else:
            await self._say("note", run=self.id, **_written(now))
        self.noted = now
        await self._list_rejects()

    async def _fold(self, state: str, counts: dict[str, Any], code: str = "", fields: str = "{}") -> None:
        told = {"source": self.source.id, "state": state, "dry": self.source.dry, "now": clock.now()}
        cursor = await self.connection.execute(
            _sql("fold"), {**told, "code": code, "fields": fields, **_written(counts)}
        )
        row = await cursor.fetchone()
        assert row is not None
        self.id, refused = row
        self.listed = refused - sum(counts["reasons"].values())  # by those before in this minute

    async def _batch(
        self, pen: Pen, reader: Reader, before: Tally, batch: list[Reading], ends: Piece | None
    ) -> None:
        rows, written, now = None, None, clock.now()
        dry = self.source.dry
        if batch and not dry:
            rows = await pen.rows(self.connection, batch)
        self.counts.late += sum(now - one.at > LIVE_FOR for one in batch)
        newest = max((one.at for one in batch), default=None)
        self.newest = max(filter(None, (self.newest, newest)), default=None)
        async with self.connection.transaction():
            if rows is not None:
                written = await write_batch(self.connection, rows, origin=pen.origin, source=pen.source)
                self.counts.changed += written.recorded
                _tell_refused(written, batch, reader)
            self.counts.tally = _sum(before, reader.tally)
            await self._note()
            if not dry:
                await self._move(newest, ends)
        if written is not None and written.changed and self.announce is not None:
            await self.announce(written)

    async def _move(self, newest: dt.datetime | None, ends: Piece | None, *, refused: bool = False) -> None:
        state = ends.state if ends is not None else None
        await self._say(
            "arrived",
            source=self.source.id,
            now=clock.now(),
            value_at=newest,
            place=None if state is None else json.dumps(state),
            mapping=_sha256(self.source.mapping_text),
            listens=self.source.kind_of.way is Way.LISTEN,
        )
        if ends is not None and ends.digest:
            await self._take(ends, refused=refused)

    async def _take(self, piece: Piece, *, refused: bool) -> None:
        taken = {"digest": piece.digest, "name": storable(piece.name)[:255], "refused": refused}
        await self._say("take", source=self.source.id, now=clock.now(), **taken)

    async def _taken(self, digest: str) -> str | None:
        """`stored` or `refused`; None: this content is new."""
        cursor = await self.connection.execute(_sql("taken"), {"source": self.source.id, "digest": digest})
        row = await cursor.fetchone()
        return None if row is None else "refused" if row[0] else "stored"

    async def _kept(self, piece: Piece) -> None:
        """What is done with a piece that is stored (a file is moved); where that fails the piece is known by its digest."""
        if piece.after is None or self.source.dry:
            return
        try:
            await piece.after()
        except (OSError, SourceError) as error:
            logger.warning(
                "a stored piece stays where it is", extra={"source": self.source.code, "detail": str(error)}
            )

    async def _list_rejects(self) -> None:
        listed = self.rejects[: max(MOST_REJECTS - self.listed, 0)]
        if listed:
            async with self.connection.cursor() as cursor, cursor.copy(_sql("copy_rejects")) as copy:
                for one in listed:
                    told = (one.column[:255], storable(one.value), one.reason, storable(one.detail)[:255])
                    await copy.write_row((self.id, storable(self.piece)[:255], one.line, *told))
        self.listed += len(listed)
        self.shown += self.rejects[: max(MOST_SHOWN - len(self.shown), 0)]
        self.rejects.clear()

    async def _failed(self, error: DothiError) -> None:
        self.error = error
        permanent = not isinstance(error, SourceError) or error.permanent
        asked_s = error.after_s if isinstance(error, SourceError) else None
        seconds = wait_s(self.source.failures + 1, permanent=permanent, asked_s=asked_s)
        fields = json.dumps({name: storable(str(value)[:500]) for name, value in error.fields.items()})
        async with self.connection.transaction():
            if self._folds:
                await self._fold("failed", _Counts(pieces=1).fields(), error.code, fields)
            await self._say(
                "end", run=self.id, state="failed", now=clock.now(), code=error.code, fields=fields
            )
            next_at = clock.now() + dt.timedelta(seconds=seconds)
            await self._say(
                "fail",
                source=self.source.id,
                next_at=next_at,
                now=clock.now(),
                code=error.code,
                fields=fields,
            )

    async def _end(self, state: str) -> None:
        if self._folds or self.connection.closed:
            return
        await self._say("end", run=self.id, state=state, now=clock.now(), code="", fields="{}")

    def _known(self, error: Exception) -> DothiError:
        """What the owner reads. A fault of ours is logged in full and told as one."""
        if isinstance(error, DothiError):
            return error
        if isinstance(error, TimeoutError):
            return SourceError("no-place") if self._gives_way else self._too_long()
        logger.error("a source failed by a fault of ours", extra={"source": self.source.code}, exc_info=error)
        return SourceError("fault", detail=type(error).__name__)

    def _too_long(self) -> SourceError:
        return SourceError("run-too-long", seconds=self._limit_s() or 0)

    async def _say(self, name: str, /, **values: Any) -> None:
        await self.connection.execute(_sql(name), values)


def _tell_refused(written: Written, batch: list[Reading], reader: Reader) -> None:
    """What the store itself refused: beyond a key's limits, against a type that a pack declares."""
    for place, error in written.refused.items():
        refuse_stored(reader, batch[place], "store", batch[place].entity, message_of(error, "vi")[:255])


def refuse_stored(reader: Reader, one: Reading, reason: str, value: str, detail: str = "") -> None:
    """A reading that was counted as stored is refused after all."""
    reader.tally.stored -= 1
    reader.tally.values -= len(one.values)
    reader.refuse(Reject(one.line, "", value, reason, detail))


def _sum(one: Tally, other: Tally) -> Tally:
    reasons = dict(one.reasons)
    for reason, count in other.reasons.items():
        reasons[reason] = reasons.get(reason, 0) + count
    names = ("rows", "stored", "refused", "filtered", "empty", "values", "values_refused", "gaps")
    return Tally(**{name: getattr(one, name) + getattr(other, name) for name in names}, reasons=reasons)


async def active(connection: AsyncConnection[Any], kinds: list[str]) -> list[Ready]:
    """Sources of these kinds that are on, the longest due first."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_sql("active"), {"kinds": kinds})
        return [Ready(**row) for row in await cursor.fetchall()]


async def get_ready(connection: AsyncConnection[Any], source_id: int) -> Ready | None:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_sql("one"), {"source": source_id})
        row = await cursor.fetchone()
        return Ready(**row) if row else None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sql(name: str) -> str:
    return statement("dothi.connectors", "sql/sources.sql", name)
