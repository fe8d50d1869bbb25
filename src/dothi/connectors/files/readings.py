"""A mapping applied to rows: each row becomes one reading (entity, time, values) or rejects with line and reason.

A row is refused whole when its entity or time cannot be known, its quality mark is not valid, or another row has the
same entity and time. A single impossible value is refused alone; the other values of the row are kept. An empty cell
is a gap, not an error; a marker such as -999 is listed, so that nobody wonders where the hour went.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dothi.connectors.files import ranges
from dothi.connectors.files.cells import Cell, instant, number, plain_text, text
from dothi.connectors.files.errors import MappingError, RowError
from dothi.connectors.files.mapping import Attribute, Mapping
from dothi.connectors.files.stations import Station
from dothi.connectors.files.tables import Table
from dothi.entities.units import SYMBOLS
from dothi.kernel import clock
from dothi.kernel.ids import urn

EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
AHEAD = dt.timedelta(minutes=5)  # a clock further ahead than this is wrong


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
        for column in sorted(mapping.columns):
            if column not in self._place:
                raise MappingError(
                    "no-column", file=mapping.file, where="—", column=column, known=", ".join(table.columns)
                )
        self._width = 1 + max(self._place[column] for column in mapping.columns)
        self._seen = SeenTimes()
        self._latest = clock.now() + AHEAD
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
        self.refuse(Reject(reading.line, self.mapping.time.columns[0], value, "double-time", detail))

    def _parsed(self) -> Iterator[Reading]:
        for line, cells in self.table.rows:
            self.tally.rows += 1
            try:
                reading = self._reading(line, cells)
            except RowError as error:
                self.refuse(
                    Reject(
                        line,
                        "",
                        " | ".join(text(cell)[:40] for cell in cells)[:200],
                        error.reason,
                        error.detail,
                    )
                )
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
        if quality and (mark := text(cells[self._place[quality.column]])) not in quality.valid:
            raise RowError("quality", mark)
        entity, station = self._entity(cells), self._station(cells)
        at = self._time(cells)
        refused = self.tally.values_refused
        values = self._values(line, cells, at)
        if not values:
            if self.tally.values_refused > refused:
                self.tally.refused += 1  # all its values were refused: they are listed one by one
            else:
                self.tally.empty += 1
            return None
        return Reading(line, entity, at, values, station)

    def _wanted(self, cells: Sequence[Cell]) -> bool:
        return all(
            text(cells[self._place[column]]) in accepted for column, accepted in self.mapping.where.items()
        )

    def _entity(self, cells: Sequence[Cell]) -> str:
        local = self.mapping.id
        for column in self.mapping.id_columns:
            part = plain_text(cells[self._place[column]])
            if not part or any(letter in ' <>"{}|\\^`/' or letter < "!" for letter in part):
                raise RowError("bad-id", part[:40])
            local = local.replace("{" + column + "}", part)
        return urn(self.mapping.type, local)

    def _station(self, cells: Sequence[Cell]) -> Station | None:
        if self.mapping.stations is None:
            return None
        key = text(cells[self._place[self.mapping.stations.row_key]])
        if key not in self.stations:
            raise RowError("unknown-station", key[:40])
        return self.stations[key]

    def _time(self, cells: Sequence[Cell]) -> dt.datetime:
        time = self.mapping.time
        at = instant([cells[self._place[column]] for column in time.columns], time.format, time.zone)
        if at > self._latest:
            raise RowError("time-ahead", _local(at))
        if at < EARLIEST:
            raise RowError("bad-time", str(at))
        return at

    def _values(self, line: int, cells: Sequence[Cell], at: dt.datetime) -> dict[str, float | str]:
        values: dict[str, float | str] = {}
        for attribute in self.mapping.attributes:
            cell = cells[self._place[attribute.column]]
            if cell is None or cell == "" or not (written := text(cell)):
                self.tally.gaps += 1
                continue
            try:
                values[attribute.name] = self._value(attribute, cell, written, at)
            except RowError as error:
                self.refuse(
                    Reject(line, attribute.column, written[:200], error.reason, error.detail), whole_row=False
                )
        return values

    def _value(self, attribute: Attribute, cell: Cell, written: str, at: dt.datetime) -> float | str:
        if written in self.mapping.shape.missing:
            raise RowError("missing-marker", written)
        if attribute.kind == "text":
            return plain_text(cell)
        value = number(cell, self.mapping.shape.decimal) * attribute.factor + attribute.offset
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


def _local(at: dt.datetime) -> str:
    """The time as the page of the import writes it, so that a person finds the row in the file."""
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"


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


def payload(reading: Reading, mapping: Mapping, *, first: bool) -> dict[str, Any]:
    """The NGSI-LD entity (normalized) of a reading. Place, name and provider go with an entity's first reading only.

    They carry that reading's time, so that importing the same file again changes nothing.
    """
    at = clock.iso(reading.at)
    units = {one.name: one.unit for one in mapping.attributes}
    entity: dict[str, Any] = {"id": reading.entity, "type": mapping.type}
    for name, value in reading.values.items():
        entity[name] = {"type": "Property", "value": value, "observedAt": at}
        if units[name]:
            entity[name]["unitCode"] = units[name]
    if first:
        entity |= _standing(reading, mapping, at)
    return entity


def _standing(reading: Reading, mapping: Mapping, at: str) -> dict[str, Any]:
    place = reading.station
    lon_lat = (place.lon, place.lat) if place else mapping.location
    name = (place.name if place else None) or mapping.name
    found: dict[str, Any] = {}
    if lon_lat:
        point = {"type": "Point", "coordinates": list(lon_lat)}
        found["location"] = {"type": "GeoProperty", "value": point, "observedAt": at}
    if name:
        found["name"] = {"type": "Property", "value": name, "observedAt": at}
    if mapping.provider:
        found["dataProvider"] = {"type": "Property", "value": mapping.provider, "observedAt": at}
    return found
