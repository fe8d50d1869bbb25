"""The demo's telephone: anybody who is signed in dials a number, and the desk rings as it would for a real exchange."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.calls.models import Call
from dothi.demo.desk import dialled
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.permissions import signed_in
from dothi.kernel.said import plain

NUMBERS = ("112", "113", "114", "115", "1022")
CALLER = re.compile(r"010\d{7}")  # given to nobody
SHORTEST_S, LONGEST_S, USUAL_S = 5, 300, 45
REMEMBERED = 10
_KEPT = "demo-dialled"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponseBase:
    """The form, and what became of one's calls."""
    _refuse_outside_the_demo()
    if request.method == "POST":
        asked = _asked(request)
        if not dialled.dial(asked):
            raise Conflict("demo-many")
        request.session[_KEPT] = [asked.call_id, *request.session.get(_KEPT, [])][:REMEMBERED]
        return redirect("demo-exchange")
    draw = uuid4().int % 10**6
    context = {"numbers": NUMBERS, "caller": f"0109{draw:06d}", "usual_s": USUAL_S} | _mine(request)
    return render(request, "demo/exchange.html", context)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Answered, held, ended: as the desk has it."""
    _refuse_outside_the_demo()
    return render(request, "demo/_calls.html", _mine(request))


@signed_in
@require_POST
def hang_up(request: HttpRequest, call: str) -> HttpResponseBase:
    """Ends one of one's own calls."""
    _refuse_outside_the_demo()
    if call not in request.session.get(_KEPT, []):
        raise NotFound("not-found")
    dialled.hang_up(call)
    return redirect("demo-exchange")


def _refuse_outside_the_demo() -> None:
    if not settings.DEMO:
        raise NotFound("not-found")


def _asked(request: HttpRequest) -> dialled.Dialled:
    number, caller = request.POST.get("number", ""), request.POST.get("caller", "").replace(" ", "")
    if number not in NUMBERS:
        raise BadRequest("demo-number")
    if not CALLER.fullmatch(caller):
        raise BadRequest("demo-caller")
    told = request.POST.get("speaks", "")
    seconds = int(told) if told.isdecimal() and len(told) < 5 else USUAL_S
    said = " ".join(plain(request.POST.get("said", "")).split())[:400]
    speaks = float(min(max(seconds, SHORTEST_S), LONGEST_S))
    return dialled.Dialled(uuid4().hex[:16], number, caller, said, speaks)


def _mine(request: HttpRequest) -> dict[str, Any]:
    """By the exchange's own id, so that nobody else's call shows; a call that has not rung yet has no row."""
    ids = request.session.get(_KEPT, [])
    rows = Call.objects.filter(adapter__startswith="hook-", external_id__in=ids).select_related("taken_by")
    known = {one.external_id: one for one in rows}
    person = person_of(request)
    calls = [(one, known.get(one)) for one in ids]
    return {"calls": calls, "may_see": person.may("calls.view"), "running": [*Call.RUNNING]}
