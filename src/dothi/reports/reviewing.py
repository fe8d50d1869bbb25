"""An answer that waits for review: which agencies' desks owe that, and until when. Both stand in the answer's own line of the record, so
that a row changed later, or a right given later, changes no debt that stands (decision 0028)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.accounts.queries import people_who_may
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.reports import rules
from dothi.reports.models import Report, ReportLine
from dothi.tasks import working_time


def asked_of(report: Report) -> dict[str, Any]:
    """What the line of an answer keeps: `review_due`, so many working hours from now, and `reviewers`, ids of agencies."""
    due = working_time.after_hours(clock.now(), rules.value("review-hours"), in_force()).at
    return {"review_due": due.isoformat(), "reviewers": sorted(_reviewers_of(report))}


def _reviewers_of(report: Report) -> set[int]:
    """Agencies of those who route where it lies; the one that answered only where nobody else does."""
    people = people_who_may("reports.route", report.unit_id, report.agency_id)
    found = {one.agency_id for one in people if one.agency_id is not None}
    return found - {report.agency_id} or found


def answer_of(report: Report) -> ReportLine | None:
    """The last answer's line, where its review was ever asked for."""
    return report.lines.filter(what="answer", fields__has_key="reviewers").order_by("-pk").first()


def due_of(report: Report, answer: ReportLine) -> dt.datetime:
    """Not after the report's own deadline where that was still to come when it was answered: the public waits for both."""
    limit = dt.datetime.fromisoformat(answer.fields["review_due"])
    return min(limit, report.due_at) if report.due_at > answer.recorded_at else limit
