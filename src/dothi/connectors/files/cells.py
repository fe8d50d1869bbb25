"""From a cell to a number, a text or a time. A cell is what the reader of the format gave: text, number, date, None."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from zoneinfo import ZoneInfo

from dothi.connectors.files.errors import RowError
from dothi.kernel.said import plain

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
LONGEST_TEXT = 500
_FORMULA = ("=", "+", "@")
_COMMAND = re.compile(r"-[^\s\d|]*\|")  # `-cmd|'…'!A0`: a spreadsheet would start a program


class WrongLine(list[Cell]):
    """A row that its format could not read: no cells, but why. Whoever looks at cells sees none; the reader refuses it."""

    def __init__(self, error: RowError) -> None:
        super().__init__()
        self.error = error


def text(cell: Cell) -> str:
    """The trimmed text of a cell, accents composed (cp1258 and Macs write them apart); whole floats lose `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if not isinstance(cell, str):
        return str(cell)
    return cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell).strip()


def plain_text(cell: Cell) -> str:
    """Text to be shown; refuses undecodable bytes, formulas, endless texts and signs that are not seen."""
    value = text(cell)
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise RowError("bad-encoding", value.encode("utf-8", "replace").decode()[:40])
    if not value.isprintable() and (hidden := set(value) - set(plain(value))):
        raise RowError("hidden-sign", ", ".join(sorted(f"U+{ord(sign):04X}" for sign in hidden))[:40])
    if value.startswith(_FORMULA) or _COMMAND.match(value):
        raise RowError("formula", value[:40])
    if len(value) > LONGEST_TEXT:
        raise RowError("too-long", str(len(value)))
    return value


def number(cell: Cell, decimal: str = ".") -> float:
    """A finite number. `decimal` is the mark of text cells; the other mark and spaces group thousands."""
    if isinstance(cell, bool | dt.datetime | dt.date | dt.time | dt.timedelta):
        raise RowError("not-a-number", str(cell))
    try:
        value = float(cell) if isinstance(cell, int | float) else float(_digits(text(cell), decimal))
    except (ValueError, OverflowError):  # JSON may hold a whole number of 400 digits
        raise RowError("not-a-number", text(cell)[:40]) from None
    if not math.isfinite(value):
        raise RowError("not-a-number", text(cell)[:40])
    return value


def _digits(value: str, decimal: str) -> str:
    if "_" in value:  # float() would take 1_000
        raise ValueError
    if decimal == ",":
        return value.replace(".", "").replace(" ", "").replace("\u00a0", "").replace(",", ".")
    return value


def instant(cells: list[Cell], format_: str, zone: ZoneInfo) -> dt.datetime:
    """The aware UTC time of the time column(s). Local times that the zone skips or repeats are refused, not guessed."""
    if len(cells) == 1 and isinstance(cells[0], dt.datetime):
        local = cells[0]
    else:
        local = _parsed(" ".join(_time_text(cell) for cell in cells), format_)
    try:
        if local.tzinfo is None:
            aware = local.replace(tzinfo=zone)
            if aware.utcoffset() != aware.replace(fold=1).utcoffset():
                raise RowError("ambiguous-time", str(local))
            local = aware
        return local.astimezone(dt.UTC)
    except OverflowError:  # before the year 1 in UTC
        raise RowError("bad-time", str(local)) from None


def _time_text(cell: Cell) -> str:
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return text(cell)


def _parsed(value: str, format_: str) -> dt.datetime:
    if not value:
        raise RowError("no-time")
    try:
        if format_ == "iso":
            return dt.datetime.fromisoformat(value)
        if format_ in _EPOCHS:
            return dt.datetime.fromtimestamp(float(value) / _EPOCHS[format_], dt.UTC)
        return _strptime(value, format_)
    except (ValueError, OverflowError, OSError):
        raise RowError("bad-time", value[:40]) from None


_EPOCHS = {"unix": 1.0, "unix-ms": 1000.0}  # parts of a second since 1970
_FAST = {  # position of Y m d H M S: six times faster than strptime for the two commonest forms
    "%d-%m-%Y %H:%M": ((6, 10), (3, 5), (0, 2), (11, 13), (14, 16)),
    "%d/%m/%Y %H:%M": ((6, 10), (3, 5), (0, 2), (11, 13), (14, 16)),
    "%Y-%m-%d %H:%M": ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16)),
}


def _strptime(value: str, format_: str) -> dt.datetime:
    """The time as written: naive where the format has no zone (the caller adds the mapping's)."""
    if "24:00" in value and "%H" in format_:  # Viet Nam's stations close a day with 24:00
        return _strptime(value.replace("24:00", "00:00"), format_) + dt.timedelta(days=1)
    spans = _FAST.get(format_)
    if spans and len(value) == 16 and value[13] == ":" and value[10] == " ":
        mark = "/" if "/" in format_ else "-"
        if value.count(mark) == 2 and value[slice(*spans[0])].isdigit():
            year, month, day, hour, minute = (int(value[a:b]) for a, b in spans)
            return dt.datetime(year, month, day, hour, minute)  # noqa: DTZ001
    return dt.datetime.strptime(value, format_)  # noqa: DTZ007
