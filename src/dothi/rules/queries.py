"""Reads of rules and their versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at
from dothi.kernel.errors import NotFound
from dothi.rules.models import Rule


def get_rule(code: str) -> Rule:
    """The version in force (else the newest). Raises NotFound."""
    found = in_force(versions(code), clock.today())
    if found is None:
        raise NotFound("rule-does-not-exist", code=code)
    return found


def newest_version(code: str) -> int:
    """The number of the version that was written last, in force or yet to come."""
    newest: int = Rule.objects.filter(code=code).aggregate(newest=Max("version"))["newest"] or 0
    return newest


def versions(code: str) -> list[Rule]:
    """All versions of a rule, the newest first."""
    rules = Rule.objects.select_related("agency", "unit", "group", "changed_by").filter(code=code)
    return list(rules.order_by("-version"))


def versions_known_at(code: str, at: dt.datetime) -> list[Rule]:
    """The versions that had been written by `at`, as they were known then, the newest first."""
    return sorted(as_known_at(Rule.objects.filter(code=code), at), key=lambda rule: -rule.version)


def in_force(versions: Iterable[Rule], day: dt.date) -> Rule | None:
    """Of one rule's versions the one in force on a day (as `book.versions_in_force` chooses it), else the newest; None of none."""

    def rank(rule: Rule) -> tuple[bool, dt.date, int]:
        has_begun = rule.valid_from <= day
        return has_begun, rule.valid_from if has_begun else dt.date.min, rule.version

    return max(versions, key=rank, default=None)
