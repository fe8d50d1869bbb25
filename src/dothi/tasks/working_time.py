"""Deadlines in working time: so many working days or hours from an instant on, by the calendar of holidays and swapped days. Pure.

The day it is given is not counted; so many working days end with the working hours of the last of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dothi.kernel.calendar import Calendar, Stretch
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest

HOURS = "working-hours"  # the schedule of the calendar that offices work by
MOST = {"days": 250, "hours": 2000}  # about a year
FURTHEST = 800  # days that are looked through
_SAID = re.compile(r"(days|hours):([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Deadline:
    """`expected`: counted over days of a year whose holidays no notice has announced yet (dự kiến)."""

    at: dt.datetime
    expected: bool = False


def after(said: str, start: dt.datetime, calendar: Calendar) -> Deadline:
    """`days:5` or `hours:8` of working time after `start`. Raises BadRequest: not so said, too long, no working hours."""
    read = _SAID.fullmatch(said)
    if read is None or int(read[2]) > MOST[read[1]]:
        raise BadRequest("task-due-not-said", said=said[:20])
    number = int(read[2])
    return after_days(start, number, calendar) if read[1] == "days" else after_hours(start, number, calendar)


def after_days(start: dt.datetime, days: int, calendar: Calendar) -> Deadline:
    """The end of working hours of the so many-th working day after the day of `start`."""
    day = start.astimezone(VIETNAM).date()
    for spans in _days_of(day + dt.timedelta(days=1), calendar):
        days -= 1
        if days == 0:
            return _told(day, spans[-1].end, calendar)
    raise BadRequest("task-no-working-time")


def after_hours(start: dt.datetime, hours: float, calendar: Calendar) -> Deadline:
    """The instant at which so many working hours after `start` have passed."""
    left, day = dt.timedelta(hours=hours), start.astimezone(VIETNAM).date()
    for spans in _days_of(day, calendar):
        for span in spans:
            begin = max(span.begin, start)
            if span.end - begin >= left:
                return _told(day, begin + left, calendar)
            left -= max(span.end - begin, dt.timedelta())
    raise BadRequest("task-no-working-time")


def between(start: dt.datetime, end: dt.datetime, calendar: Calendar) -> dt.timedelta:
    """Working time from `start` to `end`; zero when there is none or `end` comes first."""
    passed, day = dt.timedelta(), start.astimezone(VIETNAM).date()
    for ahead in range((end.astimezone(VIETNAM).date() - day).days + 1):
        for span in calendar.begun_on(HOURS, day + dt.timedelta(days=ahead)):
            passed += max(min(span.end, end) - max(span.begin, start), dt.timedelta())
    return passed


def _days_of(first: dt.date, calendar: Calendar) -> Iterator[list[Stretch]]:
    """The working hours of each working day from `first` on."""
    for ahead in range(FURTHEST):
        if spans := calendar.begun_on(HOURS, first + dt.timedelta(days=ahead)):
            yield spans


def _told(first: dt.date, at: dt.datetime, calendar: Calendar) -> Deadline:
    """Every day between counts: a holiday that moves there moves the deadline."""
    last = at.astimezone(VIETNAM).date()
    years = range(first.year, last.year + 1)
    return Deadline(at, any(calendar.is_expected(dt.date(year, 1, 1)) for year in years))
