"""A first mapping for rows that nobody has mapped yet: what looks like a time, an id, a place, a number is written down as such.

It is a beginning for a person, never used by itself: units are asked for, because no name of a column tells them surely.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dothi.connectors.files.cells import Cell, number, text
from dothi.connectors.files.errors import RowError
from dothi.territory.names import folded

_ID = re.compile(r"(id|ma|code|station|tram|uuid|urn|matram|stationid|deviceid|stationcode)")
_LON, _LAT = re.compile(r"(lon|lng|longitude|kinhdo|x)"), re.compile(r"(lat|latitude|vido|y)")
_NAME = re.compile(r"(name|ten|label|tentram|title|stationname)")
_WRITTEN = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
_EPOCH_S, _EPOCH_MS = (1_000_000_000, 4_000_000_000), (1_000_000_000_000, 4_000_000_000_000)


def suggest(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """TOML of a mapping; what a person must decide is marked `???`."""
    samples = {
        name: [row[place] for row in rows if place < len(row) and text(row[place])]
        for place, name in enumerate(columns)
    }
    time = next(((name, form) for name, cells in samples.items() if (form := _time_form(cells))), None)
    key = _first(columns, _ID)
    lon, lat = _first(columns, _LON), _first(columns, _LAT)
    label = _first(columns, _NAME)
    used = {one for one in (key, lon, lat, label, time and time[0]) if one}
    numbers = [
        name for name, cells in samples.items() if name not in used and cells and all(map(_is_number, cells))
    ]
    lines = ["[entity]", 'type = "???"', f'id = "???-{{{key or "???"}}}"']
    lines += [f'name_column = "{label}"'] if label else []
    lines += ["[location]", f'lon_column = "{lon}"', f'lat_column = "{lat}"'] if lon and lat else []
    column, form = time or ("@received", "iso")
    lines += ["[time]", f'column = "{column}"', f'format = "{form}"', 'zone = "Asia/Ho_Chi_Minh"']
    for name in numbers:
        lines += ["[[attribute]]", f'column = "{name}"', f'name = "{_attribute(name)}"', 'unit = "???"']
    return "\n".join(lines) + "\n"


def _first(columns: Sequence[str], pattern: re.Pattern[str]) -> str | None:
    """The first column whose last part is such a word, whatever its accents and capitals."""
    return next((one for one in columns if pattern.fullmatch(_last(one).replace(" ", ""))), None)


def _last(column: str) -> str:
    return folded(re.split(r"[./@]", column)[-1])


def _time_form(cells: Sequence[Cell]) -> str:
    written = [text(cell) for cell in cells[:20]]
    if not written:
        return ""
    for form in ("iso", *_WRITTEN):
        if all(_reads(one, form) for one in written):
            return form
    for form, (low, high) in (("unix", _EPOCH_S), ("unix-ms", _EPOCH_MS)):
        if all(_is_number(one) and low < number(one) < high for one in written):
            return form
    return ""


def _reads(written: str, form: str) -> bool:
    try:
        if form == "iso":
            return len(written) >= 10 and not written.isdigit() and bool(dt.datetime.fromisoformat(written))
        return bool(dt.datetime.strptime(written, form))  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False


def _is_number(cell: Cell) -> bool:
    try:
        number(cell)
    except RowError:
        return False
    return True


def _attribute(column: str) -> str:
    """A name that an attribute may have, from the last part of the column's."""
    words = _last(column).split()
    joined = "".join(word if place == 0 else word[:1].upper() + word[1:] for place, word in enumerate(words))
    return joined if joined[:1].isalpha() else f"v{joined}"
