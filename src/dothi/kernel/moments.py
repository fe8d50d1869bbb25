"""Past minutes that people and links ask for: `?at=2026-11-22T14:05`, one reading for every screen."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest

EXAMPLE = "2026-11-22T14:05"


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
