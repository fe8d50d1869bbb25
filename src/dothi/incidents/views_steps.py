"""Screens of procedures inside an incident: beginning one, settling its steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from dothi.accounts.asker import person_of
from dothi.accounts.models import Agency, Person
from dothi.incidents import queries, walking
from dothi.incidents.models import Incident, Procedure
from dothi.incidents.views import acting
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires


@require_POST
@requires("incidents.work")
def begin_procedure(request: HttpRequest, code: str) -> HttpResponseBase:
    """Begins one of the procedures in force."""

    def act(incident: Incident) -> str:
        procedure = _chosen(incident, request.POST.get("procedure", ""))
        walking.begin(incident, procedure, by=person_of(request))
        return t("incidents-procedure-begun-now", name=procedure.name)

    return acting(request, code, act)


def _chosen(incident: Incident, key: str) -> Procedure:
    found = next((one for one in queries.possible_procedures(incident) if str(one.pk) == key), None)
    if found is None:
        raise BadRequest("incident-procedure-unknown")
    return found


@require_POST
@requires("incidents.work")
def do_step(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        note = request.POST.get("reason", "")
        step = walking.do_step(queries.get_step(incident, pk), note=note, by=person_of(request))
        return t("incidents-step-done-now", number=step.number)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def skip_step(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        reason = request.POST.get("reason", "")
        step = walking.skip_step(queries.get_step(incident, pk), reason=reason, by=person_of(request))
        return t("incidents-step-skipped-now", number=step.number)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def reopen_step(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        reason = request.POST.get("reason", "")
        step = walking.reopen_step(queries.get_step(incident, pk), reason=reason, by=person_of(request))
        return t("incidents-step-reopened-now", number=step.number)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def give_step(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Gives a step to a person or an agency (`p7`, `a3`)."""

    def act(incident: Incident) -> str:
        owner = _owner(incident, request.POST.get("owner", ""))
        step = walking.give_step(queries.get_step(incident, pk), owner, by=person_of(request))
        return t("incidents-step-given-now", number=step.number, owner=str(owner))

    return acting(request, code, act)


def _owner(incident: Incident, key: str) -> Person | Agency:
    """One of those that the form offers. Raises BadRequest."""
    people = {f"p{one.pk}": one for one in queries.possible_leads(incident)}
    agencies = {f"a{one.pk}": one for one in queries.agencies_of(incident)}
    found = people.get(key) or agencies.get(key)
    if found is None:
        raise BadRequest("incident-step-owner-unknown")
    return found
