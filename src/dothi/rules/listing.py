"""The list of rules: what a person narrows it by, and how often each has raised."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.http import QueryDict

from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.rules.alarms.models import Occurrence
from dothi.rules.book import latest_versions
from dothi.rules.models import Rule
from dothi.territory.names import folded

STATES = ("in-force", "armed", "unarmed", "withdrawn")
MONTH = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """From the list's address; what is not understood is left out."""

    text: str = ""
    state: str = STATES[0]
    type: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        state = query.get("state", "")
        return cls(
            query.get("q", "").strip()[:100],
            state if state in STATES else STATES[0],
            query.get("type", "")[:120],
        )

    @property
    def narrowed(self) -> bool:
        return self != Asked()


def listed(asked: Asked) -> tuple[list[Rule], list[str]]:
    """The rules that are asked for, by type and code, and all types there are."""
    every = sorted(latest_versions(), key=lambda rule: (rule.entity_type, rule.code))
    words = folded(asked.text).split()
    found = [
        rule for rule in every if _is_asked(rule, asked) and all(word in _searched(rule) for word in words)
    ]
    return found, sorted({rule.entity_type for rule in every})


def _is_asked(rule: Rule, asked: Asked) -> bool:
    if asked.type and rule.entity_type != asked.type:
        return False
    match asked.state:
        case "withdrawn":
            return rule.withdrawn
        case "armed":
            return rule.armed
        case "unarmed":
            return not rule.armed and not rule.withdrawn
    return not rule.withdrawn


def _searched(rule: Rule) -> str:
    return folded(
        f"{rule.code} {rule.name_vi} {rule.name_en} {rule.words_vi} {rule.entity_type} {rule.condition}"
    )


def raised_in_month(scope: Scope) -> Counter[str]:
    """How often each rule has raised an alarm in the last 30 days, of those that a scope covers."""
    recent = Occurrence.objects.filter(recorded_at__gt=clock.now() - MONTH).order_by()
    return Counter(dict(scope.restrict(recent).values_list("rule_code").annotate(n=Count("pk"))))
