"""What the form's script asks while somebody writes: parts of the page with what is near, where a place is, what it may be about.
Without the script nobody misses them: the form asks for the same things in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.calls.understanding.places import find_address
from dothi.kernel.permissions import public
from dothi.reports import showing
from dothi.reports.intake import knocks
from dothi.reports.matching import proposing
from dothi.reports.matching.near import near
from dothi.reports.models import Photo

LONGEST = 300
View = Callable[[HttpRequest], HttpResponse]


def _counted(view: View) -> View:
    """Searches are counted by network and browser as forms are (limits `look-…`); the script does without the part it does not get."""

    @wraps(view)
    def counted(request: HttpRequest) -> HttpResponse:
        try:
            knocks.spend(request, "look")
        except knocks.TooMany as error:
            return _part(HttpResponse(status=429, headers={"Retry-After": str(error.again_s)}))
        return view(request)

    return counted


@public
@require_safe
@_counted
def nearby(request: HttpRequest) -> HttpResponse:
    """Open reports near `lon`, `lat` (± `accuracy` metres) that everybody may read: before anything is typed."""
    lon, lat = _number(request, "lon"), _number(request, "lat")
    found = []
    if lon is not None and lat is not None and abs(lon) <= 180 and abs(lat) <= 90:
        found = near(
            lon, lat, category=request.GET.get("category", "")[:120], text=request.GET.get("text", "")[:1000],
            accuracy_m=_number(request, "accuracy") or 0.0,
        )  # fmt: skip
    rows = [(showing.shown(one.report), one, _picture(one.report.pk)) for one in found]
    return _part(render(request, "reports/_nearby.html", {"rows": rows}))


def _picture(report_id: int) -> int | None:
    """The first released one."""
    shown = Photo.objects.filter(report_id=report_id, released_at__isnull=False).order_by("number")
    return shown.values_list("number", flat=True).first()


@public
@require_safe
@_counted
def places(request: HttpRequest) -> HttpResponse:
    """Where the words `q` may be: streets, crossings, communes, former names too."""
    asked = request.GET.get("q", "")[:LONGEST]
    found = find_address(asked, 5) if len(asked.strip()) > 2 else []
    return _part(render(request, "reports/_places.html", {"places": found}))


@public
@require_safe
@_counted
def kinds(request: HttpRequest) -> HttpResponse:
    """What `text` may be about, and whether it – or the chosen `category` – is a matter for the telephone."""
    text = request.GET.get("text", "")[:1000]
    stop = proposing.stop_of(request.GET.get("category", "")[:120]) or proposing.stop_for(text)
    return _part(render(request, "reports/_kinds.html", {"proposals": proposing.propose(text), "stop": stop}))


def _part(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"  # what somebody asked says where they stand
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _number(request: HttpRequest, name: str) -> float | None:
    try:
        value = float(request.GET.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
