"""Station files of TT 10/2021/TT-BTNMT: one line per parameter (name, value, unit, time, state), parted by tabs.

    PM2.5	41.2	ug/Nm3	20261122140000	00

Read as a table with one row per time: the columns `station` (from the file's name, less its time), `time`, and for each parameter its
name and `<name> state`. States by the circular: 00 measuring, 01 being calibrated, 02 fault. Units differ from logger to logger, so
each line's own unit decides: a value is brought to the unit that the mapping stores, a unit nobody knows refuses that line.
The column order and states are certain [S2]; time forms beside yyyyMMddHHmmss and the spellings of units are what loggers write [M].
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dothi.connectors.files import units
from dothi.connectors.files.cells import Cell, number, text
from dothi.connectors.files.errors import RowError, TableError
from dothi.connectors.files.shapes import Mapping
from dothi.connectors.files.tables import Row, WrongLine

STATION, TIME, STATE = "station", "time", "{column} state"
STATES = ("00", "01", "02")
LONGEST_LINE, MOST_LINES = 1000, 500_000
WRITTEN = "%Y%m%d%H%M%S"  # how `time` stands in the table, whatever form the line had
_FORMS = ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M",
          "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")  # fmt: skip
_TAIL = re.compile(r"[_-](\d{12}|\d{14})$")
_UNITS = {  # as loggers write them -> UN/CEFACT, or what files/units.py converts from
    "ug/m3": "GQ", "ug/nm3": "GQ", "mg/m3": "GP", "mg/nm3": "GP", "ppb": "ppb", "ppm": "ppm",
    "mg/l": "M1", "oc": "CEL", "c": "CEL", "do c": "CEL", "%": "P1", "ntu": "NTU", "m3/h": "MQH", "m3/s": "MQS",
    "m3/ngay": "MQD", "m/s": "MTS", "mm": "MMT", "m": "MTR", "cm": "CMT", "hpa": "A97", "w/m2": "D54", "do": "DD",
    "us/cm": "G42", "ms/cm": "H61", "mv": "2Z", "dba": "2N", "db": "2N", "": "C62", "-": "C62", "ph": "C62",
}  # fmt: skip
_PLAIN = str.maketrans(
    {"µ": "u", "μ": "u", "³": "3", "²": "2", "°": "o", "º": "o", "đ": "d", "ộ": "o", "à": "a"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter at one time. `at` is as written in Viet Nam's clock, `unit` as the logger wrote it."""

    name: str
    value: float
    unit: str
    at: dt.datetime
    state: str


def station_of(file: str) -> str:
    """What the file's name says before its time: `BRVT_NMX1_KHI01_20261122140000.txt` is of BRVT_NMX1_KHI01."""
    return _TAIL.sub("", Path(file).stem)


def table_of(path: Path, file: str, mapping: Mapping | None) -> tuple[tuple[str, ...], Iterable[Row]]:
    """Columns and rows, wrong lines as WrongLine. Raises TableError when it is no such file at all."""
    lines = list(_lines(path, file))
    good = [(place, one) for place, one in lines if isinstance(one, Line)]
    if lines and not good:
        raise TableError("not-station", file=file, begins=str(_first(lines))[:80])
    named = dict.fromkeys(one.name for _, one in good)
    if mapping is not None:
        named |= dict.fromkeys(one.column for one in mapping.attributes)
    columns = (STATION, TIME, *(column for name in named for column in (name, STATE.format(column=name))))
    return columns, _rows(lines, station_of(file), tuple(named), mapping)


def _first(lines: Sequence[tuple[int, Line | RowError]]) -> str:
    return next(one.detail for _, one in lines if isinstance(one, RowError))


def _lines(path: Path, file: str) -> Iterator[tuple[int, Line | RowError]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline=None) as lines:
        for place, written in enumerate(lines, 1):
            if place > MOST_LINES:
                raise TableError("too-many-rows", file=file, limit=MOST_LINES)
            if not written.strip():
                continue
            try:
                yield place, line_of(written)
            except RowError as error:
                yield place, error


def line_of(written: str) -> Line:
    """Raises RowError."""
    shown = written.strip()[:120]
    parts = [part.strip() for part in written.rstrip("\r\n").split("\t")]
    if len(parts) < 5:
        parts = [part.strip() for part in re.split(r"[;|]|\s{2,}", shown)]
    if len(written) > LONGEST_LINE or len(parts) != 5:
        raise RowError("station-line", shown)
    name, value, unit, time, state = parts
    if not name or not name.isprintable():
        raise RowError("station-line", shown)
    if state not in STATES:
        raise RowError("station-state", shown)
    return Line(name, _number(value, shown), unit, _time(time, shown), state)


def _number(written: str, shown: str) -> float:
    """Loggers set in Vietnamese write a comma."""
    try:
        return number(written, "," if "," in written and "." not in written else ".")
    except RowError:
        raise RowError("not-a-number", shown) from None


def _time(written: str, shown: str) -> dt.datetime:
    for form in _FORMS:
        try:
            return dt.datetime.strptime(written, form)  # noqa: DTZ007 - Viet Nam's clock, the mapping's zone says so
        except ValueError:
            continue
    raise RowError("bad-time", shown)


def _rows(
    lines: Sequence[tuple[int, Line | RowError]],
    station: str,
    named: tuple[str, ...],
    mapping: Mapping | None,
) -> Iterator[Row]:
    """A row per time, in the order of times; what is wrong comes first, each with its line."""
    wanted = {one.column: (one.name, one.unit) for one in mapping.attributes} if mapping else {}
    gathered: dict[dt.datetime, tuple[int, dict[str, Cell]]] = {}
    for place, one in lines:
        if isinstance(one, RowError):
            yield place, WrongLine(one)
            continue
        cells = gathered.setdefault(one.at, (place, {}))[1]
        if one.name in cells:
            yield place, WrongLine(RowError("double-time", f"{one.name} {one.at:%H:%M %d/%m/%Y}"))
            continue
        try:
            cells[one.name] = _in_unit(one, *wanted[one.name]) if one.name in wanted else one.value
        except RowError as error:
            yield place, WrongLine(error)
            continue
        cells[STATE.format(column=one.name)] = one.state
    for at, (place, cells) in sorted(gathered.items()):
        states = [STATE.format(column=name) for name in named]
        values = [cells.get(column) for pair in zip(named, states, strict=True) for column in pair]
        yield place, [station, f"{at:{WRITTEN}}", *values]


def _in_unit(line: Line, attribute: str, stored: str | None) -> float:
    written = text(line.unit).lower().translate(_PLAIN)
    known = _UNITS.get(written)
    found = units.conversion(attribute, known, stored) if known and stored else None
    if found is None:
        raise RowError("station-unit", f"{line.name}: {line.unit or '—'} → {stored or '—'}")
    factor, offset = found
    return line.value * factor + offset
