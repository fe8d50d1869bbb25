"""Workbooks that ask for more than there is are refused before a reader opens them; ordinary ones are read."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from dothi.kernel import sheets, xlsx
from dothi.kernel.errors import BadRequest, TooLarge

LIMITS = xlsx.Limits(size=10_000_000, cells=10_000, text=100_000)
A_TEXT = "<sst><si><t>" + "a" * 30_000 + "</t></si></sst>"


def book(cells: str, texts: str = "<sst/>") -> bytes:
    return packed(
        {
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
            "xl/sharedStrings.xml": texts,
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def declaring(data: bytes, name: str, size: int) -> bytes:
    """The same file whose directory says that a part is `size` bytes large."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        true = file.getinfo(name).file_size
    return data.replace(true.to_bytes(4, "little"), size.to_bytes(4, "little"))


@pytest.mark.parametrize(
    "data",
    [
        book('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>'),
        book('<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c><v>1</v></c></row>'),
        book(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + '<row><c t="s"><v>0</v></c></row>' * 5, A_TEXT
        ),
        packed({"xl/other.bin": '<w><sheetData><c r="A1"><v/></c><c r="ZZZ9999"><v/></c></sheetData></w>'}),
        packed({"xl/sharedStrings.xml": "<sst>" + " " * 11_000_000 + "</sst>"}),
    ],
    ids=["opposite corners", "far row", "one long text in many cells", "sheet under another name", "bytes"],
)
def test_a_workbook_beyond_the_limits_is_refused(data: bytes) -> None:
    with pytest.raises(xlsx.Oversized):
        xlsx.measure(io.BytesIO(data), LIMITS)


@pytest.mark.parametrize("declared", [10, 4_000_000])
def test_a_part_of_another_size_than_declared_is_refused(declared: int) -> None:
    data = declaring(
        packed({"xl/sharedStrings.xml": "<sst>" + " " * 3_000_000 + "</sst>"}),
        "xl/sharedStrings.xml",
        declared,
    )
    with pytest.raises(zipfile.BadZipFile):
        xlsx.measure(io.BytesIO(data), LIMITS)


@pytest.mark.parametrize("cells", ['<row r="1"><c r="A1"', '<row r="?"><c r="A1"><v>1</v></c></row>'])
def test_what_is_no_sheet_is_refused(cells: str) -> None:
    with pytest.raises(zipfile.BadZipFile):
        xlsx.measure(io.BytesIO(book(cells)), LIMITS)


def test_a_sheet_formatted_to_its_last_row_is_read() -> None:
    """Cells with a format and nothing in them take no room."""
    out, made = io.BytesIO(), Workbook()
    sheet: Any = made.active
    sheet.append(["mã", "tên"])
    sheet.append(["1", "Bến Nghé"])
    sheet.cell(1_048_576, 40).number_format = "0.00"
    made.save(out)
    assert sheets.rows_of_xlsx(out.getvalue(), 5_000_000)[:2] == [["mã", "tên"], ["1", "Bến Nghé"]]


def test_the_screens_say_so() -> None:
    with pytest.raises(TooLarge):
        sheets.rows_of_xlsx(
            book('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>'),
            5_000_000,
        )
    with pytest.raises(BadRequest):
        sheets.rows_of_xlsx(b"PK\x03\x04", 5_000_000)
