"""Screens of cameras: which there are, one of them, looks at it, and pictures beside a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts import looks
from dothi.accounts.asker import person_of
from dothi.accounts.models import Look, Person
from dothi.cameras import looking_at, queries
from dothi.cameras.forms import asked_of, purpose_choices
from dothi.cameras.models import Camera, State
from dothi.incidents.queries import get_incident
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires

PER_PAGE = 100
# a state → the sign of base.css that shows it: a shape and a word, never a colour alone
MARKS = {State.DOWN: "critical", State.RUBBISH: "high", State.FROZEN: "high", State.MOVED: "medium"}


@require_safe
@requires("cameras.view")
def cameras(request: HttpRequest) -> HttpResponse:
    """Every camera that this person may know of, and how each is."""
    return render(request, "cameras/list.html", _listed(request))


@require_safe
@requires("cameras.view")
def camera_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "cameras/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    person, asked = person_of(request), asked_of(request.GET)
    known = queries.visible(person)
    found = queries.matching(known, asked).order_by("code")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may = queries.purposes_of(person, page.object_list)
    return {
        "page": page,
        "rows": [(one, MARKS.get(State(one.health.state)), bool(may[one.pk])) for one in page.object_list],
        "asked": asked,
        "states": [*State.values],
        "groups": sorted({group for groups in known.values_list("groups", flat=True) for group in groups}),
        "query": request.GET.urlencode(),
        "may_manage": bool(person.scope("cameras.manage")),
    }


@require_safe
@requires("cameras.view")
def camera_page(request: HttpRequest, code: str) -> HttpResponse:
    """One camera: how it is, whose, what for; with a look open its picture, else the question what for."""
    return render(request, "cameras/camera.html", _shown(request, code))


@require_safe
@requires("cameras.view")
def camera_part(request: HttpRequest, code: str) -> HttpResponse:
    """How it is, while one looks."""
    return render(request, "cameras/_camera.html", _shown(request, code))


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    person = person_of(request)
    camera = queries.get_camera(code, person)
    view = looking_at.open_view(camera, person)
    live = view is not None and request.GET.get("live") == "yes"
    names, share = dict(purpose_choices()), queries.served_share(camera)
    return {
        "camera": camera,
        "mark": MARKS.get(State(camera.health.state)),
        "view": view,
        "ticket": looking_at.ticket_of(camera, view.look, live=True) if view and live else "",
        "live": live,
        "purposes": queries.purposes_of(person, [camera])[camera.pk],
        "purpose_names": [names.get(code, code) for code in camera.purposes],
        "share": None if share is None else round(share * 100),
        "periods": list(camera.periods.order_by("-began_at")[:10]),
        "may_manage": person.scope("cameras.manage").covers(camera.unit_id, camera.agency_id),
    }


@require_POST
@requires("cameras.look")
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """A look begins: what for, in own words."""
    person = person_of(request)
    camera = queries.get_camera(code, person, "cameras.look")
    try:
        looking_at.begin(
            camera, request.POST.get("purpose", "")[:60], request.POST.get("words", ""), by=person
        )
    except BadRequest as error:
        messages.error(request, message_of(error))
    return redirect("camera", code)


@require_POST
@requires("cameras.look")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A look ends before its time; also sent by a page that is left."""
    look = _own(person_of(request), pk)
    looks.end(look, person_of(request))
    if request.headers.get("X-Background"):
        return HttpResponse(status=204)
    return redirect(_back(request, look))


def _own(person: Person, pk: int) -> Look:
    found = person.looks.filter(pk=pk, kind=looking_at.KIND).first()
    if found is None:
        raise NotFound("camera-look-does-not-exist")
    return found


def _back(request: HttpRequest, look: Look) -> str:
    case = request.POST.get("case", "")
    return f"/incidents/{case}/" if case.replace("-", "").isalnum() else f"/cameras/{look.subject}/"


@require_safe
@requires("cameras.view")
def of_case(request: HttpRequest) -> HttpResponse:
    """The panel on the page of a case: pictures of the cameras beside it, once somebody on the case asked for them."""
    person = person_of(request)
    incident = get_incident(request.GET.get("case", "")[:20], person.scope("incidents.view"))
    near = looking_at.near_case(incident, person)
    may = {one.pk for one in looking_at.may_for_case(person, [each.camera for each in near])}
    rows = [_beside(each.camera, person, each.metres, each.camera.pk in may) for each in near]
    told = {
        "incident": incident,
        "rows": rows,
        "asks": incident.is_open and any(one["may"] and one["view"] is None for one in rows),
        "looks": any(one["view"] for one in rows),
    }
    return render(request, "cameras/_of.html", told)


def _beside(camera: Camera, person: Person, metres: float, may: bool) -> dict[str, Any]:
    return {
        "camera": camera,
        "metres": metres,
        "may": may,
        "mark": MARKS.get(State(camera.health.state)),
        "view": looking_at.open_view(camera, person, metres) if may else None,
    }


@require_POST
@requires("cameras.look")
def begin_for_case(request: HttpRequest) -> HttpResponse:
    """Looks at all cameras beside a case, for that case. Raises Conflict when it is closed."""
    person = person_of(request)
    incident = get_incident(request.POST.get("case", "")[:20], person.scope("incidents.view"))
    if not incident.is_open:
        raise Conflict("camera-case-closed", code=incident.code)
    looking_at.begin_for_case(incident, by=person)
    return redirect(f"/incidents/{incident.code}/")


@require_POST
@requires("cameras.look")
def end_for_case(request: HttpRequest) -> HttpResponse:
    """Ends this person's looks at the cameras beside a case."""
    person = person_of(request)
    incident = get_incident(request.POST.get("case", "")[:20], person.scope("incidents.view"))
    for one in looking_at.near_case(incident, person):
        look = looks.open_look(person, looking_at.KIND, one.camera.code)
        if look is not None:
            looks.end(look, person)
    return redirect(f"/incidents/{incident.code}/")


@require_safe
@requires("cameras.view")
def sites(request: HttpRequest) -> JsonResponse:
    """The cameras as GeoJSON, for maps: where, which way, how. No address."""
    found = queries.matching(queries.visible(person_of(request)), asked_of(request.GET))[:5000]
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
                    "properties": {
                        "code": one.code, "name": one.name, "direction": one.direction, "state": one.health.state,
                    },
                }
                for one in found
            ],
        }
    )  # fmt: skip
