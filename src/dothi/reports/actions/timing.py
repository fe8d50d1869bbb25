"""More time: asked by the agency, decided by whom the category's row names. Each extension keeps the deadline before and after."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import LONGEST_REASON, action, refuse_stranger
from dothi.reports.dated.handling import law_of
from dothi.reports.models import Extension, Report, State
from dothi.reports.replying import reply
from dothi.reports.telling import renew_debts, tell, write
from dothi.reports.workflow import Side
from dothi.tasks.working_time import Deadline

BY_AGENCY = "agency"


@action
def ask_more_time(report: Report, *, until: Deadline, reason: str, by: Person) -> Extension:
    """Raises NotAllowed, BadRequest (no reason, not later), Conflict (answered, asked already, as often as its category allows)."""
    refuse_stranger(report, Side.AGENCY, by)
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    said, rule = plain(reason)[:LONGEST_REASON], law_of(report)
    if not said:
        raise BadRequest("report-needs-reason", code=held.code)
    if held.state not in (State.GIVEN, State.WORKING):
        raise Conflict("report-not-in-work", code=held.code)
    if held.extensions.filter(state=Extension.State.ASKED).exists():
        raise Conflict("report-time-asked-already", code=held.code)
    if held.extensions.exclude(state=Extension.State.REFUSED).count() >= rule.extensions:
        raise Conflict("report-extended-often", code=held.code, most=rule.extensions)
    if until.at <= max(held.due_at, clock.now()):
        raise BadRequest("report-due-not-later", code=held.code)
    made = Extension.objects.create(
        report=held,
        asked_by=by,
        asked_at=clock.now(),
        reason=said,
        due_before=held.due_at,
        new_due=until.at,
        new_expected=until.expected,
    )
    write(held, "asked-time", said, by, due=until.at.isoformat())
    if rule.extended_by == BY_AGENCY:
        _settle(held, made, grant=True, said="", by=by)
    return made


@action
def decide_time(extension: Extension, *, grant: bool, text: str = "", by: Person) -> Extension:
    """Grants or refuses; a refusal says why. Raises NotAllowed, BadRequest (no reason; a rest moved its deadline farther by now), Conflict
    (decided meanwhile; answered by now: a deadline that was missed is not moved after it)."""
    report = Report.objects.select_for_update(no_key=True).get(pk=extension.report_id)
    refuse_stranger(report, Side.DESK, by)
    said = plain(text)[:LONGEST_REASON]
    if not grant and not said:
        raise BadRequest("report-needs-reason", code=report.code)
    extension.refresh_from_db()
    if extension.state != Extension.State.ASKED:
        raise Conflict("report-time-decided", code=report.code, who=str(extension.decided_by))
    if grant and not report.is_open:
        raise Conflict("report-not-in-work", code=report.code)
    if grant and extension.new_due <= report.due_at:
        raise BadRequest("report-due-not-later", code=report.code)
    _settle(report, extension, grant=grant, said=said, by=by)
    return extension


def _settle(report: Report, extension: Extension, *, grant: bool, said: str, by: Person) -> None:
    extension.state = Extension.State.GRANTED if grant else Extension.State.REFUSED
    extension.decided_by, extension.decided_at, extension.decision = by, clock.now(), said
    extension.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    if not grant:
        write(report, "refused-time", said, by)
        return
    report.due_at, report.due_expected, report.changed_at = (
        extension.new_due,
        extension.new_expected,
        clock.now(),
    )
    report.soon_told_at = report.overdue_told_at = None
    report.save(update_fields=["due_at", "due_expected", "changed_at", "soon_told_at", "overdue_told_at"])
    line = write(
        report, "extended", said, by, public=True, before=extension.due_before.isoformat(), due=extension.new_due.isoformat()
    )  # fmt: skip
    reply(report, line)
    renew_debts(report)
    tell("reports.extended", report, before=extension.due_before.isoformat())
