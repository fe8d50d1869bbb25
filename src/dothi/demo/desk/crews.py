"""What a simulated crew does next, and where its vehicle is: pure, drawn from the number of its assignment.

A crew says what a crew says (it heard, it leaves, it is there); nobody infers that from its position. What a person sets at
the desk goes before: a crew goes on from the state that it finds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from dothi.demo.desk.past import ROAD
from dothi.kernel.earth import metres_apart

SPEED_MS = 13.0  # with lights; home again slower, but who looks at a demo does not wait for that
SILENT, DECLINES = 0.06, 0.05  # so that both are seen
TOO_LONG_S = 240.0
ALERTED, EN_ROUTE, ON_SCENE = "alerted", "en-route", "on-scene"
TRANSPORTING, AT_HOSPITAL, RETURNING, AVAILABLE = "transporting", "at-hospital", "returning", "available"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ride:
    """A straight line, driven evenly."""

    start: Point
    end: Point
    since: dt.datetime

    @property
    def seconds(self) -> float:
        return max(20.0, ROAD * metres_apart(*self.start, *self.end) / SPEED_MS)

    def at(self, moment: dt.datetime) -> Point:
        share = min(1.0, max(0.0, (moment - self.since).total_seconds() / self.seconds))
        (lon, lat), (to_lon, to_lat) = self.start, self.end
        return lon + share * (to_lon - lon), lat + share * (to_lat - lat)

    def is_over(self, moment: dt.datetime) -> bool:
        return (moment - self.since).total_seconds() >= self.seconds


@dataclass(frozen=True, slots=True)
class Errand:
    """How a unit stands: its state since when, and the assignment (0: none) that it is on."""

    call_sign: str
    state: str
    since: dt.datetime
    number: int = 0
    acknowledged: bool = False
    carries: bool = False  # brings patients to a hospital
    due_at: dt.datetime | None = None  # of a safety check-in


@dataclass(frozen=True, slots=True)
class Word:
    """What the crew says: `acknowledge`, `decline`, `well`, or a state; with the text that it needs."""

    what: str
    text: str = ""


def next_word(errand: Errand, moment: dt.datetime, *, arrived: bool, hospital: str) -> Word | None:
    """What the crew says now; None: nothing yet."""
    passed, draw = (moment - errand.since).total_seconds(), _Draw(errand.number)
    if errand.state == RETURNING:
        return Word(AVAILABLE) if arrived else None
    if not errand.number:
        return None
    if errand.state == ALERTED:
        return _of_alerted(errand, passed, draw)
    if errand.state == EN_ROUTE:
        return Word(ON_SCENE) if arrived else None
    if errand.state == TRANSPORTING:
        return Word(AT_HOSPITAL) if arrived else None
    if errand.state == AT_HOSPITAL:
        return Word(RETURNING) if passed > draw.between("hospital", 120, 300) else None
    if errand.state == ON_SCENE:
        return _of_scene(errand, moment, passed, draw, hospital)
    return None


def _of_alerted(errand: Errand, passed: float, draw: _Draw) -> Word | None:
    is_silent = draw.share("silent") < SILENT
    heard = TOO_LONG_S if is_silent else draw.between("heard", 5, 14)
    if draw.share("declines") < DECLINES and not errand.acknowledged:
        return Word("decline", "Xe không nổ máy, xin đổi xe khác (mô phỏng)") if passed > heard else None
    if not errand.acknowledged:
        return Word("acknowledge") if passed > heard else None
    return Word(EN_ROUTE) if passed > heard + draw.between("turnout", 20, 60) else None


def _of_scene(errand: Errand, moment: dt.datetime, passed: float, draw: _Draw, hospital: str) -> Word | None:
    if passed > draw.between("stay", 240, 900):
        return Word(TRANSPORTING, hospital) if errand.carries and hospital else Word(RETURNING)
    if errand.due_at is not None and draw.share(f"well {errand.due_at}") < 0.85:
        almost = errand.due_at - dt.timedelta(seconds=20)
        return Word("well", "Tổ xe an toàn (mô phỏng)") if moment > almost else None
    return None


@dataclass(frozen=True, slots=True)
class _Draw:
    """The same for an assignment whenever it is asked."""

    number: int

    def share(self, what: str) -> float:
        return Random(f"{self.number} {what}").random()  # noqa: S311 - nothing secret is drawn

    def between(self, what: str, least: float, most: float) -> float:
        return least + (most - least) * self.share(what)


def nearest(of: Point, places: Mapping[str, Point]) -> str:
    """The name of the nearest place; empty without any."""
    return min(places, key=lambda name: metres_apart(*of, *places[name]), default="")
