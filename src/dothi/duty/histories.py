"""Which rows' histories have a page: rosters, what was decided otherwise, swaps, policies and the routes to them, runs."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from dothi.duty.models import Override, Policy, Roster, Route, Run, Swap
from dothi.kernel.audit.shown import show_history
from dothi.kernel.permissions import Scope

M = TypeVar("M", bound=Model)
WORDS = "duty-field-"
CHOICES = {
    "state": "duty-state-",
    "severity": "web-severity-",
    "certainty": "certainty-",
    "about": "duty-about-",
    "kind": "duty-about-",
}


def open_histories() -> None:
    """Each to whoever sees the row."""
    show_history("duty-roster", Roster, "duty.view", _rosters, words=WORDS, choices=CHOICES)
    show_history("duty-override", Override, "duty.view", _of_roster(Override), words=WORDS, choices=CHOICES)
    show_history("duty-swap", Swap, "duty.view", _of_roster(Swap), words=WORDS, choices=CHOICES)
    show_history(
        "duty-policy", Policy, "duty.view", lambda scope: Policy.objects.all(), words=WORDS, choices=CHOICES
    )
    show_history(
        "duty-route", Route, "duty.view", lambda scope: Route.objects.all(), words=WORDS, choices=CHOICES
    )
    show_history(
        "duty-run",
        Run,
        "duty.view",
        lambda scope: scope.restrict(Run.objects.all()),
        words=WORDS,
        choices=CHOICES,
    )


def _rosters(scope: Scope) -> QuerySet[Roster]:
    return scope.restrict(Roster.objects.all())


def _of_roster(model: type[M]):  # type: ignore[no-untyped-def]
    return lambda scope: model._default_manager.filter(roster__in=_rosters(scope))
