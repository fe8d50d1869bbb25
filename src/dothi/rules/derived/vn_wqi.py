"""VN_WQI by QĐ 1460/QĐ-TCMT (12/11/2019): pure arithmetic over one set of measurements of surface water.

The figures, with the mark of how sure each is, stand in the pack (`indices/vn_wqi.toml`). What is missing of a group takes no part;
what is negative or no number is refused, never clipped: quality control comes before.
"""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

GROUPS = ("I", "II", "III", "IV", "V")
OXYGEN = "O2"  # its points are shares of what water of that temperature can hold


@dataclass(frozen=True, slots=True)
class Parameter:
    """`points`: values rising, each with its index; linear between them."""

    group: str
    unit: str
    points: tuple[tuple[float, float], ...]
    below: float
    above: float

    def index_of(self, value: float) -> float:
        if value < self.points[0][0]:
            return self.below
        if value > self.points[-1][0]:
            return self.above
        place = bisect_left(self.points, (value, -math.inf))
        high, at_high = self.points[place]
        if high == value:
            return at_high
        low, at_low = self.points[place - 1]
        return at_low + (at_high - at_low) * (value - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Level:
    code: str
    up_to: int
    colour: str
    words: Mapping[str, str]  # vi, en, use_vi, use_en


@dataclass(frozen=True, slots=True)
class Table:
    """One version of the figures, valid from a day on."""

    version: str
    valid_from: dt.date
    source: str
    parameters: Mapping[str, Parameter]
    saturation: tuple[float, ...]
    organic: float
    microbial: float
    groups: int
    organic_values: int
    levels: tuple[Level, ...]

    def level_of(self, value: int) -> Level:
        return next(level for level in self.levels if value <= level.up_to)


@dataclass(frozen=True, slots=True)
class Index:
    """The index with what must be told beside it: the indices of its groups and of each parameter."""

    value: int
    level: Level
    groups: Mapping[str, float]
    sub: Mapping[str, float]


def water_quality(table: Table, values: Mapping[str, float]) -> Index | None:
    """The index of one set (mg/l, µg/l, counts in 100 ml, °C); None when the groups that it needs are not there."""
    sub = {
        name: index
        for name, parameter in table.parameters.items()
        if name in values and (index := _sub_index(table, name, parameter, values)) is not None
    }
    by_group = {
        group: [index for name, index in sub.items() if table.parameters[name].group == group]
        for group in GROUPS
    }
    told = {group: _group(group, indices) for group, indices in by_group.items() if indices}
    if len(by_group["IV"]) < table.organic_values or len(told) < table.groups:
        return None
    value = min(100, max(0, math.floor(round(_aggregate(table, told), 6) + 0.5)))  # a half is a half
    return Index(value, table.level_of(value), told, sub)


def _sub_index(table: Table, name: str, parameter: Parameter, values: Mapping[str, float]) -> float | None:
    value = _valid(values[name])
    if name != OXYGEN:
        return parameter.index_of(value)
    if "temperature" not in values:
        return None
    return parameter.index_of(100 * value / saturation(table, values["temperature"]))


def saturation(table: Table, celsius: float) -> float:
    """mg/l of oxygen that water of this temperature can hold."""
    return sum(factor * celsius**power for power, factor in enumerate(table.saturation))


def _group(group: str, indices: list[float]) -> float:
    """Of substances and metals the geometric mean, of the others the arithmetic one."""
    if group in ("II", "III"):
        return math.prod(indices) ** (1 / len(indices))
    return sum(indices) / len(indices)


def _aggregate(table: Table, groups: Mapping[str, float]) -> float:
    """A group that is not told does not change the others."""
    share = math.prod(groups.get(group, 100.0) / 100 for group in ("I", "II", "III"))
    organic, microbial = groups["IV"], groups.get("V")
    if microbial is None:
        return share * organic
    weights = table.organic + table.microbial
    joined = (organic**table.organic * microbial**table.microbial) ** (1 / weights)
    return float(share * joined)


def _valid(value: float) -> float:
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{value} is no measurement of water")
    return value


@cache
def tables() -> tuple[Table, ...]:
    """All versions, oldest first."""
    path = files("dothi.packs_data").joinpath("environment", "indices", "vn_wqi.toml")
    versions = tomllib.loads(path.read_text(encoding="utf-8"))["version"]
    return tuple(sorted(map(_table, versions), key=lambda table: table.valid_from))


def table_on(day: dt.date) -> Table:
    """The version for `day`; days before the first use the first."""
    return next((table for table in reversed(tables()) if table.valid_from <= day), tables()[0])


def _table(data: Mapping[str, Any]) -> Table:
    aggregate = data["aggregate"]
    return Table(
        version=data["version"],
        valid_from=data["valid_from"],
        source=data["source"],
        parameters={name: _parameter(row) for name, row in data["parameter"].items()},
        saturation=tuple(data["saturation"]["oxygen"]),
        organic=aggregate["organic"],
        microbial=aggregate["microbial"],
        groups=aggregate["groups"],
        organic_values=aggregate["organic_values"],
        levels=tuple(_level(row) for row in data["level"]),
    )


def _parameter(row: Mapping[str, Any]) -> Parameter:
    points = tuple((float(value), float(index)) for value, index in row["points"])
    return Parameter(row["group"], row["unit"], points, float(row["below"]), float(row["above"]))


def _level(row: Mapping[str, Any]) -> Level:
    words = {key: value for key, value in row.items() if key not in {"code", "up_to", "colour"}}
    return Level(row["code"], row["up_to"], row["colour"], words)
