"""Chances, seasons and forecasts against truths that are known beforehand."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations

import pytest

from dothi.reports.insight import loads, seasons
from dothi.reports.insight.chances import at_least, expected
from dothi.reports.insight.finding import occasions

MONDAY = dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("k", "place", "late", "every"), [(2, 3, 4, 9), (0, 3, 4, 9), (3, 3, 4, 9), (1, 5, 2, 8), (4, 5, 6, 7)]
)
def test_a_chance_is_that_of_all_ways_to_deal_the_days(k: int, place: int, late: int, every: int) -> None:
    ways = list(combinations(range(every), late))
    hits = sum(sum(one < place for one in way) >= k for way in ways)
    assert at_least(k, place, late, every) == pytest.approx(hits / len(ways))


def test_what_is_expected_and_large_numbers() -> None:
    assert expected(10, 50, 1000) == 0.5
    assert at_least(8, 12, 7_000, 84_000) < 1e-5
    assert at_least(1, 12, 7_000, 84_000) == pytest.approx(1 - (77 / 84) ** 12, abs=1e-3)


def test_reports_of_one_week_are_one_occasion() -> None:
    days = [0, 1, 2, 7, 9, 30]
    assert (
        occasions([dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=one) for one in days], 7) == 3
    )
    assert occasions([], 7) == 0


def never_off(day: dt.date) -> bool:
    return day.weekday() >= 5


def series(days: int, rule: object) -> tuple[dict[dt.date, int], dt.date]:
    told = {MONDAY + dt.timedelta(days=n): rule(MONDAY + dt.timedelta(days=n)) for n in range(days)}  # type: ignore[operator]
    return told, MONDAY + dt.timedelta(days=days - 1)


def test_a_week_that_repeats_itself_is_foreseen_without_an_error() -> None:
    told, last = series(140, lambda day: 10 * (day.weekday() + 1))
    made = loads.forecast(told, MONDAY, last, never_off)
    assert made is not None
    assert [one.number for one in made.days] == [10 * (one.day.weekday() + 1) for one in made.days]
    assert (made.taken.mean_error, made.low, made.number, made.high) == (0, 560, 560, 560)
    assert made.days[0].day == last + dt.timedelta(days=1)
    assert len(made.days) == 14


def test_a_holiday_is_a_sunday() -> None:
    """The pattern holds only for who knows the calendar: last week again errs after each holiday."""
    holidays = {MONDAY + dt.timedelta(days=7 * week + 2) for week in (5, 9, 13, 17, 20)}

    def off(day: dt.date) -> bool:
        return day.weekday() >= 5 or day in holidays

    told, last = series(140, lambda day: 2 if off(day) else 20)
    made = loads.forecast(told, MONDAY, last, off)
    assert made is not None
    assert made.taken.way == "mean"
    assert made.taken.mean_error == 0 < made.other.mean_error
    assert {one.day: one.number for one in made.days}[MONDAY + dt.timedelta(days=142)] == 2


def test_the_interval_holds_eight_of_ten_of_what_comes_by_chance() -> None:
    chance, held, days = random.Random(7), 0, 0
    for _ in range(40):
        told, last = series(182, lambda day: sum(chance.random() < 0.1 for _ in range(200)))
        made = loads.forecast(told, MONDAY, last, never_off)
        assert made is not None
        for guess in made.days:
            came = sum(chance.random() < 0.1 for _ in range(200))
            held += guess.low <= came <= guess.high
            days += 1
    assert 0.72 <= held / days <= 0.9


def test_too_short_a_history_makes_no_forecast() -> None:
    told, last = series(69, lambda day: 5)
    assert loads.forecast(told, MONDAY, last, never_off) is None
    told, last = series(70, lambda day: 5)
    assert loads.forecast(told, MONDAY, last, never_off) is not None


def test_nothing_that_came_later_is_known_to_a_trial() -> None:
    told, last = series(140, lambda day: 5)
    later = dict(told) | {last + dt.timedelta(days=n): 999 for n in range(1, 15)}
    assert loads.forecast(told, MONDAY, last, never_off) == loads.forecast(later, MONDAY, last, never_off)


@pytest.mark.parametrize(
    ("first", "last", "months", "years"),
    [
        ((2025, 1, 1), (2025, 12, 31), 12, ((2025, 1, 1), (2025, 12, 31))),
        ((2025, 1, 2), (2025, 12, 31), 11, None),
        ((2024, 3, 5), (2026, 5, 20), 25, ((2024, 5, 1), (2026, 4, 30))),
        ((2026, 5, 2), (2026, 5, 20), 0, None),
    ],
)
def test_only_whole_years_are_compared(
    first: tuple[int, ...], last: tuple[int, ...], months: int, years: object
) -> None:
    begin, end = dt.date(*first), dt.date(*last)
    assert seasons.months_known(begin, end) == months
    found = seasons.whole_years(begin, end)
    assert found == (years and tuple(dt.date(*one) for one in years))  # type: ignore[attr-defined]


def test_a_month_that_stands_out_is_marked_and_the_others_are_not() -> None:
    year = [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    counts = {"flood": {day: 8 if day.month == 10 else 2 for day in year}, "rare": {year[3]: 1}}
    flood, rare = seasons.by_month(counts, year[0], year[-1])
    assert [cell.of for cell in flood.cells if cell.mark == "more"] == [10]
    assert flood.number == sum(cell.number for cell in flood.cells) == 365 * 2 + 31 * 6
    assert flood.cells[9].index == pytest.approx(8 / (flood.number / 365))
    assert not any(cell.mark for cell in rare.cells)


def test_weekdays_are_those_of_whole_weeks() -> None:
    last = MONDAY + dt.timedelta(days=7 * 8 - 1)
    counts = {"noise": {MONDAY + dt.timedelta(days=n): 10 if n % 7 == 6 else 1 for n in range(-30, 56)}}
    (noise,) = seasons.by_weekday(counts, last, 8)
    assert noise.number == 8 * 16
    assert [cell.of for cell in noise.cells if cell.mark == "more"] == [7]
