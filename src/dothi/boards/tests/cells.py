"""Figures as the computing would have written them, for tests of what shows them."""

from __future__ import annotations

from typing import Any

from dothi.indicators.book import get_indicator
from dothi.indicators.loading import load_indicators
from dothi.indicators.models import Figure
from dothi.indicators.periods import last, next_begin
from dothi.indicators.tests.feed import table
from dothi.kernel import clock


def indicator(code: str, figure: str = "sum", **more: Any) -> None:
    """Each of a pack of its own: loading one leaves the others in force."""
    told = table(code, figure, **more)
    load_indicators(f"boxes-{code}", "1", [told], owner="", units={("Box", "fill"): "P1"})


def cell(
    code: str,
    back: int,
    value: float,
    *,
    unit: int | None = None,
    agency: int | None = None,
    origin: int = 0,
    **more: Any,
) -> Figure:
    """`back` periods ago (0: the running one)."""
    one = get_indicator(code)
    begin = last(back + 1, clock.now(), one.over)[0]
    origins = [0, 0, 0, 0, 0]
    origins[origin] = 1
    told: dict[str, Any] = {
        "numerator": value, "denominator": 1.0, "low": value, "high": value, "count": 1, "entities": 1, "expected": 1, "origins": origins,
        "newest_at": min(clock.now(), next_begin(begin, one.over)), "recorded_at": clock.now(),
    }  # fmt: skip
    return Figure.objects.create(
        code=code, method=one, starts_at=begin, ends_at=next_begin(begin, one.over), unit_id=unit, agency_id=agency,
        **(told | more),
    )  # fmt: skip
