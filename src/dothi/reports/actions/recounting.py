"""A notice of holidays came: deadlines that were told as expected (dự kiến) are counted anew. What was told as firm is kept
(decision 0027)."""

from __future__ import annotations

from django.db.models import F

from dothi.kernel import clock
from dothi.kernel.calendar import Calendar, in_force
from dothi.reports.actions.stepping import action
from dothi.reports.clock import deadlines
from dothi.reports.models import Report
from dothi.reports.telling import renew_debts, tell, write
from dothi.reports.workflow import OPEN


@action
def recount() -> int:
    """How many deadlines moved or became firm. Only those that still stand as they were received: a rest, more time and a reopening
    were counted by people who saw the date."""
    calendar = in_force()
    rows = Report.objects.select_for_update(no_key=True, of=("self",)).filter(
        due_expected=True, due_at=F("first_due_at"), reopened=0, paused_at__isnull=True
    )
    return sum(_recounted(one, calendar) for one in rows.filter(state__in=[str(one) for one in OPEN]))


def _recounted(report: Report, calendar: Calendar) -> bool:
    due = deadlines.after(report.due_said, report.received_at, calendar)
    if due.at == report.due_at and due.expected:
        return False
    before, moved = report.due_at, due.at != report.due_at
    report.due_at, report.due_expected, report.changed_at = due.at, due.expected, clock.now()
    report.save(update_fields=["due_at", "due_expected", "changed_at"])
    if moved:
        write(report, "recounted", "", None, public=True, before=before.isoformat(), due=due.at.isoformat())
        renew_debts(report)
        tell("reports.moved", report, step="recount", old=report.state)
    return True
