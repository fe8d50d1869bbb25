"""*Việc của tôi*: everything one person owes, by one clock (`tasks.mine`), and beside it what waits for them without a deadline:
commands for their consent, warnings for their release, sources of their own agency that are late. A tray on every page counts it.

What is told to nobody in particular has its own page; here stands only what this person, and not the next, is asked to look at.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.commands import queries as commands
from dothi.commands.models import Command
from dothi.connectors import queries_sources as sources
from dothi.connectors.queries_sources import NEEDY, Shown
from dothi.kernel.permissions import signed_in
from dothi.tasks import forms as tasks
from dothi.tasks import mine as owed
from dothi.warnings import queries as warnings
from dothi.warnings import showing

MOST = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """`late` of `sources`; the others are shown, and not counted. `pressing`: of what is owed, what is overdue or due today."""

    pressing: int

    commands: list[Command]
    sources: list[Shown]
    warnings: list[showing.Shown]

    @property
    def late(self) -> int:
        return sum(one.word in NEEDY for one in self.sources)

    @property
    def count(self) -> int:
        return self.pressing + len(self.commands) + self.late + len(self.warnings)


def waiting_for(person: Person) -> Waiting:
    asked = commands.waiting_for(person)[:MOST] if person.may("commands.consent") else ()
    own = sources.shown_of_agency(person.agency_id) if person.agency_id else []
    to_release = showing.publicly(warnings.waiting_for(person)[:MOST])
    return Waiting(owed.pressing(person), list(asked), own, to_release)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The page behind the tray."""
    return render(request, "web/mine.html", _waiting(request))


@signed_in
@require_safe
def mine_rows(request: HttpRequest) -> HttpResponse:
    """What changes of it while one looks."""
    return render(request, "web/_mine.html", _waiting(request))


@signed_in
@require_safe
def mine_count(request: HttpRequest) -> HttpResponse:
    """The tray's number."""
    return render(request, "web/part/mine_count.html", {"count": waiting_for(person_of(request)).count})


def _waiting(request: HttpRequest) -> dict[str, object]:
    person, when = person_of(request), request.GET.get("when", "")
    when = when if when in owed.BUCKETS else ""
    page = tasks.page_in(request.GET) if when else 1
    return {
        "buckets": owed.by_clock(person, only=when, page=page),
        "when": when,
        "page_before": page - 1,
        "page_after": page + 1,
        "query": request.GET.urlencode(),
        "waiting": waiting_for(person),
        "agency": person.agency,
        "may_consent": person.may("commands.consent"),
        "may_release": person.may("warnings.release"),
        "sees_sources": person.may("connectors.view"),
    }
