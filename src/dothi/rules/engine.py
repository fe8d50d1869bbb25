"""From stored values to alarms: reads on from its cursor, judges every armed rule that a value concerns.

States, alarms, their events and the cursor are written in ONE transaction: whatever is killed, a value is judged
exactly once; a restart fires nothing again and misses nothing. Time is the data's own (README: "Which clock").
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from dothi.kernel import clock, health
from dothi.kernel.audit.context import change as change_context
from dothi.kernel.engines.stopping import rest
from dothi.rules import actions, observations, passing
from dothi.rules.book import Armed, Book, open_book, stamp
from dothi.rules.conditions import Change as Turn
from dothi.rules.judging import Judgement, Pair, first_standing, play, wanted
from dothi.rules.observations import Change, Flush, Standing, rows

logger = logging.getLogger(__name__)

READER = "rules"
BATCH = 200  # flushes per transaction
PAUSE_S = 0.2
TICK_S = 2.0
GRACE_S = 120.0  # after a start devices need time to come back before their silence is theirs
WATCH_EVERY = dt.timedelta(minutes=1)  # how soon a no-data rule knows of an entity that has not sent yet


class Engine:
    """Holds the opened book between steps."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._book = Book({}, {})
        self._watched: tuple[object, dt.datetime] | None = None  # the book and when

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
        now = now or clock.now()
        self._watch(now)
        total = 0
        after: Pair | None = passing.FIRST
        while after is not None:
            happened, after = self._tick_page(now, after)
            total += happened
        return total

    def _tick_page(self, now: dt.datetime, after: Pair) -> tuple[int, Pair | None]:
        """The states after `after`, in a transaction of their own, and where the next page begins."""
        with transaction.atomic(), change_context(by=None, source="worker:rules"):
            if not rows("lock_cursor", {"reader": READER}, "sql/log.sql"):
                return 0, None
            judgement, last = passing.passed(self.book(), now, after)
            _write(judgement)
        health.moving("rules")
        return len(judgement.happenings), last

    def _watch(self, now: dt.datetime) -> None:
        """Once a minute and with each new book: no-data rules begin to watch entities that no value has led them to."""
        book = self.book()
        if self._watched and self._watched[0] == self._stamp and now - self._watched[1] < WATCH_EVERY:
            return
        passing.watch(book, now)
        self._watched = (self._stamp, now)

    def _judge(self, flushes: list[Flush]) -> None:
        book = self.book()
        found = observations.changes(flushes, book.attributes, fresh=observations.EVALUATES_WITHIN)
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
    series = observations.series(list(wanted(concerned, by_entity)))
    judgement = Judgement()
    for (code, entity_id), armed in concerned.items():
        standing = known.get((code, entity_id)) or first_standing(armed, entity_id, first_values)
        own_series = {name: series[entity_id, name] for name in armed.windows if (entity_id, name) in series}
        judgement.standings[code, entity_id] = standing
        play(armed, subjects[entity_id], standing, by_entity[entity_id], own_series, judgement)
        health.moving("rules")
    judgement.happenings.sort(key=lambda happening: happening.at)
    return judgement


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


def _write(judgement: Judgement) -> None:
    """States first, then the alarms in order of time; the caller's transaction holds both."""
    observations.keep(judgement.standings, clock.now())
    raised = {h.subject.id for h in judgement.happenings if h.turn is Turn.RAISED}
    names = observations.names(raised) if raised else {}
    for happening in judgement.happenings:
        health.moving("rules")
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
                await rest(stop, PAUSE_S)
        await loop.run_in_executor(thread, lambda: connection.close())  # the proxy is read inside the thread


def _guarded(step: Any) -> int:
    try:
        count: int = step()
        # asked also when nothing was read: a long transaction elsewhere may hold the log up
        health.report("rules", lag_s=_lag())
        return count
    except (OperationalError, InterfaceError):
        logger.warning("rules: the database is away, trying again", exc_info=True)
        close_old_connections()
        return 0


def _lag() -> float:
    found = rows("lag", {"reader": READER}, "sql/log.sql")
    return float(found[0][0] or 0.0) if found else 0.0
