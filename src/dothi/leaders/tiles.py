"""The tiles of one leader: what they chose, else the set of their role, else what is worst; and since when a figure is worse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dothi.accounts.models import Person
from dothi.indicators import book, queries
from dothi.indicators.merging import Merged
from dothi.indicators.models import Indicator
from dothi.indicators.queries import Reading
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.permissions import Scope
from dothi.leaders import rules
from dothi.leaders.models import Choice, ReadySet

action = action_of("leaders")


def of(person: Person) -> list[Reading]:
    """At most as many as a dated row says, in their order; of what is no longer in force nothing is left standing."""
    known, most = book.in_force(), rules.value("tiles")
    codes = chosen(person) or ready(person)
    named = [known[code] for code in codes if code in known][:most]
    scope = person.scope("indicators.view")
    if named:
        found = queries.readings(named, scope)
        return [found[one.code] for one in named]
    every = list(known.values())
    found = queries.readings(every, scope)
    order = sorted(
        (found[one.code] for one in every), key=lambda one: (one.value is None, not one.misses_target)
    )
    return order[:most]


def chosen(person: Person) -> list[str]:
    """Codes that this person chose; none: they never did."""
    return list(Choice.objects.filter(person=person).values_list("figures", flat=True).first() or [])


def ready(person: Person) -> list[str]:
    """The set of the first of their roles that has one."""
    sets, today = ReadySet.current(clock.today()), clock.today()
    grants = person.grants.select_related("role").order_by("role__position")
    return next(
        (sets[one.role.code].figures for one in grants if one.is_valid_on(today) and one.role.code in sets),
        [],
    )


@action
def choose(codes: Sequence[str], *, by: Person) -> Choice:
    """Raises BadRequest: none, too many, or one that is no figure."""
    known, most = book.in_force(), rules.value("tiles")
    codes = list(dict.fromkeys(codes))
    if not 1 <= len(codes) <= most:
        raise BadRequest("leaders-tiles", most=most)
    if strange := next((code for code in codes if code not in known), None):
        raise BadRequest("leaders-tile-unknown", code=strange[:80])
    told = {"figures": codes, "chosen_at": clock.now()}
    return Choice.objects.update_or_create(person=by, defaults=told)[0]


@dataclass(frozen=True, slots=True)
class Course:
    """How a figure stands beside what it was: the last period in which it was as bad or worse, and whether it ever was."""

    values: list[tuple[dt.datetime, float | None]]
    worse_before: dt.datetime | None  # begin of the last period that was worse than now
    began: dt.datetime | None  # since when it has not been better than now


def course(one: Indicator, scope: Scope, now: dt.datetime | None = None) -> Course:
    """Over as many periods as a dated row says; gaps say nothing."""
    periods = queries.series(one, scope, rules.value("looks-back-days"), now)
    values = [(begin, _value(figure)) for begin, figure in periods.items()]
    known = [(begin, value) for begin, value in values if value is not None]
    if len(known) < 2 or one.better == "none":
        return Course(values, None, None)
    last = known[-1][1]
    sign = 1 if one.better == "low" else -1
    worse = next((begin for begin, value in reversed(known[:-1]) if sign * (value - last) > 0), None)
    since = None
    for begin, value in reversed(known[:-1]):
        if sign * (value - last) < 0:
            break
        since = begin
    return Course(values, worse, since)


def _value(figure: Merged | None) -> float | None:
    return figure.value if figure else None
