"""Periods by Viet Nam's clock, each `(begin, end]`: what is told at 14:00 sharp is the mean of the hour before it, as stations write it."""

from __future__ import annotations

import datetime as dt

from dothi.indicators.models import Over
from dothi.kernel.clock import VIETNAM

# How long a running period waits before it is computed again.
RHYTHM = {
    Over.NOW: dt.timedelta(seconds=15),
    Over.HOUR: dt.timedelta(seconds=15),
    Over.DAY: dt.timedelta(minutes=1),
    Over.MONTH: dt.timedelta(hours=1),
}
# What PostgreSQL's date_trunc is asked for: "now" keeps its last state of every hour.
FIELD = {Over.NOW: "hour", Over.HOUR: "hour", Over.DAY: "day", Over.MONTH: "month"}
_INSTANT = dt.timedelta(microseconds=1)


def begin_of(at: dt.datetime, over: str) -> dt.datetime:
    """Begin of the period that `at` belongs to."""
    local = (at - _INSTANT).astimezone(VIETNAM)
    local = local.replace(minute=0, second=0, microsecond=0)
    if over in (Over.DAY, Over.MONTH):
        local = local.replace(hour=0)
    return (local.replace(day=1) if over == Over.MONTH else local).astimezone(dt.UTC)


def next_begin(begin: dt.datetime, over: str) -> dt.datetime:
    """End of the period that begins so, which is where the next one begins. Viet Nam's clock never jumps."""
    if over in (Over.NOW, Over.HOUR):
        return begin + dt.timedelta(hours=1)
    if over == Over.DAY:
        return begin + dt.timedelta(days=1)
    local = begin.astimezone(VIETNAM)
    return (local.replace(day=1) + dt.timedelta(days=32)).replace(day=1).astimezone(dt.UTC)


def before(begin: dt.datetime, over: str) -> dt.datetime:
    """Begin of the period before."""
    return begin_of(begin, over)


def last(number: int, now: dt.datetime, over: str) -> list[dt.datetime]:
    """Begins of the running period and those before it, the newest last."""
    found = [begin_of(now, over)]
    while len(found) < number:
        found.append(before(found[-1], over))
    return found[::-1]
