"""What the desk does beside the steps: another category, a second matter, links, a case, and what is proposed for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.calls.understanding.suggesting import suggest
from dothi.incidents import kinds
from dothi.kernel.asked import numbers_of
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.reports import actions, categories, queries, showing
from dothi.reports.desk import linking
from dothi.reports.desk.done import doing
from dothi.reports.matching.near import near
from dothi.reports.matching.proposing import propose
from dothi.reports.models import Report, State
from dothi.reports.workflow import OPEN, may_take

MOST_SHOWN = 20


@require_POST
@requires("reports.route")
def category(request: HttpRequest, code: str) -> HttpResponseBase:
    """It is about something else (`category`, with the words that spoke for it)."""
    words = request.POST.get("words", "")[:300].split("|")
    return _doing(
        request,
        code,
        "category",
        lambda one, by: actions.recategorise(
            one,
            request.POST.get("category", "")[:120],
            words=[word for word in words if word],
            by=by,
            seen=request.POST.get("seen", "")[:10],
        ),
    )


@require_POST
@requires("reports.route")
def split(request: HttpRequest, code: str) -> HttpResponseBase:
    """A second matter becomes a report of its own."""
    numbers = numbers_of(request.POST.getlist("photo")[:50])
    told = {"text": request.POST.get("text", ""), "category": request.POST.get("category", "")[:120]}
    return _doing(request, code, "split", lambda one, by: actions.split(one, photos=numbers, by=by, **told))


@require_POST
@requires("reports.view")
def link(request: HttpRequest, code: str) -> HttpResponseBase:
    """Links what `reference` names."""
    reference = request.POST.get("reference", "")
    return _doing(request, code, "link", lambda one, by: linking.link(one, reference, by=by))


@require_POST
@requires("reports.view")
def unlink(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    def act(one: Report, by: Person) -> None:
        row = one.links.filter(pk=pk).select_related("report").first()
        if row is None:
            raise NotFound("report-link-gone")
        linking.unlink(row, by=by)

    return _doing(request, code, "unlink", act)


@require_POST
@requires("incidents.open")
def open_case(request: HttpRequest, code: str) -> HttpResponseBase:
    """A case from the report, once."""
    found = queries.get_report(code, person_of(request).scope("reports.view"))
    try:
        case = linking.open_case(found, request.POST.get("severity", "medium"), by=person_of(request))
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("report", found.code)
    return redirect(f"/incidents/{case.code}/")


def _doing(
    request: HttpRequest, code: str, did: str, act: Callable[[Report, Person], object]
) -> HttpResponseBase:
    found, by = queries.get_report(code, scope_of(request)), person_of(request)
    return doing(request, found, did, lambda: act(found, by))


@require_safe
@requires("reports.view")
def of_thing(request: HttpRequest) -> HttpResponse:
    """The part on the page of a thing of another room: the reports that have to do with it (`?kind=&reference=`)."""
    told = {name: request.GET.get(name, "")[:400] for name in ("kind", "reference")}
    rows = linking.reports_of(told["kind"], told["reference"], scope_of(request))[:MOST_SHOWN]
    return render(request, "reports/_of.html", {"rows": showing.shown_all(rows)})


def proposals(found: Report, by: Person, *, desk: bool) -> dict[str, Any]:
    """What the page offers the desk: links, another category with its reason, reports that may be the same."""
    sorting = desk and found.state in (State.NEW, State.GIVEN)
    links, unseen = linking.seen(found, by)
    return {
        "links": links,
        "links_unseen": unseen,
        "nearby": linking.nearby(found, by) if found.is_open else [],
        "may_link": by.may("reports.work") or by.may("reports.route"),
        "may_sort": sorting,
        "may_open": by.may("incidents.open") and found.is_open,
        "suggested": _suggested(found) if sorting else None,
        "alike": _alike(found, by) if desk and may_take("merge", found.state) else [],
        "pack_categories": categories.choices() if desk else [],
    }  # fmt: skip


def _suggested(found: Report) -> dict[str, Any] | None:
    """The likeliest category by its words, where they do not speak for the report's own; packs' own alone."""
    if any(one.category == found.category for one in propose(found.text)):
        return None  # what the hotline says more broadly is no better than what the form proposes
    best = next((one for one in suggest(found.text) if "." in one.kind), None)
    if best is None or best.kind == found.category:
        return None
    return {"category": best.kind, "name": kinds.name_of(best.kind), "words": best.words[:5], "joined": "|".join(best.words[:5])}  # fmt: skip


def _alike(found: Report, by: Person) -> list[Any]:
    if found.lon is None or found.lat is None:
        return []
    rows = queries.visible(by.scope("reports.view")).filter(state__in=[str(one) for one in OPEN])
    return near(
        found.lon, found.lat, category=found.category, text=found.text, rows=rows.exclude(pk=found.pk), words="text",
        accuracy_m=found.accuracy_m or 0.0,
    )  # fmt: skip
