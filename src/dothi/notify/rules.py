"""Times of this room as dated data: `seconds("no-receipt-critical")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.notify.models import NotifyRule

IN_FORCE = dt.date(2026, 7, 1)


class Seed(NamedTuple):
    """A rule as it comes; none of them is a rule of law [D]."""

    code: str
    value: str
    source: str


SEEDS = (
    Seed("retry-critical", "5", "Quyết định của dự án: tin khẩn thử lại một lần sau 5 giây rồi sang kênh kế tiếp"),
    Seed("retry-high", "10,60", "Quyết định của dự án: tin quan trọng thử lại sau 10 giây, 1 phút"),
    Seed("retry-normal", "30,120,600,3600", "Quyết định của dự án: tin thường thử lại sau 30 giây, 2 phút, 10 phút, 1 giờ"),
    Seed("no-receipt-critical", "60", "Quyết định của dự án: tin khẩn quá 1 phút không có báo nhận thì sang kênh kế tiếp"),
    Seed("no-receipt-high", "300", "Quyết định của dự án: tin quan trọng chờ báo nhận 5 phút"),
    Seed("no-receipt-normal", "3600", "Quyết định của dự án: tin thường chờ báo nhận 1 giờ"),
    Seed("quiet-hours", "22:00-06:00", "Quyết định của dự án: giờ yên tĩnh mặc định; mỗi người đặt giờ của mình"),
    Seed("channel-rest", "15", "Quyết định của dự án: kênh hỏng ba lần liền thì nghỉ 15 giây trước khi thử tiếp"),
)  # fmt: skip
BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds the rules that are missing; what a city changed stays (idempotent)."""
    known = set(NotifyRule.objects.values_list("code", flat=True))
    NotifyRule.objects.bulk_create(
        NotifyRule(code=one.code, value=one.value, valid_from=IN_FORCE, source=one.source, certainty=Certainty.DESIGN)
        for one in SEEDS
        if one.code not in known
    )  # fmt: skip


def value(code: str, day: dt.date | None = None) -> str:
    """What holds on a day (default today)."""
    row = NotifyRule.holding(day or clock.today()).filter(code=code).order_by("-valid_from").first()
    return row.value if row else BY_CODE[code].value


def seconds(code: str) -> int:
    return int(value(code))


def retry_after(importance: str, tries: int) -> int | None:
    """Seconds until the next try after `tries` of them; None: no more."""
    steps = [int(step) for step in value(f"retry-{importance}").split(",") if step.strip()]
    return steps[tries - 1] if 0 < tries <= len(steps) else None


def quiet_hours() -> tuple[dt.time, dt.time]:
    """Where a person set none."""
    begin, _, end = value("quiet-hours").partition("-")
    return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)
