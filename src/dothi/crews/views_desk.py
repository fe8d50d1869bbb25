"""What the desk sees of crews on a unit's page: who is signed on, and the button that signs off whoever forgot."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.crews import duties
from dothi.crews.queries import get_duty
from dothi.forces.queries import get_force
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_safe
@never_cache
@requires("forces.view")
def of_force(request: HttpRequest, call_sign: str) -> HttpResponse:
    """A part of the unit's page; empty while nobody is signed on."""
    force = get_force(call_sign, scope_of(request))
    may_end = person_of(request).scope("forces.send").covers(force.unit_id, force.agency_id)
    return render(request, "crews/_of.html", {"force": force, "crew": duties.on(force), "may_end": may_end})


@require_POST
@requires("forces.send")
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs a crew member off who forgot, with `reason`; their phone tells its position no longer."""
    duty = get_duty(pk, scope_of(request))
    try:
        duties.sign_off(duty, by=person_of(request), reason=request.POST.get("reason", ""))
    except BadRequest as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t("crews-of-ended", who=str(duty.person), force=duty.force.call_sign))
    return redirect("force", duty.force.call_sign)
