"""Codes of calls: what people say to one another."""

from __future__ import annotations

from dothi.kernel import series

PREFIX = "CG"  # cuộc gọi


def next_code() -> str:
    """`CG-2026-000123`, see `kernel.series`."""
    return series.next_code(PREFIX, "calls_code_series")
