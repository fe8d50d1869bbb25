"""Rests of a report: asked for on its page, decided there, and what the page shows of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel.asked import number_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import requires
from dothi.reports import actions, queries
from dothi.reports.dated.handling import law_of
from dothi.reports.dated.pausing import reasons_for
from dothi.reports.desk.done import doing
from dothi.reports.models import Pause, Report, State


def shown(found: Report, *, desk: bool, agency: bool) -> dict[str, Any]:
    """What stands, what waits for a word, and what the agency may ask for."""
    pauses = list(found.pauses.select_related("asked_by", "decided_by").order_by("pk"))
    waiting = next((one for one in pauses if one.state == Pause.State.ASKED), None)
    rested = sum(one.state == Pause.State.GRANTED for one in pauses)
    may_ask = agency and found.state == State.WORKING and not found.paused_at and waiting is None
    reasons = reasons_for(found) if may_ask and rested < law_of(found).most_pauses else {}
    return {
        "pauses": pauses,
        "resting": queries.resting(found),
        "pause_waiting": waiting,
        "may_decide_pause": desk and waiting is not None,
        "may_resume": agency,
        "pause_reasons": sorted(reasons.values(), key=lambda one: one.code),
    }


@require_POST
@requires("reports.work")
def pause(request: HttpRequest, code: str) -> HttpResponseBase:
    """The agency asks for a rest (`reason`: its code, `days`, `text`), or ends the one that stands (`do=resume`)."""
    found, by = queries.get_report(code, scope_of(request)), person_of(request)
    if request.POST.get("do") == "resume":
        return doing(request, found, "resume", lambda: actions.resume(found, by=by))
    days, reason, text = (request.POST.get(name, "") for name in ("days", "reason", "text"))
    number = number_of(days) or 0
    return doing(
        request,
        found,
        "ask-pause",
        lambda: actions.ask_pause(found, reason, days=number, text=text, by=by),
    )


@require_POST
@requires("reports.route")
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Grants (`grant=yes`) or refuses, with a reason, what was asked for."""
    found = queries.get_report(code, scope_of(request))
    asked = found.pauses.filter(pk=pk).first()
    if asked is None:
        raise NotFound("report-pause-not-asked", code=found.code)
    grant, by = request.POST.get("grant") == "yes", person_of(request)
    return doing(
        request,
        found,
        "grant-pause" if grant else "refuse-pause",
        lambda: actions.decide_pause(asked, grant=grant, text=request.POST.get("reason", ""), by=by),
    )
