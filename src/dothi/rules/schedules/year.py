"""The days of a year that are no plain week days: as they hold, where each comes from, and what the library says otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from dothi.kernel.calendar import Calendar, Day, common_tables, computed
from dothi.kernel.i18n import language
from dothi.rules.schedules.models import ConfirmedDay, DecidedDay, YearNotice


@dataclass(frozen=True, slots=True)
class Shown:
    """One day. `origin`: confirmed, pack, program (`calendar.toml`) or proposed (computed by the library); `source` of the first three.
    `otherwise`: what the library says where it differs: off, works; else empty."""

    day: Day
    origin: str
    name_vi: str
    name_en: str
    source: str = ""
    certainty: str = ""
    notice: str = ""
    otherwise: str = ""

    @property
    def weekday_key(self) -> str:
        return f"rules-calendar-weekday-{self.day.date.weekday()}"

    @property
    def name(self) -> str:
        return self.name_en if language() == "en" else self.name_vi


def days_of(year: int, calendar: Calendar) -> list[Shown]:
    """Holidays, days off and working days in another's stead; a plain weekend is none of them."""
    confirmed = {one.date: one for one in ConfirmedDay.objects.filter(date__year=year)}
    packs = {one.date: one for one in DecidedDay.objects.filter(date__year=year).order_by("pk")}
    program = {one["date"]: one for one in common_tables()["day"]}
    found = []
    for date in _dates(year):
        day, said = calendar.day(date), computed(date)
        plain = Day(date, date.weekday() >= 5)
        if day == plain and said == plain and date not in confirmed:
            continue
        otherwise = "" if said.off == day.off else ("off" if said.off else "works")
        row = confirmed.get(date) or packs.get(date)
        if row is not None:
            origin = "confirmed" if date in confirmed else "pack"
            notice = confirmed[date].notice if date in confirmed else ""
            found.append(
                Shown(day, origin, row.name_vi, row.name_en, row.source, row.certainty, notice, otherwise)
            )
        elif (told := program.get(date)) is not None:
            names = told["name"]["vi"], told["name"]["en"]
            found.append(Shown(day, "program", *names, told["source"], told["certainty"], "", otherwise))
        else:
            found.append(Shown(day, "proposed", day.name, _in_english(year).get(date, "")))
    return found


def _dates(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=ahead) for ahead in range((dt.date(year + 1, 1, 1) - first).days)]


@cache
def _in_english(year: int) -> dict[dt.date, str]:
    """What the library calls the days of a year."""
    import holidays  # takes a while; only who opens the page needs it

    return dict(holidays.country_holidays("VN", years=year, language="en_US"))


def notice_of(year: int) -> YearNotice | None:
    return YearNotice.objects.select_related("confirmed_by").filter(year=year).first()


def program_notice(year: int) -> dict[str, str] | None:
    """What comes with the program about a year: source and certainty."""
    return next((row for row in common_tables()["year"] if row["year"] == year), None)
