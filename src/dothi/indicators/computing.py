"""The figures of an indicator for some periods: asked of history by SQL, compared with what stands, and written where they differ."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import msgspec
from django.db import InterfaceError, OperationalError, connection, transaction

from dothi.indicators import book, due, formulas
from dothi.indicators.models import Figure, Indicator, Over
from dothi.indicators.periods import FIELD, begin_of, next_begin
from dothi.kernel import clock
from dothi.kernel.clock import VIETNAM
from dothi.kernel.sql import statement
from dothi.rules.expressions import duration
from dothi.rules.models import Rule

logger = logging.getLogger(__name__)
SETTLED = dt.timedelta(
    minutes=30
)  # a figure told so long after its period's end is kept when a later one differs
DIVISOR = {"SEC": 1, "MIN": 60, "HUR": 3600, "DAY": 86_400}
FRESH, HOLDS = "1d", "1h"  # where an indicator does not say them
_BEGIN = "date_trunc('{field}', observed_at - interval '1 microsecond', 'Asia/Ho_Chi_Minh')"
_SUM_OF = {  # word → what a cell's numerator and denominator are
    "mean": ("sum(total)", "nullif(sum(n), 0)"),
    "sum": ("sum(total)", "null"),
    "min": ("null", "null"),
    "max": ("null", "null"),
    "count": ("sum(hits)", "null"),
    "share": ("sum(hits)", "nullif(sum(n), 0)"),
    "last": ("sum(final)", "nullif(count(final), 0)"),
    "difference": ("sum(steps)", "null"),
    "sending": ("count(each.entity_id)", "null"),
    "percentile": ("null", "null"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of `sql/figures.sql`: what a figure is made of in one commune and agency."""

    starts_at: dt.datetime
    unit_id: int | None
    agency_id: int | None
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

    @property
    def place(self) -> tuple[dt.datetime, int | None, int | None]:
        return self.starts_at, self.unit_id, self.agency_id


_MEASURED = ("numerator", "denominator", "low", "high", "bins", "count", "entities", "origins")
_ALL = tuple(one.name for one in fields(Cell))


def compute_next(now: dt.datetime | None = None, ready_by: dt.datetime | None = None) -> int:
    """Computes the ready periods of one indicator, in one transaction with taking them; returns how many there were.

    An indicator that cannot be computed is told in the log, waits, and holds up no other.
    """
    now = now or clock.now()
    code = ""
    try:
        with transaction.atomic():
            code, starts = due.take(ready_by or now)
            _compute(code, starts, now)
            return len(starts)
    except (OperationalError, InterfaceError):
        raise  # the database went away
    except Exception:
        if not code:
            raise
        logger.exception("figures of an indicator cannot be computed", extra={"indicator": code})
        due.postpone(code, now)
        return 1


def _compute(code: str, starts: Sequence[dt.datetime], now: dt.datetime) -> None:
    """Each period by the version that was in force on its first day; one that came into force within it counts where there was none."""
    versions = list(Indicator.objects.filter(code=code)) if starts else []
    by_method: dict[int, list[dt.datetime]] = defaultdict(list)
    for begin in starts:
        found = book.chosen(versions, begin.astimezone(VIETNAM).date()).get(code) or _within(
            versions, code, begin, now
        )
        if found is not None:
            by_method[found.pk].append(begin)
    for one in versions:
        if begins := by_method.get(one.pk):
            write(one, begins, cells_of(one, begins, now), now)


def _within(versions: list[Indicator], code: str, begin: dt.datetime, now: dt.datetime) -> Indicator | None:
    """The version that holds at the end of a period (now, of a running one)."""
    if not versions:
        return None
    end = min(next_begin(begin, versions[0].over) - dt.timedelta(seconds=1), now)
    return book.chosen(versions, end.astimezone(VIETNAM).date()).get(code)


def cells_of(one: Indicator, starts: Sequence[dt.datetime], now: dt.datetime) -> list[Cell]:
    """What the indicator is in these periods, cell by cell; empty for one that people type."""
    if one.figure == "typed" or (one.over == Over.NOW and begin_of(now, one.over) not in starts):
        return []
    text, values = _question(one, list(starts), now)
    with connection.cursor() as db:
        db.execute(text, values)
        return [_cell(row) for row in db.fetchall()]


def _cell(row: tuple[Any, ...]) -> Cell:
    bins = msgspec.json.decode(row[7]) if isinstance(row[7], str) else row[7]
    return Cell(*row[:7], bins, *row[8:11], list(row[11]), row[12])  # type: ignore[call-arg]


def _question(one: Indicator, starts: list[dt.datetime], now: dt.datetime) -> tuple[str, dict[str, Any]]:
    if one.over == Over.NOW:
        starts = [begin_of(now, one.over)]
    if one.figure == formulas.WORD:
        return formulas.question(one, starts, now)
    ends = due.ends(starts, one.over)
    told = one.parameters
    lead = (
        duration(told.get("holds", HOLDS)) if one.figure in ("hours_over", "difference") else dt.timedelta(0)
    )
    values: dict[str, Any] = {
        "type": one.entity_type, "attribute": one.attribute, "unit": one.attribute_unit, "starts": starts, "ends": ends,
        "first": starts[0] - lead, "last": ends[-1], "now": now, "fresh": now - duration(told.get("fresh", FRESH)),
        "above": told.get("above"), "at_most": told.get("at_most"), "equals": _texts(told.get("equals")),
        "of": told.get("of"), "holds": lead, "divisor": DIVISOR.get(one.unit_code, 3600),
    }  # fmt: skip
    if one.figure == "alarms":
        return _of_alarms(one, values)
    if one.figure == "ratio":
        return _of_ratio(one, values)
    source = _sql("current" if one.over == Over.NOW else "told").format(attribute="attribute")
    if one.figure == "hours_over":
        return _sql("durations").format(told=source, hit=_hit(told)), values
    numerator, denominator = _SUM_OF[one.figure]
    final, packed = one.figure == "last", one.figure == "percentile"
    return _sql("cells").format(
        told=source, begin=_begin(one), hit=_hit(told), numerator=numerator, denominator=denominator,
        step="greatest(num - lag(num) over next, 0)" if one.figure == "difference" else "null::float",
        final="(array_agg(num order by observed_at desc))[1]" if final else "null::float",
        low="min(final)" if final else "min(low)", high="max(final)" if final else "max(high)",
        bins="bins" if packed else "null", more=_sql("packed") if packed else "",
        join="left join packed on at = starts_at and unit = coalesce(unit_id, 0) and agency = coalesce(agency_id, 0)" if packed else "",
    ), values  # fmt: skip


def _of_alarms(one: Indicator, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    codes = one.parameters.get("rules") or list(
        Rule.objects.filter(pack=one.pack).values_list("code", flat=True).distinct()
    )
    types = list(Rule.objects.filter(code__in=codes).values_list("entity_type", flat=True).distinct())
    when = (
        "a.closed_at is null and a.active"
        if one.over == Over.NOW
        else "a.first_raised_at > asked.starts_at and a.first_raised_at <= asked.ends_at"
    )
    return _sql("alarms").format(when=when), values | {"rules": list(codes), "types": types}


def _of_ratio(one: Indicator, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if "numerator" in one.parameters:
        return _sql("parts"), values | {key: one.parameters[key] for key in ("numerator", "denominator")}
    source = _sql("current" if one.over == Over.NOW else "told")
    text = _sql("pairs").format(
        told=source.format(attribute="attribute"), told_of=source.format(attribute="of"), begin=_begin(one)
    )
    return text, values


def _begin(one: Indicator) -> str:
    return (
        "(%(starts)s::timestamptz[])[1]"
        if one.over == Over.NOW
        else _BEGIN.format(field=FIELD[Over(one.over)])
    )


def _hit(told: dict[str, Any]) -> str:
    parts = {"above": "num > %(above)s", "at_most": "num <= %(at_most)s", "equals": "txt = any(%(equals)s)"}
    return " and ".join(text for key, text in parts.items() if key in told) or "true"


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]


def write(one: Indicator, starts: Sequence[dt.datetime], cells: Iterable[Cell], now: dt.datetime) -> int:
    """Makes these the cells that hold; returns how many changed. The figure of a settled period is dated, never overwritten."""
    standing = {
        (row.starts_at, row.unit_id, row.agency_id): row
        for row in Figure.objects.filter(code=one.code, starts_at__in=starts, superseded_at=None)
    }
    fresh: list[Figure] = []
    changed: list[Figure] = []
    dated: list[int] = []
    for cell in cells:
        row = standing.pop(cell.place, None)
        if row is None:
            if cell.count or cell.expected:
                fresh.append(as_figure(one, cell, now))
        elif _differs(row, one, cell) and _is_settled(row):
            dated.append(row.pk)
            fresh.append(as_figure(one, cell, now, row.revision + 1))
        elif (
            _differs(row, one, cell)
            or row.newest_at != cell.newest_at
            or row.expected != cell.expected
            or not _is_settled(row)
        ):
            changed.append(_updated(row, one, cell, now))
    dated += [row.pk for row in standing.values() if row.report_id is None]
    Figure.objects.filter(pk__in=dated).update(superseded_at=now)
    Figure.objects.bulk_create(fresh, batch_size=2000)
    Figure.objects.bulk_update(
        changed, [*_MEASURED, "expected", "newest_at", "method", "recorded_at"], batch_size=1000
    )
    due.owe_dependents(one, starts, now)
    return len(fresh) + len(changed)


def _differs(row: Figure, one: Indicator, cell: Cell) -> bool:
    return row.method_id != one.pk or any(getattr(row, name) != getattr(cell, name) for name in _MEASURED)


def _is_settled(row: Figure) -> bool:
    return row.recorded_at >= row.ends_at + SETTLED


def as_figure(one: Indicator, cell: Cell, now: dt.datetime, revision: int = 0) -> Figure:
    """The cell as a row that is not written yet."""
    told = {name: getattr(cell, name) for name in _ALL}
    ends_at = next_begin(cell.starts_at, one.over)
    return Figure(code=one.code, method=one, ends_at=ends_at, recorded_at=now, revision=revision, **told)


def _updated(row: Figure, one: Indicator, cell: Cell, now: dt.datetime) -> Figure:
    for name in (*_MEASURED, "expected", "newest_at"):
        setattr(row, name, getattr(cell, name))
    row.method, row.recorded_at = one, now
    return row


def catch_up() -> int:
    """Reads and computes everything that waits, running periods too; returns how many periods were computed."""
    while due.note_touched():
        pass
    total, now = 0, clock.now()
    while taken := compute_next(now, ready_by=now + dt.timedelta(hours=2)):
        total += taken
    return total


def _sql(name: str) -> str:
    return statement("dothi.indicators", "sql/figures.sql", name)
