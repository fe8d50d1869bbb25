"""When dossiers come: working days of a year with their weights, and minutes of a day. Pure."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from itertools import accumulate
from random import Random

from dothi.kernel.calendar import Calendar

WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.85)  # Monday is full, Friday is not
BEFORE_TET, LAST_DAYS, AFTER_TET = (
    1.45,
    0.55,
    1.6,
)  # everybody wants it before, nobody comes at the end, all come after
NEAR, LAST = 15, 3  # working days before and after
QUARTER_END = 1.2
SUMMER = {6: 1.1, 7: 1.15, 8: 1.15}  # schools, papers for moving
# minutes of the working day, in quarters of an hour from 7:30, and how many come then
_QUARTERS = (
    *((450 + 15 * n, weight) for n, weight in enumerate((4, 7, 9, 10, 10, 9, 8, 8, 7, 6, 5, 4, 3, 2, 1, 1))),
    *((810 + 15 * n, weight) for n, weight in enumerate((3, 5, 7, 8, 8, 7, 7, 6, 6, 5, 4, 3, 2, 1))),
)
_ENDS = tuple(accumulate(weight for _, weight in _QUARTERS))


def days(year: int, calendar: Calendar) -> dict[dt.date, float]:
    """Each day on which a desk is open, with its weight: weekends, Tết and holidays are closed."""
    first = dt.date(year, 1, 1)
    every = (first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days))
    open_ = [day for day in every if not calendar.day(day).off]
    tet = min((day for day in _tet(year, calendar)), default=None)
    return {day: _weight(day, place, open_, tet) for place, day in enumerate(open_)}


def _tet(year: int, calendar: Calendar) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [day for n in range(75) if calendar.day(day := first + dt.timedelta(days=n)).tet]


def _weight(day: dt.date, place: int, open_: list[dt.date], tet: dt.date | None) -> float:
    weight = WEEKDAYS[min(day.weekday(), 4)] * SUMMER.get(day.month, 1.0)
    if day.month % 3 == 0 and day.day > 20:
        weight *= QUARTER_END
    return weight if tet is None else weight * _around_tet(place, sum(one < tet for one in open_))


def _around_tet(place: int, before: int) -> float:
    """`before`: how many working days of the year lie before Tết."""
    away = place - before  # -1 is the last day before, 0 the first after
    if -LAST <= away < 0:
        return LAST_DAYS
    if -LAST - NEAR <= away < -LAST:
        return BEFORE_TET
    return AFTER_TET if 0 <= away < NEAR else 1.0


def minute(choose: Random) -> int:
    """A minute since midnight at which somebody comes to a desk."""
    quarter = _QUARTERS[bisect(_ENDS, choose.random() * _ENDS[-1])][0]
    return quarter + int(choose.random() * 15)
