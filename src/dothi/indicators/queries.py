"""Reads of figures; every one begins with what a scope may see, so a figure of somebody's area is that of the cells inside it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from dothi.entities.queries import scope_condition
from dothi.indicators import computing, due, quality
from dothi.indicators.defining import targets
from dothi.indicators.merging import Merged, merged
from dothi.indicators.models import Figure, Indicator, Over
from dothi.indicators.periods import before, last
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.rules.expressions import duration
from dothi.territory.models import Unit

ADDING = {
    "sum",
    "count",
    "difference",
    "sending",
    "alarms",
    "hours_over",
}  # what a running period has less of than a whole one
LATE = {
    Over.HOUR: dt.timedelta(hours=2), Over.DAY: dt.timedelta(hours=30), Over.MONTH: dt.timedelta(days=33),
    Over.QUARTER: dt.timedelta(days=95), Over.YEAR: dt.timedelta(days=370),
}  # fmt: skip


def visible(scope: Scope, codes: Iterable[str]) -> QuerySet[Figure]:
    """The cells that hold and that a scope covers."""
    rows = Figure.objects.filter(code__in=list(codes), superseded_at=None).select_related("method")
    return scope.restrict(rows)


def series(
    one: Indicator, scope: Scope, number: int, now: dt.datetime | None = None
) -> dict[dt.datetime, Merged | None]:
    """The last periods with their figures, the oldest first; None where there is a gap."""
    begins = last(number, now or clock.now(), one.over)
    found: dict[dt.datetime, list[Figure]] = defaultdict(list)
    for cell in visible(scope, [one.code]).filter(starts_at__gte=begins[0]):
        found[cell.starts_at].append(cell)
    return {begin: merged(one, found.get(begin, [])) for begin in begins}


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as a tile shows it: the newest figure, the period before it, and what is to be said beside them."""

    indicator: Indicator
    figure: Merged | None
    before: Merged | None
    now: dt.datetime
    target: float | None = None  # of the figure's year
    waits: bool = False  # there is no figure yet because its periods are still to be computed

    @property
    def value(self) -> float | None:
        return self.figure.value if self.figure else None

    @property
    def is_running(self) -> bool:
        return self.figure is not None and self.figure.ends_at > self.now

    @property
    def change(self) -> float | None:
        """Against the period before; none where a part of a period would stand against a whole one."""
        if self.value is None or self.before is None or self.before.value is None:
            return None
        one = self.indicator
        adds = one.figure in ADDING or (one.figure == "formula" and not one.parameters.get("denominator"))
        return None if self.is_running and adds and one.over != Over.NOW else self.value - self.before.value

    @property
    def is_worse(self) -> bool:
        change = self.change or 0.0
        return (
            change > 0 if self.indicator.better == "low" else self.indicator.better == "high" and change < 0
        )

    @property
    def misses_target(self) -> bool:
        target, better = self.target, self.indicator.better
        if target is None or self.value is None:
            return False
        return self.value > target if better == "low" else better == "high" and self.value < target

    @property
    def doubts(self) -> list[str]:
        """What its quality rule says against it (`quality.py`)."""
        return quality.doubts(self.indicator, self.figure, None if self.is_running else self.before)

    @property
    def is_late(self) -> bool:
        """The newest value in it is older than its rhythm allows."""
        if (
            self.figure is None
            or self.figure.newest_at is None
            or self.indicator.figure
            in (
                "typed",
                "formula",
            )
        ):
            return False  # a day on which nothing happened is not late
        most = (
            duration(self.indicator.parameters.get("fresh", "2h"))
            if self.indicator.over == Over.NOW
            else LATE[Over(self.indicator.over)]
        )
        return self.now - self.figure.newest_at > most

    @property
    def look(self) -> str:
        """The class of its tile: what is missing, late, typed or estimated never looks like a measurement."""
        if self.value is None:
            return "waits" if self.waits else "gap"
        if self.is_late:
            return "late"
        origin = self.figure.origin if self.figure else None
        return {Origin.TYPED: "typed", Origin.ESTIMATED: "estimated"}.get(origin, "plain")  # type: ignore[arg-type]


def readings(
    indicators: Sequence[Indicator], scope: Scope, now: dt.datetime | None = None
) -> dict[str, Reading]:
    """By code, in one question: the running period where it has a figure, else the newest one that has."""
    now = now or clock.now()
    found: dict[str, dict[dt.datetime, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    by_code = {one.code: one for one in indicators}
    oldest = min((_reach(over, now) for over in {one.over for one in indicators}), default=now)
    for cell in visible(scope, by_code).filter(starts_at__gte=oldest):
        if cell.starts_at >= _reach(by_code[cell.code].over, now):
            found[cell.code][cell.starts_at].append(cell)
    told = aimed({code: _reading(one, found.get(code, {}), now) for code, one in by_code.items()})
    gaps = [code for code, one in told.items() if one.value is None]
    for code in due.waiting(gaps, now) if gaps else ():
        told[code] = replace(told[code], waits=True)
    return told


def aimed(readings: dict[str, Reading]) -> dict[str, Reading]:
    """Each with what its year is to reach."""
    known = targets.targets(readings)
    return {code: replace(one, target=_aim(one, known)) for code, one in readings.items()}


def _aim(reading: Reading, known: targets.Known) -> float | None:
    year = targets.year_of(reading.figure.starts_at if reading.figure else reading.now)
    return targets.value_for(reading.indicator, year, known)


def _reach(over: str, now: dt.datetime) -> dt.datetime:
    """Begin of the period four back: what has no figure since then has a gap."""
    return last(5, now, over)[0]


def _reading(one: Indicator, cells: dict[dt.datetime, list[Figure]], now: dt.datetime) -> Reading:
    figures = {begin: merged(one, rows) for begin, rows in cells.items()}
    begin = max(
        (begin for begin, figure in figures.items() if figure and figure.value is not None), default=None
    )
    if begin is None:
        return Reading(one, None, None, now)
    return Reading(one, figures[begin], figures.get(before(begin, one.over)), now)


def by_unit(one: Indicator, starts_at: dt.datetime, scope: Scope) -> list[tuple[Unit | None, Merged]]:
    """The figure of a period commune by commune, the worst first."""
    found: dict[int | None, list[Figure]] = defaultdict(list)
    for cell in visible(scope, [one.code]).filter(starts_at=starts_at):
        found[cell.unit_id].append(cell)
    units = Unit.objects.in_bulk([pk for pk in found if pk is not None])
    rows = [
        (units.get(pk) if pk else None, figure)
        for pk, cells in found.items()
        if (figure := merged(one, cells))
    ]
    return sorted(rows, key=lambda row: badness(one, row[1].value))


def badness(one: Indicator, value: float | None) -> tuple[bool, float]:
    """Sorts the worst first, what is unknown last."""
    return value is None, 0.0 if value is None else value if one.better == "high" else -value


@dataclass(frozen=True, slots=True)
class Record:
    """What one entity gave to a figure."""

    urn: str
    name: str
    count: int
    mean: float | None
    low: float | None
    high: float | None
    newest_at: dt.datetime
    origin: Origin


def records(one: Indicator, starts_at: dt.datetime, scope: Scope, most: int = 200) -> list[Record]:
    """The entities behind a figure, the worst first; of a ratio those of its upper attribute."""
    if not one.attribute:
        return []
    text, own = scope_condition(scope)
    now = clock.now()
    values: dict[str, Any] = {
        "type": one.entity_type, "attribute": one.attribute, "unit": one.attribute_unit, "first": starts_at,
        "last": due.ends([starts_at], one.over)[0], "most": most,
        "fresh": now - duration(one.parameters.get("fresh", computing.FRESH)),
    }  # fmt: skip
    source = statement("dothi.indicators", "sql/figures.sql", "current" if one.over == Over.NOW else "told")
    order = "max(num) desc" if _high_is_bad(one) else "min(num)"
    asked = statement("dothi.indicators", "sql/screens.sql", "records")
    with connection.cursor() as db:
        db.execute(
            asked.format(told=source.format(attribute="attribute"), scope=text, order=order), values | own
        )
        return [Record(*row[:7], Origin(row[7])) for row in db.fetchall()]  # type: ignore[call-arg]


def _high_is_bad(one: Indicator) -> bool:
    """Of the attribute: a share of values "at most 100" is better high because the values are better low."""
    if one.figure in ("share", "count", "hours_over"):
        return ("above" in one.parameters) == (one.better != "high")
    return one.better != "high"


def revisions(one: Indicator, starts_at: dt.datetime, scope: Scope) -> list[Figure]:
    """Cells of a period that no longer hold, the newest first: what the figure was, and when it was known."""
    rows = Figure.objects.filter(code=one.code, starts_at=starts_at).exclude(superseded_at=None)
    return list(scope.restrict(rows).select_related("method", "unit").order_by("-superseded_at")[:50])


def explained(one: Indicator) -> dict[str, Any]:
    """What the figure word and its numbers say, for the sentence of the definition."""
    told = one.parameters
    return {
        "figure": one.figure.replace("_", "-"), "above": told.get("above"), "at_most": told.get("at_most"),
        "equals": told.get("equals"), "of": told.get("of"), "percentile": told.get("percentile"),
    }  # fmt: skip
