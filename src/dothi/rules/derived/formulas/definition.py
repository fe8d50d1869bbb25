"""One formula as it is computed: its inputs with their kinds and units, when it is due, how old an input may be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dothi.kernel.clock import VIETNAM
from dothi.rules.expressions import Expression, compile_formula, duration
from dothi.rules.operators import Also

PERIODS = {"5m": 300, "10m": 600, "15m": 900, "30m": 1800, "hour": 3600, "day": 86400}  # seconds
FRESH = "1h"  # how old an input may be where a value is computed at each arrival
HELD_REACH = dt.timedelta(
    days=31
)  # so far a late value of what holds until told otherwise is taken back into the past
_PASSED = re.compile(r"(\w+)\s*\.\s*passed\s*\(\s*['\"](\w+)['\"]")
_VIETNAM_S = 7 * 3600  # ahead of UTC, all year


@dataclass(frozen=True, slots=True)
class Across:
    """A figure over the entities that name this one by their relationship `via`."""

    type: str
    via: str
    attribute: str
    figure: str
    least: float  # share of them that must have said something
    unit: str | None


@dataclass(frozen=True)
class Definition:
    """`inputs`: attributes of the entity itself → their kind. Times in seconds."""

    pack: str
    type: str
    attribute: str
    valid_from: dt.date
    rank: int
    formula: str
    unit: str | None
    source: str
    period_s: int | None
    offset_s: int
    fresh: dt.timedelta
    estimate: bool
    held: frozenset[str]
    inputs: Mapping[str, Also]
    units: Mapping[str, str]
    across: Mapping[str, Across] = field(default_factory=dict)
    figures: Mapping[str, list[tuple[dt.date, dict[str, float]]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, pack: str, type_: str, attribute: str, day: dt.date, rank: int, told: Mapping[str, Any]
    ) -> Definition:
        """From the row as it is kept: the pack's table with `inputs`, `units` and `figures` resolved beside it."""
        every = told.get("every")
        across = {
            name: Across(one["type"], one["via"], one["attribute"], one["figure"], one.get("least", 1.0), one.get("unit"))
            for name, one in told.get("across", {}).items()
        }  # fmt: skip
        figures = {
            urn: [(dt.date.fromisoformat(day), values) for day, values in rows]
            for urn, rows in told.get("figures", {}).items()
        }
        return cls(
            pack=pack, type=type_, attribute=attribute, valid_from=day, rank=rank, formula=told["formula"],
            unit=told.get("unit"), source=told["source"], period_s=PERIODS.get(str(every)), offset_s=offset(every, told.get("at")),
            fresh=duration(told["fresh"]) if "fresh" in told else period(every), estimate=told.get("estimate", False),
            held=frozenset(told.get("held", ())), inputs={name: Also(kind) for name, kind in told["inputs"].items()},
            units=told["units"], across=across, figures=figures,
        )  # fmt: skip

    @property
    def value(self) -> str:
        return f"{self.type}.{self.attribute}"

    @cached_property
    def expression(self) -> Expression:
        return compile_formula(self.formula, self.kinds)[0]

    @cached_property
    def moments(self) -> list[tuple[str, dt.timedelta]]:
        """Attributes that name a moment, and how long after it the formula is computed once more though no value comes."""
        return [(call[1], duration(call[2])) for call in _PASSED.finditer(self.formula)]

    @cached_property
    def kinds(self) -> dict[str, Also]:
        """Every name that the formula may say."""
        columns = {name for rows in self.figures.values() for _day, values in rows for name in values}
        return {**self.inputs, **dict.fromkeys([*self.across, *columns], Also.NUMBER)}

    def span(self, name: str) -> dt.timedelta:
        """How far back an input is looked at: its window, or how old it may be."""
        return max(self.expression.windows.get(name, dt.timedelta(0)), self.fresh)

    def reach(self, name: str) -> dt.timedelta:
        """How long after its instant an input may still change a value."""
        return HELD_REACH if name in self.held and self.period_s is None else self.span(name)

    def figures_of(self, urn: str, at: dt.datetime) -> dict[str, float]:
        """The dated figures of an entity that hold at an instant."""
        day = at.astimezone(VIETNAM).date()
        known = [values for begin, values in self.figures.get(urn, ()) if begin <= day]
        return known[-1] if known else {}

    def reads(self) -> Iterator[dict[str, Any]]:
        """What must be computed when a value of some attribute comes, for `owe`."""
        common = {
            "value": self.value,
            "period_s": self.period_s,
            "offset_s": self.offset_s,
            "inputs": list(self.inputs),
        }
        for name in self.inputs:
            reach = int(self.reach(name).total_seconds())
            yield {**common, "type": self.type, "attribute": name, "reach_s": reach}
        for one in self.across.values():
            reach = int(self.fresh.total_seconds())
            of = {"type": one.type, "owner": self.type, "via": one.via, "reach_s": reach}
            yield from ({**common, **of, "attribute": name} for name in {one.attribute, one.via})


def period(every: str | None) -> dt.timedelta:
    """How old an input may be where the table says nothing."""
    return dt.timedelta(seconds=PERIODS[every]) if every else duration(FRESH)


def offset(every: str | None, at: str | None) -> int:
    """Seconds after a multiple of the period since 1970: a day ends at `at` in Viet Nam."""
    if every != "day":
        return 0
    hours, _, minutes = (at or "00:00").partition(":")
    return (int(hours) % 24 * 3600 + int(minutes) * 60 - _VIETNAM_S) % 86400
