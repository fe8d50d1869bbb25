"""What the record keeps of an answer, so that a month can be counted later as it was: whose, by which deadlines, after how long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.kernel.calendar import in_force
from dothi.reports.models import Extension, Report
from dothi.reports.queries import begun_at
from dothi.tasks import working_time


def reckoned(report: Report, answered: dt.datetime) -> dict[str, Any]:
    """Of an answer that becomes public at `answered`. `minutes` of working time since it was received, or reopened."""
    began = begun_at(report)
    passed = working_time.between(began, answered, in_force())
    return {
        "agency_id": report.agency_id,
        "answered_at": answered.isoformat(),
        "due_at": report.due_at.isoformat(),
        "first_due_at": _first_due(report, began).isoformat(),
        "minutes": round(passed.total_seconds() / 60),
        "round": report.reopened,
    }


def _first_due(report: Report, began: dt.datetime) -> dt.datetime:
    """The deadline before any extension of this round. A rest moves the deadline too, and is none."""
    rows = report.extensions.filter(state=Extension.State.GRANTED, decided_at__gte=began).order_by(
        "decided_at"
    )
    return rows.values_list("due_before", flat=True).first() or report.due_at
