"""Curves, periods, what would raise the points, like with like: by hand, without a database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dothi.kernel.errors import BadRequest
from dothi.publicservices.score import book, comparing, periods
from dothi.publicservices.score.curves import Count, Form, between, gained, needed, points, rounded

SIX = Decimal(6)


@pytest.mark.parametrize(
    ("form", "count", "worth"),
    [
        (Form("ratio", SIX), Count(3, 4), "4.5"),  # 6 x 3/4
        (Form("ratio", SIX), Count(4, 4), "6"),
        (Form("capped", Decimal(2), Decimal("0.8")), Count(2, 5), "1"),  # 2 x 0.4/0.8
        (Form("capped", Decimal(2), Decimal("0.8")), Count(9, 10), "2"),  # beyond 0.8 no more
        (Form("capped", SIX, Decimal("0.5")), Count(1, 4), "3"),
        (Form("ratio", SIX, when_empty="full"), Count(), "6"),
        (Form("ratio", SIX, when_empty="zero"), Count(), "0"),
        (Form("ratio", SIX), Count(), None),  # a division by 0 is no figure
        (Form("ratio", SIX, when_empty="full"), Count(0, 0, 7), None),  # nobody tells: neither full nor 0
        (Form("shown", Decimal(0)), Count(3, 4), None),
    ],
)
def test_each_curve(form: Form, count: Count, worth: str | None) -> None:
    found = points(form, count)
    assert (None if found is None else rounded(found)) == (None if worth is None else Decimal(worth))


def test_what_nobody_tells_widens_the_figure() -> None:
    assert points(Form("ratio", SIX), Count(3, 4, 4)) == Decimal("4.5")
    assert between(Form("ratio", SIX), Count(3, 4, 4)) == (Decimal("2.25"), Decimal("5.25"))  # 3/8, 7/8


def test_how_many_more_and_what_they_bring() -> None:
    half = Form("capped", SIX, Decimal("0.5"))
    assert needed(half, Count(30, 100)) == 20
    assert gained(half, Count(30, 100), 10) == Decimal("1.2")  # 6 x 0.1/0.5
    assert gained(half, Count(30, 100), 90) == Decimal("2.4")  # full after 20, the others bring nothing
    assert needed(half, Count(50, 100)) == 0
    assert needed(half, Count()) == 0


def test_the_index_has_a_hundred_points_in_five_groups() -> None:
    found: dict[str, float] = {}
    for row in book.seeds():
        if row["scheme"] == "qd-766":
            found[row["group"]] = found.get(row["group"], 0) + row.get("max_points", 0)
    assert found == {"openness": 18, "progress": 20, "online": 22, "digital": 22, "satisfaction": 18}


def test_the_seven_measures_are_all_named() -> None:
    groups = [row["group"] for row in book.seeds() if row["scheme"] == "nd-224"]
    assert sorted(set(groups)) == list("abcdefg")


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-09", dt.date(2026, 9, 1), dt.date(2026, 10, 1)),
        ("2026-Q4", dt.date(2026, 10, 1), dt.date(2027, 1, 1)),
        ("2025", dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
        ("", dt.date(2026, 11, 1), dt.date(2026, 12, 1)),
    ],
)
def test_periods(text: str, first: dt.date, after: dt.date) -> None:
    found = periods.read(text, dt.date(2026, 11, 24))
    assert (found.first, found.after) == (first, after)
    assert found.before.after == first
    assert found.next.before == found


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "quý 3", "2026-9", "1999", "2026-09-01"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        periods.read(text, dt.date(2026, 11, 24))


def test_like_with_like_by_hand() -> None:
    """Two communes and a department. Commune 1 has the hard procedure alone and does it as well as commune 2: no worse, though its share of
    all is far lower."""
    both = {
        (1, "hard"): Count(50, 100),
        (2, "hard"): Count(50, 100),
        (2, "easy"): Count(490, 500),
        (3, "easy"): Count(10, 500),
    }
    found = comparing.lines(both, {1: "commune", 2: "commune", 3: "department"})
    first, second = sorted(found["commune"], key=lambda one: one.key)
    assert (first.word, first.expected) == ("alike", Decimal("0.5"))
    assert second.expected == Decimal(
        "0.5"
    )  # nobody else of its level has the easy one: it is not judged by it
    assert second.judged == Count(50, 100)
    assert found["department"][0].word == "alone"


def test_few_are_not_judged_and_a_clear_difference_is_said() -> None:
    both = {(1, "a"): Count(0, 29), (2, "a"): Count(400, 500), (3, "a"): Count(60, 100)}
    words = {
        one.key: one.word for one in comparing.lines(both, dict.fromkeys((1, 2, 3), "commune"))["commune"]
    }
    assert words == {1: "few", 2: "better", 3: "worse"}
