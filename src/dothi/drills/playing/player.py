"""The player: a process of the copy that performs the timeline, moves the crews, and takes the score while the team works.

Killed at any instant it goes on: a step that was performed stands in `Done`, one that was performed and not noted is performed again
and changes nothing (the same event of the exchange, the same instant of a value, the same key of a message).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from dothi.accounts.models import Person, RoleGrant
from dothi.calls.models import Call
from dothi.drills.models import Done, Play
from dothi.drills.playing import crews, phones
from dothi.drills.playing.doors import Devices, Doors, read_keys
from dothi.drills.playing.driving import MOVING_S, Fleet, message
from dothi.drills.playing.timeline import Due, due
from dothi.drills.queries import plan_in
from dothi.drills.scoring import score
from dothi.forces.models import Force
from dothi.kernel import clock, drill, health, settings
from dothi.kernel.engines import addresses, held
from dothi.kernel.engines.stopping import rest
from dothi.kernel.stepping import AWAY, Stepper
from dothi.notify.actions import send
from dothi.notify.said import Said
from dothi.packs.drill import DrillPlan, seconds, urn_of
from dothi.packs.scenario import length

logger = logging.getLogger(__name__)
PART = "drill"
LOOKS_EVERY_S, SCORES_EVERY_S = 0.5, 3.0
PATIENCE_S, TALK_S = 90.0, 60.0
AT_ONCE = 200  # entities of one message


async def run(stop: asyncio.Event) -> None:
    """Until `stop`; survives a database and a door that go away."""
    async with (
        Stepper(PART) as steps,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
    ):
        player: Player | None = None
        try:
            while not stop.is_set():
                try:
                    if player is None:
                        await steps.inside(phones.ensure)
                        player = await _player(session, steps)
                    await player.round()
                    health.report(PART)
                except AWAY:
                    logger.warning("drill: the database is away, trying again", exc_info=True)
                await rest(stop, LOOKS_EVERY_S)
        finally:
            if player is not None:
                await player.devices.close()


async def _player(session: aiohttp.ClientSession, steps: Stepper) -> Player:
    found, keys = addresses.find(), await steps.inside(read_keys)
    devices = Devices(found.mqtt_port if found else addresses.mqtt_port(), keys.devices)
    return Player(Doors(session, found.base_url if found else "", keys), devices, steps)


@dataclass(slots=True)
class Player:
    """What stands between two looks is in the database; here is only what spares questions."""

    doors: Doors
    devices: Devices
    steps: Stepper
    _fleet: Fleet = field(default_factory=Fleet)
    _drives_at: float = 0.0
    _scored_at: dt.datetime | None = None
    _done: set[str] = field(default_factory=set)
    _read: bool = False

    async def round(self) -> None:
        play = await self.steps.inside(_look)
        if play is None or play.state == Play.State.OVER:
            return
        plan = plan_in(play.plan)
        if not self._read:
            self._done = await self.steps.inside(lambda: set(Done.objects.values_list("key", flat=True)))
            self._read = True
        if play.state == Play.State.PLAYING and play.began_at:
            for one in due(
                plan, play.began_at, clock.now(), paused_s=play.paused_s, pace=play.pace, done=self._done
            ):
                await self._perform(plan, one, play.pace)
        if play.began_at:
            await self._follow_calls(plan)
            await self.steps.inside(lambda: crews.step(plan.crews, play.pace, _declines(plan, self._done)))
            await self._drive(play, plan)
        await self._score(play, plan)

    async def _perform(self, plan: DrillPlan, one: Due, pace: float) -> None:
        """Done or still due: what a door did not take is tried at the next look."""
        kind, told = one.step.kind, dict(one.step.told)
        if kind == "call":
            done = await self.doors.call(
                _id(one.key), "ringing", one.at, number_dialled=told["line"], caller_number=told["from"], said=told["said"]
            )  # fmt: skip
        elif kind == "value":
            entity = _entity(plan, told, one.at)
            done = await (
                self.devices.tell(entity, one.at) if told.get("by") == "mqtt" else self.doors.values(entity)
            )
        elif kind == "position":
            done = await self._position(told, one.at)
        elif kind == "outage":
            done = await self.steps.inside(lambda: _outage(one, pace))
        elif kind == "inject":
            done = await self.steps.inside(lambda: _inject(one.key, told))
        else:  # a crew that cannot go says so when it is sent
            done = True
        if done:
            await self.steps.inside(lambda: _note(one))
            self._done.add(one.key)

    async def _drive(self, play: Play, plan: DrillPlan) -> None:
        """Every few seconds the units say where they are; what a door did not take is said anew with the next place."""
        if (now := time.monotonic()) < self._drives_at:
            return
        self._drives_at = now + MOVING_S
        told = await self.steps.inside(lambda: self._fleet.step(plan.crews, play.pace))
        for begin in range(0, len(told), AT_ONCE):
            await self.doors.values(*told[begin : begin + AT_ONCE])

    async def _position(self, told: dict[str, Any], at: dt.datetime) -> bool:
        """Of a unit that the city does not have, or whose vehicle is not known, nothing is told."""
        rows = Force.objects.filter(call_sign=told["force"]).exclude(urn="")
        force = await self.steps.inside(rows.first)
        if force is None:
            return True
        lon, lat = told["place"]
        self._fleet.put(force, (lon, lat))
        return await self.doors.values(message(force.urn, (lon, lat), at))

    async def _follow_calls(self, plan: DrillPlan) -> None:
        """Whoever is not answered hangs up after a while; whoever is speaks for a while. Seconds of people: no pace shortens them."""
        told = {_id(step.key): step.told for step in plan.calls().values()}
        for call_id, state, received_at, answered_at in await self.steps.inside(
            lambda: _open_calls(self.doors.keys.adapter)
        ):
            about = told.get(call_id, {})
            since, limit = received_at, seconds(about["patience"]) if "patience" in about else PATIENCE_S
            if state != "ringing" and answered_at:
                since, limit = answered_at, seconds(about["talk"]) if "talk" in about else TALK_S
            if (clock.now() - since).total_seconds() > limit:
                await self.doors.call(call_id, "ended", clock.now(), cause="Normal Clearing")

    async def _score(self, play: Play, plan: DrillPlan) -> None:
        now = clock.now()
        ending = play.state == Play.State.ENDING
        if not ending and self._scored_at and (now - self._scored_at).total_seconds() < SCORES_EVERY_S:
            return
        self._scored_at = now
        await self.steps.inside(lambda: _keep_score(play, plan, self.doors.keys.adapter, over=ending))


def _look() -> Play | None:
    """The play, its clock moved on where somebody let it begin, paused it or let it go on."""
    play = Play.objects.first()
    if play is None:
        return None
    now = clock.now()
    if play.state == Play.State.PLAYING and play.began_at is None:
        play.began_at = now
    if play.state == Play.State.PAUSED and play.paused_at is None:
        play.paused_at = now
    elif play.state == Play.State.PLAYING and play.paused_at is not None:
        play.paused_s += (now - play.paused_at).total_seconds()
        play.paused_at = None
    else:
        Play.objects.filter(pk=1, began_at__isnull=True).update(began_at=play.began_at)
        return play
    Play.objects.filter(pk=1).update(began_at=play.began_at, paused_at=play.paused_at, paused_s=play.paused_s)
    return play


def _note(one: Due) -> None:
    Done.objects.get_or_create(key=one.key, defaults={"due_at": one.at, "done_at": clock.now()})


def _id(key: str) -> str:
    """How the exchange calls this call: one drill plays in one copy, so the step alone names it."""
    return f"drill-{key}"


def _open_calls(adapter: str) -> list[Any]:
    rows = Call.objects.filter(adapter=adapter, ended_at__isnull=True)
    return list(rows.values_list("external_id", "state", "received_at", "answered_at"))


def _declines(plan: DrillPlan, done: set[str]) -> dict[str, str]:
    return {
        step.told["force"]: step.told["reason"]["vi"]
        for step in plan.steps
        if step.kind == "decline" and step.key in done
    }


def _entity(plan: DrillPlan, told: dict[str, Any], at: dt.datetime) -> dict[str, Any]:
    """The whole message of a value, observed at the instant that it was due."""
    moment = clock.iso(at)
    entity: dict[str, Any] = {
        "id": told.get("urn") or urn_of(plan.code, told["type"], told["id"]),
        "type": told["type"],
    }
    for name, value in told["values"].items():
        is_moment = isinstance(value, dict) and value.keys() == {"after"}
        said = clock.iso(at + length(value["after"])) if is_moment else value
        entity[name] = {"type": "Property", "value": said, "observedAt": moment}
    if "name" in told:
        entity["name"] = {"type": "Property", "value": told["name"]["vi"], "observedAt": moment}
    if "place" in told:
        point = {"type": "Point", "coordinates": list(told["place"])}
        entity["location"] = {"type": "GeoProperty", "value": point, "observedAt": moment}
    return entity


def _outage(one: Due, pace: float) -> bool:
    """A part of the copy that stays down, or a way by which no message arrives, for so long at this pace."""
    told = one.step.told
    if "way" in told:
        phones.switch(told["way"], on=one.key.endswith("-over"))
    else:
        until = one.at + dt.timedelta(seconds=seconds(told["lasts"]) / pace)
        held.hold(settings.data_folder(), told["part"], until)
    return True


def _inject(key: str, told: dict[str, Any]) -> bool:
    """What the exercise control tells a role: a message to each who holds it, once."""
    day = clock.today()
    grants = RoleGrant.objects.filter(role__code=told["to"], valid_from__lte=day, person__is_active=True)
    people = {one.person_id for one in grants.exclude(valid_to__lte=day)}
    for person in Person.objects.filter(pk__in=people):
        send(
            person, Said("drills-inject", {"text": told["text"]["vi"]}), importance=told.get("importance", "high"), about="/drills/",
            purpose="drill", key=f"{key}-{person.pk}", origin="simulated",
        )  # fmt: skip
    return True


def _keep_score(play: Play, plan: DrillPlan, adapter: str, *, over: bool) -> None:
    found = score(plan, adapter, began_at=play.began_at)
    fields: dict[str, Any] = {"score": found.as_json(), "scored_at": clock.now()}
    if over:
        fields["state"] = Play.State.OVER
    Play.objects.filter(pk=1).exclude(state=Play.State.OVER).update(**fields)


def refuse_city() -> bool:
    """The player never runs in a real city: its calls would ring there."""
    return drill.mark() is None
