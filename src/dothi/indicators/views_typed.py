"""Screens of typed figures: what is owed, a form with yesterday's figures beside it, and the second person's decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency
from dothi.indicators import book
from dothi.indicators.models import Report
from dothi.indicators.typed import actions, papers, sheet
from dothi.indicators.typed import owed as owing
from dothi.indicators.typed.deadlines import due_at
from dothi.indicators.typed.forms import Form, forms_in_force, get_form
from dothi.indicators.typed.judging import Judged, judged
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed, NotFound, TooLarge
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.rules.schedules.queries import calendar_now

PAGE = 50


@require_safe
@requires("indicators.view")
def figures(request: HttpRequest) -> HttpResponse:
    """What this person owes, what waits for their decision, and what was handed in."""
    person, pack = person_of(request), request.GET.get("pack", "")[:60]
    may_enter, may_approve = person.scope("indicators.enter"), person.scope("indicators.approve")
    page = Paginator(owing.visible(scope_of(request)).order_by("-typed_at"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "owed": owing.owed(may_enter, pack=pack) if may_enter else [],
        "waiting": list(owing.waiting(may_approve)[:PAGE]) if may_approve else [],
        "page": page,
        "names": _names(),
        "person": person,
        "may_enter": bool(may_enter),
    }
    return render(request, "indicators/figures.html", context)


def _names() -> dict[str, str]:
    return {one.code: one.name for one in forms_in_force()}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("indicators.enter")
def type_figures(request: HttpRequest, form: str, agency: int, day: str) -> HttpResponseBase:
    """The form of one period; sent, it waits for the second person."""
    one, owner, begin = get_form(form), _agency(request, agency), _day(day)
    typed = {field.code: request.POST.get(field.code, "")[:60] for field in one.fields}
    if request.method != "POST":
        return _form(request, one, owner, begin, {})
    try:
        report = actions.hand_in(
            one,
            owner,
            begin,
            typed=typed,
            remark=request.POST.get("remark", ""),
            document=request.FILES.get("document"),
            from_file=request.POST.get("from_file", ""),
            by=person_of(request),
        )
    except (BadRequest, Conflict, TooLarge) as error:
        read = judged(one, typed, owing.figures_before(one, owner, begin))
        status = 409 if isinstance(error, Conflict) else 422
        return _form(request, one, owner, begin, typed, read=read, error=message_of(error), status=status)
    messages.success(request, t("indicators-handed-in"))
    return redirect("figure-report", report.pk)


@require_POST
@requires("indicators.enter")
def read_sheet(request: HttpRequest, form: str, agency: int, day: str) -> HttpResponse:
    """Fills the form from a spreadsheet; nothing is stored before the person has seen it and handed it in."""
    one, owner, begin = get_form(form), _agency(request, agency), _day(day)
    upload = request.FILES.get("sheet")
    try:
        if upload is None:
            raise BadRequest("figures-sheet-missing")
        found = sheet.read(upload, one, begin)
    except (BadRequest, TooLarge) as error:
        return _form(request, one, owner, begin, {}, error=message_of(error), status=422)
    read = judged(one, found.cells, owing.figures_before(one, owner, begin))
    read.refusals |= found.refusals
    name = (upload.name or "")[:150]
    typed = {code: value for code, value in found.cells.items() if code not in found.refusals}
    return _form(request, one, owner, begin, typed, read=read, found=found, from_file=name)


def _form(
    request: HttpRequest,
    form: Form,
    agency: Agency,
    day: dt.date,
    typed: dict[str, Any],
    *,
    read: Judged | None = None,
    found: sheet.Read | None = None,
    error: str = "",
    from_file: str = "",
    status: int = 200,
) -> HttpResponse:
    before = owing.last_before(form, agency, day)
    course = list(
        Report.objects.filter(form=form.code, agency=agency, day=day)
        .select_related("typed_by", "decided_by")
        .order_by("-number")
    )
    standing = next((one for one in course if one.state == Report.State.APPROVED), None)
    shown = typed or (course[0].values if course and course[0].state == Report.State.RETURNED else {})
    lines = [
        {
            "field": one,
            "value": _written(shown.get(one.code)),
            "before": before.values.get(one.code) if before else None,
            "refusal": _said(read.refusals.get(one.code)) if read else "",
            "doubt": _said(read.doubts.get(one.code)) if read else "",
            "place": found.places.get(one.code) if found else "",
        }
        for one in form.fields
    ]
    due = due_at(form, day, calendar_now())
    context = {
        "form": form, "agency": agency, "day": day, "lines": lines, "before": before, "course": course, "standing": standing,
        "due": due, "is_late": clock.now() > due, "error": error, "found": found, "from_file": from_file or request.POST.get("from_file", ""),
        "remark": request.POST.get("remark", ""), "needs_remark": bool(standing or (read and read.doubts)),
        "waits": any(one.is_open for one in course),
    }  # fmt: skip
    return render(request, "indicators/type.html", context, status=status)


def _written(value: Any) -> str:
    """As it was typed; a number of a file or an earlier report in Vietnam's writing."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return text.replace(".", ",")
    return str(value) if value is not None else ""


def _said(told: tuple[str, dict[str, Any]] | None) -> str:
    return t(told[0], **{key: _written(value) for key, value in told[1].items()}) if told else ""


def _agency(request: HttpRequest, pk: int) -> Agency:
    """An agency that this person types for. Raises NotFound, also outside the scope."""
    found = Agency.objects.select_related("unit").filter(pk=pk).first()
    if found is None or not scope_of(request).covers(found.unit_id, found.pk):
        raise NotFound("figures-not-owed-here")
    return found


def _day(text: str) -> dt.date:
    """A day that a calendar of ours may hold. Raises NotFound."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotFound("not-found") from error
    if not 2000 <= found.year < 2200:
        raise NotFound("not-found")
    return found


@require_safe
@requires("indicators.view")
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its figures beside those before, its paper, who typed and who decided."""
    report = owing.get_report(pk, scope_of(request))
    return render(request, "indicators/report.html", _report(request, report))


def _report(request: HttpRequest, report: Report) -> dict[str, Any]:
    person = person_of(request)
    known = book.in_force(report.day, pack=report.pack)
    earlier = Report.objects.filter(
        form=report.form, agency_id=report.agency_id, day__lt=report.day, state=Report.State.APPROVED
    )
    before = earlier.order_by("-day").first()
    course = owing.course_of(report)
    corrected = next(
        (one for one in course if one.number < report.number and one.state in ("approved", "replaced")), None
    )
    may = person.scope("indicators.approve")
    form = next((one for one in forms_in_force() if one.code == report.form), None)
    order = {field.code: place for place, field in enumerate(form.fields)} if form else {}
    return {
        "report": report,
        "name": form.name if form else report.form,
        "lines": [
            (
                known[code],
                value,
                before.values.get(code) if before else None,
                corrected.values.get(code) if corrected else None,
            )
            for code, value in sorted(report.values.items(), key=lambda item: order.get(item[0], len(order)))
            if code in known
        ],
        "before": before,
        "corrected": corrected,
        "course": course,
        "may_decide": report.is_open and bool(may) and may.covers(report.unit_id, report.agency_id),
        "is_own": report.typed_by_id == person.pk,
        "may_correct": report.state == "approved"
        and person.scope("indicators.enter").covers(report.unit_id, report.agency_id),
    }


@require_POST
@requires("indicators.approve")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    report = owing.get_report(pk, scope_of(request))
    return _deciding(
        request, report, lambda: actions.approve(report, by=person_of(request)), "indicators-approved-now"
    )


@require_POST
@requires("indicators.approve")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    report = owing.get_report(pk, scope_of(request))
    reason = request.POST.get("reason", "")
    return _deciding(
        request,
        report,
        lambda: actions.give_back(report, by=person_of(request), reason=reason),
        "indicators-returned-now",
    )


def _deciding(request: HttpRequest, report: Report, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DothiError as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t(said))
    return redirect("figure-report", report.pk)


@require_safe
@requires("indicators.view")
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """The paper as it was handed in: always saved, never opened inside our own pages."""
    report = owing.get_report(pk, scope_of(request))
    kept = papers.path_of(report).open("rb")
    return FileResponse(
        kept, as_attachment=True, filename=report.document_name, content_type="application/octet-stream"
    )
