"""Screens of units: all of them by service, one of them, those of a case, and the forms of the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.watches import watch_units
from dothi.entities.queries import reached
from dothi.forces import queries, register
from dothi.forces.catalogue import Catalogue, in_force
from dothi.forces.forms import ChangeForm, NewForm, asked_of
from dothi.forces.models import Force, State
from dothi.forces.standing import attention, standing
from dothi.forces.wording import reasons_of
from dothi.incidents.queries import get_incident, units_to_open_in
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.territory.names import folded

# of an assignment, in their order; one that is missing is left out, never shown as zero
MINUTES = (
    "alerted_at", "acknowledged_at", "en_route_at", "on_scene_at", "transporting_at", "at_hospital_at", "ended_at",
)  # fmt: skip
PER_PAGE = 200


@require_safe
@requires("forces.view")
def forces(request: HttpRequest) -> HttpResponse:
    """Every unit of this person's scope, by service."""
    watch_units(person_of(request))
    return render(request, "forces/list.html", _listed(request))


@require_safe
@requires("forces.view")
def force_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "forces/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    """A page of units by service; the same few statements however many there are."""
    scope, asked, told = scope_of(request), asked_of(request.GET), in_force()
    found = queries.matching(queries.visible(scope), asked, _kinds_like(told, asked.words))
    page = Paginator(found.order_by("service", "call_sign"), PER_PAGE).get_page(request.GET.get("page"))
    services: dict[str, list[Any]] = {}
    for one in standing(list(page.object_list)):
        services.setdefault(one.force.service, []).append(one)
    counts = queries.by_service(found)
    return {
        "page": page,
        "services": [(told.service_name(code), counts[code], rows) for code, rows in services.items()],
        "choices": _choices(queries.spread(scope), told),
        "states": ["free", *State.values],
        "asked": asked,
        "attention": attention(scope),
        "query": request.GET.urlencode(),
        "may_send": bool(person_of(request).scope("forces.send")),
        "may_manage": bool(person_of(request).scope("forces.manage")),
        "here": "/forces/",
    }


def _kinds_like(told: Catalogue, words: str) -> list[str]:
    """Kinds whose names hold what somebody typed."""
    return [one.code for one in told.kinds.values() if words and words in folded(one.name)]


def _choices(spread: list[queries.Spread], told: Catalogue) -> dict[str, Any]:
    """What the filters offer: only what there is."""
    services = {(one.service, told.service_name(one.service)) for one in spread}
    kinds = {(one.kind, told.kind_name(one.kind)) for one in spread}
    areas = dict.fromkeys(
        (one.unit_id, one.unit) for one in spread if one.unit_id
    )  # in the order of the alphabet
    return {
        "services": sorted(services),
        "kinds": sorted(kinds, key=lambda one: one[1]),
        "areas": list(areas),
    }


@require_safe
@requires("forces.view")
def of_case(request: HttpRequest) -> HttpResponse:
    """The panel on the page of a case: who was sent, with their minutes."""
    person = person_of(request)
    incident = get_incident(request.GET.get("case", "")[:20], person.scope("incidents.view"))
    sent = list(queries.of_incident(incident, scope_of(request)))
    sends = person.scope("forces.send")
    rows = [
        {
            "row": one,
            "minutes": [
                (f"forces-field-{name.replace('_', '-')}", at)
                for name in MINUTES
                if (at := getattr(one, name))
            ],
            "may": one.ended_at is None and sends.covers(one.force.unit_id, one.force.agency_id),
            "reasons": reasons_of(one.recommended.get("reasons", [])),
        }
        for one in sent
    ]
    told = {
        "incident": incident,
        "rows": rows,
        "attention": attention(scope_of(request), incident.pk),
        "here": f"/incidents/{incident.code}/",
    }
    return render(request, "forces/_of.html", told)


@require_safe
@requires("forces.view")
def force_page(request: HttpRequest, call_sign: str) -> HttpResponse:
    """One unit: what it does now, what it did, who may change it."""
    told = _shown(request, call_sign)
    watch_units(person_of(request))
    if told["may_manage"]:
        told["form"] = ChangeForm(initial=_initial(told["one"].force))
    return render(request, "forces/force.html", told)


@require_safe
@requires("forces.view")
def force_part(request: HttpRequest, call_sign: str) -> HttpResponse:
    """What changes while one looks."""
    return render(request, "forces/_force.html", _shown(request, call_sign))


def _shown(request: HttpRequest, call_sign: str) -> dict[str, Any]:
    force, person = queries.get_force(call_sign, scope_of(request)), person_of(request)
    place = (force.unit_id, force.agency_id)
    return {
        "one": standing([force])[0],
        "sees_device": bool(force.urn) and bool(reached([force.urn], person.scope("entities.view"))),
        "log": queries.log_of(force),
        "assignments": list(
            force.assignments.select_related("incident", "sent_by").order_by("-alerted_at")[:20]
        ),
        "checkins": [
            one for one in attention(scope_of(request)).checkins if one.assignment.force_id == force.pk
        ],
        "may_send": force.ended_at is None and person.scope("forces.send").covers(*place),
        "may_manage": force.ended_at is None and person.scope("forces.manage").covers(*place),
    }


def _initial(force: Force) -> dict[str, Any]:
    return {name: getattr(force, name) for name in register.CHANGED}


@require_safe
@requires("forces.manage")
def register_page(request: HttpRequest) -> HttpResponse:
    """The register: for those who keep it, whether or not they see where units are."""
    told, asked = in_force(), asked_of(request.GET)
    found = queries.matching(queries.visible(scope_of(request)), asked, _kinds_like(told, asked.words))
    page = Paginator(found.order_by("service", "call_sign"), PER_PAGE).get_page(request.GET.get("page"))
    units = [(one, told.kind_name(one.kind)) for one in page.object_list]
    return render(request, "forces/register.html", {"page": page, "units": units, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("forces.manage")
def change(request: HttpRequest, call_sign: str) -> HttpResponseBase:
    """Crew, rest, home, name, device."""
    force = queries.get_force(call_sign, scope_of(request))
    form = ChangeForm(request.POST or None, initial=_initial(force))
    if request.method == "POST" and form.is_valid():
        try:
            register.change(force, by=person_of(request), **form.cleaned_data)
        except Conflict as error:
            messages.error(request, message_of(error))
        except BadRequest as error:
            form.add_error("urn", message_of(error))
        if not form.errors:
            return _to(request, force)
    status = 422 if request.method == "POST" else 200
    return render(request, "forces/change.html", {"form": form, "force": force}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("forces.manage")
def add(request: HttpRequest) -> HttpResponseBase:
    """A unit taken into the register."""
    person = person_of(request)
    form = NewForm(request.POST or None, person=person, units=units_to_open_in(scope_of(request)))
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "rest_minutes"}
        try:
            force = register.take_in(**told, by=person)
            return _to(request, force)
        except Conflict as error:
            form.add_error("call_sign", message_of(error))
        except BadRequest as error:
            form.add_error("urn" if error.code == "force-urn-unseen" else "kind", message_of(error))
    status = 422 if request.method == "POST" else 200
    known = bool(in_force().kinds)
    return render(request, "forces/new.html", {"form": form, "known": known}, status=status)


def _to(request: HttpRequest, force: Force) -> HttpResponse:
    """The unit's page, or the register for whoever keeps it without seeing units."""
    if person_of(request).scope("forces.view").covers(force.unit_id, force.agency_id):
        return redirect("force", force.call_sign)
    return redirect("forces-register")
