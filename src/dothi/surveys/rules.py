"""Limits of this room as dated data: `value("ask-percent")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

from dothi.kernel.limits import Limits, Seed
from dothi.surveys.models import SurveyRule

SEEDS = (
    Seed("ask-percent", 100, "Quyết định của dự án: hỏi mọi người đã được phục vụ; nơi đông thì chọn ngẫu nhiên", 1, 100),
    Seed("once-in-days", 90, "Quyết định của dự án: mỗi người nhận nhiều nhất một lời mời trong 90 ngày", 1, 730),
    Seed("open-days", 21, "Quyết định của dự án: đường dẫn trả lời mở 21 ngày", 1, 180),
    Seed("least-n", 5, "Quyết định của dự án: không tách nhóm dưới 5 câu trả lời, để không ai bị nhận ra", 3, 100),
    Seed("satisfied-from", 4, "Quyết định của dự án: từ 4 trên thang 5 điểm là hài lòng; trong ba khuôn mặt chỉ tính mặt cười", 3, 5),
    Seed("papers", 5, "Quyết định của dự án: tối đa năm tệp kèm một cuộc lấy ý kiến", 1, 20),
    Seed("paper-mb", 20, "Quyết định của dự án: một tệp kèm lớn nhất 20 MB", 1, 40),
)  # fmt: skip
LIMITS = Limits(SurveyRule, SEEDS)
ensure_rules, value = LIMITS.ensure, LIMITS.value
