"""A rest for another reason than a question to the reporter: asked by the agency, decided by whoever the dated reason names. Meanwhile
the clock stands in working time; the public reads why, and both deadlines."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import LONGEST_REASON, action, refuse_stranger, rest_ended
from dothi.reports.actions.timing import BY_AGENCY
from dothi.reports.clock import deadlines
from dothi.reports.dated.handling import law_of
from dothi.reports.dated.pausing import reasons_for
from dothi.reports.models import Pause, Report, State
from dothi.reports.replying import reply
from dothi.reports.telling import renew_debts, tell, write
from dothi.reports.workflow import Side

MOST = 500


@action
def ask_pause(report: Report, reason: str, *, days: int, text: str, by: Person) -> Pause:
    """Asks to let it rest for so many working days at most. Where the reason is the agency's to decide it rests at once.

    Raises NotAllowed; BadRequest: no words, a reason that the category does not know, more days than it allows; Conflict: not in work,
    it rests or was asked for already, as often as its category allows."""
    refuse_stranger(report, Side.AGENCY, by)
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    law, said = law_of(held), plain(text)[:LONGEST_REASON]
    row = reasons_for(held).get(reason)
    if row is None:
        raise BadRequest("report-pause-reason", code=held.code)
    if not said:
        raise BadRequest("report-needs-reason", code=held.code)
    if not 1 <= days <= row.most_days:
        raise BadRequest("report-pause-days", most=row.most_days)
    if held.state != State.WORKING or held.paused_at is not None:
        raise Conflict("report-pause-not-in-work", code=held.code)
    if held.pauses.filter(state=Pause.State.ASKED).exists():
        raise Conflict("report-pause-asked-already", code=held.code)
    if held.pauses.filter(state=Pause.State.GRANTED).count() >= law.most_pauses:
        raise Conflict("report-paused-often", code=held.code, most=law.most_pauses)
    assert held.agency is not None  # nobody works on what no agency has
    made = Pause.objects.create(
        report=held, reason=row.code, name_vi=row.name_vi, name_en=row.name_en, text=said, days=days, agency=held.agency,
        asked_by=by, asked_at=clock.now(),
    )  # fmt: skip
    write(held, "asked-pause", said, by, reason=row.name_vi, reason_en=row.name_en, days=days)
    if row.approved_by == BY_AGENCY:
        _settle(held, made, grant=True, said="", by=by)
    report.refresh_from_db()
    return made


@action
def decide_pause(pause: Pause, *, grant: bool, text: str = "", by: Person) -> Pause:
    """Grants or refuses; a refusal says why. Raises NotAllowed, BadRequest, Conflict (decided meanwhile, no longer in work)."""
    report = Report.objects.select_for_update(no_key=True).get(pk=pause.report_id)
    refuse_stranger(report, Side.DESK, by)
    said = plain(text)[:LONGEST_REASON]
    if not grant and not said:
        raise BadRequest("report-needs-reason", code=report.code)
    pause.refresh_from_db()
    if pause.state != Pause.State.ASKED:
        raise Conflict("report-pause-decided", code=report.code, who=str(pause.decided_by))
    if grant and (report.state != State.WORKING or report.paused_at is not None):
        raise Conflict("report-pause-not-in-work", code=report.code)
    _settle(report, pause, grant=grant, said=said, by=by)
    return pause


def _settle(report: Report, pause: Pause, *, grant: bool, said: str, by: Person) -> None:
    now = clock.now()
    pause.state = Pause.State.GRANTED if grant else Pause.State.REFUSED
    pause.decided_by, pause.decided_at, pause.decision = by, now, said
    if grant:
        until = deadlines.after(f"days:{pause.days}", now, in_force()).at
        then = deadlines.resumed(report.due_at, now, until, report.due_said, in_force())
        pause.began_at, pause.until, pause.due_before, pause.due_then = now, until, report.due_at, then.at
    pause.save()
    if not grant:
        write(report, "refused-pause", said, by)
        return
    report.paused_at = report.changed_at = now
    report.save(update_fields=["paused_at", "changed_at"])
    line = write(
        report, "paused", "", by, public=True, reason=pause.name_vi, reason_en=pause.name_en, due=report.due_at.isoformat(),
        until=pause.until.isoformat() if pause.until else "",
    )  # fmt: skip
    reply(report, line)
    renew_debts(report)
    tell("reports.moved", report, step="pause", old=report.state)


@action
def resume(report: Report, *, by: Person) -> Report:
    """The work goes on: what was left of the time is left now. Raises NotAllowed, Conflict (it does not rest)."""
    refuse_stranger(report, Side.AGENCY, by)
    return _resumed(report)


def resume_over() -> int:
    """Those whose time to rest is over go on by themselves; how many."""
    over = Pause.objects.filter(state=Pause.State.GRANTED, ended_at__isnull=True, until__lte=clock.now())
    return sum(_went_on(one.report) for one in over.select_related("report").order_by("until")[:MOST])


@action
def _went_on(report: Report) -> bool:
    """False: somebody was faster."""
    try:
        _resumed(report)
    except Conflict:
        return False
    return True


def _resumed(report: Report) -> Report:
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    columns = rest_ended(held)
    if not columns:
        raise Conflict("report-does-not-rest", code=held.code)
    Report.objects.filter(pk=held.pk).update(changed_at=clock.now(), **columns)
    report.refresh_from_db()
    renew_debts(report)
    tell("reports.moved", report, step="resume", old=report.state)
    return report
