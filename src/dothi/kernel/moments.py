"""Minutes and days that people and links ask for: `?at=2026-11-22T14:05`, `?day=2026-11-22`, one reading for every screen."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest

EXAMPLE = "2026-11-22T14:05"
_YEARS = range(
    2000, 2200
)  # beyond them no calendar of ours lies, and at the ends of Python's years a day more is none


def past_minute(text: str, name: str = "at") -> dt.datetime | None:
    """An ISO time, to the end of its minute; Viet Nam's unless it says its offset. None when nothing was asked.

    To the end, because who asks what was known at 14:05 means what happened at 14:05 too. Raises BadRequest, also for a
    minute that has not begun: nobody knows it yet.
    """
    if not text:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
        at = (at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise BadRequest("query-not-a-time", name=name, value=text[:50], example=EXAMPLE) from error
    if at > clock.now():  # the minute that runs counts as past
        raise BadRequest("query-not-past", name=name, value=text[:50])
    return at if at.second or at.microsecond else at.replace(second=59, microsecond=999_999)


def day(text: str | None) -> dt.date | None:
    """`2026-11-22`; None where nothing was asked, it cannot be read, or lies where no calendar of ours does."""
    try:
        found = dt.date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def is_known(at: dt.date) -> bool:
    """Does a day or an instant lie where calendars of ours do? Nearer to the ends of Python's years a day more, or another zone, is none."""
    return at.year in _YEARS


def span(of: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Begin and end (excluded) of a day in Viet Nam."""
    begin = dt.datetime.combine(of, dt.time(), clock.VIETNAM)
    return begin, begin + dt.timedelta(days=1)
