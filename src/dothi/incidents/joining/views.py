"""Screens of joining: merging into another case, parting again, splitting, linking."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.incidents import kinds, queries
from dothi.incidents.forms import ids_of
from dothi.incidents.joining import actions
from dothi.incidents.joining import queries as joining
from dothi.incidents.models import Incident
from dothi.incidents.views import acting
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires
from dothi.rules.models import Severity


@require_GET
@requires("incidents.work")
def join_page(request: HttpRequest, code: str) -> HttpResponse:
    """What can be joined with this case and what can be taken out of it."""
    incident = queries.get_workable(code, scope_of(request))
    return render(
        request,
        "incidents/join.html",
        {
            "incident": incident,
            "partners": joining.possible_partners(incident, scope_of(request)),
            "offers": joining.offers(incident, person_of(request)) if incident.is_open else [],
            "linked": joining.linked(incident, person_of(request).scope("incidents.view")),
            "merges": joining.merges_into(incident, person_of(request).scope("incidents.view")),
            "kinds": kinds.choices(),
            "severities": Severity.values,
        },
    )


@require_POST
@requires("incidents.work")
def merge(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        other = _other(request)
        actions.merge(incident, other, reason=request.POST.get("reason", ""), by=person_of(request))
        return t("incidents-merged-now", code=code, into=other.code)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def part(request: HttpRequest, code: str) -> HttpResponseBase:
    """Takes the case out again of the one that it was merged into."""

    def act(incident: Incident) -> str:
        done = joining.merge_of(incident)
        queries.get_workable(done.target.code, scope_of(request))  # it changes as well
        actions.part(done, reason=request.POST.get("reason", ""), by=person_of(request))
        return t("incidents-parted-now", code=code, other=done.target.code)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def split(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        offered = joining.offers(incident, person_of(request))
        new = actions.split(
            incident,
            title=request.POST.get("title", ""),
            kind=request.POST.get("kind", ""),
            severity=request.POST.get("severity", ""),
            chosen={
                one.part: ids_of(",".join(request.POST.getlist(one.part))) & {pk for pk, _words in one.rows}
                for one in offered
            },
            reason=request.POST.get("reason", ""),
            by=person_of(request),
        )
        return t("incidents-split-now", code=code, new=new.code)

    return acting(request, code, act)


@require_POST
@requires("incidents.work")
def link(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        other, kind = _other(request), request.POST.get("kind", "")
        pair = (other, incident) if kind == "effect" else (incident, other)
        actions.link(*pair, kind="cause" if kind == "effect" else kind, by=person_of(request))
        return t("incidents-linked-now", code=code, other=other.code)

    return acting(request, code, act, to="join/")


@require_POST
@requires("incidents.work")
def unlink(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(incident: Incident) -> str:
        reason = request.POST.get("reason", "")
        actions.unlink(joining.get_link(incident, pk), reason=reason, by=person_of(request))
        return t("incidents-unlinked-now")

    return acting(request, code, act, to="join/")


def _other(request: HttpRequest) -> Incident:
    """The other case of the form, through the right to work on it."""
    return queries.get_workable(request.POST.get("other", "").strip()[:20], scope_of(request))
