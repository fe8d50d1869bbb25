"""The organisation chart on a screen: download, upload, see what would change, apply."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts import forms, queries
from dothi.accounts.asker import person_of
from dothi.accounts.chart import plan, sheet
from dothi.accounts.models import Role
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import language, message_of
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import MEDIA_TYPE
from dothi.kernel.vietnamese import in_vietnamese

KEPT = "chart"  # in the session: the lines of the last upload and the digest of what was shown


@requires("people.manage")
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The chart as it stands in scope; with `?empty=1` only the columns and the codes."""
    scope = request.scope  # type: ignore[attr-defined]
    people = (
        []
        if request.GET.get("empty")
        else queries.find_people(scope).order_by("agency__code", in_vietnamese("full_name"), "pk")
    )
    name = "name_en" if language() == "en" else "name_vi"
    roles = Role.objects.values_list("code", name)
    agencies = queries.current_agencies(scope).values_list("code", name)
    file = f"so-do-to-chuc-{clock.today():%Y-%m-%d}.xlsx"
    return HttpResponse(
        sheet.workbook(people, roles, agencies),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"},
    )


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def chart(request: HttpRequest) -> HttpResponse:
    """Upload shows what would change; `apply` does it, once, if it is still the same."""
    if request.method == "POST" and "apply" in request.POST:
        return _apply(request)
    form = forms.ChartForm(request.POST or None, request.FILES or None)
    outcome: plan.Outcome | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = sheet.read(file.read(sheet.LARGEST_FILE + 1))
        except DothiError as error:
            form.add_error("file", message_of(error))
        else:
            outcome = _shown(request, lines)
    status = 422 if form.errors or (outcome and outcome.errors) else 200
    return render(request, "accounts/chart.html", {"form": form, "outcome": outcome}, status=status)


def _shown(request: HttpRequest, lines: list[sheet.Line]) -> plan.Outcome:
    outcome = plan.dry_run(lines, person_of(request))
    request.session.pop(KEPT, None)
    if outcome.steps and not outcome.errors:
        request.session[KEPT] = {"lines": [line.as_dict() for line in lines], "digest": outcome.digest}
    return outcome


def _apply(request: HttpRequest) -> HttpResponse:
    """The lines are taken out of the session first, so that a second click finds nothing to apply."""
    kept: dict[str, Any] | None = request.session.pop(KEPT, None)
    request.session.save()
    if kept is None:
        return render(request, "accounts/chart.html", {"form": forms.ChartForm(), "gone": True}, status=409)
    lines = [sheet.Line(**line) for line in kept["lines"]]
    before = plan.dry_run(lines, person_of(request))
    if before.digest != kept["digest"] or before.errors:
        outcome = _shown(request, lines)
        return render(
            request,
            "accounts/chart.html",
            {"form": forms.ChartForm(), "outcome": outcome, "moved": True},
            status=409,
        )
    outcome = plan.apply(lines, person_of(request), request.POST.get("reason", ""))
    return render(
        request, "accounts/chart_done.html", {"outcome": outcome}, status=409 if outcome.errors else 200
    )
