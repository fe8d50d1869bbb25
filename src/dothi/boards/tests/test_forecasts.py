"""A forecast says no more than its past carries: too short a past says nothing, the better of two ways is taken, with its error."""

from __future__ import annotations

import datetime as dt

from dothi.boards.forecasts import LEAST_TRIALS, forecast
from dothi.kernel.clock import VIETNAM

MONDAY = dt.datetime(2026, 9, 7, tzinfo=VIETNAM)


def days(values: list[float]) -> dict[dt.datetime, float]:
    return {MONDAY + dt.timedelta(days=place): value for place, value in enumerate(values)}


def asked(past: dict[dt.datetime, float], so_far: float | None = None):  # type: ignore[no-untyped-def]
    begin = max(past) + dt.timedelta(days=1)
    return forecast(past, begin, begin + dt.timedelta(days=1), "day", so_far)


def test_a_week_that_repeats_is_known_exactly() -> None:
    week = [10.0, 20.0, 30.0, 40.0, 50.0, 5.0, 1.0]
    found = asked(days(week * 8))
    assert found is not None
    assert (found.value, found.error, found.low, found.high) == (10.0, 0.0, 10.0, 10.0)


def test_the_mean_is_taken_where_the_last_one_leaps() -> None:
    past = [100.0 + (20 if place // 7 % 2 else -20) for place in range(63)]
    found = asked(days(past))
    assert found is not None and found.way == "mean"
    assert found.error < found.other and found.value == 100.0
    assert found.low < found.value < found.high


def test_nothing_is_said_of_a_short_past() -> None:
    assert asked(days([1.0] * (28 + LEAST_TRIALS - 1))) is None
    assert asked(days([1.0] * (28 + LEAST_TRIALS))) is not None
    assert asked({MONDAY: 3.0}) is None


def test_what_already_counts_is_not_taken_back() -> None:
    found = asked(days([7.0] * 56), so_far=12.0)
    assert found is not None and (found.value, found.low, found.high) == (12.0, 12.0, 12.0)


def test_a_gap_is_not_a_zero() -> None:
    past = {at: value for at, value in days([8.0] * 70).items() if at.day % 10}
    found = asked(past)
    assert found is not None and found.value == 8.0
