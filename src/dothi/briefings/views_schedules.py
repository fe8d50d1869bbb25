"""Schedules of briefings on a screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.briefings import queries, scheduling
from dothi.briefings.forms import ScheduleForm
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("briefings.make")
def schedules(request: HttpRequest) -> HttpResponseBase:
    """What is drafted by itself, and a new one."""
    by = person_of(request)
    form = ScheduleForm(request.POST or None, by=by, initial={"at": "07:00"})
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.plan(by=by, **form.told())
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("briefings-done"))
            return redirect("briefing-schedules")
    told = {"rows": queries.schedules(scope_of(request)), "form": form}
    return render(request, "briefings/schedules.html", told, status=422 if form.errors else 200)


@require_POST
@requires("briefings.make")
def stop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Nothing is drafted by it any more."""
    scheduling.stop(queries.get_schedule(pk, scope_of(request)), by=person_of(request))
    messages.success(request, t("briefings-done"))
    return redirect("briefing-schedules")
