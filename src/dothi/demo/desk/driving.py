"""Simulated crews live: every few seconds each looks how it stands, says what it says by the units' own actions, and tells its position by MQTT."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dothi.demo.desk import crews
from dothi.demo.desk.crews import Errand, Point, Ride, Word
from dothi.demo.desk.plan import DeskPlan, ForcePlan
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.origin import Origin
from dothi.packs.simulator import Station
from dothi.streams.publish import Publisher

if TYPE_CHECKING:
    from dothi.forces.models import Assignment, Force

logger = logging.getLogger(__name__)
LOOKS_EVERY_S, TELLS_EVERY_S = 3.0, 30.0  # a vehicle that moves tells its position at each look
SOURCE = "simulated"


@dataclass(slots=True)
class Fleet:
    """Where every unit of the plan is now. `step` runs in a thread of its own: it asks the database through Django."""

    desk: DeskPlan
    hospitals: dict[str, Point]
    _at: dict[str, Point] = field(default_factory=dict)
    _rides: dict[str, tuple[tuple[str, dt.datetime], Ride]] = field(default_factory=dict)

    def step(self) -> list[tuple[ForcePlan, Point, bool]]:
        """Each unit, where it is, and whether it moves; crews have said by then what they say."""
        from dothi.crews.models import CrewDuty
        from dothi.forces.models import Assignment, Force

        plans = {one.call_sign: one for one in self.desk.forces}
        rows = Force.objects.filter(call_sign__in=plans, ended_at__isnull=True)
        # where a person is signed on with a phone, that person is the crew: nobody simulated speaks or drives for them
        signed_on = CrewDuty.objects.filter(ended_at__isnull=True, until__gt=clock.now())
        rows = rows.exclude(pk__in=signed_on.values("force_id"))
        open_ = Assignment.objects.filter(force__in=rows, ended_at__isnull=True).select_related("incident")
        errands = {one.force_id: one for one in open_}
        return [self._move(plans[one.call_sign], one, errands.get(one.pk)) for one in rows]

    def _move(
        self, plan: ForcePlan, force: Force, assignment: Assignment | None
    ) -> tuple[ForcePlan, Point, bool]:
        now = clock.now()
        at = self._at.get(plan.call_sign, (plan.home.lon, plan.home.lat))
        ride = self._ride(plan, force, assignment, at)
        if ride is not None:
            at = ride.at(now)
        self._at[plan.call_sign] = at
        arrived = ride is None or ride.is_over(now)
        hospital = crews.nearest(at, self.hospitals)
        if word := crews.next_word(_errand(force, assignment), now, arrived=arrived, hospital=hospital):
            with contextlib.suppress(DothiError):  # a person was quicker: the crew sees it at the next look
                _say(force, assignment, word)
        return plan, at, not arrived

    def _ride(self, plan: ForcePlan, force: Force, assignment: Assignment | None, at: Point) -> Ride | None:
        """The ride that belongs to the state it is in, begun from where it was when it came into it."""
        goal = self._goal(plan, force, assignment)
        if goal is None:
            return None
        state = force.state, force.state_since
        known = self._rides.get(plan.call_sign)
        if known is None or known[0] != state:
            known = self._rides[plan.call_sign] = state, Ride(at, goal, force.state_since)
        return known[1]

    def _goal(self, plan: ForcePlan, force: Force, assignment: Assignment | None) -> Point | None:
        if force.state == crews.RETURNING:
            return plan.home.lon, plan.home.lat
        if force.state == crews.TRANSPORTING:
            return self.hospitals.get(force.state_note) or _scene(assignment)
        return _scene(assignment) if force.state == crews.EN_ROUTE else None


def _scene(assignment: Assignment | None) -> Point | None:
    if assignment is None or assignment.incident.lon is None or assignment.incident.lat is None:
        return None
    return assignment.incident.lon, assignment.incident.lat


def _errand(force: Force, assignment: Assignment | None) -> Errand:
    asked = assignment.checkins.filter(answered_at__isnull=True).first() if assignment else None
    return Errand(
        force.call_sign,
        force.state,
        force.state_since,
        assignment.pk if assignment else 0,
        bool(assignment and assignment.acknowledged_at),
        bool({"als", "bls"} & set(force.capabilities)),
        asked.due_at if asked else None,
    )


def _say(force: Force, assignment: Assignment | None, word: Word) -> None:
    from dothi.forces import actions
    from dothi.forces.models import CheckIn
    from dothi.kernel.audit.context import change

    with change(source="worker:simulator"):
        if word.what == "acknowledge" and assignment:
            actions.acknowledge(assignment, by=None)
        elif word.what == "decline" and assignment:
            actions.decline(assignment, word.text, by=None, origin=SOURCE)
        elif word.what == "well" and assignment:
            for asked in CheckIn.objects.filter(assignment=assignment, answered_at__isnull=True):
                actions.answer_check_in(asked, by=None, note=word.text)
        else:
            actions.set_state(force, word.what, expected=force.state, note=word.text, by=None, origin=SOURCE)


async def drive(desk: DeskPlan, hospitals: Iterable[Station], *, key: str, host: str, port: int) -> None:
    """Goes on for ever. A database that is away is asked again; the vehicles stand meanwhile."""
    fleet = Fleet(desk, {one.name: (one.lon, one.lat) for one in hospitals})
    told: dict[str, dt.datetime] = {}
    with ThreadPoolExecutor(1, "crews") as alone:  # one thread, so one connection
        await asyncio.get_running_loop().run_in_executor(alone, _set_up)
        async with Publisher(host, port, key=key, origin=Origin.SIMULATED, connections=1) as publisher:
            while True:
                seen = await asyncio.get_running_loop().run_in_executor(alone, _look, fleet)
                for plan, at, moves in seen:
                    now = clock.now()
                    if (
                        moves
                        or (now - told.get(plan.urn, now - dt.timedelta(hours=1))).total_seconds()
                        > TELLS_EVERY_S
                    ):
                        told[plan.urn] = now
                        await publisher.publish(plan.urn, _fix(at, now, moves=moves))
                await asyncio.sleep(LOOKS_EVERY_S)


def _set_up() -> None:
    import django

    django.setup()


def _look(fleet: Fleet) -> list[tuple[ForcePlan, Point, bool]]:
    from django.db import Error, connection

    try:
        return fleet.step()
    except Error as error:
        logger.warning("crews could not look: %s", error)
        connection.close()
        return []


def _fix(at: Point, moment: dt.datetime, *, moves: bool) -> dict[str, object]:
    place = {"type": "Point", "coordinates": [round(at[0], 6), round(at[1], 6)]}
    return {
        "location": {"type": "GeoProperty", "value": place},
        "speed": {"value": round(crews.SPEED_MS * 3.6) if moves else 0, "unitCode": "KMH"},
        "serviceStatus": {"value": "onRoute" if moves else "parked"},
        "observedAt": clock.iso(moment.replace(microsecond=0)),
    }
