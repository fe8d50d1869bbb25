"""How long each kind of technical record is kept, on screens: what holds, what comes, and a new time from a day on.

It stands beside the page of the system, for the rules speak of records of every room. Nothing is saved before the person has
seen how many records the new time would remove.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.kernel import clock, retention
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.i18n import has, message_of, t
from dothi.kernel.models import RetentionRule
from dothi.kernel.permissions import requires
from dothi.web.forms import RetentionForm


@requires("system.view")
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of record with the time of today and the one that comes."""
    return render(request, "web/retention.html", {"rows": _rows(), "may_manage": _may_manage(request)})


@requires("system.view")
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """All times of one kind and the form for the next: first what it would remove, then, if that is what was seen, the rule."""
    current = retention.in_force().get(code)
    if current is None:
        raise NotFound("retention-unknown", kind=code)
    if request.method == "POST" and not _may_manage(request):
        raise NotAllowed(permission="system.manage")
    form = RetentionForm(request.POST or None, current=current)
    shown = None
    if request.method == "POST" and form.is_valid():
        if form.is_confirmed and _saved(request, code, form):
            return redirect("retention-kind", code)
        if not form.errors:
            shown = retention.preview(code, form.cleaned_data["days"])
    return _page(request, current, form, shown)


def _page(
    request: HttpRequest, current: RetentionRule, form: RetentionForm, shown: retention.Preview | None
) -> HttpResponse:
    versions = list(RetentionRule.objects.filter(code=current.code).order_by("-valid_from"))
    context = {
        "name": name_of(current.code),
        "current": current,
        "versions": versions,
        "history": [line for row in versions for line in history_of(row)],
        "form": form,
        "preview": shown,
        "may_manage": _may_manage(request),
    }
    return render(request, "web/retention_kind.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, code: str, form: RetentionForm) -> bool:
    try:
        row = retention.set_time(code, by=person_of(request), **form.said)
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    day = f"{row.valid_from:%d/%m/%Y}"
    messages.success(request, t("web-retention-saved", days=row.days, day=day))
    return True


def _may_manage(request: HttpRequest) -> bool:
    return person_of(request).scope("system.manage").everywhere


def _rows() -> list[dict[str, Any]]:
    """By name: the row in force and the next dated one of each kind."""
    today = clock.today()
    known = RetentionRule.objects.order_by("code", "valid_from")
    by_code = {code: list(rows) for code, rows in groupby(known, key=lambda row: row.code)}
    rows = [
        {
            "name": name_of(code),
            "current": current,
            "next": next((row for row in by_code[code] if row.valid_from > today), None),
        }
        for code, current in retention.in_force().items()
    ]
    return sorted(rows, key=lambda row: str(row["name"]))


def name_of(code: str) -> str:
    """What the records of this kind are called."""
    return t(f"web-system-kept-{code}") if has(f"web-system-kept-{code}") else code
