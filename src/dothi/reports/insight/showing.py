"""What was found, as the page shows it: each figure with its method, its n and the way to its reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Agency
from dothi.incidents import kinds
from dothi.kernel.i18n import named
from dothi.reports.desk import narrowing
from dothi.reports.insight.loads import Forecast
from dothi.reports.insight.models import Found
from dothi.reports.insight.seasons import Cell, Topic

RARE = 1_000_000  # beyond it a chance is only called rarer


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster or a repeat place."""

    row: Found
    metres: int

    @property
    def category(self) -> str:
        return kinds.name_of(self.row.category)

    @property
    def where(self) -> str:
        return named(self.row.unit) if self.row.unit else "—"

    @property
    def address(self) -> str:
        """Its reports; a repeat place's last one counts too."""
        until = (
            self.row.until
            if self.row.kind == Found.Kind.CLUSTER
            else self.row.until + dt.timedelta(seconds=1)
        )
        return narrowing.address(
            category=self.row.category, since=self.row.since, until=until, near=(self.row.lon, self.row.lat, float(self.metres))
        )  # fmt: skip

    @property
    def times(self) -> float:
        """How many times what was expected."""
        return self.row.number / self.row.expected if self.row.expected else 0.0

    @property
    def one_in(self) -> int:
        """Chance alone brings so much in one of so many places; of no more than a million, which is rare enough to read."""
        return min(round(1 / self.row.chance), RARE) if self.row.chance else RARE

    @property
    def is_rarer(self) -> bool:
        return not self.row.chance or 1 / self.row.chance > RARE

    @property
    def reopened(self) -> int:
        return int(self.row.fields.get("reopened", 0))


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of a season's table with the way to its reports."""

    cell: Cell
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A topic."""

    topic: Topic
    marks: list[Mark]

    @property
    def category(self) -> str:
        return kinds.name_of(self.topic.category)


def by_month(topics: list[Topic], last: dt.date) -> list[Line]:
    """A month leads to its latest one."""

    def link(topic: Topic, cell: Cell) -> str:
        year = last.year if cell.of <= last.month else last.year - 1
        end = (dt.date(year, cell.of, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        return narrowing.address(category=topic.category, since=dt.date(year, cell.of, 1), until=end)

    return [Line(one, [Mark(cell, link(one, cell)) for cell in one.cells]) for one in topics]


def by_weekday(topics: list[Topic], last: dt.date, weeks: int) -> list[Line]:
    first = last - dt.timedelta(days=7 * weeks - 1)

    def link(topic: Topic, cell: Cell) -> str:
        return narrowing.address(category=topic.category, since=first, until=last, weekday=cell.of)

    return [Line(one, [Mark(cell, link(one, cell)) for cell in one.cells]) for one in topics]


@dataclass(frozen=True, slots=True)
class Load:
    """What comes to an agency; `forecast` None: its history is too short."""

    agency: Agency
    lately: int
    forecast: Forecast | None
    last: dt.date

    @property
    def address(self) -> str:
        """What the last four weeks brought."""
        return narrowing.address(
            agency=self.agency.pk, since=self.last - dt.timedelta(days=27), until=self.last
        )

    @property
    def highest(self) -> float:
        return max((one.high for one in self.forecast.days), default=1.0) if self.forecast else 1.0

    @property
    def days(self) -> list[dict[str, Any]]:
        """Each day with its bar in per cent of the highest."""
        top = self.highest or 1.0
        told = self.forecast.days if self.forecast else []
        return [{"guess": one, "per_cent": round(100 * one.number / top)} for one in told]
