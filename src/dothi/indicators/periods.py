"""Periods by Viet Nam's clock, each `(begin, end]`: what is told at 14:00 sharp is the mean of the hour before it, as stations write it."""

from __future__ import annotations

import datetime as dt

from dothi.indicators.models import Over
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.kernel.moments import is_known

# How long a running period waits before it is computed again.
RHYTHM = {
    Over.NOW: dt.timedelta(seconds=15),
    Over.HOUR: dt.timedelta(seconds=15),
    Over.DAY: dt.timedelta(minutes=1),
    Over.MONTH: dt.timedelta(hours=1),
    Over.QUARTER: dt.timedelta(hours=1),
    Over.YEAR: dt.timedelta(hours=1),
}
# What PostgreSQL's date_trunc is asked for: "now" keeps its last state of every hour.
FIELD = {
    Over.NOW: "hour", Over.HOUR: "hour", Over.DAY: "day", Over.MONTH: "month", Over.QUARTER: "quarter", Over.YEAR: "year",
}  # fmt: skip
MONTHS = {Over.MONTH: 1, Over.QUARTER: 3, Over.YEAR: 12}
_INSTANT = dt.timedelta(microseconds=1)


def asked(text: str) -> dt.datetime:
    """The instant of a period as an address or a form names it, with its offset (a `+` may have become a space). Raises BadRequest."""
    try:
        at = dt.datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise BadRequest("indicator-period-unreadable", text=text[:40]) from error
    if at.tzinfo is None or not is_known(at):
        raise BadRequest("indicator-period-unreadable", text=text[:40])
    return at


def begin_asked(text: str, over: str) -> dt.datetime:
    """The begin of the period that begins there. Raises BadRequest."""
    return begin_of(asked(text) + dt.timedelta(seconds=1), over)


def begin_of(at: dt.datetime, over: str) -> dt.datetime:
    """Begin of the period that `at` belongs to."""
    local = (at - _INSTANT).astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0)
    if over not in (Over.NOW, Over.HOUR):
        local = local.replace(hour=0)
    if months := MONTHS.get(Over(over)):
        local = local.replace(day=1, month=(local.month - 1) // months * months + 1)
    return local.astimezone(dt.UTC)


def next_begin(begin: dt.datetime, over: str) -> dt.datetime:
    """End of the period that begins so, which is where the next one begins. Viet Nam's clock never jumps."""
    if over in (Over.NOW, Over.HOUR):
        return begin + dt.timedelta(hours=1)
    if over == Over.DAY:
        return begin + dt.timedelta(days=1)
    local = begin.astimezone(VIETNAM)
    month = local.month - 1 + MONTHS[Over(over)]
    return local.replace(year=local.year + month // 12, month=month % 12 + 1, day=1).astimezone(dt.UTC)


def before(begin: dt.datetime, over: str) -> dt.datetime:
    """Begin of the period before."""
    return begin_of(begin, over)


def last(number: int, now: dt.datetime, over: str) -> list[dt.datetime]:
    """Begins of the running period and those before it, the newest last."""
    found = [begin_of(now, over)]
    while len(found) < number:
        found.append(before(found[-1], over))
    return found[::-1]
