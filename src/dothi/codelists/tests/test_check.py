"""Bad lines are named with their reason; two states are compared entry by entry. No database."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from dothi.codelists import sheet
from dothi.codelists.check import Line, complaints
from dothi.codelists.compare import differences
from dothi.codelists.editions import Entries
from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.offered import Item


def wrong(*items: Item, published: tuple[Item, ...] = ()) -> list[tuple[int, str]]:
    found = complaints([Line(number, item) for number, item in enumerate(items, 2)], published)
    return [(one.line, one.word) for one in found]


def test_good_lines_have_no_complaint() -> None:
    assert (
        wrong(Item("A", "a"), Item("B", "b", parent="A"), Item("C", "c", ended=True, replaced_by=("B",)))
        == []
    )


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((Item("", "a"),), [(2, "no-code")]),
        ((Item("a b", "a"),), [(2, "bad-code")]),
        ((Item("a;b", "a"),), [(2, "bad-code")]),
        ((Item("A", "a"), Item("A", "b")), [(3, "double")]),
        ((Item("A", ""),), [(2, "no-name")]),
        ((Item("A", "a" * 501),), [(2, "long-name")]),
        ((Item("A", "a", parent="X"),), [(2, "no-parent")]),
        ((Item("A", "a", parent="A"),), [(2, "circle")]),
        (
            (Item("A", "a", parent="C"), Item("B", "b", parent="A"), Item("C", "c", parent="B")),
            [(2, "circle"), (3, "circle"), (4, "circle")],
        ),
        ((Item("A", "a", ended=True, replaced_by=("X",)),), [(2, "no-replacement")]),
        ((Item("A", "a", ended=True, replaced_by=("A",)),), [(2, "no-replacement")]),
        ((Item("A", "a", replaced_by=("B",)), Item("B", "b")), [(2, "replaced-not-ended")]),
    ],
)
def test_a_bad_line_is_named(items: tuple[Item, ...], expected: list[tuple[int, str]]) -> None:
    assert wrong(*items) == expected


def test_below_a_circle_is_not_in_it() -> None:
    """D hangs on a circle without being in it: only A and B are to be mended."""
    found = wrong(Item("A", "a", parent="B"), Item("B", "b", parent="A"), Item("D", "d", parent="A"))
    assert found == [(2, "circle"), (3, "circle")]


def test_what_was_published_may_end_and_never_vanish() -> None:
    was = (Item("A", "a"), Item("B", "b"))
    assert wrong(Item("A", "a"), published=was) == [(0, "vanished")]
    assert wrong(Item("A", "a"), Item("B", "b", ended=True), published=was) == []


def test_differences() -> None:
    before = (Item("A", "a"), Item("B", "b", extra={"x": "1"}), Item("C", "c"), Item("D", "d"))
    after = (Item("D", "d"), Item("A", "á"), Item("B", "b", extra={"x": "2"}, ended=True), Item("E", "e"))
    found = differences(before, after)
    assert [(one.kind, one.code) for one in found] == [
        ("changed", "A"),
        ("ended", "B"),
        ("added", "E"),
        ("removed", "C"),
    ]
    assert [(field.name, field.before, field.after) for field in found[1].fields] == [
        ("ended", False, True),
        ("x", "1", "2"),
    ]
    assert differences(after, after) == []


def test_words_and_tree() -> None:
    entries = Entries([Item("R", "Rác"), Item("R1", "Rác thải rắn", "Solid waste", "R"), Item("N", "Nước")])
    assert [item.code for item in entries.found("rac ran")] == ["R1"]
    assert [item.code for item in entries.found("WASTE")] == ["R1"]
    assert [item.code for item in entries.found(parent="")] == ["R", "N"]
    assert entries.below == {"R": 1}
    assert [item.code for item in entries.above("R1")] == ["R"]
    assert len(entries.found("  ")) == 3


def test_what_was_written_is_read_back() -> None:
    items = [
        Item("A", "=1+1", "@x", extra={"note": '-a, b"c'}),
        Item("B", "b", parent="A", ended=True, replaced_by=("A", "C")),
        Item("C", "+84 254", extra={"note": "Đường số 1"}),
    ]
    text = sheet.as_csv(items)
    assert "\n=" not in text and ",=" not in text and ",@" not in text, "no cell is a formula"
    assert [line.item for line in sheet.read(text.encode())] == items


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_workbook_that_was_written_is_read_back(language: str) -> None:
    items = [
        Item("007", "=1+1", "@x", extra={"note": "-a"}),
        Item("B", "b\x0b", parent="007", ended=True, replaced_by=("007",)),
    ]
    with override(language):
        written = sheet.as_xlsx(items)
        empty = sheet.as_xlsx([])
    assert [line.item for line in sheet.read(written)] == [items[0], replace(items[1], name_vi="b")]
    with pytest.raises(
        BadRequest, match="codelists-file-empty"
    ):  # its headings are right, it has no line yet
        sheet.read(empty)


def test_a_workbook_is_read_with_the_headings_of_people() -> None:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Mã", "Tên tiếng Việt", "Mã cấp trên", "Đã kết thúc", "Ghi chú riêng"])
    book.active.append([1, "Một", None, None, "x"])
    book.active.append([None, None, None, None, None])
    book.active.append(["2", "Hai", 1, "X", None])
    book.save(out)
    assert sheet.read(out.getvalue()) == [
        Line(2, Item("1", "Một", extra={"Ghi chú riêng": "x"})),
        Line(4, Item("2", "Hai", parent="1", ended=True)),
    ]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "codelists-file-columns"),
        (b"code,name_en\nA,a\n", "codelists-file-columns"),
        (b"code,name_vi\n", "codelists-file-empty"),
        ("code,name_vi\nA,á\n".encode("utf-16"), "codelists-file-encoding"),
        (b'code,name_vi\nA,"a\x00\n' + b"x" * 200_000, "codelists-file-csv"),
        (b"PK\x03\x04nothing", "sheet-unreadable"),
        (
            ("code,name_vi," + ",".join(f"c{n}" for n in range(21)) + "\nA,a\n").encode(),
            "codelists-file-headings",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(data: bytes, error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        sheet.read(data)


def test_a_file_too_long_or_too_large_is_refused() -> None:
    with pytest.raises(TooLarge, match="codelists-file-too-long"):
        sheet.read(b"code,name_vi\n" + b"".join(b"%d,a\n" % n for n in range(20_001)))
    with pytest.raises(TooLarge, match="sheet-too-large"):
        sheet.read(b"x" * 5_000_001)
