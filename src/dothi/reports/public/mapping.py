"""Released reports on a map: cells with counts while much land is seen, single points close by.

Far out the answer comes from a summary (`reports_map_cell`) and from what changed since it was last folded, so it costs as much as
cells are seen, not as reports stand. A trigger notes each change as a row of its own: two who report at once wait for nobody.
A point is shown on a grid of `place-metres`: what was reported is seen where it is, nobody's door is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dothi.kernel.earth import METRES_A_DEGREE, degrees_of
from dothi.kernel.sql import statement
from dothi.reports import rules
from dothi.reports.categories import with_below
from dothi.reports.workflow import OPEN, State, Word, states_of

CLOSE = 15  # from this zoom on single points
MOST = 1_000  # points of one answer; where there are more they are counted in cells
LEVELS = (5, 7, 9, 11, 13)  # zooms that the summary is kept for; one between them takes the coarser
_FOLD = 50_000
_ROOM = 0.02  # degrees around what a map begins with


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is seen, in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the released reports; empty means all. A category takes those below it along."""

    words: tuple[str, ...] = ()  # of the five public words
    category: str = ""
    unit: int | None = None

    @property
    def states(self) -> list[str]:
        words = [one for one in Word if not self.words or one in self.words]
        return [str(one) for word in words for one in states_of(word) if one != State.MERGED]


@dataclass(frozen=True, slots=True)
class Cell:
    """So many reports around the point, `open` of them unanswered, `not_live` of them played back or simulated."""

    lon: float
    lat: float
    count: int
    open: int
    not_live: int


@dataclass(frozen=True, slots=True)
class Point:
    """One report, at its public place."""

    code: str
    lon: float
    lat: float
    category: str
    state: str
    origin: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Cells or points, never both."""

    cells: Sequence[Cell] = ()
    points: Sequence[Point] = ()


def on_map(bounds: Bounds, zoom: float, asked: Asked) -> Seen:
    """What lies in the bounds: points from zoom CLOSE on unless they are more than MOST, else cells of about 64 pixels."""
    told = {
        "west": bounds.west, "south": bounds.south, "east": bounds.east, "north": bounds.north, "unit": asked.unit,
        "kinds": with_below(asked.category) or None, "states": asked.states,
    }  # fmt: skip
    if zoom >= CLOSE and (points := _points(bounds, told)) is not None:
        return Seen(points=points)
    level = max((one for one in LEVELS if one <= zoom), default=LEVELS[0])
    step = step_of(level)
    told |= {  # whole cells: bounds that cut through one would tell where in it a report lies
        "level": level, "step": step, "open": [str(one) for one in OPEN],
        "west_x": math.floor((bounds.west + 180) / step), "east_x": math.floor((bounds.east + 180) / step),
        "south_y": math.floor((bounds.south + 90) / step), "north_y": math.floor((bounds.north + 90) / step),
    }  # fmt: skip
    asks = "cells" if asked.unit is None else "cells_of_unit"
    return Seen(cells=[Cell(*row) for row in _rows(asks, told)])


def _points(bounds: Bounds, told: dict[str, Any]) -> list[Point] | None:
    """Those whose public place lies in the bounds: who asks for ever smaller bounds learns no more than the grid. None: too many."""
    metres = rules.value("place-metres")
    rows = _rows("points", told | _whole_cells(bounds, metres) | {"most": MOST + 1})
    if len(rows) > MOST:
        return None
    shown = (Point(code, *public_point(lon, lat, metres), *rest) for code, lon, lat, *rest in rows)
    return [
        one
        for one in shown
        if bounds.west <= one.lon <= bounds.east and bounds.south <= one.lat <= bounds.north
    ]


def _whole_cells(bounds: Bounds, metres: int) -> dict[str, float]:
    """The finest cells that hold all whose public place lies in the bounds: whether they are too many hangs on whole cells, never on which
    side of an edge that somebody chose one exact place lies."""
    wide, tall = degrees_of(metres, max(abs(bounds.south), abs(bounds.north)))
    step = step_of(LEVELS[-1])
    return {
        "west": math.floor((bounds.west - wide + 180) / step) * step - 180,
        "east": math.ceil((bounds.east + wide + 180) / step) * step - 180,
        "south": math.floor((bounds.south - tall + 90) / step) * step - 90,
        "north": math.ceil((bounds.north + tall + 90) / step) * step - 90,
    }


def step_of(level: int) -> float:
    """The side of a level's cells in degrees: an eighth of a tile of 512 pixels."""
    return float(360 / 2 ** (level + 3))


def public_point(lon: float, lat: float, metres: int) -> tuple[float, float]:
    """The place as the public may know it: the middle of its square of a grid."""
    tall = metres / METRES_A_DEGREE
    row = math.floor(lat / tall)
    wide, _ = degrees_of(metres, row * tall)
    return round((math.floor(lon / wide) + 0.5) * wide, 6), round((row + 0.5) * tall, 6)


def around(places: Sequence[tuple[float | None, float | None]]) -> str:
    """`west,south,east,north` of these places with some room about them; empty where none is known."""
    known = [(lon, lat) for lon, lat in places if lon is not None and lat is not None]
    if not known:
        return ""
    lons, lats = [lon for lon, _ in known], [lat for _, lat in known]
    return ",".join(
        f"{edge:.2f}" for edge in (min(lons) - _ROOM, min(lats) - _ROOM, max(lons) + _ROOM, max(lats) + _ROOM)
    )


def fold() -> int:
    """Brings what changed into the summary; how many changes there were. Each statement is whole: a reader sees a change once."""
    levels = {"levels": list(LEVELS), "steps": [step_of(one) for one in LEVELS], "most": _FOLD}
    folded = 0
    while gone := int(_rows("fold", levels)[0][0]):
        folded += gone
    return folded


def _rows(name: str, told: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement(__package__, "map.sql", name), told)
        return list(cursor.fetchall())
