"""How many reports will come to an agency in the next two weeks: two plain ways, tried on the past, the better one with its error. Pure.

*Last week again*: each day what the same weekday of the last week brought. *Days of that kind*: the mean of the last eight days of that
kind – a weekday, or a day off that is no Sunday, which is like a Sunday. Both are made again from every week of the last twelve, as they
would have been made then, and compared with what came: their mean absolute error chooses the way, the errors themselves give the interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

AHEAD = 14  # days
LOOKS_BACK = 8  # days of a kind
TRAINING = 56  # days before the first trial
ORIGINS = 12  # trials, a week apart
LOW, HIGH = 0.1, 0.9
WAYS = ("mean", "naive")

Series = Mapping[dt.date, int]
IsOff = Callable[[dt.date], bool]


@dataclass(frozen=True, slots=True)
class Guess:
    """One day to come; `low`, `high`: between them lay eight of ten."""

    day: dt.date
    number: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trial:
    """A way as it did on the past: errors of single days and of whole fortnights (guess minus what came)."""

    way: str
    errors: tuple[float, ...]
    sums: tuple[float, ...]

    @property
    def mean_error(self) -> float:
        """Of a day, without sign."""
        return fmean(abs(one) for one in self.errors)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Both ways tried, the better one taken."""

    days: list[Guess]
    number: float  # of the whole fortnight
    low: float
    high: float
    taken: Trial
    other: Trial


def forecast(series: Series, first: dt.date, last: dt.date, is_off: IsOff) -> Forecast | None:
    """For the fortnight after `last`. `series`: what came by day, days without a report may be missing; it is known from `first` to
    `last`. None: too short to try even once."""
    origins = _origins(first, last)
    if not origins:
        return None
    trials = sorted((_tried(way, series, origins, is_off) for way in WAYS), key=lambda one: one.mean_error)
    best = trials[0]
    ahead = _guessed(best.way, series, last, is_off)
    low, high = quantile(best.errors, HIGH), quantile(best.errors, LOW)  # a guess too high came lower
    days = [Guess(day, number, max(0.0, number - low), max(0.0, number - high)) for day, number in ahead]
    whole = sum(number for _, number in ahead)
    return Forecast(
        days, whole, max(0.0, whole - quantile(best.sums, HIGH)), max(0.0, whole - quantile(best.sums, LOW)), best,
        trials[1],
    )  # fmt: skip


def _origins(first: dt.date, last: dt.date) -> list[dt.date]:
    """The last day known to each trial, the newest first: a fortnight follows each, eight weeks lie before it."""
    newest = last - dt.timedelta(days=AHEAD)
    told = [newest - dt.timedelta(weeks=back) for back in range(ORIGINS)]
    return [one for one in told if (one - first).days + 1 >= TRAINING]


def _tried(way: str, series: Series, origins: Sequence[dt.date], is_off: IsOff) -> Trial:
    errors: list[float] = []
    sums: list[float] = []
    for origin in origins:
        wrong = [number - series.get(day, 0) for day, number in _guessed(way, series, origin, is_off)]
        errors += wrong
        sums.append(sum(wrong))
    return Trial(way, tuple(errors), tuple(sums))


def _guessed(way: str, series: Series, origin: dt.date, is_off: IsOff) -> list[tuple[dt.date, float]]:
    """From what was known at the end of `origin` alone."""
    days = [origin + dt.timedelta(days=ahead) for ahead in range(1, AHEAD + 1)]
    if way == "naive":
        return [(day, float(series.get(_same_weekday(day, origin), 0))) for day in days]
    return [(day, _mean_of_kind(series, day, origin, is_off)) for day in days]


def _same_weekday(day: dt.date, origin: dt.date) -> dt.date:
    back = (day - origin).days
    return day - dt.timedelta(days=7 * -(-back // 7))


def _mean_of_kind(series: Series, day: dt.date, origin: dt.date, is_off: IsOff) -> float:
    wanted, found = _kind(day, is_off), list[int]()
    at = origin
    for _ in range(TRAINING):
        if _kind(at, is_off) == wanted:
            found.append(series.get(at, 0))
        at -= dt.timedelta(days=1)
    return fmean(found[:LOOKS_BACK]) if found else 0.0


def _kind(day: dt.date, is_off: IsOff) -> int:
    """A weekday, 0 to 6; a holiday is a Sunday, a Saturday that is worked is a Friday."""
    weekday = day.weekday()
    if weekday < 5:
        return 6 if is_off(day) else weekday
    return weekday if is_off(day) else 4


def quantile(values: Sequence[float], share: float) -> float:
    """Between the neighbours in order, as spreadsheets do."""
    told = sorted(values)
    place = share * (len(told) - 1)
    below = int(place)
    above = min(below + 1, len(told) - 1)
    return told[below] + (told[above] - told[below]) * (place - below)
