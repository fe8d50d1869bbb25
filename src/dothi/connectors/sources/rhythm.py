"""A source's own rhythm and how late it is against it (pure).

Either something new every so many seconds, or each day by a time of the day (Viet Nam). Lateness of the first is measured by the
newest value's own time – a server that answers quickly with yesterday's values is late –, of the second by when something came.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from dothi.kernel import clock

_DAY = dt.timedelta(days=1)
SOONEST_S, LATEST_S = 30.0, 900.0  # between tries of a source that fails for now
PERMANENT_S, GIVEN_UP_S = 300.0, 6 * 3600.0  # of one where somebody must change something first
MOST_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the owner promised. Exactly one of `every` and `daily_at` is set."""

    every: dt.timedelta | None
    daily_at: dt.time | None
    tolerance: dt.timedelta


@dataclass(frozen=True, slots=True)
class Lateness:
    """`by`: how long after the moment at which something new was due (zero: on time). `is_late`: beyond the tolerance."""

    by: dt.timedelta
    is_late: bool
    due_at: dt.datetime | None


def lateness(
    rhythm: Rhythm,
    *,
    value_at: dt.datetime | None,
    arrived_at: dt.datetime | None,
    since: dt.datetime,
    now: dt.datetime,
) -> Lateness:
    """How late a source is that was switched on at `since`."""
    if rhythm.daily_at is not None:
        due = _due_daily(rhythm.daily_at, arrived_at, since)
    else:
        due = max(value_at or since, since) + (rhythm.every or _DAY)
    by = max(now - due, dt.timedelta())
    return Lateness(by, by > rhythm.tolerance, due)


def _due_daily(at: dt.time, arrived_at: dt.datetime | None, since: dt.datetime) -> dt.datetime:
    """The first of its times for which nothing came yet: what comes before a day's time counts for that day, what comes after it
    for the next."""
    counted = max(arrived_at or since, since)
    that_day = dt.datetime.combine(counted.astimezone(clock.VIETNAM).date(), at, clock.VIETNAM)
    due = that_day if counted <= that_day else that_day + _DAY
    came = arrived_at is not None and arrived_at >= since
    return due + _DAY if came else due


def wait_s(
    failures: int, *, permanent: bool, asked_s: float | None = None, chance: float | None = None
) -> float:
    """Seconds before a source that failed `failures` times in a row is tried again: doubling, with a fifth of chance either way,
    so that sources that fell together do not come back together. `asked_s`: at least so long, the other side said so."""
    first, most = (PERMANENT_S, GIVEN_UP_S) if permanent else (SOONEST_S, LATEST_S)
    doubled: float = min(first * 2 ** min(failures - 1, MOST_DOUBLINGS), most)
    spread = random.uniform(0.8, 1.2) if chance is None else 0.8 + 0.4 * chance  # noqa: S311 - no secret
    return max(doubled * spread, min(asked_s or 0.0, GIVEN_UP_S))
