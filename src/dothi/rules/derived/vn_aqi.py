"""VN_AQI by QĐ 1459/QĐ-TCMT (12/11/2019): pure arithmetic over 1-hour means in µg/m³.

A 1-hour mean is stamped with the END of its hour (01:00 is the mean of 00:00-01:00), so a day is its hours 01:00 to
00:00 of the next day. Missing hours are None. Negative and non-finite values are refused, never clipped: quality
control comes before. What the decision leaves open, and our choices, stand in docs/explanation/vn-aqi.md.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dothi.rules.derived.tables import IndexTable, Level

Hours = Sequence[float | None]
PARTICLES = ("pm25", "pm10")
NOWCAST_HOURS = 12
DAY_HOURS = 24
LEAD_HOURS = 7  # the first 8-hour mean of a day reaches back into the day before


@dataclass(frozen=True, slots=True)
class NowCast:
    """The weighted mean of the last 12 hours (µg/m³), its weight, and how many of the 12 there were."""

    value: float
    weight: float
    hours: int


@dataclass(frozen=True, slots=True)
class Index:
    """An index value with everything that must be published beside it."""

    value: int
    level: Level
    sub: Mapping[str, int]  # per pollutant
    dominant: str
    capped: bool  # above the last breakpoint: shown as "≥500"
    capture: Mapping[str, float]  # share of the hours that were there, per pollutant
    short_of_data: bool  # "thiếu số liệu"
    inputs: Mapping[str, float] = field(default_factory=dict)  # the C that entered the table, µg/m³


def sub_index(table: IndexTable, column: str, concentration: float) -> tuple[int, bool] | None:
    """The index of one pollutant and whether it was capped; None where the column ends below (O3 8h above 400).

    Reckoned in whole millionths of a µg/m³, so that a half is exactly a half and rounds up.
    """
    points = table.breakpoints[column]
    c = round(_valid(concentration), 6)
    if c >= points[-1]:
        return _above(table, points, c)
    i = bisect_right(points, c) - 1
    low, step = _millionths(points[i]), table.index[i + 1] - table.index[i]
    width = _millionths(points[i + 1]) - low
    return (2 * step * (_millionths(c) - low) + width) // (2 * width) + table.index[i], False


def _millionths(concentration: float) -> int:
    return round(concentration * 1_000_000)


def _above(table: IndexTable, points: Sequence[float], c: float) -> tuple[int, bool] | None:
    if len(points) == len(table.index):
        return table.index[-1], c > points[-1]
    return (table.index[len(points) - 1], False) if c == points[-1] else None


def nowcast(hours: Hours) -> NowCast | None:
    """NowCast of PM2.5 or PM10; `hours[0]` is the current hour, then backwards. None with fewer than 2 of the last 3 hours."""
    last = [None if c is None else _valid(c) for c in hours[:NOWCAST_HOURS]]
    if sum(c is not None for c in last[:3]) < 2:
        return None
    present = [(i, c) for i, c in enumerate(last) if c is not None]
    highest = max(c for _, c in present)
    ratio = min(c for _, c in present) / highest if highest else 1.0
    if ratio <= 0.5:  # the printed formula: not divided by the sum of weights
        return NowCast(sum(0.5 ** (i + 1) * c for i, c in present), 0.5, len(present))
    weights = sum(ratio**i for i, _ in present)
    return NowCast(sum(ratio**i * c for i, c in present) / weights, ratio, len(present))


def hourly(table: IndexTable, hours: Mapping[str, Hours]) -> Index | None:
    """The index of an hour. Per pollutant `hours[0]` is that hour's mean, then backwards (12 for PM, 1 for the others).

    None when neither PM2.5 nor PM10 has a NowCast.
    """
    casts = {name: cast for name in PARTICLES if (cast := nowcast(hours.get(name, ())))}
    if not casts:
        return None
    inputs = {name: cast.value for name, cast in casts.items()}
    for name in table.pollutants:
        own = hours.get(name, ())
        if name not in PARTICLES and own and own[0] is not None:
            inputs[name] = own[0]
    results = {
        name: result for name, c in inputs.items() if (result := sub_index(table, _hour_column(name), c))
    }
    capture = {name: cast.hours / NOWCAST_HOURS for name, cast in casts.items()}
    short = any(cast.hours < NOWCAST_HOURS for cast in casts.values())
    return _index(table, results, inputs, capture, short)


def daily(table: IndexTable, hours: Mapping[str, Hours]) -> Index | None:
    """The index of a day. Per pollutant 31 one-hour means in order of time: 18:00 … 00:00 of the day before, then 01:00 … 00:00.

    Means with less than the stated share of hours are left out; None when neither PM2.5 nor PM10 is left.
    """
    results: dict[str, tuple[int, bool]] = {}
    inputs: dict[str, float] = {}
    capture: dict[str, float] = {}
    for name in table.pollutants:
        padded = list(hours.get(name, ()))
        if len(padded) != LEAD_HOURS + DAY_HOURS:
            if padded:
                raise ValueError(f"{name}: a day needs {LEAD_HOURS + DAY_HOURS} hours, {len(padded)} given")
            continue
        day = padded[LEAD_HOURS:]
        capture[name] = sum(c is not None for c in day) / DAY_HOURS
        for column, c in _daily_inputs(table, name, padded).items():
            result = sub_index(table, column, c)
            if result and (name not in results or result[0] > results[name][0]):
                results[name], inputs[name] = result, c
    if not any(name in results for name in PARTICLES):
        return None
    used = {name: capture[name] for name in results}
    return _index(table, results, inputs, used, any(share < 1 for share in used.values()))


def eight_hour_means(table: IndexTable, padded: Hours) -> list[float | None]:
    """The 24 running 8-hour means of a day (each from its hour and the 7 before); None below the least share of hours."""
    return [mean(table, padded[h : h + 8]) for h in range(len(padded) - LEAD_HOURS)]


def mean(table: IndexTable, hours: Hours) -> float | None:
    """The arithmetic mean of the hours that are there, None below the least share of them."""
    present = [_valid(c) for c in hours if c is not None]
    return (
        sum(present) / len(present) if present and len(present) >= table.capture_share * len(hours) else None
    )


def _daily_inputs(table: IndexTable, name: str, padded: Hours) -> dict[str, float]:
    """Breakpoint column -> concentration: PM the 24-hour mean; the gases their highest hour; O3 its highest 8-hour mean too."""
    day = padded[LEAD_HOURS:]
    if name in PARTICLES:
        average = mean(table, day)
        return {} if average is None else {name: average}
    found = {_hour_column(name): max((_valid(c) for c in day if c is not None), default=None)}
    if name == "o3":
        found["o3_8h"] = max((c for c in eight_hour_means(table, padded) if c is not None), default=None)
    return {column: c for column, c in found.items() if c is not None}


def _hour_column(name: str) -> str:
    return "o3_1h" if name == "o3" else name


def _index(
    table: IndexTable,
    results: Mapping[str, tuple[int, bool]],
    inputs: Mapping[str, float],
    capture: Mapping[str, float],
    short: bool,
) -> Index:
    sub = {name: results[name][0] for name in table.pollutants if name in results}
    dominant = max(sub, key=lambda name: sub[name])
    value = sub[dominant]
    return Index(
        value, table.level_of(value), sub, dominant, results[dominant][1], capture, short, dict(inputs)
    )


def _valid(concentration: float) -> float:
    if not math.isfinite(concentration) or concentration < 0:
        raise ValueError(f"{concentration} µg/m³ is no concentration")
    return concentration
