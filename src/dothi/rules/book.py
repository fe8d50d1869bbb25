"""The rules in force today, compiled and indexed by (type, attribute), so that a value finds its rules without a scan."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from dothi.kernel import clock
from dothi.kernel.calendar import ALWAYS, COMMON, Calendar, Stretch
from dothi.kernel.errors import BadRequest
from dothi.rules import observations
from dothi.rules.conditions import Hold
from dothi.rules.expressions import Expression, compile_expression
from dothi.rules.gathering.deciding import Together
from dothi.rules.models import Kind, Rule
from dothi.rules.schedules.queries import calendar_now
from dothi.territory import queries as territory

logger = logging.getLogger(__name__)

SHORTEST_GAP = dt.timedelta(
    hours=2
)  # a silence longer than this (or twice the hold) breaks a pending duration


@dataclass(frozen=True)
class Armed:
    """One armed rule, ready to be judged."""

    rule: Rule
    condition: Expression | None  # None: a no-data rule
    clear: Expression | None  # None: "no longer true"
    hold: Hold
    unit_ids: frozenset[int] | None  # None: everywhere
    calendar: Calendar = COMMON

    @property
    def code(self) -> str:
        return self.rule.code

    @cached_property
    def together(self) -> Together | None:
        """What an area must have for one alarm; None: each entity has its own."""
        if self.rule.together_least is None or self.rule.together_within is None:
            return None
        return Together(self.rule.together_least, self.rule.together_within, self.rule.together_radius_m)

    @property
    def schedule(self) -> str:
        """The schedule outside which its condition counts as false, or no value is awaited; empty: always."""
        return self.rule.schedule

    def awaited(self, at: dt.datetime) -> Stretch | None:
        """The time around an instant in which a no-data rule awaits values; None: nobody does then."""
        return self.calendar.stretch(self.schedule, at) if self.schedule else ALWAYS

    @cached_property
    def schedules(self) -> frozenset[str]:
        """All schedules whose beginning and end may turn it without a new value."""
        named = [each.schedules for each in (self.condition, self.clear) if each]
        return frozenset({self.schedule} - {""}).union(*named)

    @property
    def skips(self) -> bool:
        """Do its values alone decide? Else the time of day does, too."""
        return not (self.schedule or any(each.tells_time for each in (self.condition, self.clear) if each))

    @cached_property
    def habits(self) -> frozenset[tuple[str, dt.timedelta]]:
        """The attributes that are compared with the same hour of other weeks, and how many weeks."""
        return frozenset().union(*(each.habits for each in (self.condition, self.clear) if each))

    @cached_property
    def windows(self) -> dict[str, dt.timedelta]:
        """The longest window that condition and clear ask of each attribute."""
        longest: dict[str, dt.timedelta] = {}
        for expression in (self.condition, self.clear):
            for name, window in (expression.windows if expression else {}).items():
                longest[name] = max(window, longest.get(name, window))
        return longest

    def covers(self, unit_id: int | None) -> bool:
        return self.unit_ids is None or unit_id in self.unit_ids


@dataclass(frozen=True)
class Book:
    """All armed rules of a day. `by_key`: by (type, attribute, unit); a rule for everywhere stands under no unit."""

    by_code: dict[str, Armed]
    by_key: dict[tuple[str, str, int | None], tuple[Armed, ...]]

    @cached_property
    def attributes(self) -> list[str]:
        return sorted({attribute for _type, attribute, _unit in self.by_key})

    @cached_property
    def waiting(self) -> list[Armed]:
        """The rules that time alone may turn."""
        return [each for each in self.by_code.values() if each.rule.no_data_after or each.hold.lasts]

    @cached_property
    def gathering(self) -> list[Armed]:
        return [each for each in self.by_code.values() if each.together]

    @cached_property
    def scheduled(self) -> list[Armed]:
        """The rules whose condition a schedule turns; silence is judged by `waiting` at any time."""
        return [each for each in self.by_code.values() if each.schedules and each.condition]

    def rules_of(self, types: Collection[str], unit_id: int | None) -> dict[str, tuple[Armed, ...]]:
        """The rules that a change concerns of an entity of these types in this unit, by attribute; looked up once for all alike."""
        key = (tuple(types), unit_id)
        if key not in self._alike:
            found: dict[str, tuple[Armed, ...]] = {}
            for kind, name, unit in product(types, self.attributes, {None, unit_id}):
                found[name] = (*found.get(name, ()), *self.by_key.get((kind, name, unit), ()))
            self._alike[key] = {name: rules for name, rules in found.items() if rules}
        return self._alike[key]

    @cached_property
    def _alike(self) -> dict[tuple[tuple[str, ...], int | None], dict[str, tuple[Armed, ...]]]:
        return {}


def latest_versions(day: dt.date | None = None) -> list[Rule]:
    """Of each code the version with the latest day that has come (of one day the highest), withdrawn ones too."""
    latest = Rule.objects.filter(valid_from__lte=day or clock.today())
    return list(latest.order_by("code", "-valid_from", "-version").distinct("code"))


def versions_in_force(day: dt.date | None = None) -> list[Rule]:
    """The latest version of each rule: a city's own change outlives a reload. Not what its pack has withdrawn since."""
    return [rule for rule in latest_versions(day) if not rule.withdrawn]


def open_book(day: dt.date | None = None) -> Book:
    """Reads and compiles the armed rules; thousands take well under a second because equal texts compile once."""
    armed = list(_armed(versions_in_force(day), day or clock.today()))
    by_key: dict[tuple[str, str, int | None], list[Armed]] = defaultdict(list)
    for each in armed:
        for attribute in each.rule.attributes:
            for unit in (None,) if each.unit_ids is None else each.unit_ids:
                by_key[each.rule.entity_type, attribute, unit].append(each)
    return Book({each.code: each for each in armed}, {key: tuple(rules) for key, rules in by_key.items()})


def _armed(rules: Iterable[Rule], day: dt.date) -> Iterator[Armed]:
    """A rule that cannot be read any more (a library judges more strictly than the one it was written with) stops no other."""
    calendar, areas = calendar_now(), Areas(day)
    for rule in rules:
        if rule.armed:
            try:
                yield arm(rule, day, calendar, areas)
            except BadRequest as error:
                logger.error("Rule %s is not judged: %s", rule, error)


class Areas:
    """The units that rules cover on a day, each area read once."""

    def __init__(self, day: dt.date) -> None:
        self._day = day
        self._known: dict[tuple[int | None, int | None], frozenset[int] | None] = {}

    def of(self, rule: Rule) -> frozenset[int] | None:
        """None: everywhere."""
        key = rule.unit_id, rule.group_id
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def _read(self, unit_id: int | None, group_id: int | None) -> frozenset[int] | None:
        if unit_id is not None:
            return territory.unit_and_below(unit_id)
        return None if group_id is None else territory.members_of(group_id, self._day)


def stamp() -> tuple[object, ...]:
    """Changes when the book must be opened anew: a rule or the calendar was written, or a new day brings a dated version into force."""
    return clock.today(), *observations.rows("stamp", {})[0]


def arm(rule: Rule, day: dt.date, calendar: Calendar | None = None, areas: Areas | None = None) -> Armed:
    """The rule compiled, with the units it covers on a day; without a calendar, by the one in force. Raises BadRequest."""
    is_threshold = rule.kind == Kind.THRESHOLD
    return Armed(
        rule=rule,
        condition=compile_expression(rule.condition) if is_threshold else None,
        clear=compile_expression(rule.clear) if is_threshold and rule.clear else None,
        hold=Hold(rule.hold, rule.clear_hold, gap=max(2 * rule.hold, SHORTEST_GAP)),
        unit_ids=(areas or Areas(day)).of(rule),
        calendar=calendar or calendar_now(),
    )
