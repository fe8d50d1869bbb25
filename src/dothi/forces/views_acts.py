"""What is done with a unit by a button: its state, what became of an assignment, a crew that is well, a unit that is no more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.forces import actions, queries, register
from dothi.forces.forms import state_of
from dothi.forces.models import Force
from dothi.forces.states import set_state as move
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_POST
@requires("forces.send")
def set_state(request: HttpRequest, call_sign: str) -> HttpResponseBase:
    """The next state, told by a person at the screen; `expected` is the one that they saw."""
    force = queries.get_force(call_sign, scope_of(request))
    new, old = state_of(request.POST.get("state", "")), state_of(request.POST.get("expected", ""))
    try:
        move(force, new, expected=old, note=request.POST.get("reason", ""), by=person_of(request))
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    else:
        messages.success(
            request, t("forces-state-set", force=force.call_sign, state=t(f"forces-state-{new.value}"))
        )
    return _back(request, force)


@require_POST
@requires("forces.send")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The crew said on the radio that it heard."""
    assignment = queries.get_assignment(pk, scope_of(request))
    try:
        actions.acknowledge(assignment, by=person_of(request))
    except Conflict as error:
        messages.error(request, message_of(error))
    return _back(request, assignment.force)


@require_POST
@requires("forces.send")
def recall(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Not needed after all."""
    assignment = queries.get_assignment(pk, scope_of(request))
    try:
        actions.recall(assignment, request.POST.get("reason", ""), by=person_of(request))
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    return _back(request, assignment.force)


@require_POST
@requires("forces.send")
def decline(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The crew said that it cannot go."""
    assignment = queries.get_assignment(pk, scope_of(request))
    try:
        actions.decline(assignment, request.POST.get("reason", ""), by=person_of(request))
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    return _back(request, assignment.force)


@require_POST
@requires("forces.send")
def answer_check_in(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The crew is well."""
    checkin = queries.get_check_in(pk, scope_of(request))
    try:
        actions.answer_check_in(checkin, note=request.POST.get("reason", ""), by=person_of(request))
    except Conflict as error:
        messages.error(request, message_of(error))
    return _back(request, checkin.assignment.force)


@require_POST
@requires("forces.manage")
def disband(request: HttpRequest, call_sign: str) -> HttpResponseBase:
    """It is sent no more."""
    force = queries.get_force(call_sign, scope_of(request))
    try:
        register.disband(force, request.POST.get("reason", ""), by=person_of(request))
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    sees = person_of(request).scope("forces.view").covers(force.unit_id, force.agency_id)
    return _back(request, force) if sees else redirect("forces-register")


def _back(request: HttpRequest, force: Force) -> HttpResponse:
    """To the page it was pressed on (`next`: a case), else the unit's own."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("force", force.call_sign)
