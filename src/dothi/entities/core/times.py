"""The times that payloads tell (CIM 009 §4.6.3): ISO 8601 with an offset, as µs; a clock that runs ahead is refused."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from dothi.entities.core.rows import microseconds
from dothi.kernel import settings
from dothi.kernel.errors import BadRequest

_FIRST = microseconds(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
# beyond it neither Python nor every offset can tell it
_END = microseconds(dt.datetime(9999, 12, 31, tzinfo=dt.UTC))


def most_ahead() -> dt.timedelta:
    """How far a sender's clock may run ahead of ours."""
    return dt.timedelta(seconds=settings.read("MAX_CLOCK_AHEAD_S"))


def observed_of(raw: Any, name: str, latest: int | None) -> int | None:
    if raw is None:
        return None
    observed = _parsed_time(raw) if type(raw) is str else None
    if observed is None:
        observed = time_of(raw, name)
    if latest is not None and observed > latest:
        raise in_future(name, raw)
    return observed


def in_future(name: str, raw: str) -> BadRequest:
    """The refusal of a time that no honest clock can have measured yet."""
    limit_s = most_ahead() // dt.timedelta(seconds=1)
    return BadRequest("observed-in-future", attribute=name, observed=raw, limit_s=limit_s)


def time_of(raw: Any, name: str) -> int:
    """µs of an ISO 8601 date-time in UTC or with an offset (§4.6.3); BadRequest names the attribute."""
    us = _parsed_time(raw) if isinstance(raw, str) else None
    if us is None:
        raise BadRequest("time-malformed", attribute=name, value=str(raw)[:60])
    return us


@lru_cache(maxsize=4096)
def _parsed_time(raw: str) -> int | None:
    try:
        at = dt.datetime.fromisoformat(raw.replace(",", ".")) if "T" in raw else None
    except ValueError:
        return None
    if at is None or at.tzinfo is None:
        return None
    try:
        us = microseconds(at)
    except OverflowError:
        return None
    return us if _FIRST <= us < _END else None
