"""Operators about how often something came in a window: `pm25.timesAbove('1h', 150.0)`.

What is counted are stretches, not values: ten readings above the limit in a row are once, whatever the sender's rhythm.
A stretch that began before the window and reaches into it counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from dothi.rules.operators import Also, Series, operator


@operator(
    "timesAbove",
    vi="số đợt giá trị vượt trên mức trong cửa sổ",
    en="how often the value was above a limit in the window (stretches)",
    also=(Also.NUMBER,),
    example="pm25.timesAbove('1h', 150.0)",
)
def times_above(series: Series, at: dt.datetime, window: dt.timedelta, limit: float) -> float | None:
    return _stretches(series, at, window, lambda value: bool(value > limit))


@operator(
    "timesBelow",
    vi="số đợt giá trị xuống dưới mức trong cửa sổ",
    en="how often the value was below a limit in the window (stretches)",
    also=(Also.NUMBER,),
    example="pressure.timesBelow('1h', 1.5)",
)
def times_below(series: Series, at: dt.datetime, window: dt.timedelta, limit: float) -> float | None:
    return _stretches(series, at, window, lambda value: bool(value < limit))


@operator(
    "times",
    vi="số đợt giá trị bằng đúng một trạng thái trong cửa sổ",
    en="how often the value was this one in the window (stretches)",
    also=(Also.TEXT, Also.TRUTH, Also.NUMBER),
    example="status.times('1h', 'fault')",
)
def times(series: Series, at: dt.datetime, window: dt.timedelta, wanted: Any) -> float | None:
    return _stretches(series, at, window, lambda value: value == wanted)


def _stretches(
    series: Series, at: dt.datetime, window: dt.timedelta, holds: Callable[[Any], bool]
) -> float | None:
    truths = [holds(value) for value in series.within(at, window).values]
    begun = [now and not before for before, now in zip([False, *truths], truths, strict=False)]
    return float(sum(begun)) if truths else None
