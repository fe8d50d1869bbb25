"""The dated tables of an index, as a pack states them (`packs_data/<pack>/indices/*.toml`)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One band of the index with what it means for people (both languages)."""

    code: str
    up_to: int
    colour: str
    words: Mapping[str, str]  # vi, en, effect_vi, effect_en, advice_vi, advice_en, sensitive_vi, sensitive_en

    def word(self, language: str) -> str:
        return self.words[language]

    def advice(self, language: str) -> str:
        return self.words[f"advice_{language}"]

    def effect(self, language: str) -> str:
        return self.words[f"effect_{language}"]

    def sensitive(self, language: str) -> str:
        return self.words[f"sensitive_{language}"]


@dataclass(frozen=True, slots=True)
class IndexTable:
    """The figures of one decision, valid from a day on. Breakpoints in µg/m³, keyed by pollutant (o3_1h and o3_8h apart)."""

    version: str
    valid_from: dt.date
    source: str
    certainty: str
    pollutants: tuple[str, ...]
    index: tuple[int, ...]
    breakpoints: Mapping[str, tuple[float, ...]]
    capture_share: float
    capture_certainty: str
    units: Mapping[str, Mapping[str, float]]
    levels: tuple[Level, ...]

    def level_of(self, value: int) -> Level:
        """The band that an index value lies in (the last one has no upper end)."""
        return next((level for level in self.levels if value <= level.up_to), self.levels[-1])

    @property
    def method(self) -> str:
        """How the value was made, as screens and the stored `source` say it."""
        return f"VN_AQI, {self.source}"


@cache
def vn_aqi_tables() -> tuple[IndexTable, ...]:
    """All versions of VN_AQI, oldest first."""
    text = (
        files("dothi.packs_data")
        .joinpath("environment", "indices", "vn_aqi.toml")
        .read_text(encoding="utf-8")
    )
    return tuple(sorted(map(_table, tomllib.loads(text)["version"]), key=lambda table: table.valid_from))


def vn_aqi_on(day: dt.date) -> IndexTable:
    """The version for `day`. Days before the first version use the first: older recordings are judged by the method in force now."""
    tables = vn_aqi_tables()
    return next((table for table in reversed(tables) if table.valid_from <= day), tables[0])


def _table(data: dict[str, Any]) -> IndexTable:
    return IndexTable(
        version=data["version"],
        valid_from=data["valid_from"],
        source=data["source"],
        certainty=data["certainty"],
        pollutants=tuple(data["pollutants"]),
        index=tuple(data["index"]),
        breakpoints={name: tuple(map(float, row)) for name, row in data["breakpoints"].items()},
        capture_share=float(data["capture"]["share"]),
        capture_certainty=data["capture"]["certainty"],
        units=data["units"],
        levels=tuple(_level(level) for level in data["level"]),
    )


def _level(data: dict[str, Any]) -> Level:
    words = {key: value for key, value in data.items() if key not in {"code", "up_to", "colour"}}
    return Level(data["code"], data["up_to"], data["colour"], words)
