"""A past minute is read alike everywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.moments import past_minute


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
