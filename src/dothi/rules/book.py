"""The rules in force today, compiled and indexed by (type, attribute), so that a value finds its rules without a scan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from dothi.kernel import clock
from dothi.rules.conditions import Hold
from dothi.rules.expressions import Expression, compile_expression
from dothi.rules.models import Kind, Rule
from dothi.territory import queries as territory

SHORTEST_GAP = dt.timedelta(
    hours=2
)  # a silence longer than this (or twice the hold) breaks a pending duration


@dataclass(frozen=True, slots=True)
class Armed:
    """One armed rule, ready to be judged."""

    rule: Rule
    condition: Expression | None  # None: a no-data rule
    clear: Expression | None  # None: "no longer true"
    hold: Hold
    unit_ids: frozenset[int] | None  # None: everywhere

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def windows(self) -> dict[str, dt.timedelta]:
        """The longest window that condition and clear ask of each attribute."""
        longest: dict[str, dt.timedelta] = {}
        for expression in (self.condition, self.clear):
            for name, window in (expression.windows if expression else {}).items():
                longest[name] = max(window, longest.get(name, window))
        return longest

    def covers(self, unit_id: int | None) -> bool:
        return self.unit_ids is None or unit_id in self.unit_ids


@dataclass(frozen=True, slots=True)
class Book:
    """All armed rules of a day."""

    by_code: dict[str, Armed]
    by_key: dict[tuple[str, str], tuple[Armed, ...]]

    @property
    def attributes(self) -> list[str]:
        return sorted({attribute for _type, attribute in self.by_key})

    def of(self, types: Iterable[str], attributes: Iterable[str]) -> dict[str, Armed]:
        """The rules that a change of these attributes of an entity of these types concerns, by code."""
        wanted = list(attributes)
        return {
            armed.code: armed
            for kind in types
            for name in wanted
            for armed in self.by_key.get((kind, name), ())
        }


def versions_in_force(day: dt.date | None = None) -> list[Rule]:
    """Of each code the version with the latest day that has come (of one day the highest): a city's own change outlives a reload.

    Not what its pack has withdrawn since.
    """
    day = day or clock.today()
    latest = Rule.objects.filter(valid_from__lte=day).order_by("code", "-valid_from", "-version")
    return [rule for rule in latest.distinct("code") if not rule.withdrawn]


def open_book(day: dt.date | None = None) -> Book:
    """Reads and compiles the armed rules; thousands take well under a second because equal texts compile once."""
    armed = [arm(rule, day or clock.today()) for rule in versions_in_force(day) if rule.armed]
    by_key: dict[tuple[str, str], list[Armed]] = defaultdict(list)
    for each in armed:
        for attribute in each.rule.attributes:
            by_key[each.rule.entity_type, attribute].append(each)
    return Book({each.code: each for each in armed}, {key: tuple(rules) for key, rules in by_key.items()})


def stamp() -> tuple[dt.date, int | None]:
    """Changes when the book must be opened anew: a rule was written, or a new day brings a dated version into force."""
    return clock.today(), Rule.objects.aggregate(newest=Max("id"))["newest"]


def arm(rule: Rule, day: dt.date) -> Armed:
    """The rule compiled, with the units it covers on a day."""
    is_threshold = rule.kind == Kind.THRESHOLD
    return Armed(
        rule=rule,
        condition=compile_expression(rule.condition) if is_threshold else None,
        clear=compile_expression(rule.clear) if is_threshold and rule.clear else None,
        hold=Hold(rule.hold, rule.clear_hold, gap=max(2 * rule.hold, SHORTEST_GAP)),
        unit_ids=_units(rule, day),
    )


def _units(rule: Rule, day: dt.date) -> frozenset[int] | None:
    if rule.unit_id is not None:
        return territory.unit_and_below(rule.unit_id)
    return None if rule.group_id is None else territory.members_of(rule.group_id, day)
