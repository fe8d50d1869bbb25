"""Deadlines of reports: working time by the calendar of holidays and swapped days, or hours that run day and night. Pure."""

from __future__ import annotations

import datetime as dt
import re

from dothi.kernel.calendar import Calendar
from dothi.tasks import working_time
from dothi.tasks.working_time import Deadline

_CLOCK = re.compile(r"clock:([1-9][0-9]{0,2})")


def after(said: str, start: dt.datetime, calendar: Calendar) -> Deadline:
    """`days:5`, `hours:8` of working time or `clock:24` hours of any kind after `start`. Raises BadRequest: not so said."""
    if (read := _CLOCK.fullmatch(said)) is not None:
        return Deadline(start + dt.timedelta(hours=int(read[1])))
    return working_time.after(said, start, calendar)


def resumed(
    due: dt.datetime, paused: dt.datetime, now: dt.datetime, said: str, calendar: Calendar
) -> Deadline:
    """The deadline after a rest from `paused` to `now`: what was left then is left now. One that had passed stays passed."""
    if due <= paused:
        return Deadline(due)
    if _CLOCK.fullmatch(said):
        return Deadline(now + (due - paused))
    left = working_time.between(paused, due, calendar)
    return working_time.after_hours(now, left.total_seconds() / 3600, calendar)
