"""Screens of escalations: what runs and ran with each step, and the page behind the link of a message with its one button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.duty import queries, runs
from dothi.duty.models import Route, Run
from dothi.kernel.errors import Conflict
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires, signed_in
from dothi.notify.queries import states_of

PER_PAGE = 50


@require_safe
@requires("duty.view")
def run_list(request: HttpRequest) -> HttpResponse:
    """Escalations of this scope, the newest first; `?state=` one of theirs."""
    return render(request, "duty/runs.html", _listed(request))


@require_safe
@requires("duty.view")
def run_rows(request: HttpRequest) -> HttpResponse:
    """The living part of it."""
    return render(request, "duty/_runs.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    state = request.GET.get("state", "")
    found = queries.runs(scope_of(request))
    if state in Run.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "state": state, "states": Run.State.values, "query": request.GET.urlencode()}


@require_safe
@requires("duty.view")
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One escalation with each of its steps."""
    return render(request, "duty/run.html", told_of(request, queries.get_run(pk, scope_of(request))))


@require_safe
@requires("duty.view")
def run_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The living part of it."""
    return render(request, "duty/_run.html", told_of(request, queries.get_run(pk, scope_of(request))))


@require_safe
@requires("duty.view")
def runs_of(request: HttpRequest) -> HttpResponse:
    """A part for the page of an alarm or a case: who was called for it, step by step."""
    kind, reference = request.GET.get("kind", ""), request.GET.get("reference", "")[:40]
    found = (
        queries.runs(scope_of(request)).filter(kind=kind, reference=reference)[:5]
        if kind in Route.About.values
        else []
    )
    return render(request, "duty/_of.html", {"runs": [told_of(request, run) for run in found]})


def told_of(request: HttpRequest, run: Run) -> dict[str, Any]:
    """A run with its lines, and what became of each message by now."""
    lines = list(queries.record(run))
    states = states_of([line.key for line in lines if line.key])
    return {
        "run": run,
        "lines": [
            (line, states.get(line.key, "") if line.kind in ("called", "hooked") else "") for line in lines
        ],
        "may_take": run.state in (Run.State.OPEN, Run.State.GATHERED, Run.State.EXHAUSTED)
        and runs.may_take(run, person_of(request)),
        **_gathered(request, run),
    }


def _gathered(request: HttpRequest, run: Run) -> dict[str, Any]:
    """Of a run that calls for many: how many wait, and those among all of them that the reader sees, the newest first."""
    if run.kind != Run.MANY:
        return {}
    seen = queries.runs(person_of(request).scope("duty.view")).filter(gathered_in=run)
    return {
        "waiting": run.gathered.filter(state=Run.State.GATHERED).count(),
        "gathered": list(seen.order_by("-pk")[:PER_PAGE]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the link of a message opens: what it is about, and one button."""
    run = queries.run_of_code(code)
    if request.method == "POST":
        try:
            runs.take(run, by=person_of(request))
            messages.success(request, t("duty-taken-now"))
        except Conflict as error:
            messages.error(request, message_of(error))
        return redirect("duty-take", code)
    told = told_of(request, run)
    if not told["may_take"] and not _sees(request, run):
        told["run"], told["lines"] = None, []
    return render(request, "duty/take.html", told | {"code": code})


def _sees(request: HttpRequest, run: Run) -> bool:
    """Who was called, or sees escalations there; the link alone shows nobody anything."""
    person = person_of(request)
    return runs.may_take(run, person) or person.scope("duty.view").covers(run.unit_id, run.agency_id)
