"""Where one unit's crew was: nobody reads it without having said what for, and the report of looks says who did.

The live place of a unit on the desk's map belongs to the duty of whoever sends it; the way that named people took does not.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts import looks
from dothi.accounts.asker import person_of, scope_of
from dothi.crews.models import CrewDuty, Position
from dothi.forces import queries
from dothi.forces.models import Force
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires

KIND = "position"
MINUTES = 30
BACK = dt.timedelta(hours=24)
MOST = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires("forces.view")
def track(request: HttpRequest, call_sign: str) -> HttpResponse:
    """GET asks for the purpose, or shows the way of the last day while a look is open; POST begins the look."""
    force, person = queries.get_force(call_sign, scope_of(request)), person_of(request)
    if request.method == "POST":
        try:
            looks.begin(
                person, KIND, force.call_sign, force.call_sign, request.POST.get("purpose", ""),
                unit_id=force.unit_id, agency_id=force.agency_id, minutes=MINUTES, words=request.POST.get("words", ""),
            )  # fmt: skip
        except BadRequest as error:
            messages.error(request, message_of(error))
        return redirect("crew-track", force.call_sign)
    look = looks.open_look(person, KIND, force.call_sign)
    context: dict[str, Any] = {"force": force, "look": look, "purposes": looks.purposes(KIND)}
    if look is not None:
        since = clock.now() - BACK
        context |= {"fixes": _positions(force, since), "crew": _crew(force, since)}
    return render(request, "crews/track.html", context)


@require_POST
@requires("forces.view")
def end(request: HttpRequest, call_sign: str) -> HttpResponse:
    """Seen: the look is over before its time."""
    force, person = queries.get_force(call_sign, scope_of(request)), person_of(request)
    look = looks.open_look(person, KIND, force.call_sign)
    if look is not None:
        looks.end(look, person)
    return redirect("force", force.call_sign)


def _positions(force: Force, since: dt.datetime) -> list[Position]:
    """As the phones of its crew told them, the newest first."""
    rows = Position.objects.filter(duty__in=_crew(force, since), at__gte=since)
    return list(rows.order_by("-at")[:MOST])


def _crew(force: Force, since: dt.datetime) -> list[CrewDuty]:
    """Who was signed on in that time."""
    rows = CrewDuty.objects.filter(force=force).exclude(ended_at__lt=since).exclude(until__lt=since)
    return list(rows.select_related("person").order_by("began_at"))
