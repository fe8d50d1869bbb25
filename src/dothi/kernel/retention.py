"""How long technical records are kept: dated rules with their purpose; every night what is past its time goes.

A room registers what it forgets (`forgets_rows` by SQL, `@forgets_keys` by a model, `@forgets` where it is neither); the rule itself is a row, so a city
sets another time by a new dated row (`set_time`). What a person did is not among them: versions of rows, the audit chain over
them and the log of logins, which is part of that chain, are kept for good; so are values and their history.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.models import RetentionRule
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
SOURCE = "Quyết định của dự án; tỉnh, thành phố đặt thời hạn khác bằng một dòng mới"
PIECE = 5_000  # rows of one transaction: nobody waits for a night's cleaning
MOST_COUNTED = 1_000_000  # a preview says "more than" beyond it
SHORTEST, LONGEST = 1, 3650  # days that a rule may say
Forget = Callable[[dt.datetime, int], int]  # before when, at most how many → how many went
Past = Callable[[dt.datetime, int], int]  # the same question: how many would go, and nothing goes

_action = action_of("kernel")


class Kept(NamedTuple):
    """One kind of record: the default time, what it is kept for, how a piece of it is forgotten, how many are past a time."""

    days: int
    purpose: str
    forget: Forget
    past: Past


_kept: dict[str, Kept] = {}


def forgets(code: str, days: int, purpose: str, *, past: Past) -> Callable[[Forget], Forget]:
    """Registers how one kind of record is forgotten, and how what would be forgotten is counted."""

    def register(forget: Forget) -> Forget:
        _kept[code] = Kept(days, purpose, forget, past)
        return forget

    return register


def forgets_keys(
    code: str, days: int, purpose: str, *, rows: Callable[[dt.datetime], QuerySet[Any]]
) -> Callable[[Callable[[list[Any]], object]], Forget]:
    """Registers rows of a model. `rows(before)`: those past a time, the oldest first; what it decorates forgets some of them by their
    keys. The night forgets what it names, a preview counts what it names."""

    def keys(before: dt.datetime, most: int) -> list[Any]:
        return list(rows(before).values_list("pk", flat=True)[:most])

    def register(forget_them: Callable[[list[Any]], object]) -> Forget:
        @wraps(forget_them)
        def forget(before: dt.datetime, limit: int) -> int:
            found = keys(before, limit)
            forget_them(found)
            return len(found)

        _kept[code] = Kept(days, purpose, forget, lambda before, most: len(keys(before, most)))
        return forget

    return register


def forgets_rows(
    code: str, days: int, purpose: str, *, table: str, select: Callable[[], str], key: str = "id"
) -> None:
    """Registers rows of `table`. `select` gives the statement of the keys that are past `%(before)s`, at most `%(limit)s`: the
    night deletes what it names, a preview counts what it names, so the two cannot differ."""

    def forget(before: dt.datetime, limit: int) -> int:
        with connection.cursor() as cursor:
            sql = f"delete from {table} where {key} = any(array({select()}))"  # noqa: S608 - names of ours
            cursor.execute(sql, {"before": before, "limit": limit})
            return int(cursor.rowcount)

    def past(before: dt.datetime, most: int) -> int:
        with connection.cursor() as cursor:
            sql = f"select count(*) from ({select()}) past"  # noqa: S608 - a statement of ours
            cursor.execute(sql, {"before": before, "limit": most})
            return int(cursor.fetchone()[0])

    _kept[code] = Kept(days, purpose, forget, past)


def named(package: str, file: str, name: str) -> Callable[[], str]:
    """The statement of that name, for `forgets_rows`."""
    return lambda: statement(package, file, name)


def ensure_rules() -> None:
    """Adds the rules that are missing; what a city changed stays (idempotent)."""
    RetentionRule.ensure(
        {"code": code, "days": kept.days, "purpose": kept.purpose, "source": SOURCE}
        for code, kept in _kept.items()
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


class Preview(NamedTuple):
    """What a time of `days` would forget if it held now: records older than `before`. `now`: those past the time in force."""

    days: int
    before: dt.datetime
    number: int
    now: int

    @property
    def is_more(self) -> bool:
        """Counting stopped at `MOST_COUNTED`."""
        return self.number > MOST_COUNTED


def preview(code: str, days: int) -> Preview:
    """Counts, deletes nothing. Raises NotFound, BadRequest."""
    kept, rule = _known(code, days), in_force().get(code)
    return Preview(days, _ago(days), _count(kept, days), _count(kept, rule.days) if rule else 0)


def _count(kept: Kept, days: int) -> int:
    return kept.past(_ago(days), MOST_COUNTED + 1)


def _ago(days: int) -> dt.datetime:
    return clock.now() - dt.timedelta(days=days)


def _known(code: str, days: int) -> Kept:
    if code not in _kept:
        raise NotFound("retention-unknown", kind=code)
    if not SHORTEST <= days <= LONGEST:
        raise BadRequest("retention-days", lowest=SHORTEST, highest=LONGEST)
    return _kept[code]


@_action
def set_time(
    code: str,
    days: int,
    *,
    valid_from: dt.date,
    purpose: str,
    source: str,
    certainty: str,
    by: Any,
    reason: str,
) -> RetentionRule:
    """Lets a time of keeping hold from a day on; what held before stays on record, a time dated to that very day is corrected.

    Raises NotAllowed (only who manages the system everywhere), NotFound, BadRequest (out of bounds, past or far day, no source or reason).
    """
    if by is not None and not by.scope("system.manage").everywhere:
        raise NotAllowed(permission="system.manage")
    _known(code, days)
    if valid_from < clock.today():
        raise BadRequest("retention-past")
    if valid_from > (last := clock.today() + dt.timedelta(days=LONGEST)):
        raise BadRequest("retention-far", last=f"{last:%d/%m/%Y}")  # it would be announced for ever
    if not (purpose.strip() and source.strip() and reason.strip()):
        raise BadRequest("retention-needs-source")
    if certainty not in Certainty.values:
        raise BadRequest("retention-certainty", certainty=certainty)
    said = {"days": days, "purpose": purpose.strip()[:200], "source": source.strip()[:200]}
    row, _ = RetentionRule.objects.update_or_create(
        code=code, valid_from=valid_from, defaults=said | {"certainty": certainty}
    )
    return row


for _code, _table, _days, _purpose in (
    ("events", "kernel_event", 30, "Chuyển tin giữa các phần và nối lại luồng trực tiếp"),
    ("event-failures", "kernel_event_failure", 90, "Tra cứu tin đã xử lý lại hoặc đã bỏ qua"),
    ("jobs", "procrastinate_jobs", 30, "Tra cứu công việc nền đã kết thúc"),
):
    _select = named("dothi.kernel", "retention.sql", _code.replace("-", "_"))
    forgets_rows(_code, _days, _purpose, table=_table, select=_select)
