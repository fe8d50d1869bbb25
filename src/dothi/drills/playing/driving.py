"""Where the simulated units are: each says its place through the door by which devices say it, moving or not.

A unit that says nothing for half an hour is believed to be at home (`fix-stale`), and the recommendation of a long drill would be another
one than the desk knows. Where a unit stands when the copy is made it stays until it is sent, or until the plan puts it elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dothi.drills.playing.crews import simulated, times
from dothi.forces.models import Assignment, Force
from dothi.forces.queries import fixes
from dothi.kernel import clock
from dothi.kernel.earth import metres_apart
from dothi.packs.drill import Crews

MOVING_S, STANDING_S = 5.0, 60.0  # how often a unit says where it is
Point = tuple[float, float]  # lon, lat


@dataclass(slots=True)
class Fleet:
    """What is here is lost with the process: a player that was killed begins each ride where the unit was last seen."""

    _at: dict[int, Point] = field(default_factory=dict)
    _rides: dict[int, tuple[dt.datetime, Point]] = field(default_factory=dict)  # since when, from where
    _told: dict[int, dt.datetime] = field(default_factory=dict)

    def put(self, force: Force, at: Point) -> None:
        """The plan says that it is there."""
        self._at[force.pk] = at
        self._rides.pop(force.pk, None)

    def step(self, plan: Crews, pace: float) -> list[dict[str, Any]]:
        """The messages that are due: entities with their place. It asks two or three questions, however many units there are."""
        now = clock.now()
        units = list(simulated().exclude(urn=""))
        self._find(units)
        units = [one for one in units if one.pk in self._at]
        cases = _cases(units)
        found = []
        for one in units:
            moves = self._move(one, cases.get(one.pk), plan, pace, now)
            last = self._told.get(one.pk)
            if last is None or (now - last).total_seconds() >= (MOVING_S if moves else STANDING_S):
                self._told[one.pk] = now
                found.append(message(one.urn, self._at[one.pk], now))
        return found

    def _find(self, units: Iterable[Force]) -> None:
        """Where those are that nothing is known of yet: where they said last, else at home. One with neither says nothing."""
        new = [one for one in units if one.pk not in self._at]
        seen = fixes([one.urn for one in new])
        for one in new:
            if fix := seen.get(one.urn):
                self._at[one.pk] = fix.lon, fix.lat
            elif one.home_lon is not None and one.home_lat is not None:
                self._at[one.pk] = one.home_lon, one.home_lat

    def _move(self, one: Force, case: Point | None, plan: Crews, pace: float, now: dt.datetime) -> bool:
        goal = _goal(one, case)
        if goal is None:
            return False
        since, start = self._rides.get(one.pk, (None, None))
        if since != one.state_since or start is None:
            since, start = one.state_since, self._at[one.pk]
            self._rides[one.pk] = since, start
        whole_s = times(plan, metres_apart(*start, *goal), pace).travel_s
        part = min(1.0, (now - since).total_seconds() / whole_s) if one.state != "on-scene" else 1.0
        self._at[one.pk] = start[0] + part * (goal[0] - start[0]), start[1] + part * (goal[1] - start[1])
        return part < 1.0


def _goal(one: Force, case: Point | None) -> Point | None:
    if one.state in ("en-route", "on-scene"):
        return case
    if one.state == "returning" and one.home_lon is not None and one.home_lat is not None:
        return one.home_lon, one.home_lat
    return None


def _cases(units: Iterable[Force]) -> dict[int, Point]:
    """By unit: the place of the case that it was sent to."""
    rows = Assignment.objects.filter(force__in=units, ended_at__isnull=True, incident__lon__isnull=False)
    found = rows.values_list("force_id", "incident__lon", "incident__lat")
    return {force: (lon, lat) for force, lon, lat in found if lon is not None and lat is not None}


def message(urn: str, at: Point, now: dt.datetime) -> dict[str, Any]:
    """What a unit's device says."""
    point = {"type": "Point", "coordinates": [round(at[0], 6), round(at[1], 6)]}
    return {
        "id": urn, "type": urn.split(":")[2], "location": {"type": "GeoProperty", "value": point, "observedAt": clock.iso(now)},
    }  # fmt: skip
