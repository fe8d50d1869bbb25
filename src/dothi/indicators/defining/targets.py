"""Targets by year: dated rows, each with the unit that its number is in. A target without a unit is no target."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from django.db import transaction

from dothi.accounts.models import Person
from dothi.indicators import book
from dothi.indicators.models import Indicator, Target
from dothi.kernel import clock, locks
from dothi.kernel.audit.context import change
from dothi.kernel.clock import VIETNAM
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest
from dothi.territory.models import Unit

Known = dict[tuple[str, int], Target]  # (indicator, year) → what is to be reached
_MIDDLE = dt.timedelta(hours=12)


@transaction.atomic
def set_target(
    code: str, year: int, value: float, unit_code: str, *, source: str, certainty: str, by: Person | None, unit: Unit | None = None,
    valid_from: dt.date | None = None,
) -> Target:  # fmt: skip
    """From a day (today) on this is what the indicator is to reach in the year. The same once more changes nothing.

    Raises BadRequest `indicator-target-without-unit`, `-other-unit`, NotFound for an indicator that is not in force.
    """
    one = book.get_indicator(code)
    day = valid_from or clock.today()
    if not unit_code:
        raise BadRequest("indicator-target-without-unit", code=code, unit=one.unit_code)
    if unit_code != one.unit_code:
        raise BadRequest("indicator-target-other-unit", said=unit_code, unit=one.unit_code)
    if not math.isfinite(value) or abs(value) > 1e15 or not 2000 <= year <= 2100:
        raise BadRequest("indicator-target-number")
    if certainty not in Certainty.values or not source.strip():
        raise BadRequest("indicator-target-without-source")
    locks.hold(f"indicator-target:{code}")
    row = Target.objects.filter(code=code, year=year, unit=unit, valid_from=day).first() or Target(
        code=code, year=year, unit=unit, valid_from=day
    )
    said = {"value": value, "unit_code": unit_code, "source": source.strip(), "certainty": certainty}
    if row.pk and all(getattr(row, name) == told for name, told in said.items()):
        return row
    for name, told in said.items():
        setattr(row, name, told)
    row.recorded_at, row.recorded_by = clock.now(), by
    with change(by=by, source="indicators:targets"):
        row.save()
    return row


def targets(codes: Iterable[str], day: dt.date | None = None) -> Known:
    """(indicator, year) → the target of the whole that holds on a day (today)."""
    rows = Target.objects.filter(code__in=list(codes), unit=None, valid_from__lte=day or clock.today())
    return {(row.code, row.year): row for row in rows.order_by("valid_from")}


def year_of(starts_at: dt.datetime) -> int:
    """The year of a period by its begin."""
    return (starts_at.astimezone(VIETNAM) + _MIDDLE).year


def value_for(one: Indicator, year: int, known: Known) -> float | None:
    """What is to be reached in a year: the year's own target in today's unit, else the one of the definition."""
    row = known.get((one.code, year))
    return row.value if row is not None and row.unit_code == one.unit_code else one.target
