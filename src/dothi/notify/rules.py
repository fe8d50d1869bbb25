"""Times and limits of this room as dated data: `number("no-receipt-critical")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.notify.models import Message, NotifyRule

DAY_S = 24 * 3600
OURS = "Quyết định của dự án: "
MOST_WAITS = 10  # tries that a row of waits may name


class Seed(NamedTuple):
    """A rule as it comes, and what a city may set it to; none of them is a rule of law [D].

    `shape`: `seconds`, `minutes` and `count` are whole numbers between `lowest` and `highest`, `waits` several of them by comma,
    `hours` a time of day to another (HH:MM-HH:MM), `importances` words of `Message.Importance` by comma.
    """

    code: str
    value: str
    shape: str
    lowest: int
    highest: int
    source: str


SEEDS = (
    Seed("retry-critical", "5", "waits", 1, DAY_S, f"{OURS}tin khẩn thử lại một lần sau 5 giây rồi sang kênh kế tiếp"),
    Seed("retry-high", "10,60", "waits", 1, DAY_S, f"{OURS}tin quan trọng thử lại sau 10 giây, 1 phút"),
    Seed("retry-normal", "30,120,600,3600", "waits", 1, DAY_S, f"{OURS}tin thường thử lại sau 30 giây, 2 phút, 10 phút, 1 giờ"),
    Seed("no-receipt-critical", "60", "seconds", 5, DAY_S, f"{OURS}tin khẩn quá 1 phút không có báo nhận thì sang kênh kế tiếp"),
    Seed("no-receipt-high", "300", "seconds", 5, DAY_S, f"{OURS}tin quan trọng chờ báo nhận 5 phút"),
    Seed("no-receipt-normal", "3600", "seconds", 5, 7 * DAY_S, f"{OURS}tin thường chờ báo nhận 1 giờ"),
    Seed("quiet-hours", "22:00-06:00", "hours", 0, 0, f"{OURS}giờ yên tĩnh mặc định; mỗi người đặt giờ của mình"),
    Seed("channel-rest", "15", "seconds", 1, 3600, f"{OURS}kênh hỏng ba lần liền thì nghỉ 15 giây trước khi thử tiếp"),
    Seed("proof-needed", "normal,high", "importances", 0, 0,
         f"{OURS}tin không khẩn chỉ gửi tới số, địa chỉ mà chủ đã xác nhận; tin khẩn gửi cả nơi chưa xác nhận, sau cùng"),
    Seed("code-minutes", "10", "minutes", 1, 60, f"{OURS}mã xác nhận hết hạn sau 10 phút"),
    Seed("code-tries", "5", "count", 1, 10, f"{OURS}nhập sai 5 lần thì mã bị hủy"),
    Seed("codes-per-hour", "3", "count", 1, 20, f"{OURS}mỗi người xin tối đa 3 mã trong một giờ"),
    Seed("codes-per-day", "10", "count", 1, 100, f"{OURS}mỗi người xin tối đa 10 mã trong một ngày"),
)  # fmt: skip
BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds the rules that are missing; what a city changed stays (idempotent)."""
    NotifyRule.ensure({"code": one.code, "value": one.value, "source": one.source} for one in SEEDS)


def value(code: str, day: dt.date | None = None) -> str:
    """What holds on a day (default today)."""
    row = NotifyRule.held(code, day)
    return row.value if row else BY_CODE[code].value


def number(code: str) -> int:
    return int(value(code))


def retry_after(importance: str, tries: int) -> int | None:
    """Seconds until the next try after `tries` of them; None: no more."""
    steps = [int(step) for step in value(f"retry-{importance}").split(",") if step.strip()]
    return steps[tries - 1] if 0 < tries <= len(steps) else None


def quiet_hours() -> tuple[dt.time, dt.time]:
    """Where a person set none."""
    begin, _, end = value("quiet-hours").partition("-")
    return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)


def proof_needed() -> frozenset[str]:
    """Importances whose messages go only to addresses that their person proved."""
    return frozenset(value("proof-needed").split(",")) - {""}


def readable(code: str, told: str) -> str | None:
    """A value as it is kept; None: it is none of this rule's shape, or out of its bounds. Pure."""
    seed, parts = BY_CODE[code], [part.strip() for part in told.split(",")]
    if seed.shape == "hours":
        return _hours(told)
    if seed.shape == "importances":
        words = [part for part in parts if part]
        return ",".join(dict.fromkeys(words)) if set(words) <= set(Message.Importance.values) else None
    if seed.shape == "waits":
        return _waits(seed, [part for part in parts if part])
    return _number(seed, told.strip())


def _number(seed: Seed, told: str) -> str | None:
    whole = told.isascii() and told.isdigit() and len(told) < 8
    return str(int(told)) if whole and seed.lowest <= int(told) <= seed.highest else None


def _waits(seed: Seed, parts: list[str]) -> str | None:
    """No wait at all is one try."""
    told = [_number(seed, part) for part in parts]
    fits = len(told) <= MOST_WAITS
    return ",".join(one for one in told if one) if fits and None not in told else None


def _hours(told: str) -> str | None:
    begin, _, end = told.partition("-")
    try:
        times = [dt.time.fromisoformat(part.strip()) for part in (begin, end)]
    except ValueError:
        return None
    return "-".join(f"{one:%H:%M}" for one in times)
