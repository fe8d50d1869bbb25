"""Codes of consultations: YK-2026-000003 (ý kiến), without gaps and doubles within a year."""

from __future__ import annotations

from dothi.kernel import series


def next_code() -> str:
    return series.next_code("YK", "surveys_code_series")
