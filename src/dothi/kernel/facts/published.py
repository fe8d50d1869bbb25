"""The facts of rooms: views that formulas may read, each with what a figure needs of it. A room publishes in its AppConfig.ready.

A fact holds no personal column: who sees a figure does not see the person behind it. `tests/architecture/test_facts.py` compares
every fact with its view.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dothi.kernel.errors import NotFound

_NAME = re.compile(r"[a-z][a-z0-9_]{0,50}_fact")
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,60}")

_RESERVED = frozenset(  # words of the language that no column may be called by
    {
        "and", "or", "not", "in", "is", "null", "true", "false", "between", "filter", "where", "case", "when", "then", "else",
        "end", "interval", "now", "count", "sum",
    }
)  # fmt: skip


class Kind(StrEnum):
    """What a column holds, and so what may be done with it."""

    TEXT = "text"  # a code or a state
    NUMBER = "number"
    FLAG = "flag"  # true, false or unknown
    MOMENT = "moment"
    DAY = "day"
    DURATION = "duration"
    TEXTS = "texts"  # several codes


@dataclass(frozen=True, slots=True)
class Fact:
    """One view. `at` is the column that puts a row into a period (a day belongs to the period that holds its noon).

    `unit`, `agency` place a row (their ids, empty where a fact has none), `origin` says what it is (a number of `Origin`), `changed` when it
    last changed (empty: not known, the running periods are computed anew in their rhythm), `key` what its record is called by, `record` the
    URL name of one record with that key as its only argument. `permission` is the right that opens records.
    """

    name: str
    at: str
    columns: Mapping[str, Kind]
    permission: str
    unit: str = "unit_id"
    agency: str = "agency_id"
    changed: str = "changed_at"
    origin: str = "origin"
    key: str = "code"
    record: str = ""
    room: str = ""  # by default the part of the name before the first _

    def __post_init__(self) -> None:
        """A fact is written by a room's maker: what is wrong with it stops the start."""
        names = [
            self.at,
            *self.columns,
            *filter(None, (self.unit, self.agency, self.changed, self.origin, self.key)),
        ]
        if not _NAME.fullmatch(self.name) or not all(_COLUMN.fullmatch(name) for name in names):
            raise ValueError(
                f"{self.name}: names of facts end with _fact, and all names are lower case words"
            )
        if words := _RESERVED & self.columns.keys():
            raise ValueError(
                f"{self.name}: {', '.join(sorted(words))} is a word of the language, not a column"
            )
        if self.columns.get(self.at) not in (Kind.MOMENT, Kind.DAY):
            raise ValueError(f"{self.name}: {self.at} has to be a column that holds a moment or a day")

    @property
    def words(self) -> str:
        """Key of its name in the room's strings."""
        return f"facts-{self.name.removesuffix('_fact').replace('_', '-')}"

    @property
    def instant(self) -> str:
        """SQL of the moment that puts a row `f` into a period."""
        if self.columns[self.at] == Kind.MOMENT:
            return f"f.{self.at}"
        return f"((f.{self.at} + interval '12 hours') at time zone 'Asia/Ho_Chi_Minh')"


_published: dict[str, Fact] = {}


def publish(fact: Fact) -> None:
    """Makes a fact known to formulas (idempotent)."""
    _published[fact.name] = fact


def all_facts() -> list[Fact]:
    """Every published fact, by name."""
    return [_published[name] for name in sorted(_published)]


def find_fact(name: str) -> Fact | None:
    return _published.get(name)


def get_fact(name: str) -> Fact:
    """Raises NotFound."""
    found = _published.get(name)
    if found is None:
        raise NotFound("facts-fact-does-not-exist", fact=name, known=", ".join(sorted(_published)))
    return found
