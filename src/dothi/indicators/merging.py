"""Cells of one indicator and period put together into one figure, pure: of a commune, of a province, of all that a person reaches."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dothi.indicators.models import Figure, Indicator
from dothi.kernel.origin import Origin

PERCENT = "P1"


@dataclass(frozen=True, slots=True)
class Merged:
    """A figure as a screen shows it. `value` is None where nothing was known: a gap, never a zero."""

    value: float | None
    numerator: float | None
    denominator: float | None
    count: int
    entities: int
    expected: int
    origins: tuple[int, ...]
    newest_at: dt.datetime | None
    computed_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    version: int
    reports: tuple[int, ...]

    @property
    def origin(self) -> Origin | None:
        """The least direct that has a part in it; what was typed or estimated is never told as measured."""
        found = [Origin(place) for place, number in enumerate(self.origins) if number]
        return max(found) if found else None

    @property
    def mixture(self) -> list[tuple[str, int]]:
        """Word of an origin → how many values, when there is more than one."""
        found = [(Origin(place).word, number) for place, number in enumerate(self.origins) if number]
        return found if len(found) > 1 else []


def merged(one: Indicator, cells: Sequence[Figure]) -> Merged | None:
    """The figure of these cells of one period; None of none."""
    if not cells:
        return None
    numerator, denominator = (
        _sum([getattr(cell, part) for cell in cells]) for part in ("numerator", "denominator")
    )
    return Merged(
        value=_value(one, cells, numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        count=sum(cell.count for cell in cells),
        entities=sum(cell.entities for cell in cells),
        expected=sum(cell.expected for cell in cells),
        origins=tuple(sum(counts) for counts in zip(*(cell.origins for cell in cells), strict=True)),
        newest_at=max((cell.newest_at for cell in cells if cell.newest_at), default=None),
        computed_at=max(cell.recorded_at for cell in cells),
        starts_at=cells[0].starts_at,
        ends_at=cells[0].ends_at,
        version=max(cell.method.version for cell in cells),
        reports=tuple(cell.report_id for cell in cells if cell.report_id is not None),
    )


def _sum(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return math.fsum(known) if known else None


def _value(
    one: Indicator, cells: Sequence[Figure], numerator: float | None, denominator: float | None
) -> float | None:
    across = one.parameters.get("across", "sum")
    if one.figure == "min" or (one.figure == "last" and across == "min"):
        return min((cell.low for cell in cells if cell.low is not None), default=None)
    if one.figure == "max" or (one.figure in ("last", "typed") and across == "max"):
        return max((cell.high for cell in cells if cell.high is not None), default=None)
    if one.figure == "percentile":
        return percentile([cell.bins for cell in cells if cell.bins], float(one.parameters["percentile"]))
    if one.figure == "typed" and across == "none" and len(cells) > 1:
        return None  # figures of several places that no sum or mean makes one
    if one.figure == "formula" and not one.parameters.get("denominator"):
        return numerator
    if one.figure in ("share", "ratio", "formula"):
        return _part(numerator, denominator, 100 if one.unit_code == PERCENT else 1)
    is_mean = one.figure == "mean" or (one.figure in ("last", "typed") and across == "mean")
    return _part(numerator, denominator, 1) if is_mean else numerator


def _part(numerator: float | None, denominator: float | None, times: float) -> float | None:
    """Nothing of nothing is not 0 % and not 100 %: there is no figure."""
    return times * numerator / denominator if numerator is not None and denominator else None


def percentile(bins: Sequence[dict[str, int]], wanted: float) -> float | None:
    """Of the values that `bins` count (figures.sql), to 1 % of the value."""
    counts: Counter[int] = Counter()
    for each in bins:
        counts.update({int(place): number for place, number in each.items()})
    rank = wanted / 100 * (sum(counts.values()) - 1)
    seen = 0
    for place in sorted(counts, key=_middle):
        seen += counts[place]
        if seen > rank:
            return _middle(place)
    return None


def _middle(place: int) -> float:
    """The value in the middle of a bin."""
    if place == 0:
        return 0.0
    return math.copysign(2 * 1.0202 ** (abs(place) - 1000) / 2.0202, place)
