"""Months, quarters and years of Viet Nam's calendar: the only periods the index knows. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest

_FORM = re.compile(r"(20\d\d|21\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
KINDS = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Period:
    """`first` ≤ month < `after`, both first days of a month."""

    code: str  # 2026-09, 2026-Q3, 2026
    first: dt.date
    after: dt.date

    @property
    def last(self) -> dt.date:
        return self.after - dt.timedelta(days=1)

    @property
    def begin(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time(), clock.VIETNAM)

    @property
    def end(self) -> dt.datetime:
        """The first instant after it."""
        return dt.datetime.combine(self.after, dt.time(), clock.VIETNAM)

    @property
    def kind(self) -> str:
        return KINDS[{1: 0, 3: 1, 12: 2}[_months(self.first, self.after)]]

    def judged_at(self, now: dt.datetime) -> dt.datetime:
        """The instant at which what goes on is judged: the end of the period, or now while it runs."""
        return min(self.end, now)

    def is_running(self, now: dt.datetime) -> bool:
        return self.begin <= now < self.end

    @property
    def before(self) -> Period:
        """The period of the same length before it."""
        return _made(self.kind, _moved(self.first, -_months(self.first, self.after)))

    @property
    def next(self) -> Period:
        return _made(self.kind, self.after)


def read(text: str, today: dt.date) -> Period:
    """`2026-09`, `2026-Q3`, `2026`; the month of `today` where nothing is asked. Raises BadRequest."""
    if not text:
        return of("month", today)
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadRequest("score-not-a-period", value=text[:20])
    year, quarter, month = found.groups()
    first = dt.date(int(year), int(month or (int(quarter) * 3 - 2 if quarter else 1)), 1)
    return _made("month" if month else "quarter" if quarter else "year", first)


def of(kind: str, day: dt.date) -> Period:
    """The period of this kind that `day` lies in."""
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[kind]
    return _made(kind, day.replace(month=month, day=1))


def _made(kind: str, first: dt.date) -> Period:
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    code = {
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}-Q{(first.month + 2) // 3}",
        "year": f"{first.year}",
    }[kind]
    return Period(code, first, _moved(first, months))


def _moved(first: dt.date, months: int) -> dt.date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _months(first: dt.date, after: dt.date) -> int:
    return (after.year - first.year) * 12 + after.month - first.month
