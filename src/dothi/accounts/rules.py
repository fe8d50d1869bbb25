"""The accounts' limits as dated data: `limit("lockout.tries")` is what holds today, with its source beside it.

TCVN 14423:2026 suggests most of them for level 3; a city that decides otherwise adds a row with its own source.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import NamedTuple

from dothi.accounts.models import AccountRule
from dothi.kernel import clock

_KEEP_S = 30.0
_kept: dict[tuple[str, dt.date], tuple[float, int]] = {}


class Seed(NamedTuple):
    """A limit as it comes, and between which values a city may set it (so that nobody locks everybody out)."""

    code: str
    value: int
    source: str
    certainty: str
    lowest: int
    highest: int


SEEDS = (
    Seed("lockout-tries", 5, "TCVN 14423:2026 §5.5.2.2", "S2", 1, 20),
    Seed("lockout-minutes", 12 * 60, "TCVN 14423:2026 §5.5.2.2 (12 h – 30 ngày)", "S2", 1, 43200),
    Seed("idle-minutes", 15, "TCVN 14423:2026 §5.5.2.2", "S2", 1, 720),
    Seed("idle-minutes-administrator", 5, "TCVN 14423:2026 §5.5.2.2", "S2", 1, 60),
    Seed("idle-minutes-wall", 0, "Màn hình tường chỉ xem, không khóa (0)", "D", 0, 43200),
    Seed("session-hours", 12, "Một ca trực dài nhất", "D", 1, 24),
    Seed("unused-days", 45, "TCVN 14423:2026 §5.6", "S2", 7, 365),
    Seed("review-months", 6, "TCVN 14423:2026 §5.6", "S2", 1, 12),
    Seed("password-length", 14, "TCVN 14423:2026 §5.6.2.2", "S2", 8, 64),
    Seed("password-length-second-factor", 8, "TCVN 14423:2026 §5.6.2.2", "S2", 8, 64),
    Seed("password-days-administrator", 60, "TCVN 14423:2026 §5.6.2.2 (2 tháng)", "S2", 1, 365),
    Seed("password-history-administrator", 10, "TCVN 14423:2026 §5.6.2.2", "S2", 1, 50),
    Seed("invitation-days", 14, "Mật khẩu tạm hết hạn", "D", 1, 60),
    Seed("look-minutes-reporter", 5, "Danh tính người phản ánh chỉ hiện một lần cho mỗi lý do", "D", 1, 60),
    Seed("look-minutes-camera", 15, "Mỗi lượt xem camera có hạn; xem tiếp thì nêu lại mục đích", "D", 1, 240),
    Seed(
        "look-minutes-recording",
        30,
        "Mỗi lượt nghe ghi âm có hạn; nghe tiếp thì nêu lại mục đích",
        "D",
        1,
        240,
    ),
    Seed(
        "look-minutes-position",
        12 * 60,
        "Vị trí của tổ hiện trường xem nhiều nhất trong một ca trực",
        "D",
        1,
        1440,
    ),
)

BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds the limits that are missing; what a city changed stays (idempotent)."""
    AccountRule.ensure(
        {"code": one.code, "value": one.value, "source": one.source, "certainty": one.certainty}
        for one in SEEDS
    )


def limit(code: str, day: dt.date | None = None) -> int:
    """The value of a limit on `day` (default today); read again after 30 s. LookupError names a code that has no value then."""
    day = day or clock.today()
    until, value = _kept.get((code, day), (0.0, 0))
    if until < time.monotonic():
        value = _read(code, day)
        _kept[code, day] = (time.monotonic() + _KEEP_S, value)
    return value


def _read(code: str, day: dt.date) -> int:
    row = in_force(code, day)
    if row is None:
        raise LookupError(f"accounts_rule has no value for {code!r} on {day}")
    return row.value


def in_force(code: str, day: dt.date) -> AccountRule | None:
    """The row of a limit that holds on `day`: the one that began last."""
    # Before the first known period the first value holds: a machine whose clock is wrong must not lose its lock-out.
    return AccountRule.held(code, day) or AccountRule.objects.filter(code=code).order_by("valid_from").first()


def forget() -> None:
    """Limits changed in this process: read them again."""
    _kept.clear()
