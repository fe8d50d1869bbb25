"""Counts of formulas as a scope sees them: cells put together, dossiers that go on, procedures, answers of surveys."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Q, QuerySet, Sum
from django.db.models import Count as Number
from django.db.models.expressions import RawSQL

from dothi.kernel import calendar, clock
from dothi.kernel.origin import Origin, that_count
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.publicservices.generating.province import SOURCE as MADE
from dothi.publicservices.models import Procedure
from dothi.publicservices.score import book
from dothi.publicservices.score.book import Formula
from dothi.publicservices.score.curves import Count
from dothi.publicservices.score.models import Basis, Cell, Over, ScoreState, Source
from dothi.publicservices.score.periods import Period

WORKDAYS = 5  # of a province, before and after a decision (QĐ 766); a ministry has 20 and 10
_USES = {
    "used": "rows",
    "used_online": "online",
    "used_paid_online": "paid_online",
    "used_population": "population",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what figures are wanted. `generated`: of dossiers made for load alone, never together with others."""

    scope: Scope
    period: Period
    agency_id: int | None = None
    unit_id: int | None = None
    procedure: str = ""
    generated: bool = False

    @property
    def day(self) -> dt.date:
        """The day whose formulas hold: the last of the period, or today while it runs."""
        return min(self.period.last, max(clock.today(), self.period.first))

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with unit, agency, procedure and origin, as they are asked for and within the scope."""
        rows = rows.filter(generated=self.generated)
        rows = rows if self.generated else rows.filter(origin__in=that_count())
        wanted = {
            "agency_id": self.agency_id,
            "unit_id": self.unit_id,
            "procedure_code": self.procedure or None,
        }
        return self.scope.restrict(
            rows.filter(**{name: value for name, value in wanted.items() if value is not None})
        )


Counts = dict[str, Count]  # by code of the formula


def whole(asked: Asked, formulas: Sequence[Formula]) -> Counts:
    """Each formula's counts over all that is asked for."""
    found = book.nothing(formulas)
    found |= split(asked, formulas, "").get("", {})
    found |= _procedures(asked, [one for one in formulas if one.row.over == Over.PROCEDURE])
    found |= _surveys(asked, [one for one in formulas if one.row.over == Over.SURVEY])
    return found


def split(asked: Asked, formulas: Sequence[Formula], by: str) -> dict[Any, Counts]:
    """Formulas over dossiers by `agency_id`, `unit_id`, `procedure_code` or several of them (a tuple is the key); `""`: not at all."""
    columns = [part for part in by.split(",") if part]
    found: dict[Any, Counts] = defaultdict(lambda: defaultdict(Count))
    for basis in Basis.values:
        of = [one for one in formulas if one.row.over == Over.DOSSIER and one.row.basis == basis]
        if of:
            _of_cells(asked, of, basis, columns, found)
    for one in formulas:
        if one.open:
            for key, number in _still_open(asked, one, columns):
                found[key][one.code] += Count(num=number)
    return found


def _of_cells(
    asked: Asked, of: Sequence[Formula], basis: str, columns: list[str], found: dict[Any, Counts]
) -> None:
    places = _places(basis)
    of = [one for one in of if one.stamp in places]  # one that was just decided waits for its cells
    if not of:
        return
    sums: dict[str, Any] = {}
    for one in of:
        place = places[one.stamp]
        sums |= {f"{part}_{place}": Sum(F(f"{part}__{place}")) for part in ("num", "den", "unknown")}
    rows: Any = asked.narrowed(
        Cell.objects.filter(basis=basis, month__gte=asked.period.first, month__lt=asked.period.after)
    )
    rows = rows.values(*columns).annotate(**sums) if columns else [rows.aggregate(**sums)]
    for row in rows:
        for one in of:
            place = places[one.stamp]
            counts = (int(row[f"{part}_{place}"] or 0) for part in ("num", "den", "unknown"))
            found[_key(row, columns)][one.code] += Count(*counts)


def _places(basis: str) -> dict[str, int]:
    """Where in the cells' entries each formula stands, as they were last made."""
    state = ScoreState.objects.first()
    return {stamp: place for place, stamp in enumerate(state.layout[basis])} if state else {}


def _still_open(asked: Asked, one: Formula, columns: list[str]) -> Iterable[tuple[Any, int]]:
    rows: Any = _dossiers(asked, one).filter(ends_at__isnull=True).filter(_holds(asked, one.open))
    if not columns:
        return [("", rows.count())]
    return [(_key(row, columns), row["n"]) for row in rows.values(*columns).annotate(n=Number("pk"))]


def _key(row: Mapping[str, Any], columns: list[str]) -> Any:
    keys = tuple(row[column] for column in columns)
    return keys[0] if len(keys) == 1 else keys or ""


def _dossiers(asked: Asked, one: Formula) -> QuerySet[Source]:
    at = "received_at" if one.row.basis == Basis.RECEIVED else "handled_at"
    rows = Source.objects.filter(**{f"{at}__gte": asked.period.begin, f"{at}__lt": asked.period.end})
    return asked.narrowed(rows)


def _holds(asked: Asked, where: str) -> RawSQL:
    """A checked condition over `f` as a filter of the rows of the view."""
    text = f"(select {where} from (select o.*, %s::timestamptz as judged_at from (select publicservices_score_source.*) o) f)"  # noqa: S608 - `where` was written by kernel.facts
    at = asked.period.judged_at(clock.now())
    return RawSQL(text.replace("%(now)s", "%s"), [*[clock.now()] * text.count("%(now)s"), at], BooleanField())  # noqa: S611 - the same


SIDES = ("missing", "numerator", "denominator", "unknown")


def behind(asked: Asked, one: Formula, side: str) -> QuerySet[Source]:
    """The dossiers behind one side of a formula over dossiers, by the very condition that counted them. `missing`: those of the denominator
    that do not meet the numerator."""
    rows = _dossiers(asked, one)
    if side == "denominator":
        return rows.filter(_holds(asked, one.of))
    if side == "unknown":
        return rows.filter(_holds(asked, one.unknown))
    met = f"({one.counted} or {one.open})" if one.open else one.counted
    if side == "numerator":
        return rows.filter(_holds(asked, met))
    return rows.filter(_holds(asked, f"({one.of} and not {met})"))


# procedures


def _procedures(asked: Asked, formulas: Sequence[Formula]) -> Counts:
    if not formulas:
        return {}
    used = _uses(asked)
    rows = [one for one in _standing(asked) if _is_theirs(asked, one, used)]
    sums = ", ".join(sum_ for one in formulas for sum_ in one.sums)
    told: dict[str, Any] = {
        "ids": [one.pk for one in rows],
        "announce_by": [_announce_by(one) for one in rows],
        "publish_by": [_publish_by(one) for one in rows],
        "period_first": asked.period.first, "period_after": asked.period.after, "now": clock.now(),
    }  # fmt: skip
    told |= {name: [used.get(one.code, {}).get(name, 0) for one in rows] for name in _USES}
    return _counted(formulas, _rows("procedures", sums, told)[0])


def _standing(asked: Asked) -> list[Procedure]:
    """The version of each procedure that holds at the end of what is asked."""
    rows = Procedure.current(asked.day)
    return [
        row
        for code, row in rows.items()
        if asked.procedure in ("", code) and (row.source == MADE) == asked.generated
    ]


def _is_theirs(asked: Asked, one: Procedure, used: Mapping[str, Mapping[str, int]]) -> bool:
    """Under the authority of whom the figures are of, or handled there."""
    if asked.agency_id is None and asked.unit_id is None and asked.scope.everywhere:
        return True
    if one.code in used:
        return True
    agencies = {asked.agency_id} if asked.agency_id is not None else asked.scope.agency_ids
    return (
        one.agency_id is not None
        and asked.unit_id is None
        and agencies is not None
        and one.agency_id in agencies
    )


def _uses(asked: Asked) -> dict[str, dict[str, int]]:
    """How often each procedure was used, by what of it."""
    rows = asked.narrowed(
        Cell.objects.filter(basis=Basis.RECEIVED, month__gte=asked.period.first, month__lt=asked.period.after)
    )
    sums = {name: Sum(column) for name, column in _USES.items()}
    return {
        row["procedure_code"]: {name: int(row[name] or 0) for name in _USES}
        for row in rows.values("procedure_code").annotate(**sums)
    }


def _announce_by(one: Procedure) -> dt.date | None:
    return _workdays(one.basis_effective_on, -WORKDAYS) if one.basis_effective_on else None


def _publish_by(one: Procedure) -> dt.date | None:
    return _workdays(one.decided_at.astimezone(clock.VIETNAM).date(), WORKDAYS) if one.decided_at else None


def _workdays(day: dt.date, number: int) -> dt.date:
    """So many working days after a day; before it where the number is negative."""
    held, step = calendar.in_force(), dt.timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= not held.day(day).off
    return day


# surveys


def _surveys(asked: Asked, formulas: Sequence[Formula]) -> Counts:
    """Nothing where fewer answered than may be shown, or where the others would follow by subtraction."""
    if not formulas:
        return {}
    here, least, answered = _answers(asked, formulas)
    if answered < least:
        return {code: Count(0, 0, count.den) for code, count in here.items()}
    if asked.agency_id is not None or asked.unit_id is not None or asked.procedure:
        _, _, all_answered = _answers(Asked(asked.scope, asked.period, generated=asked.generated), formulas)
        if 0 < all_answered - answered < least:
            return {code: Count(0, 0, count.den) for code, count in here.items()}
    return here


def _answers(asked: Asked, formulas: Sequence[Formula]) -> tuple[Counts, int, int]:
    told = {
        "period_first": asked.period.first, "period_after": asked.period.after, "day": clock.today(), "agency": asked.agency_id,
        "unit": asked.unit_id, "procedure": asked.procedure, "simulated": Origin.SIMULATED in that_count(), "now": clock.now(),
        "grants": json.dumps([{"units": units, "agency": agency} for units, agency in asked.scope.as_lines()]),
    }  # fmt: skip
    row = _rows("surveys", ", ".join(sum_ for one in formulas for sum_ in one.sums), told)[0]
    return _counted(formulas, row), int(row[-2]), int(row[-1])


def _counted(formulas: Sequence[Formula], row: Sequence[Any]) -> Counts:
    return {
        one.code: Count(*(int(value) for value in row[place * 3 : place * 3 + 3]))
        for place, one in enumerate(formulas)
    }


def _rows(name: str, columns: str, told: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    text = statement("dothi.publicservices.score", "reading.sql", name).format(columns=columns)
    with connection.cursor() as cursor:
        cursor.execute(text, told)
        return list(cursor.fetchall())


def is_generated() -> bool:
    """Is there nothing here but what was made for load? Then figures are of that, and every screen says so."""
    made, told = Q(generated=True), Q(generated=False)
    return Cell.objects.filter(made).exists() and not Cell.objects.filter(told).exists()


def is_simulated(asked: Asked) -> bool:
    """Do simulated or replayed dossiers take part (they do in a demo city alone)?"""
    cells = Cell.objects.filter(month__gte=asked.period.first, month__lt=asked.period.after)
    return asked.narrowed(cells).filter(origin__in=(Origin.SIMULATED, Origin.REPLAYED)).exists()
