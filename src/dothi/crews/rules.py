"""The times and limits of the phone page as dated data: `value("moving-s")` is what holds today; a city sets another by a new row."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.crews.models import CrewRule
from dothi.kernel import clock
from dothi.kernel.dated import Certainty

IN_FORCE = dt.date(2026, 7, 1)


class Seed(NamedTuple):
    """A time or limit as it comes; none of them is a rule of law [D]."""

    code: str
    value: int
    source: str


SEEDS = (
    Seed("shift-hours", 12, "Quyết định của dự án: một ca của tổ dài nhất 12 giờ"),
    Seed("moving-s", 5, "Đề bài W4b: tổ đang đi báo vị trí 5 giây một lần"),
    Seed("still-s", 20, "Quyết định của dự án: tổ đã đến nơi báo vị trí 20 giây một lần, đỡ pin"),
    Seed("free-s", 60, "Quyết định của dự án: tổ sẵn sàng báo vị trí 60 giây một lần, đỡ pin"),
    Seed("photo-mb", 8, "Quyết định của dự án: ảnh điện thoại lớn nhất 8 MB, sau khi trang thu nhỏ"),
    Seed("voice-seconds", 120, "Quyết định của dự án: ghi âm ngắn, nhiều nhất hai phút"),
    Seed("voice-mb", 4, "Quyết định của dự án: hai phút ghi âm nén không quá 4 MB"),
)
BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds what is missing; what a city changed stays (idempotent)."""
    known = set(CrewRule.objects.values_list("code", flat=True))
    CrewRule.objects.bulk_create(
        CrewRule(
            code=one.code,
            value=one.value,
            valid_from=IN_FORCE,
            source=one.source,
            certainty=Certainty.DESIGN,
        )
        for one in SEEDS
        if one.code not in known
    )


def values(day: dt.date | None = None) -> dict[str, int]:
    """All of them as they hold on a day (default today), in one question."""
    held = {row.code: row.value for row in CrewRule.current(day or clock.today()).values()}
    return {seed.code: held.get(seed.code, seed.value) for seed in SEEDS}
