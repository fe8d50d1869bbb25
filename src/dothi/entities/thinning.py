"""Fewer points for a chart, without losing what matters: the lowest and the highest of every stretch stay."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from dothi.entities.queries import Point

MOST = 2400


def thinned(points: list[Point]) -> list[Point]:
    """At most about `MOST` points, in time order; short series are left as they are."""
    if len(points) <= MOST:
        return points
    size = -(-len(points) * 2 // MOST)
    return list(_extremes(points, size))


def _extremes(points: list[Point], size: int) -> Iterator[Point]:
    for start in range(0, len(points), size):
        stretch = points[start : start + size]
        ends = {id(one): one for one in (min(stretch, key=_height), max(stretch, key=_height))}
        yield from sorted(ends.values(), key=lambda point: point.observed_at)


def _height(point: Point) -> float:
    return float(point.value)


def usual_step(points: list[Point]) -> float:
    """How often a value comes, seconds: the median distance; an hour where there are too few to tell."""
    gaps = [(b.observed_at - a.observed_at).total_seconds() for a, b in pairwise(points)]
    return median(gaps) if len(gaps) >= 3 else 3600.0
