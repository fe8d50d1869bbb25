"""Reasons for which reports may rest: dated rows that come with the product, and which of them a report's category knows."""

from __future__ import annotations

from dothi.kernel import clock
from dothi.reports.dated.handling import law_of
from dothi.reports.models import PauseReason, Report

_SOURCE = (
    "Thiết kế của hệ thống: chưa có quy định chung về tạm dừng thời hạn xử lý phản ánh; mỗi tỉnh quyết định."
)
# code, Vietnamese, English, working days at most, who decides
_OURS = (
    ("weather", "Thời tiết, thiên tai", "Weather, disaster", 10, "agency"),
    ("authority", "Chờ ý kiến cơ quan khác", "Waiting for another authority", 15, "desk"),
    ("contractor", "Chờ nhà thầu, vật tư", "Waiting for a contractor or material", 10, "desk"),
    (
        "court",
        "Đang tranh chấp, chờ tòa án hoặc cơ quan giải quyết",
        "In dispute, waiting for a court",
        60,
        "desk",
    ),
)


def ensure_reasons() -> None:
    """Adds the reasons that are missing (idempotent); what a city decided stays."""
    PauseReason.ensure(
        {"code": code, "name_vi": vi, "name_en": en, "most_days": days, "approved_by": by, "source": _SOURCE}
        for code, vi, en, days, by in _OURS
    )


def reasons_for(report: Report) -> dict[str, PauseReason]:
    """By code: the reasons of today that the report's own rules know."""
    known = law_of(report).pauses
    rows = PauseReason.current(clock.today())
    return {code: row for code, row in rows.items() if known is None or code in known}
