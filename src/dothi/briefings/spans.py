"""Of which period a briefing speaks, by Viet Nam's calendar: `(begin, end]`. Pure."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.briefings.models import Kind
from dothi.kernel.clock import VIETNAM


class Span(NamedTuple):
    begin: dt.datetime
    end: dt.datetime


def span_of(kind: str, day: dt.date) -> Span:
    """The day, the week from Monday, or the month that `day` lies in. ValueError: on demand there is no such period."""
    first = day
    if kind == Kind.WEEKLY:
        first = day - dt.timedelta(days=day.weekday())
        last = first + dt.timedelta(days=7)
    elif kind == Kind.MONTHLY:
        first = day.replace(day=1)
        last = (first + dt.timedelta(days=32)).replace(day=1)
    elif kind == Kind.DAILY:
        last = day + dt.timedelta(days=1)
    else:
        raise ValueError(kind)
    return Span(_midnight(first), _midnight(last))


def last_whole(kind: str, now: dt.datetime) -> Span:
    """The newest period that is over."""
    today = now.astimezone(VIETNAM).date()
    running = span_of(kind, today)
    return span_of(kind, running.begin.astimezone(VIETNAM).date() - dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), VIETNAM)


def said(kind: str, span: Span) -> str:
    """As a paper says it: `ngày 23/11/2026`, `tuần từ 16/11/2026 đến 22/11/2026`, `tháng 11/2026`."""
    begin, end = (one.astimezone(VIETNAM) for one in span)
    if kind == Kind.DAILY:
        return f"ngày {begin:%d/%m/%Y}"
    if kind == Kind.WEEKLY:
        return f"tuần từ {begin:%d/%m/%Y} đến {end - dt.timedelta(days=1):%d/%m/%Y}"
    if kind == Kind.MONTHLY:
        return f"tháng {begin:%m/%Y}"
    return f"từ {begin:%H:%M %d/%m/%Y} đến {end:%H:%M %d/%m/%Y}"
