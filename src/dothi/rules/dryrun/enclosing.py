"""Between which figures an operator's result lies at every instant, and so when a condition can be true, or false, at all.

This judges nothing. It says where CEL need not be asked because the answer cannot turn anything: a comparison whose left side
surely lies below the limit is not true. Where nothing is known both are possible, and CEL is asked. Bounds are wider than
rounding could ever be; that they hold is tested for every operator (`test_enclosing`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dothi.kernel.errors import BadRequest
from dothi.rules.clauses import NOW, Ask, Clause, Compare, Joined, Not
from dothi.rules.dryrun.reading import NO_NUMBER, Floats, Longs, Record, Track, microseconds
from dothi.rules.expressions import duration

Flags = NDArray[np.bool_]
HOUR = 3_600_000_000  # µs
WIDER = 1e-9  # of the greatest sum: far beyond what adding in another order changes


class Can(NamedTuple):
    """At each instant: can it be true, can it be false?"""

    true: Flags
    false: Flags


class Between(NamedTuple):
    """Least and greatest possible result; NaN: cannot be said, then no comparison is true or false."""

    least: Floats
    most: Floats


@dataclass(slots=True)
class Window:
    """The numbers of one attribute, and for each instant those of the window before it: [first, last)."""

    at: Longs
    num: Floats
    first: NDArray[np.intp]
    last: NDArray[np.intp]

    @property
    def size(self) -> NDArray[np.intp]:
        return self.last - self.first

    def where(self, enough: Flags, values: Floats) -> Floats:
        return np.where(enough, values, np.nan)


Encloses = Callable[[Window], Between]
_enclosed: dict[str, Encloses] = {}


def encloses(*names: str) -> Callable[[Encloses], Encloses]:
    def register(bounds: Encloses) -> Encloses:
        _enclosed.update(dict.fromkeys(names, bounds))
        return bounds

    return register


def enclosed() -> frozenset[str]:
    """The operators that have bounds here; any other one is always asked."""
    return frozenset(_enclosed)


def possible(clause: Clause | None, record: Record, axis: Longs) -> Can:
    """When a condition can be true and false, at each instant of the axis."""
    match clause:
        case Compare(ask=ask, sign=sign, constant=limit) if not isinstance(limit, str | bool):
            bounds = _between(ask, record, axis)
            return _compared(bounds, sign, float(limit)) if bounds else _anything(axis)
        case Not(part=part):
            can = possible(part, record, axis)
            return Can(can.false, can.true)
        case Joined(word=word, parts=parts):
            cans = [possible(part, record, axis) for part in parts]
            true, false = [can.true for can in cans], [can.false for can in cans]
            if word == "&&":
                return Can(np.logical_and.reduce(true), np.logical_or.reduce(false))
            return Can(np.logical_or.reduce(true), np.logical_and.reduce(false))
    return _anything(axis)


def _anything(axis: Longs) -> Can:
    yes = np.ones(len(axis), bool)
    return Can(yes, yes)


def _compared(bounds: Between, sign: str, limit: float) -> Can:
    least, most = bounds
    match sign:
        case ">":
            return Can(most > limit, least <= limit)
        case ">=":
            return Can(most >= limit, least < limit)
        case "<":
            return Can(least < limit, most >= limit)
        case "<=":
            return Can(least <= limit, most > limit)
        case "==":
            return Can((least <= limit) & (limit <= most), (least != limit) | (most != limit))
    return Can((least != limit) | (most != limit), (least <= limit) & (limit <= most))


def _between(ask: Ask, record: Record, axis: Longs) -> Between | None:
    if ask.attribute == NOW:
        return None
    track = record.tracks.get(ask.attribute)
    if track is None:
        nothing = np.full(len(axis), np.nan)
        return Between(nothing, nothing)
    if ask.member == "value" and ask.arguments is None:
        return _value(track, axis)
    if ask.member not in _enclosed or ask.arguments is None or len(ask.arguments) != 1:
        return None
    window = _window(track, axis, ask.arguments[0])
    return _enclosed[ask.member](window) if window else None


def latest(track: Track, axis: Longs) -> NDArray[np.intp]:
    """For each instant the place of the newest value known then; -1: none yet."""
    return np.searchsorted(track.at, axis, "right") - 1


def _value(track: Track, axis: Longs) -> Between:
    place = latest(track, axis)
    value = np.where(place < 0, np.nan, track.num[place])
    other = (place >= 0) & (track.flags[place] & NO_NUMBER != 0)
    return Between(np.where(other, -np.inf, value), np.where(other, np.inf, value))


def _window(track: Track, axis: Longs, length: object) -> Window | None:
    try:
        span = duration(length) // dt.timedelta(microseconds=1) if isinstance(length, str) else None
    except BadRequest:
        return None
    if span is None or (track.flags & NO_NUMBER).any():
        return None
    at, num = track.at, track.num
    return Window(at, num, np.searchsorted(at, axis - span, "right"), np.searchsorted(at, axis, "right"))


def _exactly(values: Floats) -> Between:
    return Between(values, values)


@encloses("count")
def _count(window: Window) -> Between:
    return _exactly(window.where(_told(window), window.size.astype(float)))


def _told(window: Window) -> Flags:
    """A series without any number cannot be asked at all."""
    return np.full(len(window.first), len(window.at) > 0)


@encloses("mean")
def _mean(window: Window) -> Between:
    return _around(window, _sums(window.num, window.first, window.last) / np.maximum(window.size, 1))


def _around(window: Window, mean: Floats) -> Between:
    total = np.abs(window.num).sum() if len(window.num) else 0.0
    slack = WIDER * (1.0 + total)
    mean = window.where(window.size > 0, mean)
    return Between(mean - slack, mean + slack)


def _sums(num: Floats, first: NDArray[np.intp], last: NDArray[np.intp]) -> Floats:
    sums = np.concatenate(([0.0], np.cumsum(num)))
    found: Floats = sums[last] - sums[first]
    return found


@encloses("min")
def _min(window: Window) -> Between:
    return _exactly(_extreme(np.minimum, window))


@encloses("max")
def _max(window: Window) -> Between:
    return _exactly(_extreme(np.maximum, window))


def _extreme(better: np.ufunc, window: Window) -> Floats:
    """Of each window, by a table of powers of two: the whole costs n log n however wide the windows are."""
    result = np.full(len(window.first), np.nan)
    level, length, size = window.num, 1, window.size
    while len(level):
        here = (size >= length) & (size < 2 * length)
        result[here] = better(level[window.first[here]], level[window.last[here] - length])
        level = better(level[:-length], level[length:])
        length *= 2
    return result


@encloses("rise")
def _rise(window: Window) -> Between:
    enough = window.size >= 2
    result = np.full(len(enough), np.nan)
    result[enough] = window.num[window.last[enough] - 1] - window.num[window.first[enough]]
    return _exactly(result)


@encloses("jump")
def _jump(window: Window) -> Between:
    enough = window.size >= 2
    result = np.where(window.size == 1, 0.0, np.nan)
    result[enough] = np.abs(window.num[window.last[enough] - 1] - window.num[window.last[enough] - 2])
    return _exactly(result)


@encloses("hours")
def _hours(window: Window) -> Between:
    hours = _Hours(window)
    number = np.where(window.size > 0, hours.last - hours.first + 1, 0).astype(float)
    return _exactly(window.where(_told(window), number))


@encloses("hourlyMean")
def _hourly_mean(window: Window) -> Between:
    return _around(window, _Hours(window).means())


class _Hours:
    """The numbers by the hour they belong to, named by its end; `first`, `last`: the hours that each window begins and ends in."""

    def __init__(self, window: Window) -> None:
        self.window = window
        hour = -(-(window.at - _SINCE_1970) // HOUR)
        new = np.append(True, hour[1:] != hour[:-1])[: len(hour)]
        self.begin = np.flatnonzero(new)
        self.end = np.append(self.begin[1:], len(hour))
        number = np.cumsum(new) - 1
        some = window.size > 0
        self.first = np.zeros(len(some), np.intp)
        self.last = np.zeros(len(some), np.intp)
        self.first[some], self.last[some] = number[window.first[some]], number[window.last[some] - 1]

    def means(self) -> Floats:
        """Whole hours in between by their own sums; the first and the last hour only with what lies in the window."""
        window, some = self.window, self.window.size > 0
        result = np.full(len(some), np.nan)
        if not some.any():
            return result
        whole = _sums(window.num, self.begin, self.end) / (self.end - self.begin)
        first, last = self.first[some], self.last[some]
        head_end = np.minimum(self.end[first], window.last[some])
        tail_begin = np.maximum(self.begin[last], window.first[some])
        head = _sums(window.num, window.first[some], head_end) / (head_end - window.first[some])
        tail = _sums(window.num, tail_begin, window.last[some]) / (window.last[some] - tail_begin)
        between = _sums(whole, np.minimum(first + 1, last), last)
        several = last > first
        total = head + np.where(several, tail + np.where(several, between, 0.0), 0.0)
        result[some] = total / (last - first + 1)
        return result


_SINCE_1970 = microseconds(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
