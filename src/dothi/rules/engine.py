"""From stored values to alarms: reads on from its cursor, judges every armed rule that a value concerns.

States, alarms, their events and the cursor are written in ONE transaction: whatever is killed, a value is judged
exactly once; a restart fires nothing again and misses nothing. Time is the data's own (README: "Which clock").
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from dothi.kernel import clock, health
from dothi.kernel.audit.context import change as change_context
from dothi.rules import actions, observations
from dothi.rules.book import Armed, Book, open_book, stamp
from dothi.rules.conditions import Change as Turn
from dothi.rules.conditions import State, heard, judge, pass_time, silence
from dothi.rules.expressions import Inputs, holds
from dothi.rules.observations import Change, Flush, Standing, Subject, Wanted, rows

logger = logging.getLogger(__name__)

READER = "rules"
BATCH = 200  # flushes per transaction
PAUSE_S = 0.2
TICK_S = 2.0
GRACE_S = 120.0  # after a start devices need time to come back before their silence is theirs
EVALUATES_WITHIN = dt.timedelta(
    hours=24
)  # values that come later than this are history, not news (imports raise nothing)
LATENESS = dt.timedelta(minutes=15)

Pair = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Happening:
    """A rule was raised or cleared for an entity at an instant by these inputs."""

    armed: Armed
    subject: Subject
    turn: Turn
    at: dt.datetime
    inputs: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Judgement:
    """What one batch comes to: new standings and happenings in order of time."""

    standings: dict[Pair, Standing] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)


class Engine:
    """Holds the opened book between steps."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._book = Book({}, {})

    def book(self) -> Book:
        """The rules in force, read again when one was written or a new day began."""
        if (now := stamp()) != self._stamp:
            self._book, self._stamp = open_book(), now
        return self._book

    def step(self) -> int:
        """Judges the next flushes; returns how many were read (0: nothing new, or another process reads)."""
        with transaction.atomic(), change_context(by=None, source="worker:rules"):
            flushes = _next_flushes()
            if flushes:
                self._judge(flushes)
                _move_cursor(flushes[-1])
        return len(flushes)

    def tick(self, now: dt.datetime | None = None) -> int:
        """Lets time pass: durations that are fulfilled without a new value, sources that fell silent. Returns what happened."""
        with transaction.atomic(), change_context(by=None, source="worker:rules"):
            if not rows("lock_cursor", {"reader": READER}, "sql/log.sql"):
                return 0
            judgement = _pass(self.book(), now or clock.now())
            _write(judgement)
        return len(judgement.happenings)

    def _judge(self, flushes: list[Flush]) -> None:
        book = self.book()
        found = observations.changes(flushes, book.attributes, fresh=EVALUATES_WITHIN)
        if found:
            judgement = _judge(book, found)
            _write(judgement)


def _next_flushes() -> list[Flush]:
    observations.execute("make_cursor", {"reader": READER}, "sql/log.sql")
    locked = rows("lock_cursor", {"reader": READER}, "sql/log.sql")
    if not locked:
        return []
    tx, flush_id = locked[0]
    return [
        Flush(*row) for row in rows("next_flushes", {"tx": tx, "id": flush_id, "limit": BATCH}, "sql/log.sql")
    ]


def _move_cursor(last: Flush) -> None:
    observations.execute("move_cursor", {"reader": READER, "tx": last.tx, "flush_id": last.id}, "sql/log.sql")


def _judge(book: Book, found: list[Change]) -> Judgement:
    subjects = observations.subjects({change.entity_id for change in found})
    by_entity: dict[int, list[Change]] = defaultdict(list)
    for change in found:
        by_entity[change.entity_id].append(change)
    concerned = {
        (armed.code, entity_id): armed
        for entity_id, own in by_entity.items()
        if (subject := subjects.get(entity_id))
        for armed in book.of(subject.types, {change.attribute for change in own}).values()
        if armed.covers(subject.unit_id)
    }
    observations.move_clocks(_furthest(concerned, by_entity))
    known = observations.standings(list(concerned))
    first_values = observations.current_values(_missing(concerned, known, by_entity))
    series = observations.series(list(_wanted(concerned, by_entity)))
    judgement = Judgement()
    for (code, entity_id), armed in concerned.items():
        standing = known.get((code, entity_id)) or _first_standing(armed, entity_id, first_values)
        own_series = {name: series[entity_id, name] for name in armed.windows if (entity_id, name) in series}
        judgement.standings[code, entity_id] = standing
        _play(armed, subjects[entity_id], standing, by_entity[entity_id], own_series, judgement)
    judgement.happenings.sort(key=lambda happening: happening.at)
    return judgement


def _play(
    armed: Armed, subject: Subject, standing: Standing, own: list[Change], series: Any, judgement: Judgement
) -> None:
    """Judges one rule for one entity, instant by instant."""
    for at, values in _by_instant(own, armed.rule.attributes):
        if standing.state.last_at and at < standing.state.last_at:
            continue  # older than what was judged already: kept in history, changes no alarm
        for change in values:
            standing.inputs[change.attribute] = change.as_input()
            standing.origin = change.origin
        standing.state, turn = _turn(armed, standing, at, series)
        if turn:
            judgement.happenings.append(Happening(armed, subject, turn, at, dict(standing.inputs)))


def _turn(armed: Armed, standing: Standing, at: dt.datetime, series: Any) -> tuple[State, Turn | None]:
    if armed.condition is None:
        return heard(standing.state, at)
    inputs = Inputs(standing.inputs, at, series)
    raises = holds(armed.condition, inputs)
    clears = (not raises) if armed.clear is None else holds(armed.clear, inputs)
    if raises is None or clears is None:
        return standing.state, None
    return judge(standing.state, at, raises=raises, clears=clears, hold=armed.hold)


def _by_instant(own: list[Change], attributes: Iterable[str]) -> Iterator[tuple[dt.datetime, list[Change]]]:
    instants: dict[dt.datetime, list[Change]] = defaultdict(list)
    for change in own:
        if change.attribute in attributes and change.value is not None:
            instants[change.at].append(change)
    return iter(sorted(instants.items()))


def _furthest(
    concerned: dict[Pair, Armed], by_entity: dict[int, list[Change]]
) -> dict[tuple[str, int], dt.datetime]:
    furthest: dict[tuple[str, int], dt.datetime] = {}
    for (_code, entity_id), armed in concerned.items():
        for change in by_entity[entity_id]:
            key = (armed.rule.entity_type, change.origin)
            furthest[key] = max(change.at, furthest.get(key, change.at))
    return furthest


def _missing(
    concerned: dict[Pair, Armed], known: dict[Pair, Standing], by_entity: dict[int, list[Change]]
) -> list[tuple[int, str]]:
    """The other attributes of rules that meet an entity for the first time."""
    wanted: set[tuple[int, str]] = set()
    for (code, entity_id), armed in concerned.items():
        if (code, entity_id) not in known and len(armed.rule.attributes) > 1:
            changed = {change.attribute for change in by_entity[entity_id]}
            wanted |= {(entity_id, name) for name in armed.rule.attributes if name not in changed}
    return sorted(wanted)


def _first_standing(armed: Armed, entity_id: int, values: dict[tuple[int, str], Change]) -> Standing:
    inputs = {
        name: values[entity_id, name].as_input()
        for name in armed.rule.attributes
        if (entity_id, name) in values
    }
    return Standing(State(), inputs)


def _wanted(concerned: dict[Pair, Armed], by_entity: dict[int, list[Change]]) -> Iterator[Wanted]:
    spans: dict[tuple[int, str], tuple[dt.datetime, dt.datetime]] = {}
    for (_code, entity_id), armed in concerned.items():
        times = [change.at for change in by_entity[entity_id]]
        for name, window in armed.windows.items():
            since, until = spans.get((entity_id, name), (min(times) - window, max(times)))
            spans[entity_id, name] = (min(since, min(times) - window), max(until, max(times)))
    return (Wanted(entity_id, name, since, until) for (entity_id, name), (since, until) in spans.items())


def _pass(book: Book, now: dt.datetime) -> Judgement:
    judgement = Judgement()
    armed_rules = list(book.by_code.values())
    if not armed_rules:
        return judgement
    parameters = {
        "codes": [armed.code for armed in armed_rules],
        "types": [armed.rule.entity_type for armed in armed_rules],
        "limits": [armed.rule.no_data_after for armed in armed_rules],
        "now": now,
    }
    waiting = rows("waiting", parameters)
    subjects = observations.subjects({row[1] for row in waiting})
    for code, entity_id, phase, since, last_at, inputs, origin, stream_now in waiting:
        if subject := subjects.get(entity_id):
            standing = observations.standing_of(phase, since, last_at, inputs)
            standing.origin = origin
            _pass_one(book.by_code[code], subject, standing, stream_now, judgement)
    return judgement


def _pass_one(
    armed: Armed, subject: Subject, standing: Standing, now: dt.datetime, judgement: Judgement
) -> None:
    limit = armed.rule.no_data_after
    if limit:
        state, turn = silence(standing.state, now, limit)
    else:  # the value that ends the duration may be on its way: an hourly one is told some minutes after its hour
        state, turn = pass_time(standing.state, now - min(armed.hold.raising / 4, LATENESS), armed.hold)
    if turn is None:
        return
    at = standing.state.last_at + limit if limit and standing.state.last_at else now
    standing.state = state
    judgement.standings[armed.code, subject.id] = standing
    judgement.happenings.append(Happening(armed, subject, turn, at, dict(standing.inputs)))


def _write(judgement: Judgement) -> None:
    """States first, then the alarms in order of time; the caller's transaction holds both."""
    observations.keep(judgement.standings, clock.now())
    raised = {h.subject.id for h in judgement.happenings if h.turn is Turn.RAISED}
    names = observations.names(raised) if raised else {}
    for happening in judgement.happenings:
        if happening.turn is Turn.RAISED:
            name = names.get(happening.subject.id, "")
            actions.raise_alarm(
                happening.armed.rule, happening.subject, name=name, fired=happening.inputs, at=happening.at
            )
        else:
            actions.clear_alarm(
                happening.armed.rule.code, happening.subject.id, values=happening.inputs, at=happening.at
            )


def catch_up() -> int:
    """Judges everything that waits, now (a demo does it before its doors open); returns how many flushes were read."""
    engine, total = Engine(), 0
    while read := engine.step():
        total += read
    return total


async def run(stop: asyncio.Event) -> None:
    """The worker's loop: steps while there is news, lets time pass every two seconds; survives a database that goes away."""
    loop = asyncio.get_running_loop()
    engine = Engine()
    with ThreadPoolExecutor(1, "rules") as thread:  # Django's connection belongs to one thread
        started = next_tick = loop.time()
        while not stop.is_set():
            read = await loop.run_in_executor(thread, _guarded, engine.step)
            if not read and loop.time() >= max(next_tick, started + GRACE_S):
                await loop.run_in_executor(thread, _guarded, engine.tick)
                next_tick = loop.time() + TICK_S
            if not read:
                await _wait(stop)
        await loop.run_in_executor(thread, lambda: connection.close())  # the proxy is read inside the thread


def _guarded(step: Any) -> int:
    try:
        count: int = step()
        health.report("rules", lag_s=_lag() if count else 0.0)
        return count
    except (OperationalError, InterfaceError):
        logger.warning("rules: the database is away, trying again", exc_info=True)
        close_old_connections()
        return 0


def _lag() -> float:
    found = rows("lag", {"reader": READER}, "sql/log.sql")
    return float(found[0][0] or 0.0) if found else 0.0


async def _wait(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), PAUSE_S)
    except TimeoutError:
        return
