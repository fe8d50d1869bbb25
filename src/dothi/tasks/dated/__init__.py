"""What decides between the words of a task: dated rows with source and certainty in the file beside this one."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dothi.tasks.workflow import WordRule

_FILE = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what a code says from a day on. `certainty` as in `kernel.dated.Certainty`."""

    code: str
    valid_from: dt.date
    value: str
    source: str
    certainty: str


@cache
def every_rule() -> tuple[Rule, ...]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(sorted((Rule(**row) for row in rows), key=lambda row: row.valid_from))


def rules_on(day: dt.date) -> dict[str, Rule]:
    """The row of each code that holds on `day`."""
    return {row.code: row for row in every_rule() if row.valid_from <= day}


def word_rule(day: dt.date) -> WordRule:
    """What decides the word of a task that was given on `day`: a later rule changes no earlier task."""
    held = rules_on(day)
    return WordRule(held["done-by"].value, held["extension-counts"].value == "yes")
