"""The page where the place of a report is chosen: words are looked up, what was meant is pressed. For the desk, and for whoever reported
it by their link; both without any script."""

from __future__ import annotations

import math
import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.calls.understanding.places import find_address
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import public, requires
from dothi.kernel.private import private
from dothi.reports import actions, queries
from dothi.reports.actions.receiving import Spot
from dothi.reports.identity import vault
from dothi.reports.models import Report

MOST, LONGEST = 6, 300
_DEGREES = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.route")
def desk(request: HttpRequest, code: str) -> HttpResponseBase:
    """`q`: words, or `latitude, longitude`; POST sets what was chosen."""
    found = queries.get_report(code, scope_of(request))
    return _page(
        request, found, reverse("report", args=[found.code]), "reports/place.html", person_of(request)
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same by the reporter's own link."""
    found, is_reporter = vault.report_of(token)
    if not is_reporter:
        raise NotAllowed("report-for-its-reporter", code=found.code)
    back = reverse("report-mine", args=[token])
    return private(_page(request, found, back, "reports/public_place.html", None))


def _page(
    request: HttpRequest, found: Report, back: str, template: str, by: Person | None
) -> HttpResponseBase:
    error, status = "", 200
    if request.method == "POST":
        try:
            actions.place(found, _chosen(request), by=by)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            if by is not None:
                messages.success(request, t("reports-did-place", code=found.code))
            return redirect(back)
    asked = request.GET.get("q", "")[:LONGEST].strip()
    context = {
        "report": found, "back": back, "asked": asked, "error": error, "places": _places(asked) if asked else [],
        "may_place": found.lon is None and found.is_open,
    }  # fmt: skip
    return render(request, template, context, status=status)


def _places(asked: str) -> list[dict[str, object]]:
    """What the words may mean; degrees mean themselves."""
    if (degrees := _DEGREES.match(asked)) is not None:
        return [{"name": asked, "lat": degrees[1], "lon": degrees[2], "accuracy_m": 10, "why": ""}]
    return [
        {
            "name": one.name,
            "lat": repr(one.lat),
            "lon": repr(one.lon),
            "accuracy_m": round(one.accuracy_m),
            "why": one.why,
        }
        for one in find_address(asked, MOST)
    ]


def _chosen(request: HttpRequest) -> Spot:
    """Raises BadRequest: no position."""
    try:
        lat, lon, accuracy = (float(request.POST.get(name, "")[:30]) for name in ("lat", "lon", "accuracy"))
    except ValueError as error:
        raise BadRequest("report-place-outside") from error
    if not all(math.isfinite(one) for one in (lat, lon, accuracy)) or accuracy < 0:
        raise BadRequest("report-place-outside")
    return Spot(request.POST.get("place", "")[:LONGEST], lon, lat, accuracy)
