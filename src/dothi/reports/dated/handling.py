"""How a category is handled on a day: the row of the category, else of the nearest one above it, else the one for any."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.kept import once
from dothi.reports.categories import ANY, lineage
from dothi.reports.models import Handling, Report


def law_of(report: Report) -> Handling:
    """The rules that an open report goes by: those of the day it was received (decision 0028). One from before every row: today's."""
    try:
        return handling_of(report.category, report.received_at.astimezone(clock.VIETNAM).date())
    except NotFound:
        return handling_of(report.category)


def handling_of(category: str, day: dt.date | None = None) -> Handling:
    """Raises NotFound: the city ended every row that could hold."""
    found = find_handling(category, day or clock.today())
    if found is None:
        raise NotFound("report-no-handling", category=category[:120])
    return found


def find_handling(category: str, day: dt.date) -> Handling | None:
    """`category`: also `any`."""
    rows = _in_force(day)
    return next((rows[code] for code in (*lineage(category), ANY) if code in rows), None)


def is_public(category: str) -> bool:
    """May everybody read a report of it today, once an officer released it?"""
    row = find_handling(category, clock.today())
    return row is not None and row.is_public


_in_force = once(Handling.current)
