"""Operators about how fast a value moves: `temperature.jump('1h')`."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from dothi.rules.operators import Series, operator


@operator(
    "jump",
    vi="độ lệch so với giá trị liền trước (nếu còn trong cửa sổ)",
    en="distance to the value before it (when inside the window)",
)
def jump(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    values = series.within(at, window).values
    if not values:
        return None
    return abs(values[-1] - values[-2]) if len(values) > 1 else 0.0  # nothing to compare with is no jump


@operator("rise", vi="mức tăng từ đầu tới cuối cửa sổ", en="growth from the window's first value to its last")
def rise(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    values = series.within(at, window).values
    return values[-1] - values[0] if len(values) >= 2 else None


@operator(
    "drop",
    vi="mức giảm lớn nhất giữa hai giá trị liền nhau trong cửa sổ",
    en="greatest fall from one value to the next in the window",
)
def drop(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    values = series.within(at, window).values
    return max((one - other for one, other in pairwise(values)), default=0.0) if values else None
