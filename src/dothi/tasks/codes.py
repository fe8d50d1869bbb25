"""Codes of tasks: what people say on the phone."""

from __future__ import annotations

from dothi.kernel import series

PREFIX = "NV"  # nhiệm vụ


def next_code() -> str:
    """`NV-2026-000123`, see `kernel.series`."""
    return series.next_code(PREFIX, "tasks_code_series")
