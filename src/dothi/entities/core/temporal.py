"""Temporal queries (CIM 009 §4.11): before, after, between; by observation or by when it was recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dothi.entities.core.rows import instant
from dothi.entities.core.times import time_of
from dothi.kernel.errors import BadRequest


class TimeProperty(StrEnum):
    """What `timeproperty` compares (§4.8): when a value was observed, first told, last told, or ended."""

    OBSERVED = "observedAt"
    CREATED = "createdAt"
    MODIFIED = "modifiedAt"
    DELETED = "deletedAt"


@dataclass(frozen=True, slots=True)
class TemporalQuery:
    """start ≤ time < end of the property; None: open."""

    by: TimeProperty = TimeProperty.OBSERVED
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    last: int | None = None

    @property
    def by_record(self) -> bool:
        """Asked by when values were recorded, not by when they were observed."""
        return self.by in (TimeProperty.CREATED, TimeProperty.MODIFIED)

    @property
    def column(self) -> str:
        """An end is an instant of its own: observed when it was told."""
        return "recorded_at" if self.by_record else "observed_at"


def parse_temporal(
    timerel: str | None,
    time_at: str | None,
    end_time_at: str | None,
    timeproperty: str | None,
    last: str | None,
) -> TemporalQuery:
    """The parameters of a request. Raises BadRequest."""
    try:
        by = TimeProperty(timeproperty or TimeProperty.OBSERVED)
    except ValueError as error:
        raise _wrong("timeproperty", timeproperty or "", ", ".join(TimeProperty)) from error
    newest = None
    if last is not None:
        if not last.isdecimal() or len(last) > 6 or not 0 < int(last) <= 100_000:
            raise _wrong("lastN", last, "1…100000")
        newest = int(last)
    start, end = _span(timerel, time_at, end_time_at)
    return TemporalQuery(by, start, end, newest)


def _span(
    timerel: str | None, time_at: str | None, end_time_at: str | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    if timerel is None:
        if time_at or end_time_at:
            raise BadRequest("parameter-missing", parameter="timerel")
        return None, None
    if timerel not in ("before", "after", "between"):
        raise _wrong("timerel", timerel, "before, after, between")
    if time_at is None:
        raise BadRequest("parameter-missing", parameter="timeAt")
    first = instant(time_of(time_at, "timeAt"))
    if timerel == "before":
        return None, first
    if timerel == "after":
        return first, None
    if end_time_at is None:
        raise BadRequest("parameter-missing", parameter="endTimeAt")
    end = instant(time_of(end_time_at, "endTimeAt"))
    if end <= first:
        raise _wrong("endTimeAt", end_time_at, "> timeAt")
    return first, end


def _wrong(parameter: str, value: str, expected: str) -> BadRequest:
    return BadRequest("parameter-malformed", parameter=parameter, value=value[:80], expected=expected)
