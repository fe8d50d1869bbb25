"""Plays a scenario of a pack through the real parts: values into the store, what is derived from them, the rules, the alarm, and
what an officer does with it. A test plays it at once; a drill performs the same steps as their time comes.

Everything that is sent says `simulated` as its origin, and so does what follows from it. Expectations of the scenario
(`quiet`, `raised`, `cleared`, its end) that do not hold raise `Strayed`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.accounts.models import Person
from dothi.connectors.actions import database_url
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.incidents import actions, queries, walking
from dothi.incidents.models import Incident, IncidentStep
from dothi.incidents.workflow import State
from dothi.kernel import clock, events
from dothi.kernel.origin import Origin
from dothi.packs.folder import PackFolder
from dothi.packs.scenario import Scenario, Step, Thing, length, said
from dothi.rules import derive
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm
from dothi.rules.engine import Engine

_EXPECTATIONS = ("quiet", "raised", "cleared")
DUTY = "duty-officer"  # who acts where a step names nobody


class Strayed(Exception):
    """The story went another way than the scenario says; the message names file, step, and what was found."""


@dataclass(slots=True)
class Player:
    """Performs the steps of one scenario, in order. `crew`: who plays each role; the one of `duty-officer` plays the others."""

    pack: PackFolder
    scenario: Scenario
    crew: Mapping[str, Person]
    incident: Incident | None = None
    named: set[str] = field(default_factory=set)  # rules whose alarm the story has told of
    _engine: Engine = field(default_factory=Engine)
    _at: dt.datetime = field(default_factory=clock.now)
    _known: set[str] = field(default_factory=set)  # entities that have been sent once

    def perform(self, step: Step, at: dt.datetime) -> None:
        """Does what a step says, at the instant that it is due (not after now). Raises Strayed, and what the actions refuse."""
        self._at = at
        if step.verb in _EXPECTATIONS:
            self.let_pass()
        by = self.crew.get(str(step.told.get("by", DUTY)), self.crew[DUTY])
        _VERBS[step.verb](self, step, by)
        if step.verb == "send":
            self.let_pass()

    def let_pass(self) -> None:
        """What the running city does by itself up to now: derives, judges, lets time turn, tells the rooms."""
        asyncio.run(_derive())
        while self._engine.step():
            pass
        self._engine.tick(clock.now())
        while events.deliver():
            pass

    def finish(self) -> None:
        """The end of every scenario: each alarm was told of and is closed, the case is closed, no mandatory step is left."""
        self.let_pass()
        found = Alarm.objects.filter(entity_urn__in=[thing.urn for thing in self.scenario.things])
        for alarm in found:
            if alarm.rule_code not in self.named:
                raise self._strayed(None, f"an alarm that the story does not tell of: {alarm.rule_code}")
            if alarm.closed_at is None:
                raise self._strayed(None, f"the alarm {alarm.rule_code} is still {alarm.state}")
        incident = self._case(None)
        incident.refresh_from_db()
        if incident.is_open or not incident.close_reason:
            raise self._strayed(None, f"the case {incident.code} is {incident.status}")
        if left := walking.left_open(incident):
            raise self._strayed(None, f"steps left undone: {[step.number for step in left]}")

    # what a step can say

    def _send(self, step: Step, by: Person) -> None:
        payloads = [self._payload(self.scenario.thing(id_), values) for id_, values in step.what.items()]
        source = f"scenario:{self.scenario.pack}/{self.scenario.code}"
        asyncio.run(_write(payloads, source))

    def _payload(self, thing: Thing, values: Mapping[str, Any]) -> dict[str, Any]:
        at = clock.iso(self._at)
        first = thing.urn not in self._known
        self._known.add(thing.urn)
        told = {**thing.values, **values} if first else values
        entity: dict[str, Any] = {"id": thing.urn, "type": thing.type}
        entity |= {
            name: _attribute(self._moment(value), self._unit(thing, name), at) for name, value in told.items()
        }
        if first:
            entity["name"] = _attribute(said(thing.name), None, at)
        if first and thing.place:
            point = {"type": "Point", "coordinates": list(thing.place)}
            entity["location"] = {"type": "GeoProperty", "value": point, "observedAt": at}
        return entity

    def _moment(self, value: Any) -> Any:
        """`{ after = "12h" }`: the time so long after the value is told."""
        is_moment = isinstance(value, dict) and value.keys() == {"after"}
        return clock.iso(self._at + length(value["after"])) if is_moment else value

    def _unit(self, thing: Thing, name: str) -> str | None:
        unit: str | None = self.pack.attributes().get((thing.type, name), {}).get("x-unitCode")
        return unit

    def _quiet(self, step: Step, by: Person) -> None:
        if alarm := self._alarm(step):
            raise self._strayed(step, f"the alarm {alarm.rule_code} stands already, raised {alarm.raised_at}")

    def _raised(self, step: Step, by: Person) -> None:
        alarm = self._alarm(step)
        self.named.add(str(step.what))
        if alarm is None or not alarm.active:
            raise self._strayed(step, "it was not raised")
        if step.told.get("severity", alarm.severity) != alarm.severity:
            raise self._strayed(step, f"its severity is {alarm.severity}")
        is_suppressed = alarm.suppressed_at is not None
        if step.told.get("suppressed", is_suppressed) != is_suppressed:
            raise self._strayed(step, "it is suppressed" if is_suppressed else "it rings")
        if alarm.origin != Origin.SIMULATED:
            raise self._strayed(step, f"its origin is {Origin(alarm.origin).word}")

    def _cleared(self, step: Step, by: Person) -> None:
        if (alarm := self._alarm(step, closed_too=True)) is None or alarm.active:
            raise self._strayed(step, "it is not over" if alarm else "there was none")

    def _acknowledge(self, step: Step, by: Person) -> None:
        alarms.acknowledge(self._standing(step), by=by)

    def _open(self, step: Step, by: Person) -> None:
        if isinstance(step.what, str):
            self.incident, _ = actions.open_from_alarm(self._standing(step), by=by)
        else:
            self.incident = self._by_hand(step.what, by)
        wanted = step.told.get("sop")
        if wanted and wanted not in {walk.row.procedure.code for walk in queries.walks_of(self.incident)}:
            raise self._strayed(step, f"the case did not begin with the procedure {wanted}")

    def _by_hand(self, told: Mapping[str, Any], by: Person) -> Incident:
        category = told.get("category")
        return actions.open_incident(
            title=said(told["title"]),
            kind=f"{self.scenario.pack}.{category}" if category else "",
            severity=told["severity"],
            by=by,
        )

    def _done(self, step: Step, by: Person) -> None:
        walking.do_step(self._step(step), note=step.word("note"), by=by)

    def _skip(self, step: Step, by: Person) -> None:
        walking.skip_step(self._step(step), reason=step.word("reason"), by=by)

    def _note(self, step: Step, by: Person) -> None:
        actions.add_note(self._case(step), said(step.what), by=by)

    def _move(self, step: Step, by: Person) -> None:
        self._to(step, State(step.what), step.word("reason"), by)

    def _close(self, step: Step, by: Person) -> None:
        self._to(step, State.CLOSED, said(step.what), by)

    def _to(self, step: Step, to: State, reason: str, by: Person) -> None:
        case = self._case(step)
        case.refresh_from_db()
        self.incident = actions.change_state(case, to, expected=State(case.status), reason=reason, by=by)

    # what the steps speak of

    def _alarm(self, step: Step, *, closed_too: bool = False) -> Alarm | None:
        thing = self.scenario.thing(step.told.get("on"))
        found = Alarm.objects.filter(rule_code=step.what, entity_urn=thing.urn).order_by("-pk")
        return (found if closed_too else found.filter(closed_at=None)).first()

    def _standing(self, step: Step) -> Alarm:
        if (alarm := self._alarm(step)) is None:
            raise self._strayed(step, "there is no open alarm of this rule")
        return alarm

    def _case(self, step: Step | None) -> Incident:
        if self.incident is None:
            raise self._strayed(step, "no case has been opened")
        return self.incident

    def _step(self, step: Step) -> IncidentStep:
        walks = queries.walks_of(self._case(step))
        code, number = step.told.get("sop"), int(step.what)
        for walk in walks:
            if code in (None, walk.row.procedure.code) and number <= len(walk.steps):
                return walk.steps[number - 1]
        raise self._strayed(step, f"no procedure with such a step; begun: {[w.row.code for w in walks]}")

    def _strayed(self, step: Step | None, found: str) -> Strayed:
        where = self.scenario.file
        if step is not None:
            where = f"{where} step[{step.number}] at {step.at}: {step.verb} {step.what}"
        return Strayed(f"{where}: {found}")


_VERBS: dict[str, Callable[[Player, Step, Person], None]] = {
    "send": Player._send,
    "quiet": Player._quiet,
    "raised": Player._raised,
    "acknowledge": Player._acknowledge,
    "open": Player._open,
    "done": Player._done,
    "skip": Player._skip,
    "write": Player._note,
    "move": Player._move,
    "cleared": Player._cleared,
    "close": Player._close,
}


def play_at_once(
    pack: PackFolder, scenario: Scenario, *, crew: Mapping[str, Person], begin: dt.datetime
) -> Player:
    """The whole story without waiting: this process believes at each step that its time has come.

    `begin`: not before now (rules are loaded, so silence counts from here). Raises Strayed.
    """
    player = Player(pack, scenario, crew)
    begin = scenario.begins_after(begin)
    for step in scenario.in_time():
        with clock.moved_to(begin + step.at):
            player.perform(step, begin + step.at)
    with clock.moved_to(begin + scenario.lasts):
        player.finish()
    return player


def _attribute(value: Any, unit: str | None, at: str) -> dict[str, Any]:
    """A value as the scenario writes it: plain, or a table with the members of an NGSI-LD attribute."""
    members = value if isinstance(value, dict) else {"value": value}
    return {"type": "Property", "observedAt": at} | ({"unitCode": unit} if unit else {}) | members


async def _write(payloads: list[dict[str, Any]], source: str) -> None:
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        await write_batch(connection, normalize(payloads), origin=Origin.SIMULATED, source=source)


async def _derive() -> None:
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        await derive.catch_up(connection)
