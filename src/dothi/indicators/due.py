"""Which periods of which indicators wait for being computed. Two transactions, each exactly once: values read from the log owe
their periods and move the cursor (here); periods that are ready are computed and dropped from the list (computing.py)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from dothi.indicators import book, formulas
from dothi.indicators.models import Due, Indicator, Over
from dothi.indicators.periods import RHYTHM, begin_of, last, next_begin
from dothi.kernel import clock
from dothi.kernel.sql import statement

READER = "indicators"
BATCH = 500  # flushes per transaction
MOST = 800  # periods per transaction: a month of hours
DAYS_BACK = 30
SETTLING = dt.timedelta(seconds=2)  # values of one hour come together
PATIENCE = dt.timedelta(hours=3)  # of an indicator that failed
JUST_ENDED = dt.timedelta(minutes=10)
FACTS_S = dt.timedelta(seconds=5)  # between two looks at what changed in published facts
BY_TIME = {
    "alarms",
    "hours_over",
    "formula",
}  # what changes without a value, beside everything that is told "now"

Owed = tuple[str, dt.datetime, dt.datetime]  # code, begin of the period, ready at


def rows(name: str, values: dict[str, Any], file: str = "due") -> list[tuple[Any, ...]]:
    """The rows of one of this room's statements; none where it returns none."""
    with connection.cursor() as db:
        db.execute(statement("dothi.indicators", f"sql/{file}.sql", name), values)
        return db.fetchall() if db.description else []


def begin_reading() -> None:
    """A new reader begins at the end of the log: what stood before is owed as a whole (`owe_the_past`)."""
    rows("make_cursor", {"reader": READER, "tx": rows("horizon", {})[0][0]})


def note_touched(now: dt.datetime | None = None) -> int:
    """Reads the next flushes and owes what they touched; returns how many flushes were read."""
    with transaction.atomic():
        begin_reading()
        cursor = rows("lock_cursor", {"reader": READER})
        if not cursor:
            return 0
        flushes = rows("next_flushes", {"tx": cursor[0][0], "flush_id": cursor[0][1], "limit": BATCH})
        if flushes:
            owe(_of_flushes(flushes, now or clock.now()))
            rows("move_cursor", {"reader": READER, "tx": flushes[-1][1], "flush_id": flushes[-1][0]})
        return len(flushes)


def waiting(codes: Iterable[str], now: dt.datetime) -> set[str]:
    """Which of these indicators have periods that could be computed and are not yet."""
    return set(
        Due.objects.filter(code__in=codes, ready_at__lte=now).values_list("code", flat=True).distinct()
    )


def _of_flushes(flushes: list[tuple[Any, ...]], now: dt.datetime) -> Iterator[Owed]:
    asking: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for one in book.in_force().values():
        for attribute in filter(None, (one.attribute, one.parameters.get("of"))):
            asking[one.entity_type, attribute].append(one)
    spans = [(row[2], row[3]) for row in flushes if row[2] is not None]
    if not asking or not spans:
        return
    touched = rows("touched", {
        "flushes": [row[0] for row in flushes], "observed_from": min(span[0] for span in spans),
        "observed_to": max(span[1] for span in spans), "types": [key[0] for key in asking], "attributes": [key[1] for key in asking],
    })  # fmt: skip
    for type_, attribute, hour in touched:
        for one in asking.get((type_, attribute), ()):
            yield from _owed(one, hour + dt.timedelta(minutes=30), now)


def _owed(one: Indicator, at: dt.datetime, now: dt.datetime) -> Iterator[Owed]:
    """The period of `at`; of what is told "now" only the running one."""
    running = begin_of(now, one.over)
    begin = running if one.over == Over.NOW else begin_of(at, one.over)
    yield one.code, begin, now + (RHYTHM[Over(one.over)] if begin >= running else SETTLING)


def owe(owed: Iterable[Owed]) -> None:
    """Puts periods on the list; one that stands there keeps its earlier time."""
    found: dict[tuple[str, dt.datetime], dt.datetime] = {}
    for code, begin, ready in owed:
        found[code, begin] = min(ready, found.get((code, begin), ready))
    if found:
        keys = sorted(found)
        rows("owe", {
            "codes": [code for code, _ in keys], "starts": [begin for _, begin in keys],
            "ready": [found[key] for key in keys],
        })  # fmt: skip


def owe_the_past(codes: Iterable[str], days: int = DAYS_BACK) -> None:
    """Thirty days back of these indicators, at once: what a pack brings new has a past from the first minute."""
    now, wanted = clock.now(), set(codes)
    begin_reading()
    for one in book.in_force().values():
        if one.code in wanted:
            owe((one.code, begin, now) for begin in last(_number(one.over, days), now, one.over))


def _number(over: str, days: int) -> int:
    """How many periods reach so far back; of months and longer two at least, a year or a quarter is never only begun."""
    numbers = {Over.NOW: 1, Over.HOUR: days * 24 + 1, Over.DAY: days + 1, Over.MONTH: days // 30 + 1}
    return numbers.get(Over(over), 2)


def owe_by_time(now: dt.datetime) -> None:
    """What time alone changes: values grow old, alarms end, hours pass; and once more the period that has just ended."""
    owed: list[Owed] = []
    for one in book.in_force().values():
        running = begin_of(now, one.over)
        if one.over == Over.NOW or one.figure in BY_TIME:
            owed.append((one.code, running, now))
        if one.figure in BY_TIME and now - running < JUST_ENDED:
            owed.append((one.code, begin_of(running, one.over), now))
    owe(owed)


def owe_by_facts(now: dt.datetime) -> None:
    """The periods of formulas whose rows changed."""
    by_code = book.in_force()
    for code, begin in formulas.changed_periods(list(by_code.values()), now):
        owe(_owed(by_code[code], next_begin(begin, by_code[code].over), now))


def owe_anew(now: dt.datetime) -> None:
    """Thirty days of formulas: a row that was taken out or moved to another day is not among those that changed there."""
    owe_the_past([one.code for one in book.in_force().values() if one.figure == formulas.WORD])


def owe_dependents(one: Indicator, starts: Iterable[dt.datetime], now: dt.datetime) -> None:
    """The ratios that this indicator is a part of."""
    parts = ("numerator", "denominator")
    for other in book.in_force().values():
        if other.figure == "ratio" and one.code in [other.parameters.get(part) for part in parts]:
            owe((other.code, begin, now) for begin in starts)


def take(now: dt.datetime) -> tuple[str, list[dt.datetime]]:
    """The ready periods of one indicator, taken off the list in the running transaction; no code when nothing is ready."""
    found = rows("take", {"now": now, "limit": MOST})
    return (found[0][0], sorted(row[1] for row in found)) if found else ("", [])


def postpone(code: str, now: dt.datetime) -> None:
    """What cannot be computed waits, beyond what `catch_up` reaches for."""
    Due.objects.filter(code=code).update(ready_at=now + PATIENCE)


def ends(starts: Iterable[dt.datetime], over: str) -> list[dt.datetime]:
    return [next_begin(begin, over) for begin in starts]
