"""The pages of the 1022 desk: the form, what helps while one types, the code to read back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.calls.understanding.suggesting import suggest
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.asked import key_of
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.reports import categories, queries, showing
from dothi.reports.dated.handling import handling_of
from dothi.reports.desk import phone
from dothi.reports.matching.near import near
from dothi.reports.workflow import OPEN

MOST_ALIKE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.route")
def new(request: HttpRequest) -> HttpResponseBase:
    """What a caller told (`?call=CG-…`: begun with what the call knows)."""
    by, call = person_of(request), _call(request)
    if request.method != "POST":
        return _form(request, phone.begun_by(call, by), call, uuid4())
    told = {name: request.POST.get(name, "")[:4000] for name in phone.FIELDS}
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        report = phone.take_down(told, key=key, call=call, by=by)
    except DothiError as error:
        return _form(request, phone.Told(**told), call, key, error=error)
    return redirect("report-read-back", report.code)


@require_safe
@requires("reports.route")
def read_back(request: HttpRequest, code: str) -> HttpResponse:
    """The code in large letters: the caller writes it down."""
    report = queries.get_report(code, scope_of(request))
    return render(request, "reports/read_back.html", {"report": report, "one": showing.shown(report)})


@require_safe
@requires("reports.route")
def helping(request: HttpRequest) -> HttpResponse:
    """While one types: the category by its words, what is said instead of a form, and open reports that may be the same."""
    text, category = request.GET.get("text", "")[:4000], request.GET.get("category", "")[:120]
    best = next((one for one in suggest(text) if "." in one.kind), None) if text else None
    chosen = category or (best.kind if best else "")
    context = {
        "suggested": {"name": kinds.name_of(best.kind), "words": best.words[:5]} if best and best.kind != category else None,
        "stop": handling_of(chosen) if chosen else None,
        "alike": _alike(request, text, chosen),
    }  # fmt: skip
    return render(request, "reports/_phone_help.html", context)


def _alike(request: HttpRequest, text: str, category: str) -> list[Any]:
    """Near the call where it has a place, else by the words of the place."""
    rows = queries.visible(scope_of(request)).filter(state__in=[str(one) for one in OPEN])
    call = _call(request)
    if call is not None and call.lon is not None and call.lat is not None:
        found = near(call.lon, call.lat, category=category, text=text, rows=rows, words="text")
        return [(one.report, " · ".join(one.why)) for one in found]
    place = request.GET.get("place", "")[:100]
    if len(place) < 4:
        return []
    asked = queries.Filter(text=place, category=category)
    return [(one, one.place) for one in queries.sought(rows, asked, clock.now()).order_by("-received_at")[:MOST_ALIKE]]  # fmt: skip


def _call(request: HttpRequest) -> Call | None:
    """Raises NotFound, also for a call that this person does not see."""
    code = (request.POST or request.GET).get("call", "")[:20]
    return calls.get_call(code, person_of(request).scope("calls.view")) if code else None


def _form(
    request: HttpRequest, told: phone.Told, call: Call | None, key: UUID, error: DothiError | None = None
) -> HttpResponse:
    groups = categories.choices()
    context = {"told": told, "call": call, "key": key, "categories": groups, "error": message_of(error) if error else ""}  # fmt: skip
    page = render(request, "reports/by_phone.html", context, status=error.status if error else 200)
    page["Cache-Control"] = "no-store"
    return page
