"""What a running period will come to: two plain ways, tried on the past, the better one with its error. Pure.

*The last of its kind again*: what the last period of that kind came to – the same weekday, the same hour of the day, the month before.
*The mean of its kind*: of the last four of them. Each is made again for every past period from what was known before it, and compared
with what came: the mean absolute error chooses, the errors themselves give the span in which eight of ten lay. What already counts
is never taken back: a sum that has passed its forecast is itself the least that it will come to.
Fewer than eight trials say nothing, and then nothing is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from dothi.kernel.clock import VIETNAM
from dothi.reports.insight.loads import HIGH, LOW, quantile

MEAN_OF, LEAST_TRIALS = 4, 8
WAYS = ("naive", "mean")


@dataclass(frozen=True, slots=True)
class Forecast:
    """`low` to `high`: eight of ten trials lay between. `error`: mean of the trials' errors without sign. `other`: that of the way not taken."""

    value: float
    low: float
    high: float
    way: str
    error: float
    other: float
    trials: int
    ends_at: dt.datetime


def forecast(
    past: Mapping[dt.datetime, float],
    begin: dt.datetime,
    ends_at: dt.datetime,
    over: str,
    so_far: float | None = None,
) -> Forecast | None:
    """For the period that began at `begin`. `past`: whole periods by their begin; `so_far`: of what only grows, what it has already.

    None: too short a past, or nothing of the kind.
    """
    known = sorted((at, value) for at, value in past.items() if at < begin)
    tried = {way: _errors(way, known, over) for way in WAYS}
    best, other = sorted(WAYS, key=lambda way: fmean(map(abs, tried[way])) if tried[way] else float("inf"))
    errors = tried[best]
    value = _guessed(best, known, begin, over)
    if value is None or len(errors) < LEAST_TRIALS:
        return None
    least = so_far if so_far is not None else float("-inf")
    low, high = value - quantile(errors, HIGH), value - quantile(errors, LOW)  # a guess too high came lower
    if min(at_least for _, at_least in known) >= 0:
        low = max(low, 0.0)
    return Forecast(
        max(value, least), max(low, least), max(high, least), best, fmean(map(abs, errors)),
        fmean(map(abs, tried[other])), len(errors), ends_at,
    )  # fmt: skip


def _errors(way: str, known: Sequence[tuple[dt.datetime, float]], over: str) -> list[float]:
    """Guess minus what came, of every past period that could be guessed; the same periods for both ways."""
    errors = []
    for place, (at, came) in enumerate(known):
        if len(_of_kind(known[:place], at, over)) >= MEAN_OF:
            guess = _guessed(way, known[:place], at, over)
            if guess is not None:
                errors.append(guess - came)
    return errors


def _guessed(
    way: str, known: Sequence[tuple[dt.datetime, float]], at: dt.datetime, over: str
) -> float | None:
    told = _of_kind(known, at, over)
    if not told:
        return None
    return told[-1] if way == "naive" else fmean(told[-MEAN_OF:])


def _of_kind(known: Sequence[tuple[dt.datetime, float]], at: dt.datetime, over: str) -> list[float]:
    wanted = _kind(at, over)
    return [value for begin, value in known if _kind(begin, over) == wanted]


def _kind(at: dt.datetime, over: str) -> int:
    local = at.astimezone(VIETNAM)
    return local.weekday() if over == "day" else local.hour if over == "hour" else 0
