"""What citizens open to see what is around them. Without an account, and without any script: a typed place does all of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dothi.around.here import reach, stations
from dothi.around.here.place import LONGEST, Place, by_point, by_words
from dothi.around.works import showing as works_showing
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import public
from dothi.reports import showing as reports_showing
from dothi.reports.intake import ground, knocks
from dothi.warnings import showing as warnings_showing

PATH = "/quanh-toi/"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest) -> HttpResponseBase:
    """The form, and what is around the place that was sent with it. A place goes in the body: addresses of pages are kept in logs."""
    told = {name: request.POST.get(name, "")[:LONGEST] for name in ("q", "lon", "lat")}
    context: dict[str, Any] = {"told": told, "bounds": ground.bounds()}
    status = 200
    if request.method == "POST":
        try:
            knocks.spend(request, "look")
            place, others = _asked(told)
        except DothiError as error:
            context["error"], status = message_of(error), error.status
        else:
            context |= around(place) | {"others": others}
    answer = render(request, "around/here.html", context, status=status)
    answer["Cache-Control"] = "no-store" if request.method == "POST" else "private, no-cache"
    return knocks.mark(request, answer, PATH)


def _asked(told: dict[str, str]) -> tuple[Place, list[Place]]:
    """The place, and what the words may mean besides. Raises BadRequest."""
    if told["lon"] or told["lat"]:
        return by_point(told["lon"], told["lat"]), []
    first, *others = by_words(told["q"])
    return first, others


def around(place: Place) -> dict[str, Any]:
    """Everything that the page says of a place."""
    reported, number = reach.reports_at(place)
    return {
        "place": place,
        "at": clock.now(),
        "warnings": warnings_showing.publicly(reach.warnings_at(place)),
        "measured": [stations.near(kind, place) for kind in stations.KINDS],
        "works": works_showing.shown_all(reach.works_at(place)),
        "reports": reports_showing.shown_all(reported),
        "reports_number": number,
    }
