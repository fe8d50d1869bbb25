"""A past minute and a day are read alike everywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.moments import day, past_minute, span


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2020-11-22T14:05", "2020-11-22T07:05:59.999999+00:00"),
        ("2020-11-22T14:05+09:00", "2020-11-22T05:05:59.999999+00:00"),
        ("2020-11-22T14:05Z", "2020-11-22T14:05:59.999999+00:00"),
        ("2020-11-22T14:05:30", "2020-11-22T07:05:30+00:00"),
        ("2020-11-22", "2020-11-21T17:00:59.999999+00:00"),
    ],
)
def test_minutes(text: str, utc: str) -> None:
    assert past_minute(text) == dt.datetime.fromisoformat(utc)


def test_what_is_to_come_is_not_known_yet() -> None:
    coming = clock.now() + dt.timedelta(minutes=2)
    with pytest.raises(BadRequest) as refused:
        past_minute(clock.iso(coming))
    assert refused.value.code == "query-not-past"


def test_nothing_asked() -> None:
    assert past_minute("") is None


@pytest.mark.parametrize(
    "text", ["yesterday", "14:05", "2026-13-01T00:00", "0001-01-01T00:00+14:00", "2020-11-22T14:05 or 1=1"]
)
def test_unreadable(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        past_minute(text)
    assert refused.value.code == "query-not-a-time"


def test_a_day_of_viet_nam_begins_and_ends_at_its_midnight() -> None:
    begin, end = span(day(" 2026-11-22 ") or dt.date.min)
    assert (clock.iso(begin), clock.iso(end)) == ("2026-11-21T17:00:00Z", "2026-11-22T17:00:00Z")


@pytest.mark.parametrize(
    "text", [None, "", "today", "2026-02-30", "9999-12-31", "0001-01-01", "2026-11-22T14:05"]
)
def test_what_is_no_day_of_ours(text: str | None) -> None:
    """At the ends of Python's years a day more, or Viet Nam's offset, is a fault."""
    assert day(text) is None
