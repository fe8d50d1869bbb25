"""A month of a roster as a table: its days, who has which shift, where nobody is. The same for the screen and for files."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dothi.accounts.models import Person
from dothi.duty import queries, rota
from dothi.duty.models import Roster
from dothi.kernel import calendar, clock
from dothi.kernel.i18n import t
from dothi.kernel.sheets import csv_line, safe


@dataclass(frozen=True, slots=True)
class Line:
    """One turn as it is shown; `people` empty: nobody."""

    begin: dt.datetime  # in the roster's zone
    end: dt.datetime
    name: str
    people: tuple[Person, ...]
    why: str
    swapped: bool
    reason: str
    now: bool


@dataclass(slots=True)
class Day:
    """One date with its turns; `holiday`: its name."""

    date: dt.date
    off: bool
    holiday: str
    today: bool
    lines: list[Line] = field(default_factory=list)
    gaps: list[rota.Gap] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        return f"duty-weekday-{self.date.isoweekday()}"


def month_of(text: str, zone: ZoneInfo) -> dt.date:
    """The first day of `2026-11`; of this month where that is not understood."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.now().astimezone(zone).date().replace(day=1)
    return first if 2000 <= first.year < 2200 else clock.now().astimezone(zone).date().replace(day=1)


def following(first: dt.date, months: int = 1) -> dt.date:
    number = first.year * 12 + first.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def days_of(roster: Roster, first: dt.date) -> list[Day]:
    """Every day of the month; a turn stands on the day of its begin, a gap too."""
    zone, now = ZoneInfo(roster.time_zone), clock.now()
    begin, end = (dt.datetime.combine(day, dt.time.min, zone) for day in (first, following(first)))
    found = queries.turns_of(roster, begin, end)
    people = {one.pk: one for one in queries.people_of(list({pk for turn in found for pk in turn.people}))}
    kinds = calendar.in_force()
    days = {day: _day(kinds.day(day), now.astimezone(zone).date()) for day in _dates(first)}
    for turn in found:
        shown = days.get(turn.begin.astimezone(zone).date())
        if shown is not None:
            shown.lines.append(
                Line(
                    turn.begin.astimezone(zone), turn.end.astimezone(zone), turn.name,
                    tuple(people[pk] for pk in turn.people if pk in people), turn.why, turn.swapped, turn.reason,
                    turn.begin <= now < turn.end,
                )
            )  # fmt: skip
    for gap in queries.gaps_of(roster, begin, end):
        shown = days.get(gap.begin.astimezone(zone).date())
        if shown is not None:
            shown.gaps.append(rota.Gap(gap.begin.astimezone(zone), gap.end.astimezone(zone)))
    return list(days.values())


def _dates(first: dt.date) -> Iterator[dt.date]:
    day, end = first, following(first)
    while day < end:
        yield day
        day += dt.timedelta(days=1)


def _day(known: calendar.Day, today: dt.date) -> Day:
    return Day(known.date, known.off, known.name, known.date == today)


COLUMNS = ("date", "weekday", "shift", "from", "until", "people", "phone", "note")


def rows(roster: Roster, first: dt.date) -> Iterator[list[str]]:
    """The month for a spreadsheet: a line for each turn, and one for each gap."""
    for day in days_of(roster, first):
        told = [f"{day.date:%d/%m/%Y}", t(day.weekday)]
        for line in day.lines:
            names = "; ".join(str(one) for one in line.people) or t("duty-nobody")
            phones = "; ".join(one.phone for one in line.people if one.phone)
            note = line.reason or (t("duty-swapped") if line.swapped else "")
            yield [
                *told,
                line.name or t(f"duty-days-{line.why}"),
                _at(line.begin),
                _at(line.end),
                names,
                phones,
                note or day.holiday,
            ]
        for gap in day.gaps:
            yield [*told, "", _at(gap.begin), _at(gap.end), t("duty-nobody"), "", t("duty-gap")]


def _at(at: dt.datetime) -> str:
    return f"{at:%H:%M %d/%m/%Y}"


def _head(roster: Roster, first: dt.date) -> list[list[str]]:
    post = [part for part in (roster.name, f"{first:%m/%Y}", roster.desk, roster.phone) if part]
    return [post, [t(f"duty-column-{name}") for name in COLUMNS]]


def as_csv(roster: Roster, first: dt.date) -> str:
    """With a byte order mark, so that a spreadsheet reads the accents; no cell is a formula."""
    return "\ufeff" + "".join(map(csv_line, (*_head(roster, first), *rows(roster, first))))


def as_xlsx(roster: Roster, first: dt.date) -> bytes:
    """The same as a workbook."""
    from openpyxl import Workbook  # 0.1 s: only for who asks for a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, out = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for place, width in zip("ABCDEFGH", (12, 12, 18, 18, 18, 40, 24, 40), strict=True):
        page.column_dimensions[place].width = width
    for row in (*_head(roster, first), *rows(roster, first)):
        page.append([ILLEGAL_CHARACTERS_RE.sub("", safe(cell)) for cell in row])
    book.save(out)
    return out.getvalue()
