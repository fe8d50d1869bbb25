"""What is owed: every form, agency and period without a report that waits or holds, as far as a scope reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from dothi.accounts.models import Agency
from dothi.indicators.models import Report
from dothi.indicators.typed.deadlines import due_at, periods
from dothi.indicators.typed.forms import Form, forms_in_force
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.rules.schedules.queries import calendar_now

State = Report.State


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that is still to come. `returned`: it came and was given back, with its remark."""

    form: Form
    agency: Agency
    day: dt.date
    due_at: dt.datetime
    returned: Report | None

    @property
    def is_late(self) -> bool:
        return clock.now() > self.due_at


def owed(scope: Scope, *, pack: str = "") -> list[Owed]:
    """The oldest deadline first."""
    forms = [one for one in forms_in_force() if not pack or one.pack == pack]
    if not forms:
        return []
    calendar, today = calendar_now(), clock.today()
    wanted = [
        (form, agency, day)
        for form in forms
        for agency in form.agencies()
        if scope.covers(agency.unit_id, agency.pk)
        for day in periods(form, today, calendar)
    ]
    newest = _newest([form.code for form in forms], min((day for *_, day in wanted), default=today))
    found = []
    for form, agency, day in wanted:
        report = newest.get((form.code, agency.pk, day))
        if report is None or report.state == State.RETURNED:
            found.append(Owed(form, agency, day, due_at(form, day, calendar), report))
    return sorted(found, key=lambda one: (one.due_at, one.form.code, one.agency.pk))


def _newest(codes: list[str], since: dt.date) -> dict[tuple[str, int, dt.date], Report]:
    """The last report of each form, agency and period; a correction that was returned leaves what was approved in place."""
    found: dict[tuple[str, int, dt.date], Report] = {}
    rows = (
        Report.objects.filter(form__in=codes, day__gte=since).select_related("decided_by").order_by("number")
    )
    for row in rows:
        key = (row.form, row.agency_id, row.day)
        if key not in found or found[key].state != State.APPROVED or row.state != State.RETURNED:
            found[key] = row
    return found


def visible(scope: Scope) -> QuerySet[Report]:
    """Reports that a scope covers."""
    return scope.restrict(Report.objects.select_related("agency", "unit", "typed_by", "decided_by"))


def get_report(pk: int, scope: Scope) -> Report:
    """Raises NotFound when there is none or it lies outside the scope."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("figures-report-does-not-exist", report=pk)
    return found


def waiting(scope: Scope) -> QuerySet[Report]:
    """What waits for a second person, the late ones first."""
    return visible(scope).filter(state=State.WAITING).order_by("-late", "due_at", "pk")


def course_of(report: Report) -> list[Report]:
    """Everything that was handed in for the same period, the newest first."""
    rows = Report.objects.filter(form=report.form, agency_id=report.agency_id, day=report.day)
    return list(rows.select_related("typed_by", "decided_by").order_by("-number"))


def figures_before(form: Form, agency: Agency, day: dt.date) -> dict[str, float]:
    """The last approved figures of an earlier period; what stands beside the fields."""
    last = last_before(form, agency, day)
    return dict(last.values) if last else {}


def last_before(form: Form, agency: Agency, day: dt.date) -> Report | None:
    """The approved report of the nearest earlier period."""
    rows = Report.objects.filter(form=form.code, agency=agency, day__lt=day, state=State.APPROVED)
    return rows.order_by("-day").first()
