"""Which requests an address of `requests` asks for, by the rules of GeoReport v2. Pure but for the clock.

At most 90 days of one call and 1000 rows of one page; without dates the last 90 days. `updated_after`, `page`, `page_size` and
`extensions` are the usual extensions of FixMyStreet and of the draft of v2.1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain

SPAN = dt.timedelta(days=90)
MOST = 1000
_STATUSES = frozenset({"open", "closed"})
DEEPEST = 100_000  # rows that pages of one call lead to; further on leads the time of the last row
_EARLIEST, _LATEST = 1990, 2200  # years


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `ids` overrides all else; a time is None where nothing bounds it."""

    ids: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    statuses: frozenset[str] = _STATUSES
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    updated_since: dt.datetime | None = None
    updated_until: dt.datetime | None = None
    page: int = 1
    page_size: int = MOST
    extensions: bool = False


def read(given: Mapping[str, str]) -> Asked:
    """Raises BadRequest: no time, more than 90 days, no such status, no number."""
    statuses = frozenset(_listed(given, "status")) or _STATUSES
    if not statuses <= _STATUSES:
        raise BadRequest("open311-status", told=", ".join(sorted(statuses))[:80])
    updated_since, updated_until = _time(given, "updated_after"), _time(given, "updated_before")
    since, until = _time(given, "start_date"), _time(given, "end_date")
    if updated_since is None and updated_until is None:
        since, until = _span(since, until)
    page, page_size = _number(given, "page", 1, DEEPEST), _number(given, "page_size", MOST, MOST)
    if (page - 1) * page_size >= DEEPEST:
        raise BadRequest("open311-deep", most=DEEPEST)
    return Asked(
        ids=tuple(_listed(given, "service_request_id"))[:MOST],
        services=tuple(_listed(given, "service_code"))[:MOST],
        statuses=statuses,
        since=since,
        until=until,
        updated_since=updated_since,
        updated_until=updated_until,
        page=page,
        page_size=page_size,
        extensions=given.get("extensions", "").lower() in ("true", "1"),
    )


def _span(since: dt.datetime | None, until: dt.datetime | None) -> tuple[dt.datetime, dt.datetime | None]:
    if since is None:
        return (until or clock.now()) - SPAN, until
    if until is None:
        return since, since + SPAN
    if until - since > SPAN:
        raise BadRequest("open311-span", days=SPAN.days)
    return since, until


def _listed(given: Mapping[str, str], name: str) -> list[str]:
    return [one for text in given.get(name, "").split(",") if (one := plain(text))]


def _time(given: Mapping[str, str], name: str) -> dt.datetime | None:
    """A time without a zone is Viet Nam's."""
    text = given.get(name, "").strip().replace(" ", "+")  # a `+` that was not escaped in an address
    if not text:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)
        if not _EARLIEST <= at.year <= _LATEST:  # a span is added to it and taken off
            raise ValueError(at)
        return at.astimezone(clock.UTC)
    except (ValueError, OverflowError) as error:
        raise BadRequest("open311-time", parameter=name, value=text[:60]) from error


def _number(given: Mapping[str, str], name: str, unsaid: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return unsaid
    if not (text.isascii() and text.isdigit()) or int(text[:9]) < 1:
        raise BadRequest("open311-number", parameter=name, value=text[:60])
    return min(int(text[:9]), most)
