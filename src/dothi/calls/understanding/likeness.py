"""Whether a call and a case may be one event: by place, time and kind, each with its reason. Pure; what is alike is proposed, never joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dothi.kernel.earth import metres_apart

MOST_INEXACT_M = 2_000.0  # an inexact place widens the limit by no more: else everything would be near
SURGE_CALLS, SURGE_MINUTES = 3, 30
SOON = dt.timedelta(minutes=10)  # without a place only what was told just now may be the same

Reason = tuple[str, dict[str, Any]]  # a Fluent key with its fields


class Limit(NamedTuple):
    """How near in place and time two reports of a category may be one event."""

    metres: float
    within: dt.timedelta
    alike: frozenset[str] = frozenset()  # kinds that callers mistake for it, and those below them


OTHERWISE = Limit(300.0, dt.timedelta(minutes=30))  # where no pack in force says any


class Point(NamedTuple):
    lon: float
    lat: float
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """A call that is being taken, or a case with its calls: what is compared. `times`: when it was told, the first first."""

    id: int
    kind: str
    point: Point | None
    times: tuple[dt.datetime, ...]
    callers: frozenset[str] = frozenset()
    place_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likely:
    """A report that may be the same event. `metres` None: one of the two has no place."""

    report: Report
    metres: float | None
    minutes: int
    calls: int
    why: list[Reason]
    distance: float  # 0 the same place and time, 1 at the limit of both


@dataclass(frozen=True, slots=True)
class Kinds:
    """The tree of categories with the limits that hold: kind → those above it, the nearest first."""

    above: Mapping[str, Sequence[str]]
    limits: Mapping[str, Limit] = field(default_factory=dict)
    otherwise: Limit = OTHERWISE

    def line(self, kind: str) -> tuple[str, ...]:
        return (kind, *self.above.get(kind, ()))

    def limit(self, kind: str) -> Limit:
        return next((self.limits[one] for one in self.line(kind) if one in self.limits), self.otherwise)

    def relation(self, one: str, other: str) -> str:
        """same, alike (one may be mistaken for the other), or nothing. What is not known yet is alike."""
        if not one or not other:
            return "alike"
        mine, theirs = self.line(one), self.line(other)
        if mine[-1] == theirs[-1] or _root(mine) == _root(theirs):
            return "same"
        if self.limit(one).alike.intersection(theirs) or self.limit(other).alike.intersection(mine):
            return "alike"
        return ""


def _root(line: tuple[str, ...]) -> str:
    """`emergency.fire` is the `fire` that a case opened by hand may have."""
    return line[-1].rpartition(".")[2]


def metres_between(one: Point, other: Point) -> float:
    return metres_apart(one.lon, one.lat, other.lon, other.lat)


def likely(told: Report, known: Iterable[Report], kinds: Kinds, most: int = 5) -> list[Likely]:
    """The reports that `told` may be a part of, the likeliest first."""
    found = [one for report in known if (one := _compare(told, report, kinds))]
    return sorted(found, key=lambda one: (one.distance, one.minutes, one.report.id))[:most]


def _compare(told: Report, known: Report, kinds: Kinds) -> Likely | None:
    relation = kinds.relation(told.kind, known.kind)
    limit = max(kinds.limit(told.kind), kinds.limit(known.kind), key=lambda one: one.metres)
    at = told.times[0]
    since = min((abs(at - time) for time in known.times), default=limit.within + SOON)
    if not relation or since > limit.within:
        return None
    why: list[Reason] = []
    same_caller = bool(told.callers & known.callers)
    if told.point and known.point:
        metres, far = _far(told.point, known.point, limit, why)
        if far > 1 and not same_caller:
            return None
    else:
        metres, far = None, 0.9
        nearby = len(told.place_words & known.place_words) >= 2
        if not same_caller and not (nearby and since <= SOON):
            return None
        why.append(("calls-near-no-place", {}))
    minutes = round(since.total_seconds() / 60)
    why.append(("calls-near-minutes", {"minutes": minutes}))
    if known.kind and told.kind:
        why.append((f"calls-near-{relation}-kind", {"kind": known.kind}))
    if same_caller:
        why.append(("calls-near-same-caller", {}))
    surge = [time for time in known.times if abs(at - time) <= dt.timedelta(minutes=SURGE_MINUTES)]
    if len(surge) >= SURGE_CALLS:
        why.append(("calls-near-surge", {"calls": len(surge), "minutes": SURGE_MINUTES}))
    distance = (min(far, 1.0) + since / limit.within) / 2 + (0.25 if relation == "alike" else 0)
    return Likely(known, metres, minutes, len(known.times), why, round(distance, 3))


def _far(one: Point, other: Point, limit: Limit, why: list[Reason]) -> tuple[float, float]:
    """Metres, and as a share of the limit, which grows by how inexact both places are."""
    metres = metres_between(one, other)
    grown = min(one.accuracy_m + other.accuracy_m, MOST_INEXACT_M)
    wide = limit.metres + grown
    told = {"metres": round(metres), "limit": round(wide), "grown": round(grown)}
    why.append(("calls-near-place", told))
    return metres, metres / wide


def grouped(reports: Sequence[Report], kinds: Kinds, least: int = SURGE_CALLS) -> list[list[Report]]:
    """Calls that seem to tell of one event, the largest group first: each is likely to belong to another one of its group."""
    of = list(range(len(reports)))

    def first(place: int) -> int:
        while of[place] != place:
            of[place] = of[of[place]]
            place = of[place]
        return place

    for place, report in enumerate(reports):
        for other in range(place):
            if first(other) != first(place) and _compare(report, reports[other], kinds):
                of[first(place)] = first(other)
    groups: dict[int, list[Report]] = {}
    for place, report in enumerate(reports):
        groups.setdefault(first(place), []).append(report)
    return sorted((group for group in groups.values() if len(group) >= least), key=len, reverse=True)
