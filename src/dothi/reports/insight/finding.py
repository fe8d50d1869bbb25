"""Clusters in space and time, and places where the same comes again: reckoned over all reports, once a night.

A cluster: within `cluster-metres` of a report there came in the last `cluster-days` more of its category than the days dealt out anew at
random would bring (chances.py), compared over `cluster-past-days`. The level is set so that among all places looked at no more than
`cluster-false` would show by accident; the page says so. Heaps that share a report are one: the least probable stands.

A repeat place: within `repeat-metres` the same category came on `repeat-least` occasions in `repeat-days`, each at least
`repeat-apart-days` after the one before (several reports of one week are one occasion); a reopening is an occasion too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dothi.kernel.earth import METRES_A_DEGREE, degrees_of
from dothi.kernel.origin import that_count
from dothi.kernel.sql import statement
from dothi.reports import rules
from dothi.reports.insight.chances import at_least, expected
from dothi.reports.insight.models import Found

MOST_FOUND = 500
RECENT_DAYS = 30  # a repeat place is one where something came lately


@dataclass(frozen=True, slots=True)
class Limits:
    """With what is looked: metres, days, numbers; kept with the run and said on the page."""

    metres: int
    days: float
    past_days: int
    least: int
    false: int = 1


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found, and among how many places."""

    found: list[Found]
    places: int
    level: float  # chance up to which a heap is shown


def cluster_limits() -> Limits:
    return Limits(
        rules.value("cluster-metres"), rules.value("cluster-days"), rules.value("cluster-past-days"),
        rules.value("cluster-least"), rules.value("cluster-false"),
    )  # fmt: skip


def repeat_limits() -> Limits:
    return Limits(
        rules.value("repeat-metres"), rules.value("repeat-apart-days"), rules.value("repeat-days"),
        rules.value("repeat-least"),
    )  # fmt: skip


def clusters(until: dt.datetime, limits: Limits) -> Searched:
    """The least probable first."""
    told = _bounds(until, limits, limits.days)
    totals = {row[0]: (row[1], row[2], row[3]) for row in _rows("categories", told)}
    if not totals:
        return Searched([], 0, 0.0)
    told |= _cells(limits.metres, max(one[2] for one in totals.values()))
    places = _rows("centres", told)[0][0]
    level = limits.false / places if places else 0.0
    heaps = [_heap(row, totals[row[1]], told) for row in _rows("clusters", told)]
    return Searched(_apart(one for one in heaps if (one.chance or 0) <= level), places, level)


def _heap(row: Sequence[Any], total: tuple[int, int, float], told: dict[str, Any]) -> Found:
    _, category, unit, lon, lat, place, k, ids = row
    every, late, _ = total
    return Found(
        kind=Found.Kind.CLUSTER, category=category, unit_id=unit, lon=lon, lat=lat, since=told["late"], until=told["until"],
        number=k, expected=expected(place, late, every), chance=at_least(k, place, late, every), ids=ids,
        fields={"place": place, "late": late, "every": every},
    )  # fmt: skip


def _apart(heaps: Iterable[Found]) -> list[Found]:
    """Of heaps that share a report the least probable; of equals the larger, then the first."""
    taken: set[int] = set()
    kept: list[Found] = []
    for one in sorted(heaps, key=lambda heap: (heap.chance, -heap.number, heap.ids)):
        if taken.isdisjoint(one.ids):
            kept.append(one)
            taken.update(one.ids)
    return kept[:MOST_FOUND]


def repeats(until: dt.datetime, limits: Limits) -> Searched:
    """The most occasions first. `limits.days`: how far apart two occasions lie."""
    told = _bounds(until, limits, RECENT_DAYS)
    highest = max((row[3] for row in _rows("categories", told)), default=0.0)
    told |= _cells(limits.metres, highest)
    places = [_place(row, limits) for row in _rows("repeats", told)]
    often = [one for one in places if one.number >= limits.least]
    taken: set[int] = set()
    kept: list[Found] = []
    for one in sorted(often, key=lambda place: (-place.number, -place.until.timestamp(), place.ids)):
        if taken.isdisjoint(one.ids):
            kept.append(one)
            taken.update(one.ids)
    return Searched(kept[:MOST_FOUND], len(places), 0.0)


def _place(row: Sequence[Any], limits: Limits) -> Found:
    _, category, unit, lon, lat, ids, times, reopened = row
    return Found(
        kind=Found.Kind.REPEAT, category=category, unit_id=unit, lon=lon, lat=lat, since=times[0], until=times[-1],
        number=occasions(times, limits.days) + int(reopened), ids=ids, fields={"reopened": int(reopened)},
    )  # fmt: skip


def occasions(times: Sequence[dt.datetime], apart_days: float) -> int:
    """How many times it came, what follows within `apart_days` of an occasion's begin being the same one. `times` in order."""
    number, begin = 0, None
    for one in times:
        if begin is None or one - begin >= dt.timedelta(days=apart_days):
            number, begin = number + 1, one
    return number


def _bounds(until: dt.datetime, limits: Limits, late_days: float) -> dict[str, Any]:
    return {
        "since": until - dt.timedelta(days=limits.past_days),
        "late": until - dt.timedelta(days=late_days),
        "until": until,
        "metres": limits.metres,
        "degree": METRES_A_DEGREE,
        "least": limits.least,
        "origins": that_count(),
    }


def _cells(metres: int, highest: float) -> dict[str, float]:
    """Degrees of a cell that is nowhere narrower than the radius."""
    wide, high = degrees_of(metres, min(89.0, highest + 0.1))
    return {"high": high, "wide": wide}


def _rows(name: str, told: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.reports.insight", "insight.sql", name), told)
        return list(cursor.fetchall())
