"""Screens of lines and of this room's times."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.calls import rules
from dothi.calls.actions import lines
from dothi.calls.forms import LineForm, NamedForm
from dothi.calls.models import CallRule, ExchangeEvent, Line
from dothi.kernel import clock, settings
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_safe
@requires("calls.manage")
def line_list(request: HttpRequest) -> HttpResponse:
    """Every line with its days, the times of this room, and what is heard of exchanges."""
    scope = person_of(request).scope("calls.manage")
    found = Line.objects.select_related("agency", "unit").order_by("number", "-valid_from")
    return render(request, "calls/lines.html", {
        "lines": [(one, _stands(one), scope.covers(one.unit_id, one.agency_id)) for one in found],
        "may_add": bool(scope),
        "may_set": scope.everywhere,
        "times": _times(),
        "last": ExchangeEvent.objects.order_by("-recorded_at").first(),
        "asterisk": bool(settings.read("ASTERISK_URL")),
    })  # fmt: skip


def _stands(line: Line) -> str:
    today = clock.today()
    if line.valid_to and line.valid_to <= today:
        return "over"
    return "comes" if line.valid_from > today else "holds"


def _times() -> list[CallRule]:
    held = CallRule.current(clock.today())
    return [held[one.code] for one in rules.SEEDS if one.code in held]


@require_http_methods(["GET", "HEAD", "POST"])
@requires("calls.manage")
def line_new(request: HttpRequest) -> HttpResponseBase:
    """A line from a day on; its area is where its agency sits."""
    form = LineForm(request.POST if request.method == "POST" else None, scope=scope_of(request))
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = dict(form.cleaned_data)
        try:
            line = lines.add_line(**told, unit=told["agency"].unit, by=person_of(request))
        except (BadRequest, Conflict) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("calls-line-saved", number=line.number))
            return redirect("/calls/lines/")
    status = 422 if form.errors else 200
    return render(request, "calls/line_form.html", {"form": form, "line": None}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("calls.manage")
def line_change(request: HttpRequest, pk: int) -> HttpResponseBase:
    line = _line(request, pk)
    standing = {"name": line.name, "source": line.source, "certainty": line.certainty}
    form = NamedForm(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        lines.change_line(line, **form.cleaned_data, by=person_of(request))
        messages.success(request, t("calls-line-saved", number=line.number))
        return redirect("/calls/lines/")
    status = 422 if form.errors else 200
    return render(request, "calls/line_form.html", {"form": form, "line": line}, status=status)


@require_POST
@requires("calls.manage")
def line_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    line = _line(request, pk)
    return _said(
        request,
        lambda: lines.end_line(line, by=person_of(request)),
        t("calls-line-ended-now", number=line.number),
    )


@require_POST
@requires("calls.manage")
def rule_set(request: HttpRequest, code: str) -> HttpResponseBase:
    given = request.POST.get("value", "")
    value = int(given) if given.isdecimal() and given.isascii() and len(given) < 8 else -1
    said = {name: request.POST.get(name, "") for name in ("source", "certainty")}
    done = t("calls-rule-saved", day=f"{clock.today():%d/%m/%Y}")
    return _said(request, lambda: lines.set_rule(code, value, **said, by=person_of(request)), done)


def _line(request: HttpRequest, pk: int) -> Line:
    found = scope_of(request).restrict(Line.objects.select_related("agency", "unit")).filter(Q(pk=pk)).first()
    if found is None:
        raise NotFound("call-line-does-not-exist")
    return found


def _said(request: HttpRequest, act: Any, done: str) -> HttpResponseBase:
    try:
        act()
        messages.success(request, done)
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("/calls/lines/")
