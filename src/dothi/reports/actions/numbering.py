"""Codes of reports: what a citizen is told and says on the phone."""

from __future__ import annotations

from dothi.kernel import series

PREFIX = "PA"  # phản ánh


def next_code() -> str:
    """`PA-2026-000123`, see `kernel.series`."""
    return next_codes(1)[0]


def next_codes(number: int) -> list[str]:
    """So many at once, in order."""
    return series.next_codes(PREFIX, "reports_code_series", number)
