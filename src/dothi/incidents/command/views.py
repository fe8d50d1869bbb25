"""Screens of command in a case: the command tree with giving and handing over, agencies taking part, what stands near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency, Person
from dothi.incidents import near, queries
from dothi.incidents.command import actions, legs, roles
from dothi.incidents.command import queries as command
from dothi.incidents.command.actions import Holder
from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.models import Incident
from dothi.incidents.views import acting, may_act
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires

M = TypeVar("M", Person, Agency)


@require_GET
@requires("incidents.view")
def command_page(request: HttpRequest, code: str) -> HttpResponse:
    """The command tree of a case, who held which post when, and who commanded at a minute (`?moment=`)."""
    incident = queries.get_incident(code, scope_of(request))
    moment = past_minute(request.GET.get("moment", ""), "moment")
    held = command.held_of(incident)
    may_work = may_act(request, incident)
    return render(
        request,
        "incidents/command.html",
        {
            "incident": incident,
            "posts": command.tree(incident, held, whole=True),
            "held": held,
            "moment": moment,
            "commanding": command.commanding(incident, moment) if moment else [],
            "may_work": may_work,
            "people": queries.possible_leads(incident) if may_work else [],
            "agencies": _agencies() if may_work else [],
            "clock": clock.now(),
        },
    )


def _agencies() -> list[Agency]:
    today = clock.today()
    rows = Agency.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
    return list(rows.order_by("name_vi"))


@require_POST
@requires("incidents.work")
def give_role(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        role = roles.get_role(incident, request.POST.get("role", ""))
        row = actions.give(
            incident,
            role,
            holder_of(request),
            at=said_at(request),
            reason=request.POST.get("reason", ""),
            by=person_of(request),
        )
        return t("incidents-role-given-now", role=role.name, holder=row.name)

    return acting(request, code, act, to="command/")


@require_POST
@requires("incidents.work")
def hand_role(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        row = actions.hand_over(
            command.get_held(incident, pk),
            holder_of(request),
            at=said_at(request),
            reason=request.POST.get("reason", ""),
            by=person_of(request),
        )
        return t("incidents-role-given-now", role=row.role.name, holder=row.name)

    return acting(request, code, act, to="command/")


@require_POST
@requires("incidents.work")
def end_role(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        held = command.get_held(incident, pk)
        reason = request.POST.get("reason", "")
        actions.end(held, at=said_at(request), reason=reason, by=person_of(request))
        return t("incidents-role-ended-now", role=held.role.name)

    return acting(request, code, act, to="command/")


def holder_of(request: HttpRequest) -> Holder:
    """Who takes a role: a person of the list, or a name as it was typed. Raises BadRequest for ids that are none."""
    person, agency = (_chosen(request.POST.get(key, "")) for key in ("person", "agency"))
    return Holder(
        name=request.POST.get("name", ""),
        person=_row(Person, person, "incident-role-needs-name"),
        agency=_row(Agency, agency, "incident-agency-unknown"),
        phone=request.POST.get("phone", ""),
    )


def _chosen(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _row(model: type[M], pk: int | None, complaint: str) -> M | None:
    if pk is None:
        return None
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise BadRequest(complaint)
    return found


def said_at(request: HttpRequest) -> dt.datetime | None:
    """When it was so, where the person says it was earlier. Raises BadRequest."""
    text = request.POST.get("at", "")
    if not text:
        return None
    asked = past_minute(text)
    return asked if asked is None else asked.replace(second=0, microsecond=0)


@require_GET
@requires("incidents.view")
def near_part(request: HttpRequest, code: str) -> HttpResponse:
    """What stands near the case: by itself, so that the page never waits for it."""
    incident = queries.get_incident(code, scope_of(request))
    scope = person_of(request).scope("entities.view")
    return render(
        request, "incidents/_near.html", {"incident": incident, "kinds": near.near(incident, scope)}
    )


@require_POST
@requires("incidents.work")
def ask_agency(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        agency = _row(Agency, _chosen(request.POST.get("agency", "")), "incident-agency-unknown")
        if agency is None:
            raise BadRequest("incident-agency-unknown")
        legs.ask(incident, agency, message=request.POST.get("message", ""), by=person_of(request))
        return t("incidents-leg-asked-now", agency=str(agency))

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def withdraw_leg(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        leg = command.get_leg(incident, pk)
        legs.withdraw(leg, reason=request.POST.get("reason", ""), by=person_of(request))
        return t("incidents-leg-withdrawn-now", agency=str(leg.agency))

    return acting(request, code, act)


LegAct = Callable[[IncidentLeg], str]


def _for_agency(request: HttpRequest, code: str, pk: int, act: LegAct) -> HttpResponseBase:
    """What a person does for their own agency in a case that it sees. Whoever sees the case no more (declined) goes to the list."""
    person = person_of(request)
    scope = person.scope("incidents.view")
    leg = command.own_leg(queries.get_incident(code, scope), pk, person)
    try:
        messages.success(request, act(leg))
    except DothiError as error:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        messages.error(request, message_of(error))
    still = queries.visible(scope).filter(code=code).exists()
    return redirect(f"/incidents/{code}/" if still else "/incidents/")


@require_POST
@requires("incidents.work")
def answer_leg(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Accepts, declines or finishes the part of one's own agency."""
    moves: dict[str, LegAct] = {
        "accepted": lambda leg: _told(legs.accept(leg, answer=said, by=person_of(request))),
        "declined": lambda leg: _told(legs.decline(leg, reason=said, by=person_of(request))),
        "done": lambda leg: _told(legs.finish(leg, result=said, by=person_of(request))),
    }
    said, to = request.POST.get("reason", ""), request.POST.get("to", "")
    return _for_agency(request, code, pk, moves.get(to, _unknown_answer))


def _unknown_answer(_leg: IncidentLeg) -> str:
    raise BadRequest("incident-leg-answer")


def _told(leg: IncidentLeg) -> str:
    return t(f"incidents-leg-{leg.state}-now")


@require_POST
@requires("incidents.work")
def note_leg(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(leg: IncidentLeg) -> str:
        legs.note(leg, request.POST.get("text", ""), by=person_of(request))
        return t("incidents-noted-now")

    return _for_agency(request, code, pk, act)


@require_POST
@requires("incidents.work")
def share_leg(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(leg: IncidentLeg) -> str:
        shares = request.POST.get("shares") == "1"
        legs.share_notes(leg, shares, by=person_of(request))
        return t("incidents-leg-shares-now" if shares else "incidents-leg-keeps-now")

    return _for_agency(request, code, pk, act)
