"""How long technical records are kept: dated rules with their purpose; every night what is past its time goes.

A room registers what it forgets (`@forgets("code", days, purpose)` in its `jobs.py`); the rule itself is a row, so a city
sets another time by a new dated row. What a person did is not among them: versions of rows, the audit chain over them
and the log of logins, which is part of that chain, are kept for good.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import NamedTuple

from django.db import connection

from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.models import RetentionRule
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
IN_FORCE = dt.date(2026, 7, 1)
SOURCE = "Quyết định của dự án; tỉnh, thành phố đặt thời hạn khác bằng một dòng mới"
PIECE = 5_000  # rows of one transaction: nobody waits for a night's cleaning
Forget = Callable[[dt.datetime, int], int]  # before when, at most how many → how many went


class Kept(NamedTuple):
    """One kind of record: the default time, what it is kept for, and how a piece of it is forgotten."""

    days: int
    purpose: str
    forget: Forget


_kept: dict[str, Kept] = {}


def forgets(code: str, days: int, purpose: str) -> Callable[[Forget], Forget]:
    """Registers how one kind of record is forgotten."""

    def register(forget: Forget) -> Forget:
        _kept[code] = Kept(days, purpose, forget)
        return forget

    return register


def ensure_rules() -> None:
    """Adds the rules that are missing; what a city changed stays (idempotent)."""
    known = set(RetentionRule.objects.values_list("code", flat=True))
    for code, kept in _kept.items():
        if code not in known:
            RetentionRule.objects.create(
                code=code,
                days=kept.days,
                purpose=kept.purpose,
                valid_from=IN_FORCE,
                source=SOURCE,
                certainty=Certainty.DESIGN,
            )


def in_force(day: dt.date | None = None) -> dict[str, RetentionRule]:
    """The rule of each kind on `day` (default today), by code."""
    return RetentionRule.current(day or clock.today())


def forget_all() -> dict[str, int]:
    """Forgets what is past its time; how many rows of each kind went. What has no rule in force is kept."""
    ensure_rules()
    rules = in_force()
    return {code: _forget(kept.forget, rules[code].days) for code, kept in _kept.items() if code in rules}


def _forget(forget: Forget, days: int) -> int:
    before, gone = clock.now() - dt.timedelta(days=days), 0
    while count := forget(before, PIECE):
        gone += count
        if count < PIECE:
            break
    return gone


def by_statement(package: str, file: str, name: str) -> Forget:
    """Forgets by one statement, with `before` and `limit`."""

    def forget(before: dt.datetime, limit: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement(package, file, name), {"before": before, "limit": limit})
            return int(cursor.rowcount)

    return forget


for _code, _name, _days, _purpose in (
    ("events", "events", 30, "Chuyển tin giữa các phần và nối lại luồng trực tiếp"),
    ("event-failures", "event_failures", 90, "Tra cứu tin đã xử lý lại hoặc đã bỏ qua"),
    ("jobs", "jobs", 30, "Tra cứu công việc nền đã kết thúc"),
):
    forgets(_code, _days, _purpose)(by_statement("dothi.kernel", "retention.sql", _name))
