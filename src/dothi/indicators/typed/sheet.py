"""The figures of one form out of a spreadsheet as offices write them: Vietnamese headings, merged cells, units in headings.

Nothing is stored from here: what was read fills the form that the person then checks and hands in like any other.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dothi.entities.units import MEASURES
from dothi.indicators.typed.forms import Field, Form
from dothi.indicators.typed.judging import Told
from dothi.indicators.typed.numbers import number
from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.sheets import rows_of_xlsx
from dothi.territory.names import folded

LARGEST, MOST_ROWS, MOST_COLUMNS = 5_000_000, 2000, 200
_XLSX = b"PK\x03\x04"
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_NOISE = re.compile(r"[^a-z0-9]+")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DATE_HEADINGS = {"ngay", "ngay bao cao", "ngay so lieu", "ky", "ky bao cao", "date", "day", "thang"}

Grid = list[list[Any]]


@dataclass(slots=True)
class Read:
    """Indicator → the cell as it stands, where it was found, and what was refused or not found."""

    cells: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # indicator → "C7"
    refusals: dict[str, Told] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)  # headings beside ours that no field answers to


def read(upload: UploadedFile[Any], form: Form, day: dt.date) -> Read:
    """Raises TooLarge, BadRequest (unreadable; no heading of the form; no row of the day)."""
    if (upload.size or 0) > LARGEST:
        raise TooLarge("sheet-too-large", most=LARGEST // 1_000_000)
    grid = _grid(upload.read())
    found = _across(grid, form, day) or _down(grid, form)
    if found is None:
        raise BadRequest("figures-sheet-no-headings", headings=", ".join(one.name for one in form.fields[:5]))
    for one in form.fields:
        if one.code in found.cells and one.code not in found.refusals:
            try:
                number(found.cells[one.code], percent=one.unit == "P1")
            except BadRequest as error:
                found.refusals[one.code] = ("error-figures-not-a-number", error.fields)
    return found


def _grid(data: bytes) -> Grid:
    rows: Grid = rows_of_xlsx(data, LARGEST) if data.startswith(_XLSX) else list(_csv(data))
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise TooLarge("figures-sheet-too-long", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return rows


def _csv(data: bytes) -> Iterator[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest("figures-sheet-encoding") from error
    mark = max(";\t,", key=text[:4000].count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=mark)
    except csv.Error as error:
        raise BadRequest("sheet-unreadable") from error


def _across(grid: Grid, form: Form, day: dt.date) -> Read | None:
    """Headings in a row (of several lines where cells are merged), figures in the rows below it."""
    for place, row in enumerate(grid):
        heads = _heads(grid, place)
        columns = {column: one for column, head in enumerate(heads) if (one := _field(form, head))}
        if len({one.code for one in columns.values()}) < min(2, len(form.fields)) or _figures_of(row):
            continue
        below = place + 1
        if (
            below < len(grid)
            and any(_field(form, head) for head in _heads(grid, below))
            and not _figures_of(grid[below])
        ):
            continue  # the lower line of merged headings says more
        line = _line_of(grid, below, heads, day)
        return _taken(grid, line, columns, heads)
    return None


def _heads(grid: Grid, place: int) -> list[str]:
    """Each column's heading with what the merged cell above it says: `Rác thải – Thu gom (tấn)`."""
    row = [_text(cell) for cell in grid[place]]
    if place == 0:
        return row
    above, carried = [_text(cell) for cell in grid[place - 1]], ""
    heads = []
    for column, own in enumerate(row):
        group = above[column] if column < len(above) else ""
        carried = group or carried
        heads.append(f"{carried} {own}" if own and carried and group != own else own or group)
    return heads


def _figures_of(row: list[Any]) -> bool:
    """Does a row hold numbers? Then it is no row of headings."""
    return sum(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in row) > 1


def _line_of(grid: Grid, first: int, heads: list[str], day: dt.date) -> int:
    """The row of the day; where no column holds days, the first row with anything in it."""
    dates = next((column for column, head in enumerate(heads) if _plain(head) in _DATE_HEADINGS), None)
    for place in range(first, len(grid)):
        row = grid[place]
        if dates is None and any(_text(cell) for cell in row):
            return place
        if dates is not None and dates < len(row) and _day(row[dates]) == day:
            return place
    raise BadRequest("figures-sheet-no-day", day=f"{day:%d/%m/%Y}")


def _taken(grid: Grid, line: int, columns: dict[int, Field], heads: list[str]) -> Read:
    found = Read()
    for column, one in columns.items():
        cell = grid[line][column] if column < len(grid[line]) else None
        _take(found, one, cell, heads[column], line, column)
    taken = {*columns}
    found.unknown = [
        head
        for column, head in enumerate(heads)
        if head and column not in taken and _plain(head) not in _DATE_HEADINGS
    ][:10]
    return found


def _down(grid: Grid, form: Form) -> Read | None:
    """Names in a column, the figure in the first cell to the right that is no text."""
    found = Read()
    for line, row in enumerate(grid):
        for column, cell in enumerate(row):
            one = _field(form, _text(cell)) if isinstance(cell, str) else None
            if one is None or one.code in found.cells:
                continue
            right = next((place for place in range(column + 1, len(row)) if _is_figure(row[place])), None)
            if right is not None:
                _take(
                    found,
                    one,
                    row[right],
                    " ".join([_text(cell), *_told_units(row, column, right)]),
                    line,
                    right,
                )
    return found if found.cells else None


def _told_units(row: list[Any], name: int, figure: int) -> list[str]:
    """A column between name and figure may say the unit."""
    return [f"({_text(cell)})" for cell in row[name + 1 : figure] if _text(cell)]


def _is_figure(cell: Any) -> bool:
    if isinstance(cell, int | float):
        return not isinstance(cell, bool)
    text = _text(cell)
    return bool(text) and text[0] in "+-0123456789" and text[-1] in "%0123456789"


def _take(found: Read, one: Field, cell: Any, head: str, line: int, column: int) -> None:
    place = f"{_letters(column)}{line + 1}"
    if one.code in found.cells:
        found.refusals[one.code] = (
            "indicators-sheet-twice",
            {"first": found.places[one.code], "second": place},
        )
        return
    found.cells[one.code], found.places[one.code] = _text(cell) if isinstance(cell, str) else cell, place
    if told := _other_unit(one, head):
        found.refusals[one.code] = ("indicators-sheet-unit", {"told": told, "place": place})


def _other_unit(one: Field, head: str) -> str:
    """The unit that a heading says when it is another than the field's; empty when it says none or this one."""
    own, known = _units()
    for told in _BRACKETS.findall(head):
        word = _unit_word(told)
        if word in known and word not in own.get(one.unit, ()):
            return str(told.strip())
    return ""


@cache
def _units() -> tuple[dict[str, set[str]], set[str]]:
    """The words of each unit, and every word that is one; sums of money are known, so that they are not taken for something else."""
    own = {
        one.code: {_unit_word(text) for text in (one.symbol, one.vi, one.en, one.code) if text}
        for one in MEASURES
    }
    return own, set().union(*own.values()) | {"ty dong", "trieu dong", "dong"}


def _unit_word(text: str) -> str:
    """`m³`, `M3` → m3; a sign stays as it is."""
    flat = text.strip().replace("³", "3").replace("²", "2")
    return folded(flat) or flat


def _field(form: Form, head: str) -> Field | None:
    """The field whose name, code or other heading this is, without accents, case, units in brackets and numbering."""
    plain = _plain(head)
    if not plain:
        return None
    exact = [one for one in form.fields if plain in _names(one)]
    if exact:
        return exact[0]
    ends = [
        one
        for one in form.fields
        if any(len(name) > 6 and plain.endswith(f" {name}") for name in _names(one))
    ]
    return ends[0] if len(ends) == 1 else None


def _names(one: Field) -> set[str]:
    texts = (one.code, one.indicator.name_vi, one.indicator.name_en, *one.headings)
    return {_plain(text) for text in texts}


def _plain(text: str) -> str:
    bare = _NOISE.sub(" ", folded(_BRACKETS.sub(" ", text))).strip()
    return re.sub(r"^([0-9]{1,2}|[ivx]{1,4}) (?=[a-z])", "", bare)


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())[:300] if cell is not None else ""


def _day(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = _DAY.search(_text(cell))
    try:
        return (
            dt.date(int(found[3]), int(found[2]), int(found[1]))
            if found
            else dt.date.fromisoformat(_text(cell)[:10])
        )
    except ValueError:
        return None


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
