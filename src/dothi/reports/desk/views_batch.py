"""Many reports at once: one step for all that were ticked, each in a transaction of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.asked import number_of
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.reports import actions
from dothi.reports.desk import batch, templates
from dothi.reports.models import Report
from dothi.tasks import forms as task_forms


@require_POST
@requires("reports.view")
def many(request: HttpRequest) -> HttpResponseBase:
    """One step (`do`) for all that were ticked (`report`), and what came of each."""
    chosen = request.POST.getlist("report")
    try:
        if not chosen:
            raise BadRequest("report-batch-empty")
        act = _act(request, person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("reports")
    outcomes = batch.run(chosen, act, scope_of(request))
    context = {
        "outcomes": sorted(outcomes, key=lambda one: one.done),
        "done": sum(one.done for one in outcomes),
        "left": sum(not one.done for one in outcomes),
        "over": max(0, len(set(chosen)) - batch.MOST),
        "step": request.POST.get("do", "")[:20],
    }
    return render(request, "reports/batch.html", context)


def _act(request: HttpRequest, by: Person) -> batch.Act:
    """What is done to each. Raises BadRequest, NotFound (no such step, agency or template)."""
    match request.POST.get("do", ""):
        case "take":
            return lambda one, seen: actions.take(one, by=by, seen=seen)
        case "publish":
            return lambda one, seen: actions.publish(one, by=by, seen=seen)
        case "give":
            agency = agency_asked(request)
            return lambda one, seen: actions.give(one, agency, by=by, seen=seen)
        case "answer":
            text = templates.get_template(number_of(request.POST.get("template", "")) or 0, by.agency_id).text
            return lambda one, seen: actions.answer(one, templates.filled(text, one), by=by, seen=seen)
        case "time":
            return lambda one, _seen: _ask_time(request, one, by)
        case other:
            raise BadRequest("report-no-such-step", step=other[:20])


def _ask_time(request: HttpRequest, one: Report, by: Person) -> object:
    until = task_forms.more_time_in(request.POST, max(one.due_at, clock.now()))
    return actions.ask_more_time(one, until=until, reason=request.POST.get("reason", ""), by=by)


def agency_asked(request: HttpRequest) -> Agency:
    """The one that was chosen (`agency`). Raises BadRequest."""
    found = Agency.objects.filter(pk=number_of(request.POST.get("agency", "")) or 0).first()
    if found is None:
        raise BadRequest("report-needs-agency")
    return found
