"""The times of the shift book as dated data, in minutes: `value("unopened-minutes")` is what holds today."""

from __future__ import annotations

import datetime as dt

from dothi.kernel.limits import Limits, Seed
from dothi.shiftbook.models import ShiftRule

SEEDS = (
    Seed("unopened-minutes", 15, "Quyết định của dự án: quá 15 phút chưa ai nhận ca thì sổ tự ghi “không người nhận”"),
    Seed("early-minutes", 60, "Quyết định của dự án: nhận ca sớm nhất một giờ trước giờ vào ca"),
    Seed("shift-minutes", 12 * 60, "Quyết định của dự án: ca không theo lịch trực dài 12 giờ"),
)  # fmt: skip
LIMITS = Limits(ShiftRule, SEEDS)
ensure_rules = LIMITS.ensure


def minutes(code: str) -> dt.timedelta:
    """What holds today."""
    return dt.timedelta(minutes=LIMITS.value(code))
