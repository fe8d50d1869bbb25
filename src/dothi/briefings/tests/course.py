"""A city with figures, and briefings of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.boards import book
from dothi.briefings import actions
from dothi.briefings.models import Briefing, Kind
from dothi.indicators.models import Figure, Indicator
from dothi.indicators.periods import last
from dothi.indicators.tests.feed import environment
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast

CODE = "thu-gom"


def measured(
    cast: Cast, value: float = 35.25, *, origin: Origin = Origin.LIVE, periods: int = 3
) -> Indicator:
    """The environment's board, whose first figure of days has cells of both wards in the last whole periods."""
    environment()
    one = next(
        each
        for each in book.get_board("environment").indicators()
        if each.over == "day" and each.figure == "mean"
    )
    for place, begin in enumerate(last(periods + 1, clock.now(), one.over)[:-1]):
        for unit, extra in ((cast.ward_a, 0.0), (cast.ward_b, 2.0)):
            cell(one, begin, unit, value + extra + place, origin=origin)
    return one


def cell(
    one: Indicator,
    begin: dt.datetime,
    unit: Any,
    value: float,
    *,
    origin: Origin = Origin.LIVE,
    revision: int = 0,
) -> Figure:
    counts = [0] * 5
    counts[origin] = 24
    return Figure.objects.create(
        code=one.code, method=one, starts_at=begin, ends_at=begin + dt.timedelta(days=1), unit=unit, numerator=value * 24,
        denominator=24, count=24, entities=2, expected=3, origins=counts, newest_at=begin + dt.timedelta(days=1),
        revision=revision, recorded_at=clock.now(),
    )  # fmt: skip


def corrected(one: Indicator, unit: Any, value: float) -> None:
    """What comes late for the newest whole day: the cell of before is dated, the next revision holds."""
    old = Figure.objects.filter(code=one.code, unit=unit, superseded_at=None).latest("starts_at")
    now = clock.now()
    Figure.objects.filter(pk=old.pk).update(superseded_at=now)
    cell(one, old.starts_at, unit, value, revision=old.revision + 1)


def made(cast: Cast, kind: str = Kind.DEMAND, **more: Any) -> Briefing:
    return actions.make(kind, by=cast.minh, **more)


def signed(cast: Cast, one: Briefing) -> Briefing:
    return actions.sign(actions.review(one, by=cast.minh), by=cast.hoa)
