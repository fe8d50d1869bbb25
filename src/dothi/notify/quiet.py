"""Quiet hours: pure."""

from __future__ import annotations

import datetime as dt

from dothi.kernel.clock import UTC, VIETNAM


def ends_at(now: dt.datetime, begin: dt.time, end: dt.time) -> dt.datetime | None:
    """When the quiet hours that hold at `now` are over; None: they do not hold. Equal times are no hours at all."""
    here = now.astimezone(VIETNAM)
    at = here.time()
    over_midnight = begin > end
    quiet = (at >= begin or at < end) if over_midnight else begin <= at < end
    if not quiet:
        return None
    day = here.date() + dt.timedelta(days=1) if over_midnight and at >= begin else here.date()
    return dt.datetime.combine(day, end, VIETNAM).astimezone(UTC)
