"""Limits of this room as dated data: `value("archive-days")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

from dothi.briefings.models import BriefingRule
from dothi.kernel.limits import Limits, Seed

SEEDS = (
    Seed("template-mb", 5, "Quyết định của dự án: một biểu mẫu DOCX lớn nhất 5 MB", 1, 20),
    Seed("archive-days", 30, "Quyết định của dự án: báo cáo đã gửi được đưa vào lưu trữ sau 30 ngày", 1, 365),
    Seed("most-figures", 400, "Quyết định của dự án: một báo cáo in nhiều nhất 400 số liệu", 10, 2000),
    Seed("margin-top-low", 20, "NĐ 30/2020/NĐ-CP phụ lục I: lề trên 20–25 mm", 20, 25, "M"),
    Seed("margin-top-high", 25, "NĐ 30/2020/NĐ-CP phụ lục I: lề trên 20–25 mm", 20, 25, "M"),
    Seed("margin-bottom-low", 20, "NĐ 30/2020/NĐ-CP phụ lục I: lề dưới 20–25 mm", 20, 25, "M"),
    Seed("margin-bottom-high", 25, "NĐ 30/2020/NĐ-CP phụ lục I: lề dưới 20–25 mm", 20, 25, "M"),
    Seed("margin-left-low", 30, "NĐ 30/2020/NĐ-CP phụ lục I: lề trái 30–35 mm", 30, 35, "M"),
    Seed("margin-left-high", 35, "NĐ 30/2020/NĐ-CP phụ lục I: lề trái 30–35 mm", 30, 35, "M"),
    Seed("margin-right-low", 15, "NĐ 30/2020/NĐ-CP phụ lục I: lề phải 15–20 mm", 15, 20, "M"),
    Seed("margin-right-high", 20, "NĐ 30/2020/NĐ-CP phụ lục I: lề phải 15–20 mm", 15, 20, "M"),
)
LIMITS = Limits(BriefingRule, SEEDS)
ensure_rules, value = LIMITS.ensure, LIMITS.value
