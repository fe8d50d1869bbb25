"""The form by which citizens report: one page without an account, that works without any script and is helped by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import keys as word_keys
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import public
from dothi.kernel.retention import in_force
from dothi.reports import actions, categories, photos, rules
from dothi.reports.actions.receiving import Received
from dothi.reports.intake import formkey, ground, knocks, reading
from dothi.reports.matching.proposing import Stop
from dothi.reports.plates.models import Plate

FIELDS = ("place", "category", "text", "phone", "lon", "lat", "accuracy", "proposed")
WORDS = "reports-js-"
MAP_WORDS = ("web-js-map", "web-js-ground", "web-js-island")


@public
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, plate: str = "") -> HttpResponseBase:
    """The form. Sent again – by a nervous thumb, by a phone that found its network again – it leads to the same report by the same link.

    `plate`: the code of a QR plate, which knows the place; one that was taken down says so, and the form is the plain one.
    A script that asks for JSON gets `{"csrf"}` by GET, and by POST `{"to"}`, the way to the report, or `{"error"}`.
    """
    if request.method == "POST":
        return _taken(request)
    if _wants_json(request):
        return knocks.mark(request, _unkept(JsonResponse({"csrf": get_token(request)})))
    return _form(request, _of_plate(reading.plate_of(request)[1]), formkey.fresh())


def _of_plate(plate: Plate | None) -> dict[str, str]:
    """What a plate fills in."""
    if plate is None:
        return {}
    return {
        "place": plate.place,
        "lon": f"{plate.lon:.6f}",
        "lat": f"{plate.lat:.6f}",
        "accuracy": "5",
        "category": plate.category,
    }


def _taken(request: HttpRequest) -> HttpResponseBase:
    form = formkey.read(request.POST.get("key", ""))
    try:
        knocks.spend(request)
        came = actions.standing(formkey.report_key(form), formkey.link_token(form))
        if came is not None:
            return _to_link(request, came, "lai")
        stop = reading.stop_of(request)
        if stop is not None:
            return _stopped(request, form, stop)
        told = reading.arrival_of(request, form)
        with photos.put_by(told.pictures):
            return _to_link(request, actions.received(told), "moi")
    except DothiError as error:
        return _refused(request, form, error)


def _to_link(request: HttpRequest, received: Received, seen: str) -> HttpResponseBase:
    """To the reporter's link; to the list where it was forgotten with its reporter."""
    link = f"{reverse('report-mine', args=[received.token])}?{seen}=1" if received.token else ""
    to = link or reverse("reports-public")
    return _unkept(JsonResponse({"to": to})) if _wants_json(request) else redirect(to)


def _stopped(request: HttpRequest, form: UUID, stop: Stop) -> HttpResponseBase:
    if _wants_json(request):
        return _unkept(JsonResponse({"error": stop.text, "call": stop.number}, status=422))
    return _form(request, _told(request), form, stop=stop, status=422)


def _refused(request: HttpRequest, form: UUID, error: DothiError) -> HttpResponseBase:
    """The form again, with every word that was typed."""
    if _wants_json(request):
        answer: HttpResponseBase = _unkept(JsonResponse({"error": message_of(error)}, status=error.status))
    else:
        answer = _form(request, _told(request), form, error=message_of(error), status=error.status)
    if isinstance(error, knocks.TooMany):
        answer["Retry-After"] = str(error.again_s)
    return answer


def _told(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:4000] for name in FIELDS}


def _form(
    request: HttpRequest, told: dict[str, str], form: UUID, *, error: str = "", stop: Stop | None = None, status: int = 200
) -> HttpResponseBase:  # fmt: skip
    code, plate = reading.plate_of(request)
    context: dict[str, Any] = {
        "plate": plate,
        "plate_over": code and plate is None,
        "told": told,
        "key": form,
        "error": error,
        "stop": stop,
        "may_insist": stop is not None and stop.category != told.get("category"),
        "photos_again": bool(request.FILES),
        "limits": _limits(),
        "categories": categories.choices(),
        "form_words": _words(),
        "bounds": ground.bounds(),
    }
    page = render(request, "reports/public_new.html", context, status=status)
    return knocks.mark(request, _unkept(page))


def _unkept(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Cache-Control"] = "no-store"  # the key of a form, the way to a report
    return answer


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _words() -> dict[str, str]:
    """What the form's script says, and the map that it may open."""
    own = {key.removeprefix(WORDS): t(key) for key in word_keys() if key.startswith(WORDS)}
    return own | {key.removeprefix("web-js-"): t(key) for key in word_keys() if key.startswith(MAP_WORDS)}


def _limits() -> dict[str, int]:
    kept = in_force().get("report-people")
    return {
        "photos": rules.value("photos"),
        "mb": rules.value("photo-mb"),
        "days": kept.days if kept else 365,
    }
