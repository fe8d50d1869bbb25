"""Operators over all values of a time window: `pm25.mean('24h')`."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict

from dothi.rules.operators import Series, operator

_HOUR_S = 3600


@operator("mean", vi="trung bình cộng các giá trị trong cửa sổ", en="arithmetic mean of the window's values")
def mean(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    values = series.within(at, window).values
    return sum(values) / len(values) if values else None


@operator(
    "hourlyMean",
    vi="trung bình của các trung bình giờ trong cửa sổ",
    en="mean of the window's one-hour means",
)
def hourly_mean(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    """Hours weigh the same however often the source sends (QCVN means are means of hours)."""
    hours = _by_hour(series.within(at, window))
    return sum(sum(v) / len(v) for v in hours.values()) / len(hours) if hours else None


@operator("hours", vi="số giờ có dữ liệu trong cửa sổ", en="hours of the window that have data")
def hours(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    return float(len(_by_hour(series.within(at, window))))


@operator("min", vi="giá trị nhỏ nhất trong cửa sổ", en="least value of the window")
def least(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    return min(series.within(at, window).values, default=None)


@operator("max", vi="giá trị lớn nhất trong cửa sổ", en="greatest value of the window")
def greatest(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    return max(series.within(at, window).values, default=None)


@operator("count", vi="số giá trị trong cửa sổ", en="number of values in the window")
def count(series: Series, at: dt.datetime, window: dt.timedelta) -> float | None:
    return float(len(series.within(at, window).values))


def _by_hour(series: Series) -> dict[int, list[float]]:
    """An hour is named by its end: 13:20 and 14:00 belong to the hour 14:00."""
    hours: dict[int, list[float]] = defaultdict(list)
    for at, value in zip(series.times, series.values, strict=True):
        hours[math.ceil(at.timestamp() / _HOUR_S)].append(value)
    return hours
