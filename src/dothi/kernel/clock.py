"""The one clock. Everything inside is aware UTC; Viet Nam's time appears only at the edges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from zoneinfo import ZoneInfo

UTC = dt.UTC
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_offset = dt.timedelta(0)
_stopped: dt.datetime | None = None


def now() -> dt.datetime:
    """The current instant, aware UTC (tests may move it with `moved_to`)."""
    return _stopped or dt.datetime.now(UTC) + _offset  # noqa: TID251 - the only place that may ask


def today() -> dt.date:
    """The current date in Viet Nam."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def moved_to(at: dt.datetime) -> Iterator[None]:
    """Let this process believe that it is `at` (it goes on ticking); for tests and drills."""
    global _offset
    before = _offset
    _offset = at - dt.datetime.now(UTC)  # noqa: TID251
    try:
        yield
    finally:
        _offset = before


@contextmanager
def stopped_at(at: dt.datetime) -> Iterator[None]:
    """The same, and it stands still: for what was recorded to the second and is played as fast as it goes."""
    global _stopped
    before = _stopped
    _stopped = at
    try:
        yield
    finally:
        _stopped = before


@lru_cache(maxsize=4096)  # the values of a station share their time
def iso(at: dt.datetime) -> str:
    """ISO 8601 in UTC with `Z` and at most milliseconds, as NGSI-LD writes it (CIM 009 §4.6.3)."""
    text = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace(".000+00:00", "Z").replace("+00:00", "Z")
