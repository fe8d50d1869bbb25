"""What time it was by our clock when a phone noted its own: pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator


def skew(sent_at: dt.datetime, now: dt.datetime) -> dt.timedelta:
    """How far our clock is ahead of the phone's, measured as the phone tells (the way there counts as skew: a part of a second)."""
    return now - sent_at


def corrected(
    told: Iterable[dt.datetime], ahead: dt.timedelta, *, now: dt.datetime, floor: dt.datetime | None = None
) -> Iterator[dt.datetime]:
    """The times of one phone's deeds, in their order, on our clock: never in the future, never before an earlier deed of that phone
    (`floor`: the last one that we have) – a phone whose clock was set back in between keeps the order that its person pressed in."""
    for each in told:
        floor = at = min(now, each + ahead) if floor is None else min(now, max(floor, each + ahead))
        yield at
