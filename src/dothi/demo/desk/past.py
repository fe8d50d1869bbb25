"""The calls of the last days, invented: a pure function of the plan, a seed and an instant. Nobody's database is asked.

Minutes are drawn so that the clocks have something to say: most answers within 15 s, some late, a few callers who hung up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from dothi.demo.desk.plan import DeskPlan, ForcePlan, Place, Story
from dothi.kernel import clock
from dothi.kernel.earth import metres_apart

DAYS, A_DAY, SEED = 7, 45, 20311
SPEED_MS = 9.0  # through the city, with lights
ROAD = 1.3  # a road is longer than the straight line
NUMBERS = 140
NUISANCE = "0100000666"  # calls for nothing again and again: shown, never put last
BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 7, 6, 5, 5, 5, 6, 7, 8, 8, 8, 7, 6, 5, 3)
# what became of an answered call, by its share; "case" is told first, the others have no case of their own
ENDS = {"case": 52, "information": 16, "handed-over": 7, "silent": 8, "wrong-number": 7, "test": 2, "hoax": 8}
MISSED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class PastSending:
    """One unit that went; a missing instant did not happen."""

    call_sign: str
    alerted_at: dt.datetime
    acknowledged_at: dt.datetime
    en_route_at: dt.datetime
    on_scene_at: dt.datetime
    transporting_at: dt.datetime | None
    at_hospital_at: dt.datetime | None
    ended_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PastCall:
    """One call; `outcome` is empty for one that nobody answered."""

    number: int
    story: Story
    place: Place
    caller: str
    received_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime
    outcome: str = ""
    returned_at: dt.datetime | None = None
    sendings: tuple[PastSending, ...] = ()

    @property
    def closed_at(self) -> dt.datetime:
        """When its case was over."""
        return max((one.ended_at for one in self.sendings), default=self.ended_at) + dt.timedelta(minutes=4)


@dataclass(slots=True)
class Past:
    """Draws the calls in order of time; `_free` is when each unit is free again."""

    desk: DeskPlan
    now: dt.datetime
    _free: dict[str, dt.datetime] = field(default_factory=dict)
    _random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - nothing secret is drawn

    def calls(self) -> Iterator[PastCall]:
        """Oldest first; all are over before `now`. The newest two that were missed nobody has called back yet."""
        for number, at in enumerate(sorted(self._instants()), 1):
            yield self._call(number, at)

    def _instants(self) -> Iterator[dt.datetime]:
        midnight = self.now.astimezone(clock.VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
        for back in range(DAYS + 1):
            for _ in range(A_DAY):
                hour = self._random.choices(range(24), BY_HOUR)[0]
                at = (
                    midnight
                    - dt.timedelta(days=back)
                    + dt.timedelta(hours=hour, seconds=self._random.random() * 3600)
                )
                if self.now - dt.timedelta(days=DAYS) < at < self.now - dt.timedelta(hours=2):
                    yield at.astimezone(dt.UTC)

    def _call(self, number: int, at: dt.datetime) -> PastCall:
        draw = self._random
        story = draw.choices(self.desk.stories, [one.share for one in self.desk.stories])[0]
        place = draw.choice(self.desk.places_of(story))
        caller = f"0100{draw.randrange(NUMBERS):06d}"
        if draw.random() < MISSED_SHARE:
            return self._missed(number, story, place, caller, at)
        answered = at + _seconds(min(55.0, 3 + draw.lognormvariate(1.4, 0.8)))
        outcome = draw.choices(list(ENDS), list(ENDS.values()))[0]
        talk = draw.uniform(45, 150) if outcome == "case" else draw.uniform(10, 70)
        return PastCall(
            number,
            story,
            place,
            NUISANCE if outcome in ("hoax", "silent") and draw.random() < 0.4 else caller,
            at,
            answered,
            answered + _seconds(talk),
            outcome,
            sendings=tuple(self._sendings(story, place, answered)) if outcome == "case" else (),
        )

    def _missed(self, number: int, story: Story, place: Place, caller: str, at: dt.datetime) -> PastCall:
        returned = at + _seconds(self._random.uniform(120, 900))
        is_new = self.now - at < dt.timedelta(hours=10)
        return PastCall(
            number, story, place, caller, at, None, at + _seconds(self._random.uniform(12, 50)),
            returned_at=None if is_new else returned,
        )  # fmt: skip

    def _sendings(self, story: Story, place: Place, answered: dt.datetime) -> Iterator[PastSending]:
        alerted = answered + _seconds(self._random.uniform(35, 130))
        for capability in story.needs:
            if force := self._nearest_free(capability, place, alerted):
                sending = self._sending(force, capability, place, alerted)
                self._free[force.call_sign] = sending.ended_at + dt.timedelta(minutes=10)
                yield sending

    def _nearest_free(self, capability: str, place: Place, at: dt.datetime) -> ForcePlan | None:
        able = [
            one
            for one in self.desk.forces
            if capability in one.capabilities
            and self._free.get(one.call_sign, at) <= at
            and one.state == "available"
        ]
        return min(
            able, key=lambda one: metres_apart(one.home.lon, one.home.lat, place.lon, place.lat), default=None
        )

    def _sending(self, force: ForcePlan, capability: str, place: Place, alerted: dt.datetime) -> PastSending:
        draw = self._random
        acknowledged = alerted + _seconds(draw.uniform(6, 30))
        en_route = acknowledged + _seconds(draw.uniform(30, 90))
        away = ROAD * metres_apart(force.home.lon, force.home.lat, place.lon, place.lat)
        there = en_route + _seconds(60 + away / SPEED_MS * draw.uniform(0.8, 1.4))
        leaves = there + _seconds(draw.uniform(6, 40) * 60)
        if capability not in ("als", "bls") or draw.random() < 0.3:
            return PastSending(force.call_sign, alerted, acknowledged, en_route, there, None, None, leaves)
        hospital = leaves + _seconds(draw.uniform(5, 14) * 60)
        return PastSending(
            force.call_sign, alerted, acknowledged, en_route, there, leaves, hospital,
            hospital + _seconds(draw.uniform(8, 25) * 60),
        )  # fmt: skip


def _seconds(count: float) -> dt.timedelta:
    return dt.timedelta(seconds=round(count))
