"""Incident codes: what people say on the phone."""

from __future__ import annotations

from dothi.kernel import series

PREFIX = "VV"  # vụ việc


def next_code() -> str:
    """`VV-2026-000123`, see `kernel.series`."""
    return series.next_code(PREFIX, "incidents_code_series")
