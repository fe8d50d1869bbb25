"""What formulas see of an entity at an instant: values that may be used, and how far they can be trusted."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.core.rows import Kind, Quality
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement
from dothi.rules.derived.formulas.definition import Definition
from dothi.rules.expressions import Inputs
from dothi.rules.observations import hour_of
from dothi.rules.operators import Also, Series

# from the best to the worst that is used at all
TRUST = (Quality.MEASURED, Quality.UNKNOWN, Quality.TYPED, Quality.ESTIMATED, Quality.IMPUTED)
_KINDS: dict[Also, tuple[type, ...]] = {Also.NUMBER: (int, float), Also.TEXT: (str,), Also.TRUTH: (bool,)}
_FIGURES = {"count": 1, "sum": 2, "mean": 3, "min": 4, "max": 5}  # columns of `across`


class Due(NamedTuple):
    """A value to compute."""

    value: str
    entity_id: int
    at: dt.datetime


class Point(NamedTuple):
    """A value that an attribute had from an instant on; `value` None: nothing that may be used (suspect, ended, another unit)."""

    at: dt.datetime
    value: Any
    unit: str | None
    origin: int
    quality: int


Points = Mapping[tuple[int, str], Sequence[Point]]
Habits = dict[tuple[int, str, dt.timedelta, dt.datetime], tuple[float, ...]]


@dataclass(slots=True)
class Seen:
    """What one formula sees of one entity at one instant, with the least direct origin and the worst quality in it."""

    inputs: Inputs
    origin: int = 0
    quality: int = 0


@dataclass(slots=True)
class Read:
    """All that a batch of one formula looks at."""

    definition: Definition
    points: Points
    across: Mapping[tuple[str, int, dt.datetime], Point]
    habits: Habits = field(default_factory=dict)

    def seen(self, due: Due, urn: str) -> Seen:
        values: dict[str, dict[str, Any]] = {}
        series: dict[str, Series] = {}
        used: list[Point] = []
        for name in self.definition.inputs:
            own = self.points.get((due.entity_id, name), ())
            last = self._last(name, own, due.at)
            if last is not None:
                values[name] = _told(last)
                used.append(last)
            if name in self.definition.expression.windows:
                within = [one for one in _until(own, due.at) if one.value is not None]
                series[name] = Series(tuple(one.at for one in within), tuple(one.value for one in within))
                since = due.at - self.definition.expression.windows[name]
                used += [one for one in within if one.at > since]
                if (
                    last is None and within and within[-1].at > since
                ):  # a window of values that are too old for `.value`
                    values[name] = _told(within[-1])
        for name in self.definition.across:
            if (point := self.across.get((name, due.entity_id, due.at))) is not None:
                values[name] = _told(point)
                used.append(point)
        for name, figure in self.definition.figures_of(urn, due.at).items():
            values[name] = {"value": figure, "unit": "", "origin": Origin.LIVE.word, "at": clock.iso(due.at)}
        habits = {
            (name, weeks): self.habits.get((due.entity_id, name, weeks, hour_of(due.at)), ())
            for name, weeks in self.definition.expression.habits
        }
        inputs = Inputs(values, due.at, series, habits)
        return Seen(inputs, max((one.origin for one in used), default=0), worst(one.quality for one in used))

    def _last(self, name: str, own: Sequence[Point], at: dt.datetime) -> Point | None:
        known = _until(own, at)
        if not known or known[-1].value is None:
            return None
        is_fresh = name in self.definition.held or known[-1].at > at - self.definition.fresh
        return known[-1] if is_fresh else None


def _until(points: Sequence[Point], at: dt.datetime) -> Sequence[Point]:
    return points[: bisect_right(points, at, key=lambda one: one.at)]


def _told(point: Point) -> dict[str, Any]:
    word = Origin(point.origin).word
    return {"value": point.value, "unit": point.unit or "", "origin": word, "at": clock.iso(point.at)}


def worst(qualities: Iterable[int]) -> int:
    """The least trusted of what was used."""
    return max((Quality(one) for one in qualities), key=TRUST.index, default=Quality.UNKNOWN)


async def read(connection: AsyncConnection[Any], definition: Definition, taken: Sequence[Due]) -> Read:
    """Everything in at most one statement for the entity's own inputs, one for each figure across, one for habits."""
    found = Read(
        definition, await _points(connection, definition, taken), await _across(connection, definition, taken)
    )
    found.habits = await _habits(connection, definition, taken)
    return found


async def _points(connection: AsyncConnection[Any], definition: Definition, taken: Sequence[Due]) -> Points:
    spans: dict[int, tuple[dt.datetime, dt.datetime]] = {}
    for due in taken:
        first, last = spans.get(due.entity_id, (due.at, due.at))
        spans[due.entity_id] = (min(first, due.at), max(last, due.at))
    asked = [(entity, name) for entity in spans for name in definition.inputs]
    if not asked:
        return {}
    parameters = {
        "ids": [entity for entity, _ in asked],
        "attributes": [name for _, name in asked],
        "since": [spans[entity][0] - definition.span(name) for entity, name in asked],
        "until": [spans[entity][1] for entity, _ in asked],
        "held": [name in definition.held for _, name in asked],
    }
    points: dict[tuple[int, str], list[Point]] = defaultdict(list)
    rows = await (await connection.execute(sql("points"), parameters)).fetchall()
    for entity, name, at, num, txt, other, unit, origin, quality, kind in rows:
        value = num if num is not None else txt if txt is not None else other
        usable = (
            kind != Kind.DELETED
            and quality != Quality.SUSPECT
            and isinstance(value, _KINDS[definition.inputs[name]])
            and (unit is None or unit == definition.units.get(name, unit))
        )
        points[entity, name].append(Point(at, value if usable else None, unit, origin, quality))
    return points


async def _across(
    connection: AsyncConnection[Any], definition: Definition, taken: Sequence[Due]
) -> dict[tuple[str, int, dt.datetime], Point]:
    found = {}
    for name, one in definition.across.items():
        parameters = {
            "owners": [due.entity_id for due in taken], "ats": [due.at for due in taken], "type": one.type, "via": one.via,
            "attribute": one.attribute, "span": definition.fresh, "unit": one.unit,
        }  # fmt: skip
        for place, there, said, *figures, origin, qualities in await (
            await connection.execute(sql("across"), parameters)
        ).fetchall():
            value = float(said) if one.figure == "count" else figures[_FIGURES[one.figure] - 2]
            if said >= one.least * there and value is not None:
                due = taken[place - 1]
                point = Point(due.at, value, one.unit, origin, worst(qualities or ()))
                found[name, due.entity_id, due.at] = point
    return found


async def _habits(connection: AsyncConnection[Any], definition: Definition, taken: Sequence[Due]) -> Habits:
    asked = sorted(
        {
            (due.entity_id, name, weeks, hour_of(due.at))
            for due in taken
            for name, weeks in definition.expression.habits
        }
    )
    if not asked:
        return {}
    parameters = {
        "ids": [one[0] for one in asked],
        "attributes": [one[1] for one in asked],
        "hours": [one[3] for one in asked],
        "weeks": [one[2].days // 7 for one in asked],
    }
    means: dict[int, list[float]] = defaultdict(list)
    for place, mean in await (await connection.execute(sql("habits", "engine"), parameters)).fetchall():
        means[place].append(mean)
    return {one: tuple(means[place]) for place, one in enumerate(asked, 1)}


def sql(name: str, file: str = "formulas") -> str:
    return statement("dothi.rules", f"sql/{file}.sql", name)
