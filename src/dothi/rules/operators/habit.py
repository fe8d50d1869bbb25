"""Operators that compare with other weeks: `pm25.value > 2.0 * pm25.usual('4w')`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from statistics import median

from dothi.rules.operators import Reads, operator

FEWEST_WEEKS = 3  # of fewer a median is one odd day


@operator(
    "usual",
    vi="trung vị của cùng giờ, cùng thứ trong các tuần trước (ít nhất 3 tuần có số liệu)",
    en="median of the same hour of the same weekday in the weeks before (at least 3 of them with data)",
    reads=Reads.HABIT,
    step=dt.timedelta(weeks=1),
    least=dt.timedelta(weeks=FEWEST_WEEKS),
    example="pm25.usual('4w')",
)
def usual(hours: Sequence[float], _at: dt.datetime, _window: dt.timedelta) -> float | None:
    return median(hours) if len(hours) >= FEWEST_WEEKS else None
