"""A past time that is asked about: when it was so (valid time), and when it was known (recorded time). Ours, not the standard's:
CIM 009 tells the past only as lists of instances (§5.7.3); no parameter of it has a dash in its name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dothi.entities.core.rows import instant
from dothi.entities.core.times import most_ahead, time_of
from dothi.kernel.errors import BadRequest

AT = "dothi-at"
KNOWN_AT = "dothi-known-at"
_EVER = dt.datetime(9999, 12, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """What was observed until `at`, as far as it was recorded until `known`."""

    at: dt.datetime = _EVER
    known: dt.datetime = _EVER

    @property
    def earliest(self) -> dt.datetime:
        """Who was deleted by then is not there."""
        return min(self.at, self.known)


def parse_moment(at: str | None, known_at: str | None, now: dt.datetime) -> Moment | None:
    """None: the present is asked for. Raises BadRequest for what is no time or has not come yet."""
    if at is None and known_at is None:
        return None
    return Moment(
        *(
            _EVER if text is None else _past(text, name, now)
            for text, name in ((at, AT), (known_at, KNOWN_AT))
        )
    )


def _past(text: str, name: str, now: dt.datetime) -> dt.datetime:
    found = instant(time_of(text, name))
    if found > now + most_ahead():
        raise BadRequest("query-not-past", name=name, value=text[:60])
    return found
