"""The figures of many indicators over their last periods, put together within a scope by one statement, and kept while no cell changes.

What is kept is keyed by who reaches what (the scope's lines), never by who asks; before each use the cells themselves are asked whether
they are as they were (`ctid`, `xmin`, as `kernel.kept` does), so nothing is shown longer than the rows that it was made of stood.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from dothi.indicators.merging import Merged, merged
from dothi.indicators.models import Figure, Indicator
from dothi.indicators.periods import before, last
from dothi.indicators.queries import Reading, visible
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement

# periods that a tile looks back on: its trend, and what a forecast is tried on
LOOKS_BACK = {"now": 24, "hour": 48, "day": 63, "month": 24}
RECENT = 5  # what has no figure in so many periods has a gap
KEPT = 128
Course = dict[dt.datetime, Merged]


@dataclass(frozen=True, slots=True)
class _Method:
    version: int


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cells of one indicator and period as one: what `merged` reads of a Figure."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    bins: dict[str, int] | None
    count: int
    entities: int
    expected: int
    origins: list[int]
    newest_at: dt.datetime | None
    recorded_at: dt.datetime
    method: _Method
    report_id: None = None


def courses(indicators: Sequence[Indicator], scope: Scope, now: dt.datetime) -> dict[str, Course]:
    """By code: begin of a period → its figure within the scope; a period without cells is not among them."""
    if not indicators:
        return {}
    key = (_place(), tuple(sorted((one.pk, _first(one, now)) for one in indicators)), str(scope.as_lines()))
    stamp = _stamp(indicators, now)
    held = _held(key, stamp)
    if held is None:
        held = _read(indicators, scope, now)
        _hold(key, stamp, held)
    return held


def readings_of(
    indicators: Iterable[Indicator], found: dict[str, Course], now: dt.datetime, waits: Iterable[str] = ()
) -> dict[str, Reading]:
    """By code: the newest of the recent periods that has a figure, and the one before it."""
    waiting = set(waits)
    return {one.code: _reading(one, found.get(one.code, {}), now, one.code in waiting) for one in indicators}


def _reading(one: Indicator, course: Course, now: dt.datetime, waits: bool) -> Reading:
    recent = last(RECENT, now, one.over)
    known = [begin for begin in recent if begin in course and course[begin].value is not None]
    if not known:
        return Reading(one, None, None, now, waits=waits)
    newest = known[-1]
    return Reading(one, course[newest], course.get(before(newest, one.over)), now)


def begins(one: Indicator, now: dt.datetime) -> list[dt.datetime]:
    """The periods that a course looks back on, the newest last."""
    return last(LOOKS_BACK.get(one.over, 12), now, one.over)


def _first(one: Indicator, now: dt.datetime) -> dt.datetime:
    return begins(one, now)[0]


def _asked(indicators: Sequence[Indicator], scope: Scope, now: dt.datetime) -> QuerySet[Figure]:
    spans: dict[dt.datetime, list[str]] = {}
    for one in indicators:
        spans.setdefault(_first(one, now), []).append(one.code)
    asked = Q(pk__in=[])
    for begin, codes in spans.items():
        asked |= Q(code__in=codes, starts_at__gte=begin)
    return scope.restrict(Figure.objects.filter(asked, superseded_at=None))


def _read(indicators: Sequence[Indicator], scope: Scope, now: dt.datetime) -> dict[str, Course]:
    by_code = {one.code: one for one in indicators}
    found: dict[str, Course] = {code: {} for code in by_code}
    whole = [one for one in indicators if one.figure != "percentile"]
    for code, cells, number in _summed(_asked(whole, scope, now)) if whole else ():
        one = by_code[code]
        # of several places that no sum makes one there is no figure: two cells say so to `merged`
        told = [cells] * (2 if number > 1 and one.parameters.get("across") == "none" else 1)
        if (figure := merged(one, cast(list[Figure], told))) is not None:
            found[code][cells.starts_at] = figure
    for one in indicators:
        if one.figure == "percentile":
            found[one.code] = _binned(one, scope, now)
    return found


def _summed(rows: QuerySet[Figure]) -> Iterable[tuple[str, _Cells, int]]:
    origins = {f"o{place}": Sum(F(f"origins__{place}")) for place in range(5)}
    grouped = (
        rows.order_by()
        .values("code", "starts_at")
        .annotate(
            until=Max("ends_at"), above=Sum("numerator"), below=Sum("denominator"), least=Min("low"), most=Max("high"),
            values_=Sum("count"), told=Sum("entities"), of=Sum("expected"), newest=Max("newest_at"), known=Max("recorded_at"),
            version=Max("method__version"), cells=Count("pk"), **origins,
        )
    )  # fmt: skip
    for row in cast(Iterable[dict[str, Any]], grouped):
        cells = _Cells(
            row["starts_at"], row["until"], row["above"], row["below"], row["least"], row["most"], None, row["values_"],
            row["told"], row["of"], [row[f"o{place}"] or 0 for place in range(5)], row["newest"], row["known"],
            _Method(row["version"]),
        )  # fmt: skip
        yield row["code"], cells, row["cells"]


def _binned(one: Indicator, scope: Scope, now: dt.datetime) -> Course:
    """A percentile's cells merge by their bins, which are put together here."""
    by_begin: dict[dt.datetime, list[Figure]] = {}
    for cell in visible(scope, [one.code]).filter(starts_at__gte=_first(one, now)):
        by_begin.setdefault(cell.starts_at, []).append(cell)
    figures = {begin: merged(one, cells) for begin, cells in by_begin.items()}
    return {begin: figure for begin, figure in figures.items() if figure is not None}


_kept: OrderedDict[Any, tuple[Any, dict[str, Course]]] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """What this process keeps (a bench measures the first asking)."""
    with _lock:
        _kept.clear()


def _held(key: Any, stamp: Any) -> dict[str, Course] | None:
    with _lock:
        if key in _kept and _kept[key][0] == stamp:
            _kept.move_to_end(key)
            return _kept[key][1]
    return None


def _hold(key: Any, stamp: Any, found: dict[str, Course]) -> None:
    with _lock:
        _kept[key] = (stamp, found)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _stamp(indicators: Sequence[Indicator], now: dt.datetime) -> Any:
    """How the cells stand: another sum as soon as one was added, changed or taken away."""
    firsts = {one.code: _first(one, now) for one in indicators}
    with connection.cursor() as db:
        db.execute(
            statement("dothi.boards", "sql/courses.sql", "stamp"),
            {"codes": list(firsts), "begins": list(firsts.values())},
        )
        return db.fetchone()


def _place() -> tuple[object, ...]:
    held = connection.settings_dict
    return held["HOST"], held["PORT"], held["NAME"]
