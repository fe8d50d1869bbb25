"""What a condition may ask of an attribute beside its `value`: one file per family, one function per operator.

`pm25.mean('24h')` calls the function `mean(series, at, window)` that a file here declares with `@operator`.
A new operator is a new function in the file of its family (or a new file, named in `FAMILIES`): the loader checks
it, the engine reads the points it needs, the how-to lists it. Nothing else has to know.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

FAMILIES = ("window", "change", "repeats", "habit", "silence", "moment")


class Reads(StrEnum):
    """What an operator is given first, beside the instant and its window."""

    WINDOW = "window"  # Series: the points of the attribute, the window's at least
    HABIT = "habit"  # tuple of floats: the mean of the same hour of each earlier week of the window that has values
    HEARD = "heard"  # datetime: when the attribute's newest value was observed
    TOLD = "told"  # the attribute's newest value as it is


class Also(StrEnum):
    """What an operator may be given after its window: `pm25.timesAbove('1h', 150.0)`."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one attribute of one entity in order of time: numbers, or texts and truths where it has such."""

    times: tuple[dt.datetime, ...]
    values: tuple[Any, ...]

    def within(self, at: dt.datetime, window: dt.timedelta) -> Series:
        """The points of (at - window, at]."""
        first, last = bisect_right(self.times, at - window), bisect_right(self.times, at)
        return Series(self.times[first:last], self.values[first:last])


Compute = Callable[..., float | bool | None]


@dataclass(frozen=True, slots=True)
class Operator:
    """A member function of an attribute, taking a window such as '1h'; None means "cannot be said from this data".

    `also`: the kinds that its second argument may have (none: it has only the window). `step`, `least`: the window is a
    multiple of the one and at least the other.
    """

    name: str
    compute: Compute
    vi: str
    en: str
    reads: Reads = Reads.WINDOW
    also: tuple[Also, ...] = ()
    truth: bool = False  # gives true or false instead of a number
    step: dt.timedelta | None = None
    least: dt.timedelta | None = None
    example: str = ""


_operators: dict[str, Operator] = {}


def operator(name: str, *, vi: str, en: str, example: str = "", **more: Any) -> Callable[[Compute], Compute]:
    """Declares an operator under its CEL name, with what it gives in both languages and what else `Operator` says of it."""

    def register(compute: Compute) -> Compute:
        _operators[name] = Operator(name, compute, vi, en, example=example or f"pm25.{name}('1h')", **more)
        return compute

    return register


def operators() -> dict[str, Operator]:
    """All operators by their CEL name."""
    for family in FAMILIES:
        import_module(f"{__name__}.{family}")
    return _operators
