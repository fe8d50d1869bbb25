"""What a danger is in CAP's words, and what a level of risk means there: dated rows with source and certainty beside this file."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

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
    case_words: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Case:
    """How grave a case is (`of`) as CAP's severity."""

    of: str
    valid_from: dt.date
    severity: str
    source: str
    mark: str


@cache
def every_event() -> tuple[Event, ...]:
    return tuple(
        Event(**{**row, "responses": tuple(row["responses"]), "case_words": tuple(row.get("case_words", ()))})
        for row in _rows("events.toml", "event")
    )


@cache
def every_level() -> tuple[Level, ...]:
    return tuple(Level(**row) for row in _rows("severity.toml", "level"))


@cache
def every_case() -> tuple[Case, ...]:
    return tuple(Case(**row) for row in _rows("severity.toml", "case"))


def _rows(file: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((_FOLDER / file).read_text(encoding="utf-8"))[table]
    return rows


Row = TypeVar("Row", Event, Level, Case)


def events_on(day: dt.date) -> dict[str, Event]:
    """The row of each code that holds on `day`."""
    return {one.code: one for one in _begun(every_event(), day)}


def levels_on(day: dt.date) -> dict[int, Level]:
    """The row of each level that holds on `day`."""
    return {one.level: one for one in _begun(every_level(), day)}


def cases_on(day: dt.date) -> dict[str, str]:
    """CAP's severity of each severity of a case, as it holds on `day`."""
    return {one.of: one.severity for one in _begun(every_case(), day)}


def _begun(rows: Iterable[Row], day: dt.date) -> list[Row]:
    return sorted((row for row in rows if row.valid_from <= day), key=lambda row: row.valid_from)
