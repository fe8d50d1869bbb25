"""What the engine reads: the changes of some flushes, who the entities are, where their rules stand, the points of windows."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement
from dothi.rules.conditions import Phase, State
from dothi.rules.operators import Series

_WORDS = {int(origin): origin.word for origin in Origin}
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
            "origin": _WORDS[self.origin],
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


class Standing:
    """Where one rule stands for one entity, with the inputs that the next judgement starts from.

    `kept`: the state as the database has it, None where it has none; `kept_origin` likewise. A value is put into words (`inputs`)
    when somebody asks for them: most values turn nothing.
    """

    __slots__ = ("_inputs", "_told", "kept", "kept_origin", "origin", "state")

    def __init__(self, state: State, inputs: dict[str, dict[str, Any]], origin: int = 0) -> None:
        self.state, self.origin = state, origin
        self.kept: State | None = None
        self.kept_origin = origin
        self._inputs, self._told = inputs, dict[str, Change]()

    @property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """As conditions, alarms and the database know them."""
        if self._told:
            self._inputs |= {name: change.as_input() for name, change in self._told.items()}
            self._told.clear()
        return self._inputs

    @inputs.setter
    def inputs(self, inputs: dict[str, dict[str, Any]]) -> None:
        self._inputs = inputs
        self._told.clear()

    def hear(self, change: Change) -> None:
        """A value came; it is as direct as it says itself."""
        self._told[change.attribute] = change
        self.origin = change.origin

    def value(self, attribute: str) -> Any:
        """The newest one; None: none is known."""
        if told := self._told.get(attribute):
            return told.value
        known = self._inputs.get(attribute)
        return None if known is None else known["value"]


class Wanted(NamedTuple):
    """Points of one attribute that some window asks for."""

    entity_id: int
    attribute: str
    since: dt.datetime
    until: dt.datetime


class Habit(NamedTuple):
    """The same hour of the same weekday, of the weeks before `hour`, of one attribute."""

    entity_id: int
    attribute: str
    weeks: dt.timedelta
    hour: dt.datetime  # its beginning


@dataclass(frozen=True, slots=True)
class Past:
    """What a condition may look back at, of one entity: points by attribute, means of other weeks by attribute, weeks and hour."""

    series: Mapping[str, Series]
    habits: Mapping[tuple[str, dt.timedelta, dt.datetime], tuple[float, ...]]

    def habits_at(self, at: dt.datetime) -> dict[tuple[str, dt.timedelta], tuple[float, ...]]:
        hour = hour_of(at)
        return {(name, weeks): means for (name, weeks, held), means in self.habits.items() if held == hour}


def hour_of(at: dt.datetime) -> dt.datetime:
    """The beginning of the clock hour that `at` lies in; of 14:00 itself it is 14:00."""
    return at.replace(minute=0, second=0, microsecond=0)


def rows(name: str, parameters: Mapping[str, Any], file: str = "sql/engine.sql") -> list[tuple[Any, ...]]:
    """Runs a statement of this room on Django's connection."""
    with connection.cursor() as cursor:
        # Django's own reader of times is Python and gives the same: its sessions run in UTC
        cursor.cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(statement("dothi.rules", file, name), parameters)
        return list(cursor.fetchall())


def prepared(name: str, parameters: Mapping[str, Any], file: str = "sql/engine.sql") -> list[tuple[Any, ...]]:
    """Like `rows`, for what is asked many times a second: planned once and sent in binary, in the same transaction.

    jsonb comes loaded.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement("dothi.rules", file, name), parameters, prepare=True, binary=True)
        return cursor.fetchall() if cursor.description else []


def execute(name: str, parameters: Mapping[str, Any], file: str = "sql/engine.sql") -> None:
    """Runs a statement that gives no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.rules", file, name), parameters)


def changes(
    flushes: Sequence[Flush], attributes: list[str], *, fresh: dt.timedelta
) -> dict[int, list[Change]]:
    """The news in these flushes by entity, of each instant the last correction only.

    A replay is always news (it has its own clock); anything else only while it is `fresh`: told that soon after its instant.
    """
    starts = [flush.observed_from for flush in flushes if flush.observed_from]
    ends = [flush.observed_to for flush in flushes if flush.observed_to]
    found: dict[int, list[Change]] = {}
    if not starts or not ends or not attributes:
        return found
    names = dict(prepared("terms", {"attributes": attributes}))
    parameters = {
        "flushes": [flush.id for flush in flushes],
        "observed_from": min(starts),
        "observed_to": max(ends),
        "terms": list(names),
        "fresh": fresh,
    }
    for entity_id, term, at, unit, origin, revision, *value in prepared("changes", parameters):
        own, name = found.setdefault(entity_id, []), names[term]
        if revision:  # rows come by revision: it takes the place of what it corrects in this batch
            own[:] = [each for each in own if (each.attribute, each.at) != (name, at)]
        own.append(Change(entity_id, name, at, at, plain_value(*value), unit, origin))
    return found


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
    return {row[0]: Subject(*row) for row in prepared("subjects", {"ids": list(ids)})}


def names(ids: Iterable[int]) -> dict[int, str]:
    """The entities' names as people gave them."""
    return dict(rows("names", {"ids": list(ids)}))


def standings(pairs: Mapping[tuple[str, int], bool]) -> dict[tuple[str, int], Standing]:
    """Where these (rule, entity) pairs stand as the database has it; others are missing. Quiet ones marked False come without inputs."""
    asked = {
        "codes": [code for code, _ in pairs],
        "ids": [entity for _, entity in pairs],
        "whole": list(pairs.values()),
    }
    return {(row[0], row[1]): standing_of(*row[2:]) for row in prepared("states", asked)}


def told_before(
    since: Mapping[tuple[int, str], dt.datetime], tx: int, flush_id: int
) -> dict[tuple[int, str], Change]:
    """The newest news of each (entity, attribute) that flushes up to a place of the log told, not older than `since`."""
    if not since:
        return {}
    asked = {
        "ids": [entity for entity, _ in since],
        "attributes": [name for _, name in since],
        "since": list(since.values()),
        "fresh": EVALUATES_WITHIN,
        "tx": tx,
        "flush_id": flush_id,
    }
    return {
        (e, name): Change(e, name, at, at, plain_value(*value), unit, origin)
        for e, name, at, unit, origin, *value in prepared("told_before", asked)
    }


def standing_of(
    phase: str, since: dt.datetime | None, last_at: dt.datetime | None, inputs: Any, origin: int = 0
) -> Standing:
    standing = Standing(State(Phase(phase), since, last_at), _loaded(inputs) or {}, origin)
    standing.kept = standing.state
    return standing


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
    points: dict[tuple[int, str], list[tuple[dt.datetime, Any]]] = defaultdict(list)
    for entity_id, attribute, at, number, text, other in rows("series", parameters):
        value = plain_value(number, text, _loaded(other))
        if not isinstance(value, (list, dict)):
            points[entity_id, attribute].append((at, value))
    return {
        key: Series(tuple(at for at, _ in pts), tuple(value for _, value in pts))
        for key, pts in points.items()
    }


def past_of(
    wanted: Sequence[Wanted], asked: Iterable[Habit], remembered: dict[Habit, tuple[float, ...]] | None = None
) -> dict[int, Past]:
    """What each entity's rules look back at, in at most two reads. `remembered`: means that were read before; it grows."""
    remembered = {} if remembered is None else remembered
    asked = list(asked)
    remembered |= habits([each for each in asked if each not in remembered])
    points: dict[int, dict[str, Series]] = defaultdict(dict)
    for (entity_id, name), found in series(wanted).items():
        points[entity_id][name] = found
    means: dict[int, dict[tuple[str, dt.timedelta, dt.datetime], tuple[float, ...]]] = defaultdict(dict)
    for each in asked:
        means[each.entity_id][each.attribute, each.weeks, each.hour] = remembered[each]
    return {entity_id: Past(points[entity_id], means[entity_id]) for entity_id in {*points, *means}}


def habits(wanted: Iterable[Habit]) -> dict[Habit, tuple[float, ...]]:
    """The mean of each of these hours in each of the weeks before that has values, in one read."""
    asked = sorted(set(wanted))
    if not asked:
        return {}
    parameters = {
        "ids": [each.entity_id for each in asked],
        "attributes": [each.attribute for each in asked],
        "hours": [each.hour for each in asked],
        "weeks": [each.weeks.days // 7 for each in asked],
    }
    means: dict[int, list[float]] = defaultdict(list)
    for place, mean in rows("habits", parameters):
        means[place].append(mean)
    return {each: tuple(means[place]) for place, each in enumerate(asked, 1)}


def keep(standing: Mapping[tuple[str, int], Standing], at: dt.datetime) -> None:
    """Writes states back, in one statement and as one text: an array of texts would be quoted twice, sign by sign."""
    if not standing:
        return
    states = [
        {
            "code": code,
            "id": entity_id,
            "phase": each.state.phase.value,
            "since": each.state.since and each.state.since.isoformat(),
            "last": each.state.last_at and each.state.last_at.isoformat(),
            "origin": each.origin,
            "inputs": each.inputs,
        }
        for (code, entity_id), each in standing.items()
    ]
    execute("keep_states", {"at": at, "states": json.dumps(states, ensure_ascii=False)})
    for each in standing.values():
        each.kept, each.kept_origin = each.state, each.origin


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


def plain_value(number: float | None, text: str | None, other: Any) -> Any:
    """One of the three columns that a value stands in; a whole number is kept without a point, as people write it."""
    if number is not None:
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return text if text is not None else other


def _loaded(value: Any) -> Any:
    """Raw cursors of Django give jsonb as text."""
    return json.loads(value) if isinstance(value, str) else value
