"""What the desk gives and an agency does: give, take, "not ours", ask, answer, and notes that nobody outside reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.said import plain
from dothi.reports import photos, queries, reviewing
from dothi.reports.actions.deciding import publish
from dothi.reports.actions.stepping import LONGEST_TEXT, action, refuse_stranger, take_step
from dothi.reports.dated.handling import law_of
from dothi.reports.models import Photo, Report, ReportLine
from dothi.reports.telling import names_of, write
from dothi.reports.workflow import Side, State, allows

TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice


@action
def give(report: Report, agency: Agency, *, by: Person, text: str = "", seen: str = "") -> Report:
    """The desk gives it to an agency. Raises BadRequest: the agency ended."""
    if agency.valid_to is not None and agency.valid_to <= clock.today():
        raise BadRequest("report-agency-ended", agency=str(agency))
    told = names_of(agency)
    return take_step(
        report, "give", by, seen, text=text, public=True, told=told, agency=agency, given_why={"by": "desk"},
        soon_told_at=None, overdue_told_at=None,
    )  # fmt: skip


@action
def take(report: Report, *, by: Person, seen: str = "") -> Report:
    """The agency works on it from now on."""
    return take_step(report, "take", by, seen, public=True)


@action
def give_back(report: Report, *, reason: str, by: Person, seen: str = "") -> Report:
    """Not ours. Raises BadRequest without a reason, Conflict where it was returned as often as its category allows."""
    most = law_of(report).most_returns
    if report.returns >= most:
        raise Conflict("report-returned-often", code=report.code, most=most)
    return take_step(report, "return", by, seen, text=reason, agency=None, returns=report.returns + 1)


@action
def ask(report: Report, *, reason: str, by: Person, seen: str = "") -> Report:
    """Asks the reporter for what is missing; until they answer the clock rests. Raises Conflict where the category's row has no asking."""
    if not allows(law_of(report), "ask", State(report.state)):
        raise Conflict("report-may-not-ask", code=report.code)
    return take_step(report, "ask", by, seen, text=reason, public=True, paused_at=clock.now())


@action
def answer(
    report: Report, text: str, *, by: Person, pictures: Sequence[Sound] = (), seen: str = ""
) -> Report:
    """Says what was done; read by the public after review, at once where the category's row asks for none (pictures of the result then
    wait for an officer all the same). The review is owed from now on; the deadline is kept by the public answer alone, so its clock runs
    on. `pictures` of the result were put by.

    Raises BadRequest (no words; no picture, or nobody was there, where the category's row asks for that), Conflict (nobody took it,
    where the row wants that first)."""
    law = law_of(report)
    said = plain(text)[:LONGEST_TEXT]
    if not said:
        raise BadRequest("report-answer-empty")
    if (hindrance := hindrance_of(report)) is not None:
        raise hindrance
    if must_show(report) and not pictures:
        raise BadRequest("report-answer-needs-photo", code=report.code)
    told = reviewing.asked_of(report) if law.reviewed else {}
    moved = take_step(report, "answer", by, seen, text=said, answer=said, told=told)
    photos.attach(moved, pictures, clock.now(), Photo.Kind.RESULT)
    return moved if law.reviewed else publish(moved, by=by, photos=[], unasked=True)


def hindrance_of(report: Report) -> DothiError | None:
    """Why its agency may not answer it now, whatever it says; None: it may, as far as the category's row goes."""
    law = law_of(report)
    if not allows(law, "answer", State(report.state)):
        return Conflict("report-take-first", code=report.code)
    if law.inspected and not queries.arrivals(report).exists():
        return BadRequest("report-answer-needs-visit", code=report.code)
    return None


def must_show(report: Report) -> bool:
    """Does its category's row ask for a picture of the result, and there is none yet?"""
    return law_of(report).result_photo and not report.photos.filter(kind=Photo.Kind.RESULT).exists()


@action
def arrive(report: Report, *, by: Person) -> ReportLine:
    """Somebody of the agency is there; said again the same day it stands once. Where they stand is kept nowhere. Raises NotAllowed."""
    refuse_stranger(report, Side.AGENCY, by)
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    since = clock.now() - dt.timedelta(hours=12)
    same = queries.arrivals(report).filter(person=by, recorded_at__gt=since)
    return same.first() or write(report, "arrived", "", by)


@action
def note(report: Report, text: str, *, by: Person) -> ReportLine:
    """A word among officers; pressed twice it stands once. Raises NotAllowed, BadRequest (empty)."""
    if not (by.scope("reports.work") or by.scope("reports.route")):
        refuse_stranger(report, Side.AGENCY, by)
    said = plain(text)[:LONGEST_TEXT]
    if not said:
        raise BadRequest("report-note-empty")
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    same = report.lines.filter(what="note", person=by, text=said, recorded_at__gt=clock.now() - TWICE)
    return same.first() or write(report, "note", said, by)
