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
from importlib import import_module

FAMILIES = ("window", "change")


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one attribute of one entity in order of time."""

    times: tuple[dt.datetime, ...]
    values: tuple[float, ...]

    def within(self, at: dt.datetime, window: dt.timedelta) -> Series:
        """The points of (at - window, at]."""
        first, last = bisect_right(self.times, at - window), bisect_right(self.times, at)
        return Series(self.times[first:last], self.values[first:last])


Compute = Callable[[Series, dt.datetime, dt.timedelta], float | None]


@dataclass(frozen=True, slots=True)
class Operator:
    """A member function of an attribute, taking a window such as '1h'; None means "cannot be said from this data"."""

    name: str
    compute: Compute
    vi: str
    en: str


_operators: dict[str, Operator] = {}


def operator(name: str, *, vi: str, en: str) -> Callable[[Compute], Compute]:
    """Declares an operator under its CEL name, with what it gives in both languages."""

    def register(compute: Compute) -> Compute:
        _operators[name] = Operator(name, compute, vi, en)
        return compute

    return register


def operators() -> dict[str, Operator]:
    """All operators by their CEL name."""
    for family in FAMILIES:
        import_module(f"{__name__}.{family}")
    return _operators
