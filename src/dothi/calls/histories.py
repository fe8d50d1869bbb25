"""Which rows' histories have a page. What is personal in them needs the right to see it."""

from __future__ import annotations

from django.db.models import QuerySet

from dothi.calls import queries
from dothi.calls.models import Call, CallLeg, CallRule, Line, NumberMark, PlaceLink, Service
from dothi.calls.understanding.models import ProtocolCard
from dothi.kernel.audit.shown import show_history
from dothi.kernel.permissions import Scope

WORDS = "calls-field-"
CHOICES = {
    "state": "calls-state-",
    "place_source": "calls-source-",
    "outcome": "calls-outcome-",
    "severity": "web-severity-",
    "certainty": "certainty-",
}


def open_histories() -> None:
    """Versions hold no number and no name of a caller (models.py): they open to whoever sees the call."""
    show_history("call", Call, "calls.view", queries.visible, words=WORDS, choices=CHOICES)
    show_history(
        "call-leg",
        CallLeg,
        "calls.view",
        queries.legs,
        words=WORDS,
        choices={"state": "calls-leg-state-"},
    )
    show_history(
        "call-link",
        PlaceLink,
        "calls.view",
        lambda scope: PlaceLink.objects.filter(call__in=queries.visible(scope).values("pk")),
        words=WORDS,
    )
    show_history("number-mark", NumberMark, "calls.person", _marks, words=WORDS)
    show_history(
        "call-line", Line, "calls.manage", lambda scope: Line.objects.all(), words=WORDS, choices=CHOICES
    )
    show_history(
        "call-service",
        Service,
        "calls.view",
        lambda scope: Service.objects.all(),
        words=WORDS,
        choices=CHOICES,
    )
    show_history(
        "call-rule",
        CallRule,
        "calls.manage",
        lambda scope: CallRule.objects.all(),
        words=WORDS,
        choices=CHOICES,
    )
    show_history(
        "call-card",
        ProtocolCard,
        "calls.view",
        lambda scope: ProtocolCard.objects.all(),
        words=WORDS,
        choices=CHOICES,
    )


def _marks(scope: Scope) -> QuerySet[NumberMark]:
    numbers = queries.visible(scope).exclude(caller_number="").values("caller_number")
    return NumberMark.objects.filter(number__in=numbers)
