"""Screens of incidents. Parsing, scope, action; nothing else happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.entities import queries as entities
from dothi.incidents import actions, forms, queries, walking
from dothi.incidents.command import queries as command
from dothi.incidents.joining import queries as joining
from dothi.incidents.kinds import name_of
from dothi.incidents.models import Incident
from dothi.incidents.wording import said, source_word, speaker
from dothi.incidents.workflow import State, needs_reason, next_states, step_name
from dothi.kernel import clock
from dothi.kernel.audit.as_of import find_as_known_at
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires

PER_PAGE = 50


@require_GET
@requires("incidents.view")
def incident_list(request: HttpRequest) -> HttpResponse:
    """What is being worked on, by whom, since when."""
    return render(
        request,
        "incidents/list.html",
        _rows(request) | {"states": forms.STATES, "choices": queries.choices(scope_of(request))},
    )


@require_GET
@requires("incidents.view")
def incident_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/_table.html", _rows(request))


def _rows(request: HttpRequest) -> dict[str, Any]:
    asked = forms.incident_filter(request.GET, person_of(request).pk)
    page = Paginator(queries.listed(scope_of(request), asked), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "incidents": page.object_list,
        "late": queries.late_steps(page.object_list),
        "asked": asked,
        "counts": queries.counts(scope_of(request)),
        "query": request.GET.urlencode(),
        "may_open": person_of(request).may("incidents.open"),
    }


@require_GET
@requires("incidents.view")
def incident_page(request: HttpRequest, code: str) -> HttpResponse:
    """One incident: state, people, what it is about, its log; `?at=` shows it as known then."""
    incident = queries.get_incident(code, scope_of(request))
    return render(
        request,
        "incidents/incident.html",
        _context(request, incident, past_minute(request.GET.get("at", ""))),
    )


@require_GET
@requires("incidents.view")
def incident_part(request: HttpRequest, code: str) -> HttpResponse:
    """The living part of the incident's page."""
    return render(
        request,
        "incidents/_incident.html",
        _context(request, queries.get_incident(code, scope_of(request)), None),
    )


def _context(request: HttpRequest, incident: Incident, at: dt.datetime | None) -> dict[str, Any]:
    person = person_of(request)
    legs = command.legs_of(incident, at)
    may_work = at is None and may_act(request, incident)
    own_leg = next((leg for leg in legs if leg.agency_id == person.agency_id and leg.is_open), None)
    state = State(incident.status)
    about = queries.entities_of(incident, at)
    shown = find_as_known_at(incident, at) if at else incident
    return {
        "incident": incident,
        "shown": shown,
        "kind": name_of(shown.kind) if shown else "",
        "at": at,
        **_lines(incident, person, at),
        "posts": command.tree(incident, command.held_of(incident, at), whole=False),
        "legs": legs,
        "own_leg": own_leg if at is None and person.scope("incidents.work") else None,
        "leads": command.leads(incident, person),
        "agencies": command.agencies_to_ask(incident) if may_work and incident.is_open else [],
        "sources": [(one, source_word(one.kind)) for one in joining.sources_of(incident, at)],
        "linked": [] if at else joining.linked(incident, person.scope("incidents.view")),
        "merges": [] if at else joining.merges_into(incident, person.scope("incidents.view")),
        "alarms": queries.alarms_of(incident, person.scope("alarms.view"), at),
        "entities": about,
        "reached": entities.reached((one.urn for one in about), person.scope("entities.view")),
        "steps": [
            {"state": to.value, "name": step_name(state, to), "needs_reason": needs_reason(state, to)}
            for to in next_states(state)
        ]
        if may_work
        else [],
        "may_work": may_work,
        "people": queries.possible_leads(incident) if may_work and incident.is_open else [],
        "clock": at or clock.now(),  # what is late is late against it
        "walks": queries.walks_of(incident, at),
        "procedures": queries.possible_procedures(incident) if may_work and incident.is_open else [],
        "step_agencies": queries.agencies_of(incident) if may_work and incident.is_open else [],
        "may_step": may_work and incident.is_open,
        "undone": walking.left_open(incident) if may_work and incident.is_open else [],
    }


def _lines(
    incident: Incident, person: Person, at: dt.datetime | None, before: int | None = None
) -> dict[str, Any]:
    """The last lines that this person may read (of those before one of them), each with who says it and its sentence; `more`:
    how many stand before them."""
    lines = command.readable_lines(queries.log(incident, until=at), incident, person)
    shown, more = queries.last_lines(lines, before)
    return {"log": [(line, speaker(line), said(line)) for line in shown], "more": more}


@require_GET
@requires("incidents.view")
def log_page(request: HttpRequest, code: str) -> HttpResponse:
    """Older lines of a long log, a hundred at a time."""
    incident = queries.get_incident(code, scope_of(request))
    at, before = past_minute(request.GET.get("at", "")), forms.number_of(request.GET.get("before"))
    told = _lines(incident, person_of(request), at, before)
    return render(request, "incidents/log.html", {"incident": incident, "at": at, **told})


Act = Callable[[Incident], str]


def may_act(request: HttpRequest, incident: Incident) -> bool:
    """May this person work on the case itself? (An agency that takes part answers for its own part only.)"""
    return person_of(request).scope("incidents.work").covers(incident.unit_id, incident.agency_id)


def acting(request: HttpRequest, code: str, act: Act, to: str = "") -> HttpResponseBase:
    """Reads the incident through the right to work on it, acts, says what was done; a refusal is said in the same place.
    `to`: the page of the case that it goes back to."""
    incident = queries.get_workable(code, scope_of(request))
    try:
        messages.success(request, act(incident))
    except DothiError as error:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        messages.error(request, message_of(error))
    return redirect(f"/incidents/{code}/{to}")


@require_POST
@requires("incidents.work")
def change_state(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        to, expected = (
            forms.state_of(request.POST.get("to", "")),
            forms.state_of(request.POST.get("from", "")),
        )
        actions.change_state(
            incident,
            to,
            expected=expected,
            reason=request.POST.get("reason", ""),
            leaving=forms.ids_of(request.POST.get("leaving", "")),
            by=person_of(request),
        )
        return t(f"incidents-now-{step_name(expected, to)}", code=code)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def assign_lead(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        chosen = request.POST.get("lead", "")
        is_number = chosen.isdecimal() and len(chosen) < 19  # "²" is a digit to Python, and no number
        lead = Person.objects.filter(pk=int(chosen)).first() if is_number else None
        if lead is None:
            raise BadRequest("incident-lead-unknown")
        actions.assign_lead(incident, lead, by=person_of(request))
        return t("incidents-assigned-now", lead=str(lead))

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def add_note(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        actions.add_note(incident, request.POST.get("text", ""), by=person_of(request))
        return t("incidents-noted-now")

    return acting(request, code, act)
