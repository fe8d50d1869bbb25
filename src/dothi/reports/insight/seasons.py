"""Topics by month and by weekday, against their own mean: 1 is as always. Pure.

Nothing is said of months before a whole year is known, and of one year alone it is said that a season cannot be told from a single event.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

LEAST_MONTHS, SURE_MONTHS, LEAST_WEEKS = 12, 24, 8
FAR = 3.0  # standard deviations of a Poisson number
LEAST_EXPECTED = 5.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One month or weekday of a category."""

    of: int  # month 1–12, weekday 1 (Monday) – 7
    number: int
    expected: float

    @property
    def index(self) -> float | None:
        return self.number / self.expected if self.expected else None

    @property
    def mark(self) -> str:
        """`more` or `less` where chance alone would hardly do it; else empty."""
        if self.expected < LEAST_EXPECTED or abs(self.number - self.expected) < FAR * sqrt(self.expected):
            return ""
        return "more" if self.number > self.expected else "less"


@dataclass(frozen=True, slots=True)
class Topic:
    category: str
    number: int
    cells: list[Cell]


def months_known(first: dt.date, last: dt.date) -> int:
    """Whole months between, both ends included where they are whole."""
    begin = first if first.day == 1 else _next_month(first)
    end = last + dt.timedelta(days=1)
    return max(0, (end.year - begin.year) * 12 + end.month - begin.month)


def whole_years(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
    """The newest span of whole years of whole months: each month stands in it equally often. None: not even one."""
    years = months_known(first, last) // 12
    if not years:
        return None
    end = (last + dt.timedelta(days=1)).replace(day=1)
    return dt.date(end.year - years, end.month, 1), end - dt.timedelta(days=1)


def by_month(counts: Mapping[str, Mapping[dt.date, int]], first: dt.date, last: dt.date) -> list[Topic]:
    """`first` and `last` as `whole_years` gives them. Expected: the category's mean of a day times the days of the month."""
    return _topics(counts, _days(first, last), lambda day: day.month)


def by_weekday(counts: Mapping[str, Mapping[dt.date, int]], last: dt.date, weeks: int) -> list[Topic]:
    """Of so many whole weeks before and with `last`."""
    return _topics(counts, _days(last - dt.timedelta(days=7 * weeks - 1), last), lambda day: day.isoweekday())


def _topics(
    counts: Mapping[str, Mapping[dt.date, int]], days: list[dt.date], of: Callable[[dt.date], int]
) -> list[Topic]:
    kind = {day: of(day) for day in days}
    weights = Counter(kind.values())
    topics = [
        _topic(name, {d: n for d, n in told.items() if d in kind}, kind, weights)
        for name, told in counts.items()
    ]
    return sorted((one for one in topics if one.number), key=lambda one: (-one.number, one.category))


def _topic(
    name: str, told: Mapping[dt.date, int], kind: Mapping[dt.date, int], weights: Mapping[int, int]
) -> Topic:
    whole, days = sum(told.values()), sum(weights.values())
    numbers = Counter[int]()
    for day, number in told.items():
        numbers[kind[day]] += number
    return Topic(
        name, whole, [Cell(one, numbers[one], whole * weights[one] / days) for one in sorted(weights)]
    )


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
