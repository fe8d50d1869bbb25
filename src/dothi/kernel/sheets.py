"""Spreadsheets from and for people: an XLSX is looked at before it is opened, and no cell that we write is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.xlsx import Limits, Oversized, measure

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 500
LIMITS = Limits(size=40_000_000, cells=3_000_000, text=40_000_000, parts=200)
_FORMULA = re.compile(rb"<f[\s>/]")
_NUMBER = re.compile(r"[+-]?[\d .,()/-]+")
_BEGINS = tuple("=@\t\r\n+-＝＠＋－")  # some programs read the wide ones as the narrow


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after it was saved as CSV (OWASP: CSV injection)."""
    if text.startswith(_BEGINS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_line(cells: Iterable[object]) -> str:
    """One line of a CSV that we give away: every one is written here, and no text in it is a formula; numbers stay numbers."""
    line = io.StringIO()
    csv.writer(line).writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def cell_text(value: Any, longest: int = LONGEST_CELL) -> str:
    """The text of a cell on one line: days in ISO, whole numbers without `.0`, the apostrophe of `safe` taken off."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())[:longest]
    return text[1:] if text.startswith("'") else text


def rows_of_xlsx(data: bytes, largest: int) -> list[list[Any]]:
    """The cells of the first sheet. Raises TooLarge, BadRequest (no XLSX, macros, external links, formulas)."""
    _check(data, largest)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise BadRequest("sheet-unreadable") from error


def _check(data: bytes, largest: int) -> None:
    if len(data) > largest:
        raise TooLarge("sheet-too-large", most=largest // 1_000_000)
    try:
        measure(io.BytesIO(data), LIMITS)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_parts(packed)
    except Oversized as error:
        raise TooLarge("sheet-too-large", most=largest // 1_000_000) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise BadRequest("sheet-unreadable") from error


def _check_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "/embeddings/" in name or "externallinks" in name for name in names):
        raise BadRequest("sheet-macros")
    sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
    if any(_FORMULA.search(packed.read(part)) for part in sheets):
        raise BadRequest("sheet-formulas")
