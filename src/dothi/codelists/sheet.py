"""A list as a file: written as CSV or XLSX, read from either without trusting it.

Columns: code, name_vi, name_en, parent, ended, replaced_by (codes separated by `;`); every further column goes into `extra`
under its own heading.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dothi.codelists.check import LONGEST_NAME, MOST, Line
from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.i18n import LANGUAGES, t
from dothi.kernel.offered import Item
from dothi.kernel.sheets import cell_text, csv_line, rows_of_xlsx, safe
from dothi.territory.names import folded

if TYPE_CHECKING:
    from dothi.codelists.queries import State

COLUMNS = ("code", "name_vi", "name_en", "parent", "ended", "replaced_by")
NEEDED = COLUMNS[:2]
WIDTHS = (18, 60, 40, 18, 14, 24)  # of these columns in a workbook, in characters
LARGEST_FILE, MOST_EXTRA, LONGEST_HEADING = 5_000_000, 20, 60
ENDED = {"x", "1", "true", "yes", "co", "ended", "het hieu luc", "da ket thuc"}
_BYTES_OF_XLSX = b"PK\x03\x04"


def as_csv(items: Sequence[Item]) -> str:
    """With a byte order mark, so that a spreadsheet reads the accents; no cell is a formula."""
    extra = list(dict.fromkeys(name for item in items for name in item.extra))
    lines = ([*COLUMNS, *extra], *(_row(item, extra) for item in items))
    return "\ufeff" + "".join(map(csv_line, lines))


def as_xlsx(items: Sequence[Item]) -> bytes:
    """The same as a workbook whose every cell is text (a code 007 stays one), under headings in the reader's language; without
    entries it is the form to fill in."""
    from openpyxl import Workbook  # 0.1 s: only for who asks for a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    extra = list(dict.fromkeys(name for item in items for name in item.extra))
    book, out = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    page.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        page.column_dimensions["ABCDEF"[place]].width = width
    page.append([*(t(f"codelists-column-{name.replace('_', '-')}") for name in COLUMNS), *map(safe, extra)])
    for item in items:
        page.append([ILLEGAL_CHARACTERS_RE.sub("", safe(text)) for text in _row(item, extra)])
    book.save(out)
    return out.getvalue()


def _row(item: Item, extra: Iterable[str]) -> list[str]:
    plain = [item.code, item.name_vi, item.name_en, item.parent, "x" if item.ended else ""]
    return [*plain, ";".join(item.replaced_by), *(_text(item.extra.get(name)) for name in extra)]


def _text(value: Any) -> str:
    """A list of texts as `a;b`; what else is no text as JSON."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ";".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def file_name(state: State, ending: str = "csv") -> str:
    """`units-of-measure-2026-11-22.csv`, with the version where there is one."""
    version = f"-v{state.release.number}" if state.release else ""
    return f"{state.list.code}-{state.day:%Y-%m-%d}{version}.{ending}"


def read(data: bytes) -> list[Line]:
    """The lines of an uploaded CSV (UTF-8; comma, semicolon or tab) or XLSX. Raises TooLarge, BadRequest (unreadable, no such
    columns, no lines)."""
    if len(data) > LARGEST_FILE:
        raise TooLarge("sheet-too-large", most=LARGEST_FILE // 1_000_000)
    rows = _rows_of_xlsx(data) if data.startswith(_BYTES_OF_XLSX) else _rows_of_csv(data)
    heads = next(rows, (0, []))[1]
    places, extra = _places(heads)
    lines = [_line(number, row, places, extra) for number, row in rows if any(row)]
    if not lines:
        raise BadRequest("codelists-file-empty")
    if len(lines) > MOST:
        raise TooLarge("codelists-file-too-long", most=MOST)
    return lines


def _rows_of_xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows_of_xlsx(data, LARGEST_FILE), 1):
        yield number, [_cell(value) for value in row]


def _rows_of_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest("codelists-file-encoding") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        for row in reader:
            yield reader.line_num, [_cell(value) for value in row]
    except csv.Error as error:
        raise BadRequest("codelists-file-csv", line=reader.line_num) from error


def _cell(value: Any) -> str:
    """One more letter than a name may have, so that a name too long is told and not cut. No NUL: PostgreSQL keeps none."""
    return cell_text(value, LONGEST_NAME + 1).replace("\0", "")


def _places(heads: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Column → place for ours (by plain name or the words of either language), heading → place for all others."""
    wanted = {folded(head): place for place, head in reversed(list(enumerate(heads))) if head}
    ours: dict[str, int] = {}
    for name in COLUMNS:
        for text in (name, *(t(f"codelists-column-{name.replace('_', '-')}", lang) for lang in LANGUAGES)):
            if folded(text) in wanted:
                ours.setdefault(name, wanted[folded(text)])
    if missing := [name for name in NEEDED if name not in ours]:
        raise BadRequest("codelists-file-columns", columns=", ".join(missing))
    extra = {head: place for place, head in enumerate(heads) if head and place not in ours.values()}
    if len(extra) > MOST_EXTRA or any(len(head) > LONGEST_HEADING for head in extra):
        raise BadRequest("codelists-file-headings", most=MOST_EXTRA, longest=LONGEST_HEADING)
    return ours, extra


def _line(number: int, row: Sequence[str], places: dict[str, int], extra: dict[str, int]) -> Line:
    cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
    more = {name: row[place] for name, place in extra.items() if place < len(row) and row[place]}
    item = Item(
        cells["code"],
        cells["name_vi"],
        cells.get("name_en", ""),
        parent=cells.get("parent", ""),
        ended=folded(cells.get("ended", "")) in ENDED,
        replaced_by=tuple(filter(None, map(str.strip, cells.get("replaced_by", "").split(";")))),
        extra=more,
    )
    return Line(number, item)
