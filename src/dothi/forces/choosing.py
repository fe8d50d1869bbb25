"""Which units go first: arrays in, places in them out. Pure, and the same answer for the same arrays.

Times are seconds, distances metres; `nan` is unknown. What counts against a unit is in `Bars`, the first that holds is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dothi.kernel.earth import RADIUS_M

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
WALK_MS = 8.0  # only to order units whose kind has no speed in any pack: their time is not shown
FARTHEST_S = 1e9


class Bar(IntEnum):
    """Why a unit is not chosen, whatever its distance; NONE: it may go."""

    NONE = 0
    BUSY = 1
    OFF = 2  # resting, off duty, out of service
    DECLINED = 3  # this very case
    CREW = 4
    REST = 5
    PLACE = 6  # nobody knows where it is


@dataclass(frozen=True, slots=True)
class Units:
    """n units, each array of that length; `can` is needs × n."""

    can: Flags
    free: Flags  # its state allows to send it
    busy: Flags
    declined: Flags
    crew: Floats
    crew_minimum: Floats
    rests_s: Floats  # still to rest; 0 or less: rested
    metres: Floats
    seconds: Floats  # to the place
    older_s: Floats  # what the age of its fix, or its absence, may add

    @property
    def bars(self) -> NDArray[np.int_]:
        bars = np.zeros(self.free.shape, dtype=int)
        for bar, holds in (  # the first named wins: written last
            (Bar.PLACE, np.isnan(self.metres)),
            (Bar.REST, self.rests_s > 0),
            (Bar.CREW, self.crew < self.crew_minimum),
            (Bar.DECLINED, self.declined),
            (Bar.OFF, ~self.free & ~self.busy),
            (Bar.BUSY, self.busy),
        ):
            bars[holds] = bar
        return bars

    @property
    def cost(self) -> Floats:
        """The latest that it may take: travel, and what it may have moved away since it was last seen."""
        travel = np.where(np.isnan(self.seconds), self.metres / WALK_MS, self.seconds)
        return np.where(np.isnan(travel), FARTHEST_S, travel + self.older_s)


@dataclass(slots=True)
class Picked:
    """For one need: the units that go, and the capable ones that came before the last of them and do not."""

    need: int
    chosen: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    missing: int = 0
    ranks: dict[int, int] = field(
        default_factory=dict
    )  # by distance alone, from 1, as far as `passed` looks; in that order


def metres_to(lon: float, lat: float, lons: Any, lats: Any) -> Floats:
    """Along the great circle, for many places at once."""
    a, b = np.radians(np.asarray(lats, dtype=float)), np.radians(lat)
    half = (
        np.sin((a - b) / 2) ** 2
        + np.cos(a) * np.cos(b) * np.sin(np.radians(np.asarray(lons, dtype=float) - lon) / 2) ** 2
    )
    found: Floats = 2 * RADIUS_M * np.arcsin(np.sqrt(half))
    return found


def choose(units: Units, counts: list[int], *, most_passed: int = 6) -> list[Picked]:
    """The quickest free units for each need, one unit for one need. Needs that few can serve choose first, so that the only
    ladder is not taken as one of ten pumps; of two as scarce the more important one (the earlier) does."""
    bars, cost = units.bars, units.cost
    may = units.can & (bars == Bar.NONE)
    taken = np.zeros(bars.shape, dtype=bool)
    picked = [Picked(need) for need in range(len(counts))]
    for need in sorted(range(len(counts)), key=lambda one: (int(may[one].sum()) - counts[one], one)):
        open_ = np.flatnonzero(may[need] & ~taken)
        best = open_[np.argsort(cost[open_], kind="stable")][: counts[need]]
        taken[best] = True
        picked[need].chosen = best.tolist()
        picked[need].missing = counts[need] - len(best)
    for one in picked:
        _compare(one, units, taken, cost, most_passed)
    return picked


def _compare(one: Picked, units: Units, taken: Flags, cost: Floats, most: int) -> None:
    """Ranks the capable by distance, and names those that a reader would ask about: nearer, or (where one is missing) any."""
    capable = np.flatnonzero(units.can[one.need])
    far = np.where(np.isnan(units.metres[capable]), np.inf, units.metres[capable])
    ordered = capable[np.lexsort((cost[capable], far))].tolist()
    chosen = set(one.chosen)
    last = max((place for place, unit in enumerate(ordered, 1) if unit in chosen), default=0)
    looked = ordered if one.missing else ordered[:last]
    one.ranks = {unit: place for place, unit in enumerate(looked, 1)}
    one.passed = [unit for unit in looked if not taken[unit]][:most]


def uncovered(homes: NDArray[np.int_], free: Flags, leaving: list[int]) -> list[int]:
    """Homes (their numbers; -1: none) that had somebody and have nobody once these units left."""
    left = free.copy()
    left[leaving] = False
    had, has = set(homes[free].tolist()), set(homes[left].tolist())
    return sorted(had - has - {-1})
