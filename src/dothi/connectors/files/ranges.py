"""What a measurement can be at all: dated limits from the packs' `ranges.toml`. Outside them a value is impossible.

This is about broken instruments, not about bad air: the limits lie far beyond any level that means danger.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from dothi.kernel import pack_files

_NEEDED = {"type", "attribute", "unit", "valid_from"}


@dataclass(frozen=True, slots=True)
class Range:
    """Possible values of `attribute` of `type` in `unit` from `valid_from` on; `above` excludes its bound."""

    type: str
    attribute: str
    unit: str
    valid_from: dt.date
    minimum: float | None
    above: float | None
    maximum: float | None

    def refusal(self, value: float) -> str:
        """ "" when possible, else the broken limit (`> 0`, `>= -10`, `<= 60`)."""
        if self.above is not None and value <= self.above:
            return f"> {self.above:g}"
        if self.minimum is not None and value < self.minimum:
            return f">= {self.minimum:g}"
        if self.maximum is not None and value > self.maximum:
            return f"<= {self.maximum:g}"
        return ""


@pack_files.kept
def all_ranges() -> tuple[Range, ...]:
    """The ranges of every pack that counts now, newest first."""
    found = [_range(row) for _code, files in sorted(pack_files.texts().items()) for row in _rows(files)]
    return tuple(sorted(found, key=lambda one: one.valid_from, reverse=True))


def range_of(entity_type: str, attribute: str, unit: str | None, day: dt.date) -> Range | None:
    """The range in force on `day`; for a day before all of them the oldest (physics did not change)."""
    fitting = [r for r in all_ranges() if (r.type, r.attribute, r.unit) == (entity_type, attribute, unit)]
    return next((one for one in fitting if one.valid_from <= day), fitting[-1] if fitting else None)


def _rows(files: Mapping[str, str]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = tomllib.loads(files.get("ranges.toml", "")).get("range", [])
    return [row for row in rows if row.keys() >= _NEEDED]  # a pack of an older format hides no other's


def _range(row: dict[str, object]) -> Range:
    limit = {name: float(str(row[name])) if name in row else None for name in ("min", "above", "max")}
    day = row["valid_from"]
    assert isinstance(day, dt.date)
    return Range(
        str(row["type"]),
        str(row["attribute"]),
        str(row["unit"]),
        day,
        limit["min"],
        limit["above"],
        limit["max"],
    )
