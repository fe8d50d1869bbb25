"""From stored values to alarms: reads on from its cursor, judges every armed rule that a value concerns.

States, alarms, their events and the cursor are written in ONE transaction: whatever is killed, a value is judged
exactly once; a restart fires nothing again and misses nothing. Time is the data's own (README: "Which clock").
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from dothi.kernel import clock, health
from dothi.kernel.audit.context import change as change_context
from dothi.kernel.engines.stopping import rest
from dothi.kernel.origin import Origin
from dothi.kernel.stepping import Stepper
from dothi.rules import observations, passing
from dothi.rules.alarms.raising import Turned, write
from dothi.rules.book import Armed, Book, open_book, stamp
from dothi.rules.conditions import Change as Turn
from dothi.rules.gathering import keeping
from dothi.rules.judging import NOTHING, Judgement, Pair, asked_by, play
from dothi.rules.observations import Change, Flush, Habit, Standing, Subject, prepared, rows
from dothi.rules.remembered import Place, Remembered, must_keep
from dothi.rules.summarising import Summaries

READER = "rules"
BATCH = 200  # flushes per transaction
MOST_ROWS = 5_000  # and about so many values: what is raised in it is seen at its end
AT_ONCE = 500  # alarms written together
MOST_HABITS = 100_000  # hours of other weeks kept in memory
PAUSE_S = 0.05  # a look whether there is news is one statement
TICK_S = 2.0
REPORT_S = 0.5
GRACE_S = 120.0  # after a start devices need time to come back before their silence is theirs
WATCH_EVERY = dt.timedelta(minutes=1)  # how soon a no-data rule knows of an entity that has not sent yet


class Engine:
    """Holds the opened book, and where rules stand, between steps."""

    def __init__(self) -> None:
        self._begun = False
        self._stamp: object = None
        self._book = Book({}, {})
        self._remembered = Remembered()
        self._summaries = Summaries()
        self._watched: tuple[object, dt.datetime] | None = None  # the book and when
        # of which book schedules were followed, and up to when
        self._turned: tuple[object, dt.datetime] | None = None
        self._habits: dict[Habit, tuple[float, ...]] = {}  # of the hours that values come for now

    def book(self) -> Book:
        """The rules in force, read again when one was written or a new day began."""
        if (now := stamp()) != self._stamp:
            self._remembered.forget()
            self._book, self._stamp = open_book(), now
        return self._book

    def open(self) -> int:
        """At the start of a process: thousands of rules are no garbage, and looking through them would stop it."""
        rules = len(self.book().by_code)
        gc.collect()
        gc.freeze()
        return rules

    def step(self) -> int:
        """Judges the next flushes; returns how many were read (0: nothing new, or another process reads)."""
        if not self._begun:
            observations.execute("make_cursor", {"reader": READER}, "sql/log.sql")
            self._begun = True
        if prepared("no_news", {"reader": READER}, "sql/log.sql")[0][0]:
            return 0
        with self._judging() as place:
            flushes = _next_flushes(place) if place else []
            if flushes and place:
                self._judge(flushes, place)
                self._remembered.end(_move_cursor(flushes[-1]))
        if flushes:
            self._summaries.read(flushes)
        return len(flushes)

    def tick(self, now: dt.datetime | None = None) -> int:
        """Lets time pass: durations that are fulfilled without a new value, sources that fell silent. Returns what happened."""
        now = now or clock.now()
        self._watch(now)
        book, before = self.book(), self._turned
        since = before[1] if before and before[0] == self._stamp else None
        total = self._pages(lambda after, place: passing.passed(book, now, after, place, self._remembered))
        total += self._pages(lambda after, _place: passing.turned(book, since, now, after))
        self._turned = (self._stamp, now)
        return total + self._areas(book, now)

    @contextmanager
    def _judging(self) -> Iterator[Place | None]:
        """A transaction in which this process alone judges, and what it remembers is true; None: it is another's turn."""
        try:
            with transaction.atomic(), change_context(by=None, source="worker:rules"):
                locked = prepared("lock_cursor", {"reader": READER}, "sql/log.sql")
                place = Place(*locked[0]) if locked else None
                if place:
                    self._remembered.begin(place)
                yield place
        except BaseException:
            self._remembered.forget()  # what was judged in it did not happen
            raise

    def _areas(self, book: Book, now: dt.datetime) -> int:
        with self._judging() as place:
            if place is None or not self._holds_yet():
                return 0
            told = keeping.passed(book, now)
            _write(told)
        return len(told.happenings)

    def _pages(self, turn: Callable[[Pair, Place], tuple[Judgement, Pair | None]]) -> int:
        """Page after page of states, each in a transaction of its own; how much happened."""
        total = 0
        after: Pair | None = passing.FIRST
        while after is not None:
            with self._judging() as place:
                if place is None or not self._holds_yet():
                    return total
                judgement, after = turn(after, place)
                if judgement.standings:
                    self._keep(judgement.standings, judgement.standings)
                    self._remembered.end(_leave_cursor())
                _write(keeping.gathered(judgement.happenings))
            health.moving("rules")
            total += len(judgement.happenings)
        return total

    def _holds_yet(self) -> bool:
        """Do the rules still hold that it has read? Who withdraws one holds the cursor, too."""
        return stamp() == self._stamp

    def _watch(self, now: dt.datetime) -> None:
        """Once a minute and with each new book: no-data rules begin to watch entities that no value has led them to."""
        book = self.book()
        if self._watched and self._watched[0] == self._stamp and now - self._watched[1] < WATCH_EVERY:
            return
        passing.watch(book, now)
        self._watched = (self._stamp, now)

    def _judge(self, flushes: list[Flush], place: Place) -> None:
        book = self.book()
        found = observations.changes(flushes, book.attributes, fresh=observations.EVALUATES_WITHIN)
        if found:
            judgement, kept = _judge(book, found, self._habits, self._remembered, place)
            self._keep(judgement.standings, kept)
            _write(keeping.gathered(judgement.happenings))
            _forget(self._habits)

    def _keep(self, standings: Mapping[Pair, Standing], kept: Mapping[Pair, Standing]) -> None:
        observations.keep(kept, clock.now())
        self._remembered.take(standings)


def _next_flushes(place: Place) -> list[Flush]:
    asked = {"tx": place.tx, "id": place.flush_id, "limit": BATCH, "rows": MOST_ROWS}
    return [Flush(*row) for row in prepared("next_flushes", asked, "sql/log.sql")]


def _move_cursor(last: Flush) -> str:
    asked = {"reader": READER, "tx": last.tx, "flush_id": last.id}
    return str(prepared("move_cursor", asked, "sql/log.sql")[0][0])


def _leave_cursor() -> str:
    """Where it is, but as another version: states have changed."""
    return str(prepared("leave_cursor", {"reader": READER}, "sql/log.sql")[0][0])


def _forget(habits: dict[Habit, tuple[float, ...]]) -> None:
    """Keeps the hours that values came for last; what is needed again is read again."""
    for each in list(habits)[: max(0, len(habits) - MOST_HABITS)]:
        del habits[each]


def _judge(
    book: Book,
    by_entity: dict[int, list[Change]],
    habits: dict[Habit, tuple[float, ...]],
    remembered: Remembered,
    place: Place,
) -> tuple[Judgement, dict[Pair, Standing]]:
    """What the values come to, and the standings of it that must be written."""
    subjects = observations.subjects(by_entity)
    concerned = _concerned(book, by_entity, subjects)
    observations.move_clocks(_furthest(concerned, by_entity))
    standings = remembered.of(concerned, place)
    looked_at = asked_by(concerned, lambda pair: [change.at for change in by_entity[pair[1]]])
    past = observations.past_of(*looked_at, habits)
    judgement, kept = Judgement(), {}
    for pair, armed in concerned.items():
        entity_id, standing = pair[1], standings[pair]
        own_past = past.get(entity_id, NOTHING) if past else NOTHING
        if play(armed, subjects[entity_id], standing, by_entity[entity_id], own_past, judgement):
            judgement.standings[pair] = standing
            if must_keep(armed, standing):
                kept[pair] = standing
        health.moving("rules")
    judgement.happenings.sort(key=lambda happening: happening.at)
    return judgement, kept


def _concerned(
    book: Book, by_entity: dict[int, list[Change]], subjects: Mapping[int, Subject]
) -> dict[Pair, Armed]:
    """The rules that these values concern."""
    concerned: dict[Pair, Armed] = {}
    for entity_id, own in by_entity.items():
        subject = subjects.get(entity_id)
        if subject is None:
            continue
        rules = book.rules_of(subject.types, subject.unit_id)
        for change in own:
            for armed in rules.get(change.attribute, ()):
                concerned[armed.code, entity_id] = armed
    return concerned


def _furthest(
    concerned: dict[Pair, Armed], by_entity: dict[int, list[Change]]
) -> dict[tuple[str, int], dt.datetime]:
    """How far replays have come, by type; everything else goes by the wall clock."""
    furthest: dict[tuple[str, int], dt.datetime] = {}
    for (_code, entity_id), armed in concerned.items():
        for change in by_entity[entity_id]:
            if change.origin == Origin.REPLAYED:
                key = (armed.rule.entity_type, change.origin)
                furthest[key] = max(change.at, furthest.get(key, change.at))
    return furthest


def _write(told: keeping.Told) -> None:
    """The alarms in order of time, after the states; the caller's transaction holds both."""
    raised = {h.subject.id for h in told.happenings if h.turn is Turn.RAISED}
    names = observations.names(raised) if raised else {}
    turns = [
        Turned(
            happening.armed.rule,
            happening.subject,
            happening.turn is Turn.RAISED,
            happening.inputs,
            happening.at,
            names.get(happening.subject.id, ""),
        )
        for happening in told.happenings
    ]
    for first in range(0, len(turns), AT_ONCE):
        write(turns[first : first + AT_ONCE])
        health.moving("rules")
    told.name()


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
    async with Stepper("rules") as steps:
        await steps.step(engine.open)
        started = next_tick = next_report = loop.time()
        while not stop.is_set():
            read = await steps.step(engine.step)
            if loop.time() >= next_report:
                await steps.step(_report)
                next_report = loop.time() + REPORT_S
            if not read and loop.time() >= max(next_tick, started + GRACE_S):
                await steps.step(engine.tick)
                next_tick = loop.time() + TICK_S
            if not read:
                await rest(stop, PAUSE_S)


def _report() -> int:
    """Also when nothing is read: a long transaction elsewhere may hold the log up."""
    health.report("rules", lag_s=_lag())
    return 0


def _lag() -> float:
    found = rows("lag", {"reader": READER}, "sql/log.sql")
    return float(found[0][0] or 0.0) if found else 0.0
