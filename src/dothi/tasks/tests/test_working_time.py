"""Deadlines in working time over weekends, Tết, swapped days and a year that no notice has announced."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel.calendar import COMMON, Day, calendar_of
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.tasks.working_time import after


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("said", "start", "end", "expected"),
    [
        ("days:1", "2026-11-19T09:00", "2026-11-20T17:00", False),  # Thursday to Friday
        ("days:1", "2026-11-20T16:59", "2026-11-23T17:00", False),  # over the weekend
        ("days:1", "2026-11-23T09:00", "2026-11-25T17:00", False),  # 24 November: the day of culture
        ("days:2", "2026-02-13T09:00", "2026-02-24T17:00", False),  # over Tết: 16–20 February are off
        ("days:1", "2026-08-21T09:00", "2026-08-22T17:00", False),  # a Saturday worked for 31 August
        ("days:1", "2026-08-28T09:00", "2026-09-03T17:00", False),  # 31 August to 2 September are off
        ("days:1", "2026-01-01T09:00", "2026-01-05T17:00", False),  # 2 January was off …
        ("days:1", "2026-01-09T09:00", "2026-01-10T17:00", False),  # … and Saturday the 10th worked for it
        ("days:3", "2026-12-30T09:00", "2027-01-05T17:00", True),  # no notice speaks of 2027 yet
        ("hours:2", "2026-11-20T08:00", "2026-11-20T10:00", False),
        ("hours:4", "2026-11-20T10:00", "2026-11-20T16:00", False),  # over noon
        ("hours:4", "2026-11-20T16:00", "2026-11-23T10:30", False),
        (
            "hours:8",
            "2026-11-21T12:00",
            "2026-11-25T08:00",
            False,
        ),  # given on a Saturday; Tuesday is the 24th
        (
            "hours:4",
            "2026-11-20T07:30",
            "2026-11-20T11:30",
            False,
        ),  # the end of a stretch, not the next begin
    ],
)
def test_deadlines(said: str, start: str, end: str, expected: bool) -> None:
    found = after(said, at(start), COMMON)
    assert (found.at, found.expected) == (at(end), expected)


def test_what_a_city_decides_moves_the_deadline() -> None:
    own = calendar_of((), [Day(dt.date(2026, 11, 20), off=True, name="Lễ hội")])
    assert after("days:1", at("2026-11-19T09:00"), own).at == at("2026-11-23T17:00")


@pytest.mark.parametrize("said", ["", "days:0", "weeks:2", "days:251", "hours:-1", "days:1.5"])
def test_what_is_not_a_time_is_refused(said: str) -> None:
    with pytest.raises(BadRequest):
        after(said, at("2026-11-20T08:00"), COMMON)
