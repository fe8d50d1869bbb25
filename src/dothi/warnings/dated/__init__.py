"""What a danger is in CAP's words, and what a level of risk means there: dated rows with source and certainty beside this file."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from dothi.kernel.i18n import language

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of danger, and what a draft about it begins with."""

    code: str
    valid_from: dt.date
    category: str
    name: dict[str, str]
    responses: tuple[str, ...]
    urgency: str
    certainty: str
    instruction: dict[str, str]
    source: str
    mark: str

    def __str__(self) -> str:
        return self.name[language()]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of disaster risk as CAP's severity."""

    level: int
    valid_from: dt.date
    severity: str
    source: str
    mark: str


@cache
def every_event() -> tuple[Event, ...]:
    rows = tomllib.loads((_FOLDER / "events.toml").read_text(encoding="utf-8"))["event"]
    return tuple(Event(**{**row, "responses": tuple(row["responses"])}) for row in rows)


@cache
def every_level() -> tuple[Level, ...]:
    rows = tomllib.loads((_FOLDER / "severity.toml").read_text(encoding="utf-8"))["level"]
    return tuple(Level(**row) for row in rows)


Row = TypeVar("Row", Event, Level)


def events_on(day: dt.date) -> dict[str, Event]:
    """The row of each code that holds on `day`."""
    return {one.code: one for one in _begun(every_event(), day)}


def levels_on(day: dt.date) -> dict[int, Level]:
    """The row of each level that holds on `day`."""
    return {one.level: one for one in _begun(every_level(), day)}


def _begun(rows: Iterable[Row], day: dt.date) -> list[Row]:
    return sorted((row for row in rows if row.valid_from <= day), key=lambda row: row.valid_from)
