"""Targets on screens: what holds and how sure it is, the city's own from a day on, its end; each with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.dispatch.clocks import targets
from dothi.dispatch.clocks.asked import TargetForm, service_names
from dothi.dispatch.models import Target
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_safe
@requires("calls.view")
def targets_page(request: HttpRequest) -> HttpResponse:
    """What holds today, what comes and what held."""
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("calls.manage")
def set_target(request: HttpRequest) -> HttpResponse:
    """The same with the form for the city's own: who manages calls everywhere sets it, and need see no call for that."""
    if not targets.may_set(person_of(request)):
        raise NotAllowed(permission="calls.manage")
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        return redirect("desk-target-set")
    return _page(request, form)


def _page(request: HttpRequest, form: TargetForm | None) -> HttpResponse:
    own = Target.objects.filter(pack="").order_by("code", "-valid_from")
    context = {
        "held": targets.in_force(),
        "coming": Target.objects.filter(valid_from__gt=clock.today()).order_by("valid_from", "code"),
        "past": Target.objects.filter(valid_to__lte=clock.today()).order_by("measure", "code"),
        "history": [line for row in own for line in history_of(row)],
        "names": service_names(),
        "form": form,
        "may_see": person_of(request).may("calls.view"),
        "may_set": targets.may_set(person_of(request)),
    }
    return render(
        request, "dispatch/clocks/targets.html", context, status=422 if form and form.errors else 200
    )


@require_POST
@requires("calls.manage")
def end_target(request: HttpRequest, code: str) -> HttpResponse:
    """The city's own target ends tonight."""
    targets.end_own(code[:60], by=person_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, t("dispatch-target-ended"))
    return redirect("desk-target-set")


def _saved(request: HttpRequest, form: TargetForm) -> bool:
    try:
        row = targets.set_own(**form.cleaned_data, by=person_of(request))
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(request, t("dispatch-target-saved", day=f"{row.valid_from:%d/%m/%Y}"))
    return True
