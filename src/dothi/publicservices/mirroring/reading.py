"""Rows of a table to `Told`, each alone: what cannot be right is refused with its line and reason, and the others go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache

from dothi.connectors.files.cells import Cell, WrongLine, instant, number, plain_text, text
from dothi.connectors.files.errors import MappingError, RowError
from dothi.connectors.files.tables import Table
from dothi.kernel import clock
from dothi.kernel.clock import VIETNAM
from dothi.publicservices import codes
from dothi.publicservices.marks import mark_of
from dothi.publicservices.mirroring.mapping import COUNTS, NEEDED, TIMES, TRUTHS, Mapping
from dothi.publicservices.mirroring.told import Told

AHEAD = dt.timedelta(minutes=5)  # a clock further ahead than this is wrong
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
MOST = {
    "fee": 10**12,
    "supplement_count": 1000,
    "waiting_minutes": 10**7,
    "digitised_papers": 32_000,
    "total_papers": 32_000,
}
PAST = (
    "received",
    "handled",
    "returned",
    "stopped",
    "supplement",
    "letter",
    "told",
)  # nothing of it can lie ahead
PROMISES, WHOLE_DAY = ("promised", "new_promised"), dt.timedelta(hours=23, minutes=59)
_mark_of = lru_cache(maxsize=20_000)(mark_of)
_WORDS = {"channel": "channels", "payment": "payments", "delivery": "deliveries", "sync": "syncs"}
Refuse = Callable[
    [int, str, str, str], None
]  # line, the dossier's code as far as it was read, reason, detail


class Reader:
    """One table by one mapping, as of `told_at` where no column says when a row was true. Raises MappingError: a column is missing."""

    def __init__(
        self, mapping: Mapping, table: Table, refuse: Refuse, told_at: dt.datetime | None = None
    ) -> None:
        self.mapping, self.table, self._refuse = mapping, table, refuse
        self.rows = 0
        self._now = clock.now()
        self._told_at, self._today = told_at or self._now, self._now.astimezone(VIETNAM).date()
        places = {name: place for place, name in enumerate(table.columns)}
        self._place = {name: places[column] for name, column in mapping.fields.items() if column in places}
        for name in NEEDED:
            if name not in self._place:
                column = mapping.fields[name]
                raise MappingError(
                    "no-column", file=mapping.file, where="—", column=column, known=", ".join(table.columns)
                )
        self._width = 1 + max(self._place.values())

    def told(self) -> Iterator[Told]:
        """Every acceptable row; of several of one code in a table the later wins where it is stored."""
        for line, cells in self.table.rows:
            self.rows += 1
            try:
                yield self._row(line, cells)
            except (RowError, codes.WrongCode) as error:
                detail = error.detail if isinstance(error, RowError) else ""
                self._refuse(line, self._code(cells), error.reason, detail)

    def _code(self, cells: Sequence[Cell]) -> str:
        with suppress(RowError, IndexError):
            return plain_text(cells[self._place["code"]])[: codes.LONGEST]
        return ""

    def _row(self, line: int, cells: Sequence[Cell]) -> Told:
        if isinstance(cells, WrongLine):
            raise cells.error
        if len(cells) < self._width:
            raise RowError("too-few-columns", str(len(cells)))
        code = self._text(cells, "code")
        read = codes.read(code, self._today)
        times = {name: self._time(cells, name) for name in TIMES if name in self._place}
        received = times.pop("received")
        if received is None:
            raise RowError("no-time")
        told = Told(
            line, code, self._text(cells, "procedure", 60), codes.root_first(self._text(cells, "agency", 60) or read.agency),
            self._state(cells), received, read.day, times.pop("told", None) or self._told_at,
        )  # fmt: skip
        if not told.procedure:
            raise RowError("no-procedure")
        for name, at in times.items():
            setattr(told, f"{name}_at", self._placed(name, at, received))
        for name in TRUTHS:
            setattr(told, name, self._truth(cells, name))
        for name in COUNTS:
            setattr(told, name, self._count(cells, name))
        for name, table in _WORDS.items():
            if name in self._place:
                setattr(told, name if name == "channel" else f"{name}_state", self._word(cells, name, table))
        if "phone" in self._place:
            told.phone_mark = _mark_of(self._text(cells, "phone", 40))
        return told

    def _text(self, cells: Sequence[Cell], name: str, longest: int = codes.LONGEST) -> str:
        if name not in self._place:
            return ""
        value = plain_text(
            _unplussed(cells[self._place[name]]) if name == "phone" else cells[self._place[name]]
        )
        if len(value) > longest:
            raise RowError("too-long", str(len(value)))
        return "" if value in self.mapping.shape.missing else value

    def _state(self, cells: Sequence[Cell]) -> str:
        word = self._text(cells, "state", 60)
        if not word:
            raise RowError("no-state")
        return self.mapping.states.get(word.casefold(), word)

    def _time(self, cells: Sequence[Cell], name: str) -> dt.datetime | None:
        cell = cells[self._place[name]]
        if text(cell) in ("", *self.mapping.shape.missing):
            return None
        at = self._instant(cell)
        if at < EARLIEST or (name in PAST and at > self._now + AHEAD):
            raise RowError("time-ahead" if at > self._now else "time-too-early", f"{name} {text(cell)[:40]}")
        return at

    def _placed(self, name: str, at: dt.datetime | None, received: dt.datetime) -> dt.datetime | None:
        """Where only a day was written: a promise lasts until its end, and what happened on the day of receipt happened after it."""
        if at is None or (local := at.astimezone(self.mapping.zone)).time() != dt.time():
            return at
        if name in PROMISES:
            return at + WHOLE_DAY
        return (
            received
            if at < received and local.date() == received.astimezone(self.mapping.zone).date()
            else at
        )

    def _instant(self, cell: Cell) -> dt.datetime:
        """By the first format that fits."""
        if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
            cell = dt.datetime.combine(cell, dt.time.min)
        wrong: RowError | None = None
        for format_ in self.mapping.formats:
            try:
                return instant([cell], format_, self.mapping.zone)
            except RowError as error:
                wrong = error
        assert wrong is not None
        raise wrong

    def _truth(self, cells: Sequence[Cell], name: str) -> bool | None:
        word = self._text(cells, name).casefold()
        if not word:
            return None
        if word not in self.mapping.yes | self.mapping.no:
            raise RowError("not-yes-or-no", f"{name} {word[:30]}")
        return word in self.mapping.yes

    def _count(self, cells: Sequence[Cell], name: str) -> int | None:
        if name not in self._place or text(cells[self._place[name]]) in ("", *self.mapping.shape.missing):
            return None
        value = number(cells[self._place[name]], self.mapping.shape.decimal)
        if value != int(value) or not 0 <= value <= MOST[name]:
            raise RowError("not-a-count", f"{name} {text(cells[self._place[name]])[:30]}")
        return int(value)

    def _word(self, cells: Sequence[Cell], name: str, table: str) -> str:
        word = self._text(cells, name)
        if not word:
            return "direct" if name == "channel" else "none"
        meant = self.mapping.words[table].get(word.casefold())
        if meant is None:
            raise RowError("unknown-word", f"{name} {word[:30]}")
        return meant


def _unplussed(cell: Cell) -> Cell:
    """`+84…` is a phone number, not a formula."""
    return cell.strip().removeprefix("+") if isinstance(cell, str) else cell
