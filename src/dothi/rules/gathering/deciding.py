"""Who takes part, which of them are near each other, and when they are enough. No reading, no writing, no wall clock.

An entity counts from the instant its condition raises until `within` after it ended. Where enough count at once a gathering
opens; who comes near an open one joins it; when fewer than enough are left it closes.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dothi.kernel.earth import METRES_A_DEGREE
from dothi.rules.conditions import Change as Turn


@dataclass(frozen=True, slots=True)
class Together:
    """`least` entities within `within` of each other, in one unit or (`radius_m`) that near to each other."""

    least: int
    within: dt.timedelta
    radius_m: int | None = None


@dataclass(slots=True)
class Member:
    """One entity that takes part. `until`: its condition is over since then; `anchor_id`: of the gathering it belongs to."""

    entity_id: int
    urn: str
    unit_id: int | None
    agency_id: int | None
    lon: float | None
    lat: float | None
    since: dt.datetime
    until: dt.datetime | None
    origin: int
    inputs: dict[str, dict[str, Any]]
    anchor_id: int | None = None

    def counts(self, at: dt.datetime, within: dt.timedelta) -> bool:
        return self.until is None or at < self.until + within


@dataclass(slots=True)
class Area:
    """A gathering. Its alarm hangs on the entity `anchor_id`; a unit keeps its anchor, so that it keeps its alarm."""

    anchor_id: int
    unit_id: int | None
    open: bool


class AreaTurn(NamedTuple):
    """A gathering opened, closed, or (`turn` None) has a new member."""

    turn: Turn | None
    at: dt.datetime
    area: Area
    members: list[Member]


@dataclass
class Field:
    """Those of one rule that matter: everybody in the units, or near the places, that something happens in."""

    together: Together
    members: dict[int, Member] = field(default_factory=dict)
    areas: dict[int, Area] = field(default_factory=dict)  # by anchor
    _cells: dict[object, set[int]] = field(default_factory=lambda: defaultdict(set))
    _standing: Counter[int] = field(default_factory=Counter)  # anchor -> members whose condition still holds

    @classmethod
    def of(cls, together: Together, members: Iterable[Member], areas: Iterable[Area]) -> Field:
        found = cls(together, areas={area.anchor_id: area for area in areas})
        for member in members:
            found._put(member)
        return found

    def raised(self, member: Member, at: dt.datetime) -> Iterator[AreaTurn]:
        """The condition of an entity begins to hold."""
        if before := self.members.get(member.entity_id):
            self._take(before)
            member.anchor_id = before.anchor_id if self._stays(member, before.anchor_id) else None
        self._put(member)
        if (
            before and before.anchor_id is not None and member.anchor_id is None
        ):  # it moved away: are there enough without it?
            yield from self.passed(before.anchor_id, at)
        near = [each for each in self._near(member) if each.counts(at, self.together.within)]
        area = next((area for each in near if (area := self._open_area(each))), None)
        if area is not None:
            self._attach(member, area)
            yield AreaTurn(None, at, area, self._of(area, at))
        elif len(near) >= self.together.least and (area := self._opened(member, near)):
            for each in near:
                self._attach(each, area)
            yield AreaTurn(Turn.RAISED, at, area, self._of(area, at))

    def ended(self, entity_id: int, at: dt.datetime) -> Iterator[AreaTurn]:
        """The condition of an entity is over; it counts for a while yet."""
        member = self.members.get(entity_id)
        if member is None or member.until is not None:
            return
        member.until = at
        if member.anchor_id is not None:
            self._standing[member.anchor_id] -= 1
            yield from self.passed(member.anchor_id, at)

    def passed(self, anchor_id: int, at: dt.datetime) -> Iterator[AreaTurn]:
        """Are there still enough at `at`?"""
        area = self.areas.get(anchor_id)
        if area is None or not area.open or self._standing[anchor_id] >= self.together.least:
            return
        left = self._of(area, at)
        if len(left) < self.together.least:
            area.open = False
            for member in self.members.values():
                if member.anchor_id == anchor_id:
                    member.anchor_id = None
            del self._standing[anchor_id]
            yield AreaTurn(Turn.CLEARED, at, area, left)

    def _stays(self, member: Member, anchor_id: int | None) -> bool:
        """Does it still belong to that gathering where it is now: in its unit, or near somebody else of it?"""
        area = None if anchor_id is None else self.areas.get(anchor_id)
        if area is None or self.together.radius_m is None:
            return area is not None and area.unit_id == member.unit_id
        others = (each for each in self._near(member) if each.entity_id != member.entity_id)
        return any(each.anchor_id == anchor_id for each in others)

    def _opened(self, member: Member, near: list[Member]) -> Area | None:
        """The area that they make. None while each of them carries the alarm of a place it has left: an entity bears one
        alarm of a rule, and the next who comes opens it."""
        radius = self.together.radius_m is not None
        known = (
            None if radius else next((a for a in self.areas.values() if a.unit_id == member.unit_id), None)
        )
        if known is None:
            free = next((each for each in [member, *near] if not self._is_anchor(each.entity_id)), None)
            if free is None:
                return None
            known = Area(free.entity_id, None if radius else member.unit_id, open=True)
        known.open = True
        self.areas[known.anchor_id] = known
        return known

    def _is_anchor(self, entity_id: int) -> bool:
        area = self.areas.get(entity_id)
        return area is not None and area.open

    def _open_area(self, member: Member) -> Area | None:
        area = None if member.anchor_id is None else self.areas.get(member.anchor_id)
        return area if area is not None and area.open else None

    def _attach(self, member: Member, area: Area) -> None:
        if member.anchor_id != area.anchor_id:
            member.anchor_id = area.anchor_id
            self._standing[area.anchor_id] += member.until is None

    def _of(self, area: Area, at: dt.datetime) -> list[Member]:
        within = self.together.within
        return [m for m in self.members.values() if m.anchor_id == area.anchor_id and m.counts(at, within)]

    def _put(self, member: Member) -> None:
        self.members[member.entity_id] = member
        for cell in self._cell(member):
            self._cells[cell].add(member.entity_id)
        if member.anchor_id is not None:
            self._standing[member.anchor_id] += member.until is None

    def _take(self, member: Member) -> None:
        for cell in self._cell(member):
            self._cells[cell].discard(member.entity_id)
        if member.anchor_id is not None:
            self._standing[member.anchor_id] -= member.until is None

    def _near(self, member: Member) -> list[Member]:
        """Itself and those in its unit, or within the radius; who has no unit (no place) is alone."""
        cells = self._cell(member, around=True)
        found = (self.members[entity_id] for cell in cells for entity_id in self._cells.get(cell, ()))
        radius = self.together.radius_m
        return [each for each in found if radius is None or metres(member, each) <= radius]

    def _cell(self, member: Member, *, around: bool = False) -> list[object]:
        """The unit, or the square of the radius' size; `around`: with the eight beside it."""
        radius = self.together.radius_m
        if radius is None:
            return [member.unit_id] if member.unit_id is not None else [("alone", member.entity_id)]
        if member.lon is None or member.lat is None:
            return [("alone", member.entity_id)]
        row = math.floor(member.lat * METRES_A_DEGREE / radius)
        # columns as wide as at 24° north, beyond Viet Nam: further south they are wider than the radius, never narrower
        column = math.floor(member.lon * METRES_A_DEGREE * math.cos(math.radians(24)) / radius)
        steps = (-1, 0, 1) if around else (0,)
        return [(row + north, column + east) for north in steps for east in steps]


def metres(one: Member, other: Member) -> float:
    """Distance on a flat map, true enough for some kilometres; 0 to itself, infinite without a place."""
    if one.entity_id == other.entity_id:
        return 0.0
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return math.inf
    north = (one.lat - other.lat) * METRES_A_DEGREE
    east = (one.lon - other.lon) * METRES_A_DEGREE * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(north, east)


def centre(members: Iterable[Member]) -> tuple[float | None, float | None]:
    """The middle of those that have a place."""
    places = [(m.lon, m.lat) for m in members if m.lon is not None and m.lat is not None]
    if not places:
        return None, None
    return sum(lon for lon, _ in places) / len(places), sum(lat for _, lat in places) / len(places)
