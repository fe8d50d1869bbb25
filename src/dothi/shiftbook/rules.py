"""The times of the shift book as dated data, in minutes: `value("unopened-minutes")` is what holds today."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.shiftbook.models import ShiftRule

IN_FORCE = dt.date(2026, 7, 1)


class Seed(NamedTuple):
    code: str
    value: int
    source: str


SEEDS = (
    Seed("unopened-minutes", 15, "Quyết định của dự án: quá 15 phút chưa ai nhận ca thì sổ tự ghi “không người nhận”"),
    Seed("early-minutes", 60, "Quyết định của dự án: nhận ca sớm nhất một giờ trước giờ vào ca"),
    Seed("shift-minutes", 12 * 60, "Quyết định của dự án: ca không theo lịch trực dài 12 giờ"),
)  # fmt: skip
_BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds the times that are missing; what a city changed stays (idempotent)."""
    known = set(ShiftRule.objects.values_list("code", flat=True))
    ShiftRule.objects.bulk_create(
        ShiftRule(
            code=one.code, value=one.value, valid_from=IN_FORCE, source=one.source, certainty=Certainty.DESIGN
        )
        for one in SEEDS
        if one.code not in known
    )


def minutes(code: str, day: dt.date | None = None) -> dt.timedelta:
    """What holds on a day (default today)."""
    row = ShiftRule.holding(day or clock.today()).filter(code=code).order_by("-valid_from").first()
    return dt.timedelta(minutes=row.value if row else _BY_CODE[code].value)
