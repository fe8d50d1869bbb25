"""Words laid along names of units: kinds and districts left out, slips of the hand, numbers that are themselves."""

from __future__ import annotations

import pytest

from dothi.territory.fitting import LEAST, SLIP, Index, Words, likeness, score, words_of

LINES = [
    "xa le ninh thi xa kinh mon tinh hai duong",
    "xa le loi thi xa chi linh tinh hai duong",
    "phuong 14 quan 5 thanh pho ho chi minh",
    "phuong 15 quan 5 thanh pho ho chi minh",
    "xa tan phuong huyen thanh thuy tinh phu tho",
    "xa quan son huyen quan son tinh thanh hoa",
]


@pytest.fixture(scope="module")
def index() -> Index:
    made = Index()
    for key, line in enumerate(LINES):
        made.add(key, [line])
    return made


def test_kinds_are_told_from_names_that_sound_like_them() -> None:
    assert words_of("xa le ninh tinh hai duong") == Words(("le", "ninh", "hai", "duong"), ("xa", "tinh"))
    assert words_of("xa tan phuong tinh phu tho").names == ("tan", "phuong", "phu", "tho")
    assert words_of("xa quan son").names == ("quan", "son")
    assert words_of("phuong").names == ()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("le ninh kinh mon hai duong", 0),
        ("xa le ninh hai duong", 0),
        ("xa le nnih thi xa kinh mon", 0),
        ("phuong 14 quan 5", 2),
        ("phuong 15 ho chi minh", 3),
        ("tan phuong thanh thuy phu tho", 4),
        ("quan son thanh hoa", 5),
    ],
)
def test_the_line_that_is_meant_comes_first(index: Index, typed: str, line: int) -> None:
    assert index.fitting(typed, 3)[0].key == line


def test_what_stands_nowhere_is_not_found(index: Index) -> None:
    assert index.fitting("phuong 99 quan 12 da nang", 3) == []
    assert index.fitting("xa", 3) == []


def test_a_slip_is_one_letter_and_a_number_is_itself() -> None:
    assert {likeness("ninh", one) for one in ("nih", "ninnh", "nonh", "nnih")} == {SLIP}
    assert likeness("ninh", "nnhi") < 0
    assert likeness("14", "15") < 0
    assert score(words_of("le ninh"), words_of(LINES[0])) > score(words_of("le ninh"), words_of(LINES[1]))
    assert score(words_of("le ninh"), words_of(LINES[5])) < LEAST
