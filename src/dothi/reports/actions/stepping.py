"""One step of the workflow by compare-and-swap: of two officers who decide about one report one wins, the other is told who and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.reports.clock import deadlines
from dothi.reports.dated.handling import handling_of
from dothi.reports.identity.models import Words
from dothi.reports.models import Pause, Report, ReportLine
from dothi.reports.replying import REPLIED, reply
from dothi.reports.telling import renew_debts, tell, write
from dothi.reports.workflow import STEPS, Side, State, Step, may_take

action = action_of("reports")
LONGEST_TEXT, LONGEST_REASON = 4000, 1000
_SAY_MORE = REPLIED | {"answer"}  # steps that are news themselves: a rest that ends by one of them is none
RIGHTS = {Side.DESK: "reports.route", Side.AGENCY: "reports.work"}


def take_step(
    report: Report, name: str, by: Person | None, seen: str = "", *, text: str = "", public: bool = False,
    told: dict[str, Any] | None = None, unasked: bool = False, **columns: Any,
) -> Report:  # fmt: skip
    """Takes it from the state that the person saw (`seen`; empty: as it was read). A rest that stands ends by it. `unasked`: a rule
    takes it, whoever set it off.

    Raises NotAllowed (not their step), BadRequest (no reason), Conflict (not in the workflow; somebody was faster).
    """
    step = STEPS[name]
    if step.side in RIGHTS and not unasked:
        refuse_stranger(report, step.side, by)
    said = plain(text)[: LONGEST_REASON if step.reason else LONGEST_TEXT]
    if step.reason and not said:
        raise BadRequest("report-needs-reason", code=report.code)
    old = seen if seen in set(State) else report.state
    if not may_take(name, State(old)):
        refuse_meanwhile(report)
    if step.reason and step.side is not Side.REPORTER:
        columns["reason"] = said
    columns |= _to_be_taken(report, step, State(old))
    if old == State.WORKING:
        columns = {**rest_ended(report, is_told=name not in _SAY_MORE), **columns}
    rows = Report.objects.filter(pk=report.pk, state=old)
    if not rows.update(state=step.new.value, changed_at=clock.now(), **columns):
        refuse_meanwhile(report)
    report.refresh_from_db()
    line = _line(report, step, said, by, public=public, **(told or {}))
    if public and name in REPLIED:
        reply(report, line)
    renew_debts(report)
    tell("reports.moved", report, step=name, old=old)
    return report


def _line(
    report: Report, step: Step, said: str, by: Person | None, *, public: bool, **told: Any
) -> ReportLine:
    """A reporter's words stand beside their line, so that they can be erased; an officer's stand in it."""
    is_reporter = step.side is Side.REPORTER
    line = write(report, step.name, "" if is_reporter else said, by, public=public, **told)
    if is_reporter:
        Words.objects.create(line=line, text=said)
    return line


def rest_ended(report: Report, *, is_told: bool = True) -> dict[str, Any]:
    """Ends the rest that stands, if one does: what changes of the report. A rest ends at its last minute, whenever that is noticed.
    Whoever follows is told of it, unless (`is_told`) what ended it says more."""
    pause = report.pauses.filter(state=Pause.State.GRANTED, ended_at__isnull=True).first()
    if pause is None or pause.began_at is None or pause.until is None:
        return {}
    ended = min(clock.now(), pause.until)
    due = deadlines.resumed(report.due_at, pause.began_at, ended, report.due_said, in_force())
    pause.ended_at, pause.due_after = ended, due.at
    pause.save(update_fields=["ended_at", "due_after"])
    line = write(report, "resumed", "", None, public=True, due=due.at.isoformat())
    if is_told:
        reply(report, line)
    told_again = {"soon_told_at": None, "overdue_told_at": None}
    return {
        "paused_at": None,
        "due_at": due.at,
        "due_expected": due.expected or report.due_expected,
        **told_again,
    }


def _to_be_taken(report: Report, step: Step, old: State) -> dict[str, Any]:
    """Whoever is given it has so long to take it, each time anew."""
    if step.new is State.GIVEN:
        return {"take_due_at": take_by(report.category), "take_told_at": None}
    return {"take_due_at": None} if old is State.GIVEN else {}


def take_by(category: str) -> dt.datetime:
    """Until when what is given now is to be taken."""
    return deadlines.after(handling_of(category).take_within, clock.now(), in_force()).at


def refuse_stranger(report: Report, side: Side, by: Person | None) -> None:
    """Raises NotAllowed unless the person stands on that side: the desk by its area, an agency's work by its own people alone."""
    right = RIGHTS[side]
    scope = by.scope(right) if by is not None else None
    if by is None or not scope:
        raise NotAllowed(permission=right)
    if side is Side.AGENCY and report.agency_id not in (None, by.agency_id):
        raise NotAllowed(permission=right)
    if side is Side.DESK and not is_routed_by(report, by):
        raise NotAllowed(permission=right)


def is_routed_by(report: Report, by: Person) -> bool:
    """Does the person stand at a desk that routes it: by its area, or by the agency that has it?"""
    scope = by.scope(RIGHTS[Side.DESK])
    return bool(scope) and (scope.reaches(report.unit_id) or scope.covers(report.unit_id, report.agency_id))


def refuse_meanwhile(report: Report) -> None:
    """Says who moved it last, and when."""
    report.refresh_from_db()
    last = report.lines.filter(what__in=("received", *STEPS)).select_related("person").order_by("-pk").first()
    raise Conflict(
        "report-changed-meanwhile",
        code=report.code,
        state=report.state,
        who=str(last.person or "") if last else "",
        when=f"{last.recorded_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" if last else "",
    )
