"""Handing in, approving and returning typed figures. Each is one transaction: report, figures, event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max

from dothi.accounts.models import Agency, Person
from dothi.indicators import book, due
from dothi.indicators.models import Figure, Report
from dothi.indicators.periods import next_begin
from dothi.indicators.typed import owing, papers
from dothi.indicators.typed.deadlines import due_at, is_asked
from dothi.indicators.typed.forms import Form
from dothi.indicators.typed.judging import judged
from dothi.indicators.typed.owed import figures_before
from dothi.kernel import clock, events, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.origin import Origin
from dothi.rules.schedules.queries import calendar_now

LONGEST = 2000
_action = action_of("indicators")


@_action
def hand_in(
    form: Form,
    agency: Agency,
    day: dt.date,
    *,
    typed: Mapping[str, Any],
    by: Person,
    remark: str = "",
    document: UploadedFile[Any] | None = None,
    from_file: str = "",
) -> Report:
    """Hands in the figures of a period for a second person to approve; late when the deadline of that day has passed.

    Raises NotAllowed (not this agency), BadRequest (not owed, a figure is impossible or missing, no remark on what is unusual
    or corrected, no paper), Conflict (one waits already; the same stands approved).
    """
    if not by.scope("indicators.enter").covers(agency.unit_id, agency.pk):
        raise NotAllowed(permission="indicators.enter")
    calendar, now = calendar_now(), clock.now()
    _refuse_not_owed(form, agency, day, calendar)
    read = judged(form, typed, figures_before(form, agency, day))
    if read.refusals:
        raise BadRequest("figures-refused", number=len(read.refusals))
    locks.hold(f"report {form.code} {agency.pk} {day}")
    standing = _refuse_standing(form, agency, day, read.values)
    if not remark.strip() and (read.doubts or standing):
        raise BadRequest("figures-need-a-remark")
    paper = _paper(form, document)
    try:
        due_by = due_at(form, day, calendar)
        row = Report.objects.create(
            form=form.code, pack=form.pack, agency=agency, unit_id=agency.unit_id, day=day, number=_next_number(form, agency, day),
            values=read.values, remark=remark.strip()[:LONGEST], due_at=due_by, late=now > due_by, typed_by=by, typed_at=now,
            from_file=from_file[:150], document_name=paper.name, document_path=paper.path, document_sha256=paper.sha256,
        )  # fmt: skip
    except BaseException:
        if paper.path:
            papers.discard(paper)
        raise
    owing.handed_in(row, form)
    _tell("indicators.reported", row)
    return row


def _refuse_not_owed(form: Form, agency: Agency, day: dt.date, calendar: Any) -> None:
    if agency not in form.agencies() or not is_asked(form, day, calendar):
        raise BadRequest("figures-not-owed", day=f"{day:%d/%m/%Y}")
    if day > clock.today() or (form.over == "month" and day >= clock.today().replace(day=1)):
        raise BadRequest("figures-not-yet", day=f"{day:%d/%m/%Y}")


def _refuse_standing(form: Form, agency: Agency, day: dt.date, values: dict[str, float]) -> bool:
    """Whether this corrects what was approved."""
    rows = Report.objects.filter(form=form.code, agency=agency, day=day)
    if rows.filter(state=Report.State.WAITING).exists():
        raise Conflict("figures-wait-already")
    standing = rows.filter(state=Report.State.APPROVED).first()
    if standing is not None and standing.values == values:
        raise Conflict("figures-stand-already")
    return standing is not None


def _paper(form: Form, document: UploadedFile[Any] | None) -> papers.Paper:
    if document is None and form.document == "required":
        raise BadRequest("figures-need-a-paper")
    if document is None or form.document == "none":
        return papers.Paper("", "", "")
    return papers.keep(document)


def _next_number(form: Form, agency: Agency, day: dt.date) -> int:
    rows = Report.objects.filter(form=form.code, agency=agency, day=day)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


@_action
def approve(report: Report, *, by: Person) -> Report:
    """Lets the figures of a report hold; what was approved before for the same period is kept as replaced.

    Raises NotAllowed, Conflict (the same person; decided meanwhile).
    """
    _refuse_decider(report, by)
    locks.hold(f"report {report.form} {report.agency_id} {report.day}")
    same = Report.objects.filter(form=report.form, agency_id=report.agency_id, day=report.day)
    same.filter(state=Report.State.APPROVED).exclude(pk=report.pk).update(state=Report.State.REPLACED)
    _decide(report, Report.State.APPROVED, by)
    _write_figures(report)
    owing.decided(report)
    _tell("indicators.approved", report)
    return report


@_action
def give_back(report: Report, *, by: Person, reason: str) -> Report:
    """Returns a report with a remark; the figures are owed again. Raises NotAllowed, BadRequest without a remark, Conflict."""
    _refuse_decider(report, by)
    if not reason.strip():
        raise BadRequest("figures-return-needs-remark")
    _decide(report, Report.State.RETURNED, by, decision=reason.strip()[:LONGEST])
    owing.decided(report)
    _tell("indicators.returned", report)
    return report


def _refuse_decider(report: Report, by: Person) -> None:
    if not by.scope("indicators.approve").covers(report.unit_id, report.agency_id):
        raise NotAllowed(permission="indicators.approve")
    if report.typed_by_id == by.pk:
        raise Conflict("figures-second-person")


def _decide(report: Report, state: Report.State, by: Person, **more: str) -> None:
    waiting = Report.objects.filter(pk=report.pk, state=Report.State.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=clock.now(), **more):
        raise Conflict("figures-decided-meanwhile")
    report.refresh_from_db()


def _write_figures(report: Report) -> None:
    """The figures become those of their indicators; what stood there is dated, never overwritten."""
    day_begin = dt.datetime.combine(report.day, dt.time.min, clock.VIETNAM).astimezone(dt.UTC)
    known, now = book.in_force(report.day, pack=report.pack), clock.now()
    origins = [1 if origin is Origin.TYPED else 0 for origin in Origin]
    for code, value in report.values.items():
        if code not in known:
            continue
        one = known[code]
        place = {
            "code": code,
            "starts_at": day_begin,
            "unit_id": report.unit_id,
            "agency_id": report.agency_id,
        }
        before = Figure.objects.filter(**place)
        revision = before.count()
        before.filter(superseded_at=None).update(superseded_at=now)
        Figure.objects.create(
            **place, method=one, ends_at=next_begin(day_begin, one.over), numerator=value, denominator=1, low=value, high=value,
            count=1, entities=1, expected=1, origins=origins, newest_at=report.typed_at, revision=revision, recorded_at=now,
            report=report,
        )  # fmt: skip
        due.owe_dependents(one, [day_begin], now)


def _tell(topic: str, report: Report) -> None:
    events.publish(
        topic,
        {
            "report": report.pk,
            "form": report.form,
            "agency": report.agency_id,
            "day": f"{report.day}",
            "late": report.late,
        },
        permission="indicators.view",
        unit_id=report.unit_id,
        agency_id=report.agency_id,
    )
