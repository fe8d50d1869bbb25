"""What whoever reported it does by their link: supplies what was asked, judges the result, reopens it."""

from __future__ import annotations

from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import LONGEST_REASON, LONGEST_TEXT, action, take_step
from dothi.reports.clock import deadlines
from dothi.reports.dated.handling import law_of
from dothi.reports.models import Rating, Report, State
from dothi.reports.telling import tell, write


@action
def supply(report: Report, text: str) -> Report:
    """Answers what the agency asked: the clock goes on where it stood. Raises BadRequest (empty), Conflict (nothing was asked)."""
    said = plain(text)[:LONGEST_TEXT]
    if not said:
        raise BadRequest("report-supply-empty")
    if report.state != State.ASKING or report.paused_at is None:
        raise Conflict("report-nothing-asked", code=report.code)
    due = deadlines.resumed(report.due_at, report.paused_at, clock.now(), report.due_said, in_force())
    return take_step(
        report, "supply", None, text=said, paused_at=None, due_at=due.at, due_expected=due.expected or report.due_expected
    )  # fmt: skip


@action
def rate(report: Report, face: str, voice: str, *, text: str = "") -> Rating:
    """One of three faces, from one voice (digest of the link); said again it replaces what was said.

    Raises BadRequest (no such face), Conflict (no answer yet, or its window is over)."""
    if face not in Rating.Face.values:
        raise BadRequest("report-face")
    _refuse_closed_window(report)
    said = plain(text)[:LONGEST_REASON]
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    same = report.ratings.filter(round=report.reopened, voice=voice, face=face, text=said).first()
    if same is not None:
        return same
    rating, _ = Rating.objects.update_or_create(
        report=report,
        round=report.reopened,
        voice=voice,
        defaults={
            "face": face,
            "text": said,
            "agency": report.agency,
            "recorded_at": clock.now(),
        },
    )
    write(report, "rated", "", None, public=True, face=face)
    tell("reports.rated", report, face=face)
    return rating


@action
def reopen(report: Report, *, words: str) -> Report:
    """It is not done: its agency has it again, with a new deadline. `words` say why; the history, which keeps an officer's reason for
    good, has none of them. Raises BadRequest without any, Conflict (too late, too often)."""
    _refuse_closed_window(report)
    rule = law_of(report)
    if report.reopened >= rule.most_reopened:
        raise Conflict("report-reopened-often", code=report.code, most=rule.most_reopened)
    due = deadlines.after(rule.due, clock.now(), in_force())
    return take_step(
        report, "reopen", None, text=words, public=True, reopened=report.reopened + 1, due_at=due.at, due_said=rule.due,
        due_expected=due.expected, window_ends_at=None, answered_at=None, soon_told_at=None, overdue_told_at=None,
    )  # fmt: skip


def _refuse_closed_window(report: Report) -> None:
    ends = report.window_ends_at
    if report.state != State.DONE or ends is None or ends <= clock.now():
        raise Conflict("report-window-is-over", code=report.code)
