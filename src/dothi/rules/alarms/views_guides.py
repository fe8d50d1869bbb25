"""The figures that alarms are measured against, on screens: what holds and what comes, how sure it is, a new value from a day on."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.rules.alarms import guides, setting
from dothi.rules.alarms.forms import GuideForm
from dothi.rules.alarms.models import AlarmGuide


@requires("rules.view")
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every figure with the value of today and the one that comes."""
    return render(request, "alarms/guides.html", {"rows": _rows()})


@requires("rules.view")
@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """All values of one figure, and the form for the next."""
    seed = guides.BY_CODE.get(code)
    if seed is None:
        raise NotFound("alarm-guide-unknown", code=code)
    may_set = setting.may_set(person_of(request))
    if request.method == "POST" and not may_set:
        raise NotAllowed(permission="rules.manage")
    current = AlarmGuide.current(clock.today()).get(code) or guides.in_force()[code]
    form = GuideForm(request.POST or None, seed=seed, current=current)
    if request.method == "POST" and form.is_valid() and _saved(request, code, form):
        return redirect("alarms-guide", code)
    versions = list(AlarmGuide.objects.filter(code=code).order_by("-valid_from"))
    context = {
        "code": code,
        "seed": seed,
        "current": current,
        "versions": versions,
        "history": [line for row in versions for line in history_of(row)],
        "form": form,
        "may_set": may_set,
    }
    return render(request, "alarms/guide.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, code: str, form: GuideForm) -> bool:
    try:
        row = setting.set_guide(code, by=person_of(request), **form.cleaned_data)
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(request, t("alarms-guide-saved", value=row.value, day=f"{row.valid_from:%d/%m/%Y}"))
    return True


def _rows() -> list[dict[str, Any]]:
    """In the order of the seeds: the row in force today and the next dated one of each code."""
    today = clock.today()
    held = guides.in_force() | AlarmGuide.current(today)
    known = AlarmGuide.objects.filter(valid_from__gt=today).order_by("code", "valid_from")
    coming = {code: next(rows) for code, rows in groupby(known, key=lambda row: row.code)}
    return [{"current": held[code], "next": coming.get(code)} for code in guides.BY_CODE]
