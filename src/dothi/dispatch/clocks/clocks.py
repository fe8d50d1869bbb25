"""The clocks, pure: which two minutes each runs between, what a missing or impossible one gives, and percentiles.

Definitions [D], the same in `sql/figures.sql` where many are counted at once:

| clock | runs | of |
| --- | --- | --- |
| answer | received → answered | a call |
| processing | answered (the case's first call) → first unit alerted | a case |
| turnout | alerted → en route | a unit sent |
| travel | en route → on scene | a unit sent |
| travel-first | the same, of the unit that arrived first | a case |
| travel-full | first unit en route → last unit of the first alarm on scene | a case with two or more at alarm level 1 |
| total | received → first unit on scene | a case |
| total-full | received → last unit of the first alarm on scene | a case with two or more at alarm level 1 |
| scene | on scene → patient on the way | a unit that carried |
| transport | patient on the way → at the hospital | a unit that carried |
| engaged | alerted → free again | a unit sent |
| given-up | received → hung up unanswered | an abandoned call |

A stamp that is missing gives no figure and is counted as missing; one before its beginning is counted as impossible. What still
runs, and a unit that was called back or could not go, lacks nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Measure(StrEnum):
    """One clock."""

    ANSWER = "answer"
    PROCESSING = "processing"
    TURNOUT = "turnout"
    TRAVEL = "travel"
    TRAVEL_FIRST = "travel-first"
    TRAVEL_FULL = "travel-full"
    TOTAL = "total"
    TOTAL_FULL = "total-full"
    SCENE = "scene"
    TRANSPORT = "transport"
    ENGAGED = "engaged"
    GIVEN_UP = "given-up"


# what the standards speak of; the others tell how long a unit is away
RESPONSE = (
    Measure.ANSWER, Measure.PROCESSING, Measure.TURNOUT, Measure.TRAVEL, Measure.TRAVEL_FIRST, Measure.TRAVEL_FULL,
    Measure.TOTAL, Measure.TOTAL_FULL,
)  # fmt: skip
AWAY = (Measure.SCENE, Measure.TRANSPORT, Measure.ENGAGED)
RANKS = (0.5, 0.9, 0.95)
At = dt.datetime | None


class Reading(NamedTuple):
    """One clock once: seconds, or why there are none."""

    seconds: float | None
    missing: bool = False
    impossible: bool = False


class UnitStamps(NamedTuple):
    """The minutes of one unit in one case, as `forces.Assignment` keeps them."""

    alerted_at: dt.datetime
    en_route_at: At = None
    on_scene_at: At = None
    transporting_at: At = None
    at_hospital_at: At = None
    ended_at: At = None
    ended_as: str = ""
    level: int = 1

    @property
    def turned_back(self) -> bool:
        """Called back or could not go: what it did not reach is not missing."""
        return self.ended_as in ("recalled", "declined")


def reading(since: At, until: At) -> Reading:
    """What runs from `since` to `until`."""
    if since is None or until is None:
        return Reading(None, missing=True)
    seconds = (until - since).total_seconds()
    return Reading(None, impossible=True) if seconds < 0 else Reading(seconds)


def of_call(received_at: At, answered_at: At) -> Reading:
    """How long a caller waited for a voice."""
    return reading(received_at, answered_at)


def of_unit(unit: UnitStamps, *, closed: bool = True) -> dict[Measure, Reading]:
    """The clocks of one unit; those that still run (its case not `closed`, the unit not free) or do not concern it are absent."""
    running = unit.ended_at is None and not closed
    ends = {
        Measure.TURNOUT: (unit.alerted_at, unit.en_route_at),
        Measure.TRAVEL: (unit.en_route_at, unit.on_scene_at),
        Measure.ENGAGED: (unit.alerted_at, unit.ended_at),
    }
    if unit.transporting_at is not None:
        ends[Measure.SCENE] = (unit.on_scene_at, unit.transporting_at)
    if unit.transporting_at is not None or unit.at_hospital_at is not None:
        ends[Measure.TRANSPORT] = (unit.transporting_at, unit.at_hospital_at)
    excused = running or unit.turned_back
    return {measure: reading(*span) for measure, span in ends.items() if span[1] is not None or not excused}


def of_case(
    received_at: At, answered_at: At, units: Sequence[UnitStamps], *, closed: bool = True
) -> dict[Measure, Reading]:
    """The clocks of one case with its units (at least one). A case that no call began has no processing and no total."""
    running = any(unit.ended_at is None for unit in units) and not closed
    arrived = sorted(
        (unit for unit in units if unit.on_scene_at), key=lambda unit: (unit.on_scene_at, unit.alerted_at)
    )
    found: dict[Measure, Reading] = {}
    if received_at is not None:
        found[Measure.PROCESSING] = reading(answered_at, min(unit.alerted_at for unit in units))
    if arrived or not (running or all(unit.turned_back for unit in units)):
        first = arrived[0] if arrived else None
        found[Measure.TRAVEL_FIRST] = reading(
            first and first.en_route_at, first.on_scene_at if first else None
        )
        if received_at is not None:
            found[Measure.TOTAL] = reading(received_at, first.on_scene_at if first else None)
    return found | _full(received_at, units, running)


def _full(received_at: At, units: Sequence[UnitStamps], running: bool) -> dict[Measure, Reading]:
    """The first alarm as a whole: complete when its last unit is there."""
    alarm = [unit for unit in units if unit.level == 1 and not unit.turned_back]
    ends = [unit.on_scene_at for unit in alarm if unit.on_scene_at is not None]
    whole = len(ends) == len(alarm)
    if len(alarm) < 2 or (running and not whole):
        return {}
    last = max(ends) if whole else None
    out = min((unit.en_route_at for unit in alarm if unit.en_route_at is not None), default=None)
    found = {Measure.TRAVEL_FULL: reading(out, last)}
    return found if received_at is None else found | {Measure.TOTAL_FULL: reading(received_at, last)}


def percentile(seconds: Iterable[float], rank: float) -> float | None:
    """By nearest rank: the smallest value that at least `rank` of all do not exceed; a value that really was, never one between two."""
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(rank * len(ordered)) - 1)] if ordered else None


def share_within(seconds: Sequence[float], limit_s: float) -> float | None:
    """How many of a hundred took `limit_s` at most."""
    return 100 * sum(one <= limit_s for one in seconds) / len(seconds) if seconds else None
