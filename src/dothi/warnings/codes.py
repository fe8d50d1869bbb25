"""Codes of warnings: what people say on the phone, and the identifier in CAP."""

from __future__ import annotations

from dothi.kernel import series

PREFIX = "CB"  # cảnh báo


def next_code() -> str:
    """`CB-2026-000123`, see `kernel.series`."""
    return series.next_code(PREFIX, "warnings_code_series")
