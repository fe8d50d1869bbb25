"""The dated limits of accounts on screens: what holds today, what held before, a new value from a day on."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts import actions, forms
from dothi.accounts.models import AccountRule, Person
from dothi.accounts.rules import BY_CODE, SEEDS, in_force
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@requires("people.view")
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Every limit with the value of today and what comes."""
    context = {"rows": _rows(clock.today()), "may_manage": _may_manage(request)}
    return render(request, "accounts/limits.html", context)


@requires("people.view")
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """All values of one limit, and the form for the next."""
    if code not in BY_CODE:
        raise NotFound("not-found")
    if request.method == "POST" and not _may_manage(request):
        raise NotAllowed(permission="people.manage")
    current = in_force(code, clock.today())
    form = forms.LimitForm(request.POST or None, seed=BY_CODE[code], current=current)
    if request.method == "POST" and form.is_valid() and _saved(request, code, form):
        return redirect("accounts-limit", code)
    versions = list(AccountRule.objects.filter(code=code).order_by("-valid_from"))
    context = {
        "code": code,
        "seed": BY_CODE[code],
        "current": current,
        "versions": versions,
        "history": [line for row in versions for line in history_of(row)],
        "form": form,
        "may_manage": _may_manage(request),
    }
    return render(request, "accounts/limit.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, code: str, form: forms.LimitForm) -> bool:
    assert isinstance(request.user, Person)
    try:
        row = actions.set_limit(code, by=request.user, **form.cleaned_data)
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(
        request, t("accounts-limit-saved", value=row.value, day=row.valid_from.strftime("%d/%m/%Y"))
    )
    return True


def _may_manage(request: HttpRequest) -> bool:
    assert isinstance(request.user, Person)
    return request.user.scope("people.manage").everywhere


def _rows(day: dt.date) -> list[dict[str, Any]]:
    """In the order of the seeds: the row in force and the next dated one of each code."""
    known = AccountRule.objects.filter(code__in=BY_CODE).order_by("code", "valid_from")
    by_code = {code: list(rows) for code, rows in groupby(known, key=lambda row: row.code)}
    return [
        {
            "code": seed.code,
            "current": in_force(seed.code, day),
            "next": next((row for row in by_code.get(seed.code, []) if row.valid_from > day), None),
            "values": len(by_code.get(seed.code, [])),
        }
        for seed in SEEDS
    ]
