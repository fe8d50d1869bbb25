"""Is this a flood? More alarms than a person can read, and not over before it is calm again (hysteresis). Pure, and one read.

A console is what one reader's scope lets ring: the same city may be calm for a ward and a flood for the centre.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.rules.alarms import guides
from dothi.rules.alarms.models import Occurrence
from dothi.rules.alarms.scoped import scoped_rows
from dothi.rules.models import Kind

LOOKS_BACK = dt.timedelta(hours=6)  # a flood that never once exceeded its beginning for so long is over
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Flood:
    """`count` alarms rang in the last `minutes`; `since` and `peak` only while it is a flood."""

    count: int
    minutes: int
    begins: int
    ends: int
    since: dt.datetime | None = None
    peak: int = 0

    @property
    def is_on(self) -> bool:
        return self.since is not None


def flood(
    per_minute: Iterable[tuple[dt.datetime, int]], now: dt.datetime, *, minutes: int, begins: int, ends: int
) -> Flood:
    """What a count of alarms per minute comes to: on with more than `begins` in a window, off with fewer than `ends`."""
    counts = dict(per_minute)
    last = now.replace(second=0, microsecond=0)
    window, since, peak = 0, None, 0
    minute = min(counts, default=last)
    while minute <= last:
        window += counts.get(minute, 0) - counts.get(minute - minutes * MINUTE, 0)
        if since is None and window > begins:
            since, peak = minute, window
        elif since is not None and window < ends:
            since, peak = None, 0
        peak = max(peak, window) if since else 0
        minute += MINUTE
    return Flood(window, minutes, begins, ends, since, peak)


def flood_of(scope: Scope) -> Flood:
    """How it is now for who reads with this scope. Silent sources do not count: they are their owner's, and have a list of their own."""
    now = clock.now()
    rang = scope.restrict(
        Occurrence.objects.filter(recorded_at__gt=now - LOOKS_BACK, hidden="", kind=Kind.THRESHOLD)
    ).order_by()
    told = scoped_rows(rang.values("recorded_at"), "per_minute")
    figures = {name: int(guides.value(f"flood-{name}")) for name in ("minutes", "begins", "ends")}
    return flood([(row["minute"], row["count"]) for row in told], now, **figures)
