"""One run of one source: what its kind gives goes piece by piece through the mapping into the store.

A batch's values, its refusals, the counts and (with the last rows of a piece) the place to go on from are one transaction: killed
in the middle, the next run goes on from what is stored, and what comes twice changes nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.files.errors import MappingError, TableError
from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.readings import Reader, Reading, Reject, Tally
from dothi.connectors.files.tables import table_of_rows
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Fetch, Piece, Steps, Way
from dothi.connectors.sources.messages import OfRun
from dothi.connectors.sources.noting import Notes, added, sha256
from dothi.connectors.sources.ready import Ready
from dothi.connectors.sources.records import Take, lent
from dothi.connectors.writing import Pen
from dothi.entities.store.write import Written, write_batch
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.origin import LIVE_FOR, Origin

logger = logging.getLogger(__name__)
BATCH = 1000
Announce = Callable[[Written], Awaitable[None]]


@dataclass(slots=True)
class Run:
    """One round, from `begin` to `end`."""

    connection: AsyncConnection[Any]
    source: Ready
    announce: Announce | None = None
    steps: Steps = field(default_factory=Steps)
    gives: Fetch | None = None  # instead of the kind's own: who sends brings it along
    prefixes: tuple[str, ...] = ()  # of ids that the sender's key reaches; empty: all
    given: Origin = Origin.LIVE  # of the sender's key
    error: DothiError | None = None
    newest: dt.datetime | None = None  # own time of what this round brought
    notes: Notes = field(init=False)
    _limit: asyncio.Timeout | None = None
    _gives_way: bool = False

    def __post_init__(self) -> None:
        self.notes = Notes(self.connection, self.source)

    async def work(self) -> str:
        """Runs to its end and notes the outcome; returns its state. Raises only what means that the database is away."""
        begun = clock.now()
        await self.notes.begin(begun)
        try:
            async with asyncio.timeout(self._limit_s()) as self._limit:
                await self._pieces(begun)
        except asyncio.CancelledError:
            await asyncio.shield(self.notes.end("broken"))
            raise
        except Exception as error:
            if self.connection.closed:  # whoever runs this notes it by another connection
                raise
            self.error = self._known(error)
            await self.notes.failed(self.error)
            return "failed"
        state = "done" if self.notes.counts.pieces else "unchanged"
        await self.notes.succeeded(begun, self.newest, state)
        return state

    def give_way(self) -> None:
        """Ends it as failed: it holds a place for too long while others wait."""
        if self._limit is not None:
            self._gives_way = True
            self._limit.reschedule(asyncio.get_running_loop().time())

    def _limit_s(self) -> float | None:
        kind = self.source.kind_of
        return None if kind.way is Way.LISTEN else kind.limit_s

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
            log=OfRun(self.connection, source.id, self.notes.id),
            steps=self.steps,
            now=begun,
        )
        fetch = self.gives or kind.fetch
        assert fetch is not None
        pen = await self._taking(mapping) or await self._writing(mapping, begun)
        async with aclosing(fetch(asked)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                await self._piece(pen, piece)

    async def _taking(self, mapping: Any) -> Take | None:
        """Whoever takes records, where this source brings such."""
        destination = self.source.destination()
        if destination is None:
            return None
        return await asyncio.to_thread(lent(destination.opened), mapping, self.source.code, self.source.dry)

    async def _writing(self, mapping: Mapping, begun: dt.datetime) -> Pen:
        source = self.source
        scope = await asyncio.to_thread(source.scope)
        return Pen(
            mapping,
            f"source:{source.code}",
            self.given or Origin(source.origin),
            begun,
            scope,
            source.agency_id,
            owns=True,
            tells_anew=source.mapping_sha256 != sha256(source.mapping_text),
        )

    async def _piece(self, pen: Pen | Take, piece: Piece) -> None:
        if isinstance(pen, Pen):
            pen.begun_at = clock.now()  # one who listens has begun long ago
        self.notes.piece = piece.name
        self.notes.counts.bytes += piece.size
        if piece.digest and (taken := await self.notes.taken(piece.digest)) is not None:
            if piece.state is not None and not self.source.dry:  # else it is fetched again each round
                await self.notes.stands(piece.state)
            if taken == "stored":
                await self._kept(piece)
            return
        self.notes.counts.pieces += 1
        try:
            if piece.refused is not None:
                raise piece.refused
            await (self._rows(pen, piece) if isinstance(pen, Pen) else self._records(pen, piece))
        except (MappingError, TableError, SourceError) as error:
            if not piece.digest:
                raise
            await self._refused(piece, error)  # one bad file among others
            return
        await self._kept(piece)

    async def _records(self, take: Take, piece: Piece) -> None:
        """A piece of records: taken first, noted after."""
        taken = await asyncio.to_thread(lent(take), piece.columns, piece.rows, self.notes.rejects.append)
        self.newest = max(filter(None, (self.newest, taken.newest)), default=None)
        self.notes.counts.tally = added(self.notes.counts.tally, taken.tally)
        self.notes.counts.changed += taken.tally.values
        async with self.connection.transaction():
            await self.notes.note()
            if not self.source.dry:
                await self.notes.move(taken.newest, piece)

    async def _rows(self, pen: Pen, piece: Piece) -> None:
        reader = Reader(pen.mapping, table_of_rows(piece.columns, piece.rows), {}, self.notes.rejects.append)
        before, readings = self.notes.counts.tally, reader.readings()
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
        self.notes.rejects.append(Reject(0, "", message_of(error, "vi"), "piece", error.code))
        refused = Tally(rows=1, refused=1, reasons={"piece": 1})
        self.notes.counts.tally = added(self.notes.counts.tally, refused)
        async with self.connection.transaction():
            await self.notes.note()
            if not self.source.dry:
                await self.notes.move(None, piece, refused=True)

    async def _batch(
        self, pen: Pen, reader: Reader, before: Tally, batch: list[Reading], ends: Piece | None
    ) -> None:
        rows, written, now = None, None, clock.now()
        dry = self.source.dry
        if batch and not dry:
            rows = await pen.rows(self.connection, batch)
        self.notes.counts.late += sum(now - one.at > LIVE_FOR for one in batch)
        newest = max((one.at for one in batch), default=None)
        self.newest = max(filter(None, (self.newest, newest)), default=None)
        async with self.connection.transaction():
            if rows is not None:
                written = await write_batch(self.connection, rows, origin=pen.origin, source=pen.source)
                self.notes.counts.changed += written.recorded
                _tell_refused(written, batch, reader)
            self.notes.counts.tally = added(before, reader.tally)
            await self.notes.note()
            if not dry:
                await self.notes.move(newest, ends)
        if written is not None and written.changed and self.announce is not None:
            await self.announce(written)

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


def _tell_refused(written: Written, batch: list[Reading], reader: Reader) -> None:
    """What the store itself refused: beyond a key's limits, against a type that a pack declares."""
    for place, error in written.refused.items():
        refuse_stored(reader, batch[place], "store", batch[place].entity, message_of(error, "vi")[:255])


def refuse_stored(reader: Reader, one: Reading, reason: str, value: str, detail: str = "") -> None:
    """A reading that was counted as stored is refused after all."""
    reader.tally.stored -= 1
    reader.tally.values -= len(one.values)
    reader.refuse(Reject(one.line, "", value, reason, detail))
