"""What the engine reads: the changes of some flushes, who the entities are, where their rules stand, the points of windows."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement
from dothi.rules.conditions import Phase, State
from dothi.rules.operators import Series

# values that come later than this are history, not news (imports raise nothing)
EVALUATES_WITHIN = dt.timedelta(hours=24)


class Flush(NamedTuple):
    """One transaction of the writer."""

    id: int
    tx: int
    observed_from: dt.datetime | None
    observed_to: dt.datetime | None
    recorded_at: dt.datetime


class Change(NamedTuple):
    """One value of one attribute of one entity."""

    entity_id: int
    attribute: str
    at: dt.datetime
    recorded_at: dt.datetime
    value: Any
    unit_code: str | None
    origin: int

    def as_input(self) -> dict[str, Any]:
        """As conditions, states and alarms keep it (JSON)."""
        return {
            "value": self.value,
            "unit": self.unit_code or "",
            "origin": Origin(self.origin).word,
            "at": clock.iso(self.at),
        }


class Subject(NamedTuple):
    """The entity that a rule is judged for."""

    id: int
    urn: str
    unit_id: int | None
    agency_id: int | None
    lon: float | None
    lat: float | None
    types: list[str]


@dataclass(slots=True)
class Standing:
    """Where one rule stands for one entity, with the inputs that the next judgement starts from."""

    state: State
    inputs: dict[str, dict[str, Any]]
    origin: int = 0


class Wanted(NamedTuple):
    """Points of one attribute that some window asks for."""

    entity_id: int
    attribute: str
    since: dt.datetime
    until: dt.datetime


def rows(name: str, parameters: Mapping[str, Any], file: str = "sql/engine.sql") -> list[tuple[Any, ...]]:
    """Runs a statement of this room on Django's connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.rules", file, name), parameters)
        return list(cursor.fetchall())


def execute(name: str, parameters: Mapping[str, Any], file: str = "sql/engine.sql") -> None:
    """Runs a statement that gives no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.rules", file, name), parameters)


def changes(flushes: Sequence[Flush], attributes: list[str], *, fresh: dt.timedelta) -> list[Change]:
    """The news in these flushes, with the last correction of each instant only.

    A replay is always news (it has its own clock); anything else only while it is `fresh`: told that soon after its instant.
    """
    starts = [flush.observed_from for flush in flushes if flush.observed_from]
    ends = [flush.observed_to for flush in flushes if flush.observed_to]
    if not starts or not ends or not attributes:
        return []
    parameters = {
        "flushes": [f.id for f in flushes],
        "observed_from": min(starts),
        "observed_to": max(ends),
        "attributes": attributes,
        "fresh": fresh,
    }
    return [
        Change(e, name, at, told, _loaded(value), unit, origin)
        for e, name, at, told, value, unit, origin in rows("changes", parameters)
    ]


def past(
    ids: Sequence[int], attributes: list[str], since: dt.datetime, until: dt.datetime, *, limit: int
) -> list[Change]:
    """What these entities said in (since, until]."""
    span = {"ids": list(ids), "attributes": attributes, "since": since, "until": until, "limit": limit}
    return [
        Change(e, name, at, told, _loaded(value), unit, origin)
        for e, name, at, told, value, unit, origin in rows("past", span)
    ]


def subjects(ids: Iterable[int]) -> dict[int, Subject]:
    return {row[0]: Subject(*row) for row in rows("subjects", {"ids": list(ids)})}


def names(ids: Iterable[int]) -> dict[int, str]:
    """The entities' names as people gave them."""
    return dict(rows("names", {"ids": list(ids)}))


def standings(pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Standing]:
    """Where these (rule, entity) pairs stand; pairs that were never judged are missing."""
    found = rows("states", {"codes": [code for code, _ in pairs], "ids": [entity for _, entity in pairs]})
    return {(row[0], row[1]): standing_of(*row[2:6]) for row in found}


def standing_of(
    phase: str, since: dt.datetime | None, last_at: dt.datetime | None, inputs: Any, origin: int = 0
) -> Standing:
    return Standing(State(Phase(phase), since, last_at), _loaded(inputs), origin)


def current_values(wanted: Sequence[tuple[int, str]]) -> dict[tuple[int, str], Change]:
    """The newest value of some attributes of some entities."""
    if not wanted:
        return {}
    found = rows(
        "current_values",
        {"ids": [entity for entity, _ in wanted], "attributes": [name for _, name in wanted]},
    )
    return {
        (row[0], row[1]): Change(row[0], row[1], row[2], row[2], _loaded(row[3]), row[4], row[5])
        for row in found
    }


def series(wanted: Sequence[Wanted]) -> dict[tuple[int, str], Series]:
    """The points of all windows of a batch, in one read."""
    if not wanted:
        return {}
    parameters = {
        "ids": [w.entity_id for w in wanted],
        "attributes": [w.attribute for w in wanted],
        "since": [w.since for w in wanted],
        "until": [w.until for w in wanted],
        "earliest": min(w.since for w in wanted),
        "latest": max(w.until for w in wanted),
    }
    points: dict[tuple[int, str], list[tuple[dt.datetime, float]]] = defaultdict(list)
    for entity_id, attribute, at, value in rows("series", parameters):
        points[entity_id, attribute].append((at, value))
    return {
        key: Series(tuple(at for at, _ in pts), tuple(value for _, value in pts))
        for key, pts in points.items()
    }


def keep(standing: Mapping[tuple[str, int], Standing], at: dt.datetime) -> None:
    """Writes the states back, in one statement."""
    if not standing:
        return
    pairs = list(standing.items())
    parameters = {
        "at": at,
        "codes": [code for (code, _), _s in pairs],
        "ids": [entity for (_, entity), _s in pairs],
        "phases": [s.state.phase.value for _, s in pairs],
        "sinces": [s.state.since for _, s in pairs],
        "lasts": [s.state.last_at for _, s in pairs],
        "origins": [s.origin for _, s in pairs],
        "inputs": [json.dumps(s.inputs, ensure_ascii=False) for _, s in pairs],
    }
    execute("keep_states", parameters)


def move_clocks(furthest: Mapping[tuple[str, int], dt.datetime]) -> None:
    """Moves the clocks of (type, origin) on; they never go back."""
    if not furthest:
        return
    keys = sorted(furthest)
    parameters = {
        "types": [kind for kind, _ in keys],
        "origins": [origin for _, origin in keys],
        "ats": [furthest[key] for key in keys],
    }
    execute("move_clocks", parameters)


def _loaded(value: Any) -> Any:
    """Raw cursors of Django give jsonb as text."""
    return json.loads(value) if isinstance(value, str) else value
