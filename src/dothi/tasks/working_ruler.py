"""Working time for whoever asks a million times: the days of `working_time`, laid out once and measured by bisection.

Says what `working_time` says (a test compares them); knows no hours of its own.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right

from dothi.kernel.calendar import Calendar, Stretch
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.tasks.working_time import HOURS, MOST, Deadline

_DAY = dt.timedelta(days=1)
_EARLIEST, _LATEST = dt.date(1990, 1, 1), dt.date(2150, 1, 1)


class Ruler:
    """One calendar as it stood when the ruler was made."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._first = self._last = dt.date(
            2020, 1, 1
        )  # days from the first until before the last are laid out
        self._days: list[dt.date] = []  # working days
        self._ends: list[dt.datetime] = []  # of each, the end of its working hours
        self._spans: list[Stretch] = []
        self._begins: list[dt.datetime] = []
        self._passed: list[dt.timedelta] = []  # working time before each span
        self._expected: dict[int, bool] = {}

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Working time from `start` to `end`; zero when `end` comes first."""
        return max(self._at(end) - self._at(start), dt.timedelta())

    def moved(self, at: dt.datetime, by: dt.timedelta) -> dt.datetime:
        """The instant at which so much working time after `at` has passed; `at` itself when it is none. Raises BadRequest: there is none."""
        if by <= dt.timedelta():
            return at
        wanted = self._at(at) + by
        while not self._passed or self._passed[-1] + _length(self._spans[-1]) < wanted:
            self._reach(self._last + 365 * _DAY)
        place = bisect_left(self._passed, wanted) - 1
        return self._begins[place] + (wanted - self._passed[place])

    def after(self, said: str, start: dt.datetime) -> Deadline:
        """`days:5` or `hours:8` after `start`, as `working_time.after`. Raises BadRequest."""
        kind, _, number = said.partition(":")
        if not number.isdecimal() or not 0 < int(number) <= MOST.get(kind, 0):
            raise BadRequest("task-due-not-said", said=said[:20])
        if kind == "hours":
            at = self.moved(start, dt.timedelta(hours=int(number)))
        else:
            at = self.day_after(start, int(number))
        return Deadline(at, self._is_expected(_day(start), _day(at)))

    def day_after(self, at: dt.datetime, days: int) -> dt.datetime:
        """The end of the working hours of the so many-th working day after the day of `at`. Raises BadRequest."""
        self._reach(_day(at))
        place = bisect_right(self._days, _day(at)) + days - 1
        while place >= len(self._days):
            self._reach(self._last + 365 * _DAY)
        return self._ends[place]

    def day_before(self, at: dt.datetime, days: int) -> dt.datetime:
        """The end of the working hours of the so many-th working day before the day of `at`."""
        self._reach(_day(at))
        self._reach(_day(at) - (days * 3 + 30) * _DAY)
        return self._ends[max(bisect_left(self._days, _day(at)) - days, 0)]

    def days_between(self, start: dt.datetime, end: dt.datetime) -> int:
        """Working days after the day of `start` until that of `end`; negative when it lies before."""
        self._reach(_day(start))
        self._reach(_day(end))
        return bisect_right(self._days, _day(end)) - bisect_right(self._days, _day(start))

    def _at(self, instant: dt.datetime) -> dt.timedelta:
        self._reach(_day(instant))
        place = bisect_right(self._begins, instant) - 1
        if place < 0:
            return self._passed[0] if self._passed else dt.timedelta()
        return self._passed[place] + min(instant - self._begins[place], _length(self._spans[place]))

    def _is_expected(self, first: dt.date, last: dt.date) -> bool:
        for year in range(first.year, last.year + 1):
            if year not in self._expected:
                self._expected[year] = self._calendar.is_expected(dt.date(year, 1, 1))
            if self._expected[year]:
                return True
        return False

    def _reach(self, day: dt.date) -> None:
        """Lays out more days, whole years at a time, so that `day` is among them with a week to spare."""
        if self._first + 7 * _DAY <= day < self._last - 7 * _DAY:
            return
        if not _EARLIEST < day < _LATEST:
            raise BadRequest("task-no-working-time")
        first = min(self._first, dt.date(day.year - 1, 1, 1))
        last = max(self._last, dt.date(day.year + 2, 1, 1))
        told = [
            (one, spans)
            for one in (first + n * _DAY for n in range((last - first).days))
            if (spans := self._calendar.begun_on(HOURS, one))
        ]
        if not told:
            raise BadRequest("task-no-working-time")
        self._first, self._last = first, last
        self._days, self._ends = [one for one, _ in told], [spans[-1].end for _, spans in told]
        self._spans = [span for _, spans in told for span in spans]
        self._begins, self._passed, passed = [span.begin for span in self._spans], [], dt.timedelta()
        for span in self._spans:
            self._passed.append(passed)
            passed += _length(span)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(VIETNAM).date()


def _length(span: Stretch) -> dt.timedelta:
    return span.end - span.begin
