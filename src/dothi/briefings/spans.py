"""Of which period a briefing speaks, by Viet Nam's calendar: `(begin, end]`. Pure."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.briefings.models import Kind
from dothi.kernel.clock import VIETNAM
from dothi.kernel.i18n import t


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


def said(kind: str, span: Span, lang: str | None = "vi") -> str:
    """As a paper says it: `ngày 23/11/2026`, `tuần từ 16/11/2026 đến 22/11/2026`, `tháng 11/2026`."""
    begin, end = (one.astimezone(VIETNAM) for one in span)
    first, last = (begin, end - dt.timedelta(days=1)) if kind != Kind.DEMAND else (begin, end)
    form = {Kind.DEMAND: "%H:%M %d/%m/%Y", Kind.MONTHLY: "%m/%Y"}.get(Kind(kind), "%d/%m/%Y")
    return t(f"briefings-span-{kind}", lang, first=first.strftime(form), last=last.strftime(form))
