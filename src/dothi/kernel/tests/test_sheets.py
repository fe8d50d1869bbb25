"""What we give away as a table runs nowhere as a formula, and what a person wrote is what others read."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import dothi
from dothi.kernel.said import plain
from dothi.kernel.sheets import csv_line, safe


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "－x",
        "＋x",
        "＠x",
    ],
)
def test_no_text_is_a_formula(text: str) -> None:
    (cells,) = csv.reader(io.StringIO(csv_line([text, 1.5, None]), newline=""))
    assert cells == [f"'{text}", "1.5", ""]


@pytest.mark.parametrize(
    "text", ["-1", "-1,5", "+84 (254) 385-1234", "01/02/2026", "PM2.5", "", "Trạm A = B"]
)
def test_a_number_and_a_name_stay_what_they_are(text: str) -> None:
    assert safe(text) == text


def test_every_table_is_written_by_the_one_that_is_safe() -> None:
    """A csv.writer, or a workbook without `safe`, would be an export of its own that runs what a device calls itself."""
    root = next(iter(dothi.__path__))
    sources = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in Path(root).rglob("*.py")
        if not {"tests", "bench", "testing"} & set(path.parts)
    }
    assert [name for name, text in sources.items() if re.search(r"csv\.(writer|DictWriter)\b", text)] == [
        "kernel/sheets.py"
    ]
    books = {name: text for name, text in sources.items() if re.search(r"\bWorkbook\(", text)}
    assert len(books) >= 3
    assert [name for name, text in books.items() if "safe(" not in text] == []


def test_signs_that_nobody_sees_are_taken_off_what_a_person_wrote() -> None:
    assert plain(" Mở\u202e van\u2066\x1b\u200b\ufeff\0 ") == "Mở van"
    assert plain("\u200f\u202a \u2069") == ""
    assert plain("Rác\ufffe ở\uffff đây") == "Rác ở đây"
    assert plain("dòng một\ndòng hai\t👨\u200d🚒") == "dòng một\ndòng hai\t👨\u200d🚒"
