"""What a planned row would have changed: which reports of the last days would have gone elsewhere, how many it speaks of. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.kept import asked_once
from dothi.reports.categories import ANY, lineage
from dothi.reports.matching.routing import areas_of, holding, kinds_of, most_telling
from dothi.reports.models import Competence, Handling, Report
from dothi.reports.workflow import OPEN
from dothi.territory.models import Unit

DAYS = 30  # how far back one looks


@dataclass(frozen=True, slots=True)
class Moved:
    """So many reports would have gone to `new` instead of `old`; None: to the desk, for no row says who."""

    old: Agency | None
    new: Agency | None
    number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`looked`: reports of the last DAYS days."""

    looked: int
    moved: list[Moved]
    days: int = DAYS
    open_ones: int = 0  # they keep the rules of the day they were received

    @property
    def number(self) -> int:
        return sum(one.number for one in self.moved)


def of_competence(planned: Competence) -> Preview:
    """By the rows of the day on which it begins, without it and with it."""
    return _compared(planned.valid_from, planned, ended=None)


def of_ending(row: Competence, last_day: dt.date) -> Preview:
    """By the rows of the day after the last, with what ends and without it."""
    return _compared(last_day + dt.timedelta(days=1), None, ended=row)


def _compared(day: dt.date, planned: Competence | None, ended: Competence | None) -> Preview:
    rows = list(holding(day))
    gone = (ended.category, ended.unit_id) if ended else None
    later = [row for row in rows if (row.category, row.unit_id) != gone or row.valid_from == day]
    if planned is not None:
        later = [row for row in later if _place(row) != _place(planned) or row.valid_from != day] + [planned]
    found: Counter[tuple[Agency | None, Agency | None]] = Counter()
    looked = 0
    with asked_once():  # communes of one province share it, categories those above them
        recent = [(kinds_of(category), areas_of(unit, day), number) for category, unit, number in _recent()]
    for kinds, areas, number in recent:
        looked += number
        old, new = most_telling(rows, kinds, areas, day), most_telling(later, kinds, areas, day)
        pair = (old.agency if old else None, new.agency if new else None)
        if pair[0] != pair[1]:
            found[pair] += number
    return Preview(looked, [Moved(old, new, number) for (old, new), number in found.most_common()])


def _place(row: Competence) -> tuple[str, int | None]:
    return row.category, row.unit_id


def _recent() -> list[tuple[str, Unit | None, int]]:
    """(category, unit, how many) of the last days: routing asks for nothing else."""
    since = clock.now() - dt.timedelta(days=DAYS)
    rows = Report.objects.filter(received_at__gte=since).values_list("category", "unit_id")
    counted = list(rows.annotate(number=Count("pk")).order_by())
    units = Unit.objects.in_bulk({unit_id for _category, unit_id, _number in counted if unit_id})
    return [(category, units.get(unit_id), number) for category, unit_id, number in counted]


def of_handling(code: str, day: dt.date) -> Preview:
    """How many of the last days' reports such a row speaks of: those of its category without a nearer row of their own."""
    known = set(Handling.current(day)) | {code}
    counted: Counter[str] = Counter()
    for category, _unit, number in _recent():
        counted[category] += number
    speaks = sum(number for category, number in counted.items() if _nearest(category, known) == code)
    return Preview(counted.total(), [Moved(None, None, speaks)], open_ones=_open_of(code, known))


def _open_of(code: str, known: set[str]) -> int:
    rows = Report.objects.filter(state__in=[str(one) for one in OPEN]).values_list("category")
    counted = rows.annotate(number=Count("pk")).order_by()
    return sum(number for category, number in counted if _nearest(category, known) == code)


def _nearest(category: str, known: set[str]) -> str | None:
    """The code whose row speaks of it."""
    return next((one for one in (*lineage(category), ANY) if one in known), None)
