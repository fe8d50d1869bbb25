"""A mapping applied to rows: each row becomes one reading (entity, time, values) or rejects with line and reason.

A row is refused whole when its entity or time cannot be known, its quality mark is not valid, or another row has the
same entity and time. A single impossible value is refused alone; the other values of the row are kept. An empty cell
is a gap, not an error; a marker such as -999 is listed, so that nobody wonders where the hour went.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from dothi.connectors.files import ranges
from dothi.connectors.files.cells import Cell, WrongLine, instant, number, plain_text, text
from dothi.connectors.files.errors import MappingError, RowError
from dothi.connectors.files.shapes import COLUMN, VALUE, Attribute, Mapping
from dothi.connectors.files.stations import Station
from dothi.connectors.files.tables import Table
from dothi.entities.core.names import checked_urn
from dothi.entities.units import SYMBOLS
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.ids import urn

EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
AHEAD = dt.timedelta(minutes=5)  # a clock further ahead than this is wrong
MOST_BAD_NAMES = 1000  # that are listed once


@dataclass(frozen=True, slots=True)
class Reject:
    """One refused row (`column` is "") or value, with the reason's code and what stood there."""

    line: int
    column: str
    value: str
    reason: str
    detail: str = ""

    def __post_init__(self) -> None:
        """Bytes of another code page stand as lone surrogates in `value`: no page and no database takes those."""
        if not self.value.isascii():
            object.__setattr__(self, "value", self.value.encode("utf-8", "replace").decode())


@dataclass(slots=True)
class Reading:
    """What one row says: values by short attribute name, already in the stored units."""

    line: int
    entity: str
    at: dt.datetime
    values: dict[str, float | str]
    station: Station | None = None
    suspect: frozenset[str] = (
        frozenset()
    )  # values that the source itself calls doubtful: stored, flagged, never judged


@dataclass(slots=True)
class Tally:
    """The counts of one run; `rows` = stored + refused + filtered + empty, always."""

    rows: int = 0
    stored: int = 0
    refused: int = 0
    filtered: int = 0
    empty: int = 0
    values: int = 0
    values_refused: int = 0
    gaps: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


Report = Callable[[Reject], None]


class Reader:
    """Reads one table by one mapping. `report` gets every reject as it is found; `tally` counts."""

    def __init__(self, mapping: Mapping, table: Table, stations: dict[str, Station], report: Report) -> None:
        self.mapping, self.table, self.stations = mapping, table, stations
        self.tally = Tally()
        self._report = report
        self._place = {name: place for place, name in enumerate(table.columns)}
        self._attributes = [
            one for one in mapping.attributes if not one.optional or one.column in self._place
        ]
        for column in sorted(mapping.needed_columns):
            if column not in self._place:
                raise MappingError(
                    "no-column", file=mapping.file, where="—", column=column, known=", ".join(table.columns)
                )
        self._width = 1 + max(self._place[column] for column in mapping.columns & self._place.keys())
        self._first: int | None = None  # line of the first row: times by row number count from it
        self._seen = SeenTimes()
        self._latest = clock.now() + AHEAD
        self._bad_names: set[str] = set()
        self._ranges: dict[tuple[str, dt.date], ranges.Range | None] = {}

    @property
    def ignored_columns(self) -> list[str]:
        """Columns of the file that the mapping does not use (shown by the test, so that none is forgotten)."""
        return [name for name in self.table.columns if name and name not in self.mapping.columns]

    def readings(self) -> Iterator[Reading]:
        """Every acceptable reading, each (entity, time) once."""
        yield from (self._last_wins() if self.mapping.time.duplicates == "last" else self._first_wins())

    def refuse(self, reject: Reject, *, whole_row: bool = True) -> None:
        """Counts and reports one reject."""
        self.tally.reasons[reject.reason] = self.tally.reasons.get(reject.reason, 0) + 1
        if whole_row:
            self.tally.refused += 1
        else:
            self.tally.values_refused += 1
        self._report(reject)

    def _first_wins(self) -> Iterator[Reading]:
        for reading in self._parsed():
            if self._seen.add(reading.entity, reading.at):
                yield self._counted(reading)
            else:
                self._double(reading)

    def _last_wins(self) -> Iterator[Reading]:
        """Of neighbouring doubles the later row is kept (one reading per entity is held back); distant ones are refused."""
        held: dict[str, Reading] = {}
        for reading in self._parsed():
            before = held.get(reading.entity)
            if before and before.at == reading.at:
                self._double(before, by=reading.line)
            elif not self._seen.add(reading.entity, reading.at):
                self._double(reading)
                continue
            elif before:
                yield self._counted(before)
            held[reading.entity] = reading
        for reading in held.values():
            yield self._counted(reading)

    def _counted(self, reading: Reading) -> Reading:
        self.tally.stored += 1
        self.tally.values += len(reading.values)
        return reading

    def _double(self, reading: Reading, by: int | None = None) -> None:
        value = "; ".join(f"{name}={value}" for name, value in reading.values.items())[:200]
        detail = _local(reading.at) + (f" ({by})" if by else "")
        column = self.mapping.time.columns[0] if self.mapping.time.columns else ""
        self.refuse(Reject(reading.line, column, value, "double-time", detail))

    def _parsed(self) -> Iterator[Reading]:
        for line, cells in self.table.rows:
            self.tally.rows += 1
            if self._first is None:
                self._first = line
            try:
                if isinstance(cells, WrongLine):
                    raise cells.error
                reading = self._reading(line, cells)
            except RowError as error:
                shown = " | ".join(text(cell)[:40] for cell in cells)[:200]
                self.refuse(Reject(line, "", shown, error.reason, error.detail))
                continue
            if reading is not None:
                yield reading

    def _reading(self, line: int, cells: Sequence[Cell]) -> Reading | None:
        if len(cells) < self._width:
            raise RowError("too-few-cells", f"{len(cells)} < {self._width}")
        if len(cells) > len(self._place) and any(text(cell) for cell in cells[len(self._place) :]):
            raise RowError("too-many-cells", f"{len(cells)} > {len(self._place)}")
        if not self._wanted(cells):
            self.tally.filtered += 1
            return None
        quality = self.mapping.quality
        if quality and not quality.by_value:
            self._is_suspect(cells, quality.column)  # raises for the whole row
        entity, station = self._entity(cells), self._station(line, cells)
        at = self._time(line, cells)
        refused = self.tally.values_refused
        values = self._values(line, cells, at)
        if not values:
            if self.tally.values_refused > refused:
                self.tally.refused += 1  # all its values were refused: they are listed one by one
            else:
                self.tally.empty += 1
            return None
        return Reading(line, entity, at, values, station, self._suspect(cells, values))

    def _suspect(self, cells: Sequence[Cell], values: dict[str, float | str]) -> frozenset[str]:
        """Names of the values whose mark says that they are doubtful."""
        quality = self.mapping.quality
        if quality is None or not quality.suspect:
            return frozenset()
        read = (one for one in self.mapping.attributes if one.name in values)
        return frozenset(one.name for one in read if self._is_suspect(cells, quality.column_of(one)))

    def _is_suspect(self, cells: Sequence[Cell], column: str) -> bool:
        """Raises RowError for a mark that is neither valid nor suspect."""
        quality, mark = self.mapping.quality, text(cells[self._place[column]])
        assert quality is not None
        if mark not in quality.valid | quality.suspect:
            raise RowError("quality", mark)
        return mark in quality.suspect

    def _wanted(self, cells: Sequence[Cell]) -> bool:
        return all(
            text(cells[self._place[column]]) in accepted for column, accepted in self.mapping.where.items()
        )

    def _entity(self, cells: Sequence[Cell]) -> str:
        local, stations = self.mapping.id, self.mapping.stations
        for column in self.mapping.id_columns:
            cell = cells[self._place[column]]
            if stations and stations.alike and column == stations.row_key:  # two spellings are one entity
                cell = stations.key_of(text(cell))
            local = local.replace("{" + column + "}", _id_part(cell))
        return _urn(self.mapping.type, local)

    def _station(self, line: int, cells: Sequence[Cell]) -> Station | None:
        if self.mapping.stations is None:
            return self._told_place(line, cells)
        key = text(cells[self._place[self.mapping.stations.row_key]])
        known = self.stations.get(self.mapping.stations.key_of(key))
        if known is None:
            raise RowError("unknown-station", key[:40])
        return known

    def _told_place(self, line: int, cells: Sequence[Cell]) -> Station | None:
        """Where the row itself says that its entity is, and how it is called there."""
        if self.mapping.place is None and self.mapping.name_column is None:
            return None
        named = self.mapping.name_column
        name = self._name(line, named, cells[self._place[named]]) if named else ""
        if self.mapping.place is None:
            return Station(None, None, name or None)
        lon, lat = (cells[self._place[column]] for column in self.mapping.place)
        if not text(lon) and not text(lat):
            return Station(None, None, name or None)
        decimal = self.mapping.shape.decimal
        east, north = number(lon, decimal), number(lat, decimal)
        if abs(east) > 180 or abs(north) > 90:
            raise RowError("bad-location", f"{east}, {north}")
        return Station(east, north, name or None)

    def _name(self, line: int, column: str, cell: Cell) -> str:
        """Empty where it may not be shown: that is listed once, and the row's values are stored all the same."""
        try:
            return plain_text(cell)
        except RowError as error:
            written = text(cell)[:200]
            if written not in self._bad_names:
                self._bad_names |= {written} if len(self._bad_names) < MOST_BAD_NAMES else set()
                self.refuse(Reject(line, column, written, error.reason, error.detail), whole_row=False)
            return ""

    def _time(self, line: int, cells: Sequence[Cell]) -> dt.datetime:
        time = self.mapping.time
        try:
            at = time.at_row(line - (self._first or line)) or instant(
                [cells[self._place[column]] for column in time.columns], time.format, time.zone
            )
        except OverflowError:
            raise RowError("bad-time", f"{line}") from None
        if at > self._latest:
            raise RowError("time-ahead", _local(at))
        if at < EARLIEST:
            raise RowError("bad-time", str(at))
        return at

    def _values(self, line: int, cells: Sequence[Cell], at: dt.datetime) -> dict[str, float | str]:
        values: dict[str, float | str] = {}
        for attribute in self._attributes:
            cell = cells[self._place[attribute.column]]
            if cell is None or cell == "" or not (written := text(cell)):
                self.tally.gaps += 1
                continue
            try:
                if self.mapping.quality and self.mapping.quality.by_value:
                    self._is_suspect(cells, self.mapping.quality.column_of(attribute))
                values[attribute.name] = self._value(attribute, cell, written, at)
            except RowError as error:
                column = self._column_of(attribute, cells)
                self.refuse(Reject(line, column, written[:200], error.reason, error.detail), whole_row=False)
        return values

    def _column_of(self, attribute: Attribute, cells: Sequence[Cell]) -> str:
        """As it stands in the file, so that a person finds the value there."""
        return text(cells[self._place[COLUMN]]) if attribute.column == VALUE else attribute.column

    def _value(self, attribute: Attribute, cell: Cell, written: str, at: dt.datetime) -> float | str:
        if written in self.mapping.shape.missing:
            raise RowError("missing-marker", written)
        if attribute.words:
            if written not in attribute.words:
                raise RowError("unknown-word", written[:40])
            return attribute.words[written]
        if attribute.kind == "text":
            return plain_text(cell)
        if attribute.kind == "link":
            type_, _, local = attribute.to.partition(":")
            return _urn(type_, local.replace("{}", _id_part(cell)))
        told = number(cell, self.mapping.shape.decimal)
        if told in attribute.missing:
            raise RowError("missing-marker", written)
        value = told * attribute.factor + attribute.offset
        possible = self._range(attribute, at.date())
        if possible and (limit := possible.refusal(value)):
            raise RowError(
                "impossible", f"{attribute.name} {limit} {SYMBOLS.get(possible.unit, possible.unit)}"
            )
        return value

    def _range(self, attribute: Attribute, day: dt.date) -> ranges.Range | None:
        key = (attribute.name, day)
        if key not in self._ranges:
            if len(self._ranges) > 10_000:
                self._ranges.clear()
            self._ranges[key] = ranges.range_of(self.mapping.type, attribute.name, attribute.unit, day)
        return self._ranges[key]


def _urn(type_: str, local: str) -> str:
    """Raises RowError: what the store refuses as an id would take every other row along."""
    try:
        return checked_urn(urn(type_, local))
    except BadRequest:
        raise RowError("bad-id", local[:40]) from None


def _id_part(cell: Cell) -> str:
    """A cell as part of an id. Raises RowError for signs that no URN may hold."""
    part = plain_text(cell)
    if not part or any(letter in ' <>"{}|\\^`/' or letter < "!" for letter in part):
        raise RowError("bad-id", part[:40])
    return part


def _local(at: dt.datetime) -> str:
    """The time as the page of the import writes it, so that a person finds the row in the file."""
    try:
        return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
    except OverflowError:  # the last evening of the year 9999: no calendar goes further
        return str(at)


class SeenTimes:
    """Which (entity, time) pairs came already, in little memory: one bit per minute of an entity's day."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, int], bytearray] = {}
        self._odd: set[tuple[str, float]] = set()

    def add(self, entity: str, at: dt.datetime) -> bool:
        """True when the pair is new."""
        stamp = at.timestamp()
        if stamp % 60:
            new = (entity, stamp) not in self._odd
            self._odd.add((entity, stamp))
            return new
        day, minute = divmod(int(stamp) // 60, 1440)
        bits = self._days.setdefault((entity, day), bytearray(180))
        mask = 1 << (minute & 7)
        new = not bits[minute >> 3] & mask
        bits[minute >> 3] |= mask
        return new
