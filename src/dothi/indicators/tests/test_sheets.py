"""Spreadsheets as offices write them: headings with and without accents, merged cells, units, Vietnamese numbers."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from dothi.indicators.models import Indicator
from dothi.indicators.typed.forms import Field, Form
from dothi.indicators.typed.numbers import number
from dothi.indicators.typed.sheet import Read, read
from dothi.kernel.errors import BadRequest

DAY = dt.date(2026, 11, 20)


def _field(code: str, name: str, *headings: str, unit: str = "TNE") -> Field:
    one = Indicator(code=code, name_vi=name, name_en=code, unit_code=unit)
    return Field(one, None, None, None, None, None, False, False, headings)


FORM = Form(
    "rac", "x", DAY, {"name": {"vi": "Rác", "en": "Waste"}, "over": "day"},
    (
        _field("collected", "Rác thải thu gom", "KL thu gom"),
        _field("treated", "Rác thải được xử lý", "KL xử lý"),
        _field("share", "Tỷ lệ hộ tham gia", unit="P1"),
    ),
)  # fmt: skip


def xlsx(*rows: list[Any], merge: tuple[str, ...] = ()) -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for span in merge:
        book.active.merge_cells(span)
    book.save(out)
    return SimpleUploadedFile("bao-cao.xlsx", out.getvalue())


def numbers(found: Read) -> dict[str, float | None]:
    return {code: number(cell, percent=code == "share") for code, cell in found.cells.items()}


def test_merged_headings_with_units_and_a_row_for_each_day() -> None:
    found = read(
        xlsx(
            ["BÁO CÁO RÁC THẢI SINH HOẠT"],
            [],
            ["TT", "Ngày", "Rác thải", None, "Ghi chú"],
            [None, None, "thu gom (tấn)", "Được xử lý (tấn)", None],
            [1, dt.date(2026, 11, 19), 10, 9, ""],
            [2, dt.date(2026, 11, 20), 1234.5, "1.200", "lễ hội"],
            merge=("A1:E1", "A3:A4", "B3:B4", "C3:D3"),
        ),
        FORM,
        DAY,
    )
    assert (numbers(found), found.refusals) == ({"collected": 1234.5, "treated": 1200}, {})
    assert found.places == {"collected": "C6", "treated": "D6"}


def test_names_in_a_column_without_accents_and_numbered() -> None:
    found = read(
        xlsx(
            ["STT", "Chỉ tiêu", "ĐVT", "Số liệu"],
            [1, "1. RAC THAI THU GOM", "tấn", "1.234,5"],
            [2, "b) KL xử lý", "kg", 900000],
            [3, "Tỷ lệ hộ tham gia", "%", "95,5 %"],
        ),
        FORM,
        DAY,
    )
    assert numbers(found)["collected"] == 1234.5 and numbers(found)["share"] == 95.5
    assert found.refusals["treated"][0] == "indicators-sheet-unit", "kilograms are not taken for tonnes"


def test_a_csv_with_semicolons_and_what_is_refused() -> None:
    text = "ngay;kl thu gom;KL xử lý (tấn);khác\n19/11/2026;1;2;3\n20/11/2026;1.000;chưa có;5\n"
    found = read(SimpleUploadedFile("a.csv", text.encode("utf-8-sig")), FORM, DAY)
    assert number(found.cells["collected"]) == 1000
    assert (found.refusals["treated"][0], found.unknown) == ("error-figures-not-a-number", ["khác"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tên;tuổi\nLan;3\n", "figures-sheet-no-headings"),
        ("ngày;kl thu gom;kl xử lý\n01/01/2026;1;2\n", "figures-sheet-no-day"),
        ("\x00\n", "figures-sheet-no-headings"),
    ],
)
def test_a_table_of_something_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadRequest, match=code):
        read(SimpleUploadedFile("a.csv", text.encode()), FORM, DAY)


def test_a_column_that_stands_twice_is_not_chosen_by_us() -> None:
    found = read(xlsx(["KL thu gom", "KL xử lý", "Rác thải thu gom"], [1, 2, 3]), FORM, DAY)
    assert found.refusals["collected"][0] == "indicators-sheet-twice"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.234,5", 1234.5), ("1.234", 1234), ("0.234", 0.234), ("1,5", 1.5), ("12.5", 12.5), ("1 234 567", 1234567),
        ("1,234,567", 1234567), ("1,234.5", 1234.5), ("-3", -3), ("−3", -3), ("", None), (None, None), (7, 7), ("0", 0),
    ],
)  # fmt: skip
def test_numbers_as_they_are_written_here(text: Any, wanted: float | None) -> None:
    assert number(text) == wanted


@pytest.mark.parametrize(
    "text", ["12a", "1.2.3", "1e9", "٣", "=1+1", "1,2,3", "nan", "inf", "1_000", float("nan"), 1e16, "95 %"]
)
def test_what_is_no_number_is_refused(text: Any) -> None:
    with pytest.raises(BadRequest):
        number(text)
