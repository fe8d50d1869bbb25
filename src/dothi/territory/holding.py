"""What one process holds of the territory in memory, and the geometry over it (no I/O here)."""

from __future__ import annotations

import datetime as dt
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import shapely

# Neighbours of simplified polygons no longer share their edges: a point in such a crack belongs to the nearest
# area within this many degrees (about 110 m), marked approximate.
CRACK_DEGREES = 0.001
# A centroid farther away than this says nothing; the largest communes are some 30 km across.
FARTHEST_CENTROID_KM = 25.0
# A unit without an area counts while its centroid is at most so many times as far as that of the nearest unit at all.
OUTSIDE = 2.0
KM_PER_DEGREE = 111.195
HELD_POLYGONS = 6000  # the whole country's communes; full-resolution ones take about 20 kB each


class Place(NamedTuple):
    """The answer: a unit's id or None (no unit there, or nobody knows), and whether it is approximate (gần đúng)."""

    unit_id: int | None
    approximate: bool


@dataclass(slots=True)
class Match:
    """Points, the rows of the era they fall near, and the polygons still to be fetched for them."""

    points: np.ndarray
    era: _Era
    pairs: np.ndarray  # 2 × n: index of the point, row of the era
    missing: list[int]


class _Era:
    """The units of one stretch of days on which none begins or ends."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.ids = np.array([row[0] for row in rows], dtype=np.int64)
        self.approximate = np.array([bool(row[9]) for row in rows])
        self.has_area = np.array([row[5] is not None for row in rows], dtype=bool)
        boxes: Any = [shapely.box(*row[5:9]) if row[5] is not None else None for row in rows]
        self.boxes = shapely.STRtree(boxes)
        self.centres = np.array(
            [(row[3], row[4]) if row[3] is not None else (np.nan, np.nan) for row in rows]
        )
        self.centres = self.centres.reshape(-1, 2).astype(float)


class Holding:
    """All units of one level as of one stamp."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = list(rows)
        self._days = sorted({day for row in self._rows for day in row[1:3] if day})
        self._eras: dict[int, _Era] = {}
        self._areas: OrderedDict[int, Any] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def newest_day(self) -> dt.date | None:
        return self._days[-1] if self._days else None

    def era(self, day: dt.date) -> _Era:
        place = bisect_right(self._days, day)
        with self._lock:
            if place not in self._eras:
                self._eras[place] = _Era(
                    [row for row in self._rows if row[1] <= day and (not row[2] or day < row[2])]
                )
            return self._eras[place]

    def match(self, points: Sequence[tuple[float, float]], day: dt.date) -> Match:
        """Narrows by boxes (widened by the crack): which polygons are needed to answer."""
        era = self.era(day)
        spots = np.asarray(points, dtype=float).reshape(-1, 2)
        around = shapely.box(*(spots - CRACK_DEGREES).T, *(spots + CRACK_DEGREES).T)
        pairs = era.boxes.query(around)
        needed = {int(unit) for unit in era.ids[np.unique(pairs[1])]}
        with self._lock:
            missing = sorted(needed - self._areas.keys())
            for unit in needed - set(missing):
                self._areas.move_to_end(unit)
        return Match(spots, era, pairs, missing)

    def keep_areas(self, rows: Iterable[tuple[int, Any]]) -> None:
        for unit, wkb in rows:
            area = shapely.from_wkb(bytes(wkb))
            shapely.prepare(area)
            with self._lock:
                self._areas[unit] = area

    def places(self, match: Match) -> list[Place]:
        """The exact part: polygons first, then cracks between them, then the nearest centroid where there is no polygon."""
        found: list[Place | None] = [None] * len(match.points)
        era, (which, row) = match.era, match.pairs
        spots = shapely.points(match.points)
        with self._lock:
            areas = [self._areas.get(int(unit)) for unit in era.ids[row]]
            while len(self._areas) > HELD_POLYGONS:
                self._areas.popitem(last=False)
        inside = shapely.intersects_xy(areas, *match.points[which].T) if len(which) else np.empty(0, bool)
        for point, at in sorted(
            zip(which[inside], row[inside], strict=True), key=lambda pair: (pair[0], era.approximate[pair[1]])
        ):
            if found[point] is None:
                found[point] = Place(int(era.ids[at]), bool(era.approximate[at]))
        self._fill_cracks(found, match, areas, spots)
        return [place or self._by_centroid(match, index) for index, place in enumerate(found)]

    def _fill_cracks(self, found: list[Place | None], match: Match, areas: list[Any], spots: Any) -> None:
        open_pairs = [
            n for n, point in enumerate(match.pairs[0]) if found[point] is None and areas[n] is not None
        ]
        shapes = [areas[n] for n in open_pairs]
        near: Any = (
            shapely.dwithin(shapes, spots[match.pairs[0][open_pairs]], CRACK_DEGREES) if shapes else []
        )
        nearest: dict[int, tuple[float, int]] = {}
        for number in (n for n, is_near in zip(open_pairs, near, strict=True) if is_near):
            point, at = match.pairs[:, number]
            apart = float(shapely.distance(areas[number], spots[point]))
            if apart < nearest.get(int(point), (9.0, 0))[0]:
                nearest[int(point)] = (apart, int(match.era.ids[at]))
        for point, (_apart, unit) in nearest.items():
            found[point] = Place(unit, True)

    def _by_centroid(self, match: Match, index: int) -> Place:
        """The nearest unit without an area; none when one whose area does not hold the point is much nearer (the point is outside)."""
        lon, lat = match.points[index]
        near = _by_distance(match.era, lon, lat, 12)
        without = [(row, km) for row, km in near if not match.era.has_area[row]]
        if not without or without[0][1] > min(FARTHEST_CENTROID_KM, OUTSIDE * near[0][1]):
            return Place(None, False)
        return Place(int(match.era.ids[without[0][0]]), True)

    def guessed(self, match: Match, places: list[Place]) -> list[int]:
        """Which points were answered by a centroid alone."""
        era = match.era
        told = [
            (index, place.unit_id)
            for index, place in enumerate(places)
            if place.unit_id and place.approximate
        ]
        return [index for index, unit in told if not era.has_area[np.searchsorted(era.ids, unit)]]

    def nearest_of(self, lon: float, lat: float, day: dt.date, units: set[int]) -> Place | None:
        """Of these units the one with the nearest centroid on the day, approximate; None when none says anything."""
        era = self.era(day)
        near = _by_distance(era, lon, lat, len(era.ids), among=np.isin(era.ids, list(units)))
        return Place(int(era.ids[near[0][0]]), True) if near and near[0][1] <= FARTHEST_CENTROID_KM else None

    def nearest(self, lon: float, lat: float, day: dt.date, limit: int) -> list[tuple[int, float]]:
        """Units without an area by the distance of their centroid in km, nearest first, within the farthest that says anything."""
        era = self.era(day)
        near = _by_distance(era, lon, lat, limit)
        return [
            (int(era.ids[row]), km)
            for row, km in near
            if km <= FARTHEST_CENTROID_KM and not era.has_area[row]
        ]


def _by_distance(
    era: _Era, lon: float, lat: float, limit: int, among: np.ndarray | None = None
) -> list[tuple[int, float]]:
    """Rows of the era and distances in km, nearest first; plane geometry is right to 0.1 % over 25 km."""
    if not len(era.ids):
        return []
    east = (era.centres[:, 0] - lon) * np.cos(np.radians(lat))
    north = era.centres[:, 1] - lat
    km = np.nan_to_num(np.hypot(east, north) * KM_PER_DEGREE, nan=np.inf)
    if among is not None:
        km[~among] = np.inf
    close = np.argpartition(km, limit)[:limit] if limit < len(km) else np.arange(len(km))
    first = close[np.argsort(km[close])]
    return [(int(row), float(km[row])) for row in first if np.isfinite(km[row])]


_holdings: OrderedDict[tuple[str, int], Holding] = OrderedDict()
_guard = threading.Lock()


def holding_of(stamp: str, level: int) -> Holding | None:
    """What this process holds for that stamp; None when the territory changed since (or nothing was read yet)."""
    with _guard:
        return _holdings.get((stamp, level))


def keep_holding(stamp: str, level: int, rows: Iterable[tuple[Any, ...]]) -> Holding:
    """Keeps what was read, and forgets what older stamps said (three levels, and one change that is still rolling back)."""
    holding = Holding(rows)
    with _guard:
        _holdings[(stamp, level)] = holding
        while len(_holdings) > 4:
            _holdings.popitem(last=False)
    return holding
