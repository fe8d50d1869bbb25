"""What is noted of a round while it runs: its counts, its refusals, how far it came, how it ended."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.connectors.files.readings import Reject, Tally
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Piece, Way
from dothi.connectors.sources.ready import Ready
from dothi.connectors.sources.rhythm import wait_s
from dothi.connectors.writing import storable
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.sql import statement

MOST_SHOWN = 50
MOST_REJECTS = 1000  # listed of one run; the rest is only counted


@dataclass(slots=True)
class Counts:
    """What a round brought so far."""

    pieces: int = 0
    bytes: int = 0
    late: int = 0
    changed: int = 0
    tally: Tally = field(default_factory=Tally)

    def fields(self) -> dict[str, Any]:
        own = {"pieces": self.pieces, "bytes": self.bytes, "late": self.late, "changed": self.changed}
        return own | asdict(self.tally)


@dataclass(slots=True)
class Notes:
    """The round's row and those beside it. Where requests are many and small (`PUSH`), all of a minute share one row."""

    connection: AsyncConnection[Any]
    source: Ready
    counts: Counts = field(default_factory=Counts)
    id: int = 0
    listed: int = 0
    piece: str = ""  # name of the one that is read
    rejects: list[Reject] = field(default_factory=list)  # not listed yet
    shown: list[Reject] = field(default_factory=list)  # the first, for an answer
    _noted: dict[str, Any] = field(default_factory=lambda: Counts().fields())

    async def begin(self, now: dt.datetime) -> None:
        """The row of this round, unless requests fold into one."""
        if self._folds:
            return
        cursor = await self.connection.execute(
            _sql("begin"), {"source": self.source.id, "now": now, "dry": self.source.dry}
        )
        row = await cursor.fetchone()
        assert row is not None
        self.id = int(row[0])

    async def note(self) -> None:
        """The counts so far and what was refused, in the transaction of what they count."""
        now = self.counts.fields()
        if self._folds:
            await self._fold("done", _since(self._noted, now))
        else:
            await self._say("note", run=self.id, **_written(now))
        self._noted = now
        await self._list_rejects()

    async def move(self, newest: dt.datetime | None, ends: Piece | None, *, refused: bool = False) -> None:
        """How far the source came: its newest value and, with the last rows of a piece, where to go on."""
        state = ends.state if ends is not None else None
        await self._say(
            "arrived",
            source=self.source.id,
            now=clock.now(),
            value_at=newest,
            place=None if state is None else json.dumps(state),
            mapping=sha256(self.source.mapping_text),
            listens=self.source.kind_of.way is Way.LISTEN,
        )
        if ends is not None and ends.digest:
            await self._take(ends, refused=refused)

    async def taken(self, digest: str) -> str | None:
        """`stored` or `refused`; None: this content is new."""
        cursor = await self.connection.execute(_sql("taken"), {"source": self.source.id, "digest": digest})
        row = await cursor.fetchone()
        return None if row is None else "refused" if row[0] else "stored"

    async def stands(self, place: Any) -> None:
        """The place to go on from, where nothing new was read."""
        await self._say("stand", source=self.source.id, place=json.dumps(place))

    async def succeeded(self, begun: dt.datetime, newest: dt.datetime | None, state: str) -> None:
        """Ended whole; asked again by the clock of its beginnings, so that a rhythm does not drift; one that took longer at once."""
        await self.end(state)
        next_at = max(begun + dt.timedelta(seconds=self.source.ask_every_s), clock.now())
        reached = None if self.source.dry else newest
        await self._say(
            "succeed", source=self.source.id, now=clock.now(), next_at=next_at, reached_at=reached
        )

    async def failed(self, error: DothiError) -> None:
        """Noted with its reason; tried again after a wait that grows."""
        permanent = not isinstance(error, SourceError) or error.permanent
        asked_s = error.after_s if isinstance(error, SourceError) else None
        seconds = wait_s(self.source.failures + 1, permanent=permanent, asked_s=asked_s)
        fields = json.dumps({name: storable(str(value)[:500]) for name, value in error.fields.items()})
        async with self.connection.transaction():
            if self._folds:
                await self._fold("failed", Counts(pieces=1).fields(), error.code, fields)
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

    async def end(self, state: str) -> None:
        """How the round ended; one without a row of its own has nothing to say here."""
        if self._folds or self.connection.closed:
            return
        await self._say("end", run=self.id, state=state, now=clock.now(), code="", fields="{}")

    @property
    def _folds(self) -> bool:
        """Is it one of many requests that are noted together?"""
        return self.source.kind_of.way is Way.PUSH

    async def _fold(self, state: str, counts: dict[str, Any], code: str = "", fields: str = "{}") -> None:
        told = {"source": self.source.id, "state": state, "dry": self.source.dry, "now": clock.now()}
        cursor = await self.connection.execute(
            _sql("fold"), {**told, "code": code, "fields": fields, **_written(counts)}
        )
        row = await cursor.fetchone()
        assert row is not None
        self.id, refused = row
        self.listed = refused - sum(counts["reasons"].values())  # by those before in this minute

    async def _take(self, piece: Piece, *, refused: bool) -> None:
        taken = {"digest": piece.digest, "name": storable(piece.name)[:255], "refused": refused}
        await self._say("take", source=self.source.id, now=clock.now(), **taken)

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

    async def _say(self, name: str, /, **values: Any) -> None:
        await self.connection.execute(_sql(name), values)


def _since(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What came to the counts since they were noted last."""
    reasons = {name: number - before["reasons"].get(name, 0) for name, number in now["reasons"].items()}
    rest = {name: number - before[name] for name, number in now.items() if name != "reasons"}
    return rest | {"reasons": {name: number for name, number in reasons.items() if number}}


def _written(counts: dict[str, Any]) -> dict[str, Any]:
    return counts | {"reasons": json.dumps(counts["reasons"])}


def added(one: Tally, other: Tally) -> Tally:
    reasons = dict(one.reasons)
    for reason, count in other.reasons.items():
        reasons[reason] = reasons.get(reason, 0) + count
    names = ("rows", "stored", "refused", "filtered", "empty", "values", "values_refused", "gaps")
    return Tally(**{name: getattr(one, name) + getattr(other, name) for name in names}, reasons=reasons)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sql(name: str) -> str:
    return statement("dothi.connectors", "sql/sources.sql", name)
