"""The times and limits of this room as dated data: `value("wrap-up-s")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.calls.models import CallRule
from dothi.kernel import clock
from dothi.kernel.dated import Certainty

IN_FORCE = dt.date(2026, 7, 1)


class Seed(NamedTuple):
    """A time or limit as it comes, and between which a city may set it; none of them is a rule of law [D]."""

    code: str
    value: int
    source: str
    lowest: int
    highest: int


SEEDS = (
    Seed("wrap-up-s", 90, "Quyết định của dự án: ghi xong hồ sơ trong 90 giây sau khi gác máy", 10, 3600),
    Seed("leg-answer-s", 60, "Quyết định của dự án: đơn vị được chuyển trả lời trong một phút", 10, 3600),
    Seed("call-back-s", 300, "Quyết định của dự án: gọi lại cuộc gọi nhỡ trong năm phút", 30, 86400),
    Seed(
        "link-minutes", 30, "Quyết định của dự án: liên kết định vị dùng một lần, hết hạn sau 30 phút", 2, 240
    ),
    Seed(
        "mark-days", 30, "Quyết định của dự án: ghi chú về số gọi quấy rối hết hiệu lực sau 30 ngày", 1, 365
    ),
    Seed(
        "call-events",
        1000,
        "Quyết định của dự án: một cuộc gọi có nhiều nhất 1.000 sự kiện; quá số đó là tổng đài lỗi",
        20,
        100_000,
    ),
    Seed(
        "signature-s",
        300,
        "Quyết định của dự án: chữ ký của tổng đài có giá trị 5 phút, như Standard Webhooks",
        30,
        3600,
    ),
)
BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds the times that are missing; what a city changed stays (idempotent)."""
    known = set(CallRule.objects.values_list("code", flat=True))
    CallRule.objects.bulk_create(
        CallRule(
            code=one.code,
            value=one.value,
            valid_from=IN_FORCE,
            source=one.source,
            certainty=Certainty.DESIGN,
        )
        for one in SEEDS
        if one.code not in known
    )


def value(code: str, day: dt.date | None = None) -> int:
    """What holds on a day (default today)."""
    row = CallRule.holding(day or clock.today()).filter(code=code).order_by("-valid_from").first()
    return row.value if row else BY_CODE[code].value
