"""What the city's own reports teach the form: words of those that were done, by the category that they had in the end.

Made anew each day from the newest ones received before it, and kept in memory alone: nothing is stored that erasing somebody's words would have
to find. A report says what the public wrote and what an agency then worked on, so its category was looked at. Nothing
is learned from fewer than LEAST: a street's name would pass for the name of a matter.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db.models import QuerySet

from dothi.calls.understanding.hinting import Hints
from dothi.kernel import clock, moments
from dothi.kernel.kept import once
from dothi.reports.models import Report, State

MOST, LEAST = 2_000, 300


def hints() -> Hints | None:
    """None: too little was done yet."""
    day = clock.today()
    newest = _newest(day)
    return _learned(day, newest) if newest else None


@once
def _newest(day: dt.date) -> int | None:
    rows = _done(day).values_list("pk", flat=True)
    return next(iter(rows[:1]), None)


@lru_cache(maxsize=1)
def _learned(day: dt.date, _newest: int) -> Hints | None:
    rows = list(_done(day).exclude(text="").values_list("category", "text")[:MOST])
    if len(rows) < LEAST:
        return None
    told = Hints()
    for category, text in rows:
        told.teach(category, text)
    return told


def _done(day: dt.date) -> QuerySet[Report]:
    """The newest first."""
    before, _ = moments.span(day)
    done = [str(State.DONE), str(State.CLOSED)]
    return Report.objects.filter(state__in=done, received_at__lt=before).order_by("-received_at", "-pk")
