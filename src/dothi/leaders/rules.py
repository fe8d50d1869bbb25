"""Numbers of this room as dated data, and the sets that come along."""

from __future__ import annotations

from dothi.kernel.limits import Limits, Seed
from dothi.leaders.models import LeaderRule, ReadySet

OURS = "Quyết định của dự án"
SEEDS = (
    Seed("tiles", 10, "Đề bài W6: mười ô trên điện thoại của lãnh đạo", 1, 30),
    Seed("due-short", 1, f"{OURS}: việc giao một chạm, hạn ngắn nhất một ngày làm việc", 1, 30),
    Seed("due-usual", 3, f"{OURS}: hạn thường ba ngày làm việc", 1, 60),
    Seed("due-long", 5, f"{OURS}: hạn dài năm ngày làm việc", 1, 250),
    Seed("looks-back-days", 31, f"{OURS}: “xấu hơn từ khi nào” nhìn lại 31 kỳ", 2, 366),
)
LIMITS = Limits(LeaderRule, SEEDS)
value = LIMITS.value
SETS = {
    "leader": [
        "air-index-worst", "air-hours-unhealthy", "rivers-at-alarm", "people-in-shelters", "counters-congested", "waste-treated-share",
        "hospitals-not-taking", "emergency-beds-free", "services-up", "disaster-alarms-active",
    ],
}  # fmt: skip


def ensure_rules() -> None:
    """Adds what is missing; what a city changed stays (idempotent, after every migrate)."""
    LIMITS.ensure()
    ReadySet.ensure(
        {"code": code, "figures": figures, "source": f"{OURS}: bộ ô có sẵn của vai trò"}
        for code, figures in SETS.items()
    )
