"""A definition computed over past periods without being kept: the numbers, and the rows that they come from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from dothi.indicators import computing, formulas
from dothi.indicators.merging import merged
from dothi.indicators.models import Figure, Indicator, Over
from dothi.indicators.periods import last, next_begin
from dothi.indicators.quality import doubts
from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope

PERIODS = {Over.NOW: 1, Over.HOUR: 48, Over.DAY: 30, Over.MONTH: 12, Over.QUARTER: 8, Over.YEAR: 5}
KEYS = 10  # records told by name for each of the newest periods
_WHOLE = Scope((Grant(None, None),))


def numbers(one: Indicator, now: dt.datetime | None = None) -> list[dict[str, Any]]:
    """One line for each period, the newest first; a period without a figure has `value` null. Empty for what people type."""
    if one.figure == "typed":
        return []
    now = now or clock.now()
    begins = last(PERIODS[Over(one.over)], now, one.over)
    found: dict[dt.datetime, list[Figure]] = defaultdict(list)
    for cell in computing.cells_of(one, begins, now):
        found[cell.starts_at].append(computing.as_figure(one, cell, now))
    lines: list[dict[str, Any]] = []
    before = None
    for begin in begins:
        figure = merged(one, found.get(begin, []))
        lines.append({
            "begin": clock.iso(begin), "end": clock.iso(next_begin(begin, one.over)), "value": figure.value if figure else None,
            "numerator": figure.numerator if figure else None, "denominator": figure.denominator if figure else None,
            "rows": figure.count if figure else 0, "places": len(found.get(begin, [])),
            "doubts": doubts(one, figure, before) if figure else [], "keys": [],
        })  # fmt: skip
        before = figure or before
    lines.reverse()
    if one.figure == formulas.WORD:
        for line in [line for line in lines if line["rows"]][:3]:
            begin = dt.datetime.fromisoformat(line["begin"])
            line["keys"] = [row.key for row in formulas.rows(one, begin, _WHOLE, KEYS)]
    return lines
