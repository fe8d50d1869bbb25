"""When a form is due, by the calendar of working days with Viet Nam's holidays and swapped days; pure."""

from __future__ import annotations

import datetime as dt

from dothi.indicators.typed.forms import Form
from dothi.kernel.calendar import Calendar
from dothi.kernel.clock import VIETNAM

DAYS_BACK, MONTHS_BACK = 10, 2


def due_at(form: Form, day: dt.date, calendar: Calendar) -> dt.datetime:
    """The deadline of the period that begins on `day`, as the calendar of today has it."""
    last = day if form.over == "day" else _next_month(day) - dt.timedelta(days=1)
    for _ in range(form.after):
        last += dt.timedelta(days=1)
        while form.working_days_only and calendar.day(last).off:
            last += dt.timedelta(days=1)
    return dt.datetime.combine(last, form.due, VIETNAM)


def is_asked(form: Form, day: dt.date, calendar: Calendar) -> bool:
    """Does the form exist for the period that begins on this day?"""
    if day < form.valid_from:
        return False
    if form.over == "month":
        return day.day == 1
    return not (form.working_days_only and calendar.day(day).off)


def periods(form: Form, today: dt.date, calendar: Calendar) -> list[dt.date]:
    """First days of the periods that may be owed: of the last ten days (two months) and the running one, the oldest first."""
    if form.over == "month":
        begins = [today.replace(day=1)]
        for _ in range(MONTHS_BACK):
            begins.append((begins[-1] - dt.timedelta(days=1)).replace(day=1))
        begins = [day for day in begins if day < today.replace(day=1)]  # a running month is not over
    else:
        begins = [today - dt.timedelta(days=back) for back in range(DAYS_BACK + 1)]
    return sorted(day for day in begins if is_asked(form, day, calendar))


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
