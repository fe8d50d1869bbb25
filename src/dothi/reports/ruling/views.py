"""Screens of the dated rows: what holds on a day, what comes, a new row with a preview of what it would have changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.forms import area_label, areas_on
from dothi.accounts.queries import current_agencies
from dothi.incidents import kinds
from dothi.kernel import clock, moments
from dothi.kernel.asked import number_of
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.reports.categories import ANY
from dothi.reports.dated.handling import find_handling
from dothi.reports.identity import requests
from dothi.reports.matching.routing import holding
from dothi.reports.models import Competence, Handling, PauseReason
from dothi.reports.ruling import actions, preview
from dothi.reports.ruling.forms import (
    CompetenceForm,
    ControllerForm,
    EndForm,
    HandlingForm,
    PauseReasonForm,
    initial_of,
)


@require_safe
@requires("reports.view")
def rows(request: HttpRequest) -> HttpResponse:
    """What holds on a day (`?day=`, today), and what comes after it."""
    day = moments.day(request.GET.get("day")) or clock.today()
    later = {"valid_from__gt": day}
    handled = Handling.current(day)
    context = {
        "day": day,
        "handling": [(name_of(code), handled[code]) for code in sorted(handled, key=lambda one: (one != ANY, name_of(one)))],
        "handling_next": [(name_of(one.code), one) for one in Handling.objects.filter(**later).order_by("valid_from")],
        "competence": [(name_of(one.category), one) for one in _standing(day)],
        "competence_next": [(name_of(one.category), one) for one in Competence.objects.filter(**later).select_related("agency", "unit").order_by("valid_from")],
        "reasons": sorted(PauseReason.current(day).values(), key=lambda one: one.code),
        "reasons_next": PauseReason.objects.filter(**later).order_by("valid_from"),
        "controller": requests.controller(),
        "may_manage": _may_manage(request),
    }  # fmt: skip
    return render(request, "reports/rows.html", context)


def _standing(day: Any) -> list[Competence]:
    """Of one category and place the row that decides: the newest."""
    newest = {(one.category, one.unit_id): one for one in holding(day).order_by("valid_from")}
    return sorted(
        newest.values(), key=lambda one: (name_of(one.category), one.unit.full_name if one.unit else "")
    )


def name_of(category: str) -> str:
    """A category in words; the one for any and the empty one, too."""
    if not category:
        return t("reports-row-all-categories")
    return t("reports-row-any") if category == ANY else kinds.name_of(category)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.manage")
def competence_new(request: HttpRequest) -> HttpResponseBase:
    """A row of competence from a day on; `?row=`: the next one of a row that stands. First what it would have changed, then the row."""
    form = CompetenceForm(
        request.POST or None, agencies=current_agencies(_scope(request)), initial=_like(request)
    )
    shown = None
    if request.method == "POST" and form.is_valid():
        if not form.is_confirmed:
            shown = preview.of_competence(form.planned())
        elif _done(request, form, lambda: actions.set_competence(**form.columns, **_whose(request, form))):
            return redirect("report-rows-dated")
    return _form(request, form, t("reports-row-new-competence"), shown)


def _like(request: HttpRequest) -> dict[str, Any]:
    row = _row(request.GET.get("row", ""))
    if row is None:
        return {}
    return {
        "category": row.category,
        "area": area_label(row.unit) if row.unit else "",
        "agency": row.agency_id,
        "source": row.source,
    }


def _row(pk: str) -> Competence | None:
    return Competence.objects.select_related("agency", "unit").filter(pk=number_of(pk) or 0).first()


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.manage")
def competence_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ends what a row says, after a day. First what would go elsewhere, then the end."""
    row = Competence.objects.select_related("agency", "unit").filter(pk=pk).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today())).first()  # fmt: skip
    if row is None:
        raise NotFound("report-row-gone")
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    shown, confirmed = None, False
    if request.method == "POST" and form.is_valid():
        confirmed = request.POST.get("previewed") == request.POST.get("last_day")
        if not confirmed:
            shown = preview.of_ending(row, form.cleaned_data["last_day"])
        elif _done(request, form, lambda: actions.end_competence(row, by=person_of(request), **form.cleaned_data)):  # fmt: skip
            return redirect("report-rows-dated")
    told = request.POST.get("last_day", "")
    return _form(request, form, t("reports-row-end-competence"), shown, told=told, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.manage")
def handling_new(request: HttpRequest) -> HttpResponseBase:
    """How a category is handled from a day on; `?code=`: filled with what holds for it."""
    code = request.GET.get("code", ANY)[:120]
    begun = find_handling(code, clock.today())
    initial = {**(initial_of(begun) if begun else {}), "code": code}
    form = HandlingForm(request.POST or None, initial=initial)
    shown, changed = None, None
    if request.method == "POST" and form.is_valid():
        told = form.columns
        if not form.is_confirmed:
            shown = preview.of_handling(told["code"], told["valid_from"])
            changed = form.changed(find_handling(told["code"], told["valid_from"]))
        elif _done(request, form, lambda: actions.set_handling(by=person_of(request), **told)):
            return redirect("report-rows-dated")
    return _form(request, form, t("reports-row-new-handling"), shown, handling=True, changed=changed)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.manage")
def pause_reason(request: HttpRequest) -> HttpResponseBase:
    """Why reports may rest, from a day on; `?code=`: filled with what holds."""
    code = request.GET.get("code", "")[:60]
    held = PauseReason.held(code) if code else None
    names = ("code", "name_vi", "name_en", "most_days", "approved_by")
    form = PauseReasonForm(
        request.POST or None, initial={name: getattr(held, name) for name in names} if held else {}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if _done(request, form, lambda: actions.set_pause_reason(by=person_of(request), **told)):
            return redirect("report-rows-dated")
    return _form(request, form, t("reports-row-new-pause-reason"), None, plain=True)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.manage")
def controller(request: HttpRequest) -> HttpResponseBase:
    """Which agency answers for citizens' data from a day on."""
    held = requests.controller()
    initial = {"agency": held.agency_id} if held else {}
    form = ControllerForm(request.POST or None, agencies=current_agencies(_scope(request)), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if _done(request, form, lambda: actions.set_controller(by=person_of(request), **told)):
            return redirect("report-rows-dated")
    return _form(request, form, t("reports-data-controller-row"), None, plain=True)


def _done(request: HttpRequest, form: Any, act: Any) -> bool:
    try:
        act()
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(request, t("reports-row-saved"))
    return True


def _whose(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"by": person_of(request), "reason": form.cleaned_data["reason"]}


def _form(request: HttpRequest, form: Any, title: str, shown: Any, **more: Any) -> HttpResponse:
    """422 where something is wrong; a preview is no error."""
    context = {
        "form": form,
        "title": title,
        "preview": shown,
        "told": form.told if hasattr(form, "told") else more.get("told", ""),
        "areas": areas_on(clock.today()) if isinstance(form, CompetenceForm) else [],
        **more,
    }
    return render(request, "reports/row_form.html", context, status=422 if form.errors else 200)


def _scope(request: HttpRequest) -> Any:
    return person_of(request).scope("reports.manage")


def _may_manage(request: HttpRequest) -> bool:
    return _scope(request).everywhere  # type: ignore[no-any-return]
