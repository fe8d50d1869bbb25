"""Screens of cameras: which there are, one of them, looks at it, and pictures beside a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts import looks
from dothi.accounts.asker import person_of
from dothi.accounts.models import Look, Person
from dothi.cameras import looking_at, queries
from dothi.cameras.forms import asked_of, purpose_choices
from dothi.cameras.looking_at import Cause
from dothi.cameras.models import Camera, State
from dothi.incidents.queries import get_incident
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.rules.alarms.queries import get_alarm

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
    purposes = queries.purposes_of(person, [camera])[camera.pk]
    return {
        "camera": camera,
        "mark": MARKS.get(State(camera.health.state)),
        "view": view,
        "ticket": looking_at.ticket_of(camera, view.look, live=True) if view and live else "",
        "live": live,
        "purposes": purposes,
        "least": min((one.words for one in purposes), default=0),
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
        # what was chosen and typed stays in the form: someone who hurries does not begin anew
        return render(
            request, "cameras/camera.html", {**_shown(request, code), "said": request.POST}, status=400
        )
    return redirect("camera", code)


@require_POST
@requires("cameras.look")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A look ends before its time; also sent by a page that is left."""
    look = _own(person_of(request), pk)
    looks.end(look, person_of(request))
    if request.headers.get("X-Background"):
        return HttpResponse(status=204)
    return redirect("camera", look.subject)


def _own(person: Person, pk: int) -> Look:
    found = person.looks.filter(pk=pk, kind=looking_at.KIND).first()
    if found is None:
        raise NotFound("camera-look-does-not-exist")
    return found


@require_safe
@requires("cameras.view")
def beside(request: HttpRequest) -> HttpResponse:
    """The panel on the page of a case or an alarm: pictures of the cameras beside it, once somebody on it asked for them."""
    person, cause = person_of(request), _cause(request, request.GET)
    near = looking_at.near_to(cause, person)
    may = {one.pk for one in looking_at.may_for(cause, person, [each.camera for each in near])}
    rows = [_beside(each.camera, person, each.metres, each.camera.pk in may) for each in near]
    told = {
        "cause": cause,
        "asked": dict([cause.asked.split("=")]),
        "rows": rows,
        "asks": cause.is_open and any(one["may"] and one["view"] is None for one in rows),
        "looks": any(one["view"] for one in rows),
    }
    return render(request, "cameras/_of.html", told)


def _cause(request: HttpRequest, asked: QueryDict) -> Cause:
    """What `case` or `alarm` names, as far as this person may see it. Raises NotFound."""
    person, alarm = person_of(request), asked.get("alarm", "")
    if alarm:
        number = int(alarm) if alarm.isascii() and alarm.isdigit() and len(alarm) < 19 else 0
        return looking_at.of_alarm(get_alarm(number, person.scope("alarms.view")))
    return looking_at.of_case(get_incident(asked.get("case", "")[:20], person.scope("incidents.view")))


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
def begin_beside(request: HttpRequest) -> HttpResponse:
    """Looks at all cameras beside a case or an alarm, for that. Raises Conflict when it is closed."""
    cause = _cause(request, request.POST)
    looking_at.begin_beside(cause, by=person_of(request))
    return redirect(cause.page)


@require_POST
@requires("cameras.look")
def end_beside(request: HttpRequest) -> HttpResponse:
    """Ends this person's looks at the cameras beside it; also sent by a page that is left."""
    person, cause = person_of(request), _cause(request, request.POST)
    for one in looking_at.near_to(cause, person):
        look = looks.open_look(person, looking_at.KIND, one.camera.code)
        if look is not None:
            looks.end(look, person)
    return HttpResponse(status=204) if request.headers.get("X-Background") else redirect(cause.page)
