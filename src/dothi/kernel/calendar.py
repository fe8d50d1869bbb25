"""Which days are holidays and which hours are "at night": the calendar that rules, deadlines and duty rosters go by.

Public holidays with their lunar dates, the days in lieu and the swapped working days are proposed by the library `holidays`. What the
government announced for a year, confirmed by a person on a screen (`rules/schedules`), and what a city sets itself, stands in dated
rows (`Day`) and wins. A schedule such as
`working-hours` is a dated row, too: `calendar.toml` brings the usual ones, a pack's `schedules/` others; `in_force` has both.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from dothi.kernel.clock import VIETNAM

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = ("workday", "day-off", "holiday", "tet")
REACH = dt.timedelta(days=2)  # how far back a beginning or end is looked for
LONG = dt.timedelta(days=14)  # what goes on for longer without a pause is as good as always
KEPT = 4096  # days whose stretches are kept in memory
_TET = ("Tết Nguyên Đán", "29 Tết", "Mùng")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar. `off`: nobody has to work; `name`: of the holiday, empty on a plain day or weekend."""

    date: dt.date
    off: bool
    name: str = ""
    tet: bool = False

    def is_one_of(self, days: Iterable[str]) -> bool:
        """Is it a `mon`…`sun`, `workday`, `day-off` (weekends too), `holiday` or day of `tet` among these?"""
        words = {
            WEEKDAYS[self.date.weekday()],
            "day-off" if self.off else "workday",
            *(["holiday"] if self.off and self.name else []),
            *(["tet"] if self.tet else []),
        }
        return not words.isdisjoint(days)


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day to another in minutes since midnight; past 1440 it ends on the next day."""

    start: int
    end: int


class Stretch(NamedTuple):
    """From `begin` until `end` it is that time without a pause."""

    begin: dt.datetime
    end: dt.datetime


ALWAYS = Stretch(dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC))


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours on some days, in force from a day on."""

    code: str
    valid_from: dt.date
    days: tuple[str, ...]
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class Calendar:
    """Days as decided (they win over the computed ones) and schedules by code, of each the versions in order of their day.
    `announced`: years whose notice of holidays and swapped days has come."""

    decided: Mapping[dt.date, Day] = field(default_factory=dict)
    schedules: Mapping[str, tuple[Schedule, ...]] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    _around: dict[tuple[str, dt.date], list[Stretch]] = field(default_factory=dict, compare=False, repr=False)

    def day(self, date: dt.date) -> Day:
        return self.decided.get(date) or computed(date)

    def is_expected(self, date: dt.date) -> bool:
        """Is this day off, or not, only as computed (dự kiến): has its year's notice not come yet?"""
        return date.year > min(self.announced, default=0) and date.year not in self.announced

    def schedule(self, code: str, date: dt.date) -> Schedule | None:
        """The version in force on a day; None: there is no such schedule then."""
        held = [each for each in self.schedules.get(code, ()) if each.valid_from <= date]
        return held[-1] if held else None

    def during(self, code: str, at: dt.datetime) -> bool | None:
        """Is it that time? None when no such schedule is in force."""
        local = at.astimezone(VIETNAM)
        if self.schedule(code, local.date()) is None:
            return None
        return any(start <= at < end for start, end in self._spans(code, local.date()))

    def turned(self, code: str, at: dt.datetime) -> dt.datetime | None:
        """The latest instant up to `at` at which the schedule began or ended; None: not within the last two days."""
        edges = {edge for span in self._spans(code, at.astimezone(VIETNAM).date()) for edge in span}
        return max((edge for edge in edges if at - REACH < edge <= at), default=None)

    def stretch(self, code: str, at: dt.datetime) -> Stretch | None:
        """The time around an instant in which it is that time without a pause; None: it is not then. A side that lies further
        away than LONG is as good as always."""
        key = code, at.astimezone(VIETNAM).date()
        if key not in self._around:
            if len(self._around) >= KEPT:
                self._around.clear()
            self._around[key] = self._stretches(*key)
        found = next((each for each in self._around[key] if each.begin <= at < each.end), None)
        if found is None:
            return None
        begin = found.begin if at - found.begin < LONG else ALWAYS.begin
        return Stretch(begin, found.end if found.end - at < LONG else ALWAYS.end)

    def _stretches(self, code: str, date: dt.date) -> list[Stretch]:
        """In order, none touching the next: far enough on both sides that what goes on over them is longer than LONG."""
        days = (date + dt.timedelta(days=n) for n in range(-LONG.days - 1, LONG.days + 3, 3))
        found: list[Stretch] = []
        for begin, end in sorted(span for day in days for span in self._spans(code, day)):
            if found and begin <= found[-1].end:
                found[-1] = found[-1]._replace(end=max(end, found[-1].end))
            else:
                found.append(Stretch(begin, end))
        return found

    def _spans(self, code: str, date: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The spans that begin on this day or the two before it: a night that began yesterday still goes on."""
        for back in range(3):
            yield from self.begun_on(code, date - dt.timedelta(days=back))

    def begun_on(self, code: str, date: dt.date) -> list[Stretch]:
        """The spans of a schedule that begin on this day, in order."""
        schedule = self.schedule(code, date)
        if schedule is None or not self.day(date).is_one_of(schedule.days):
            return []
        midnight = dt.datetime.combine(date, dt.time.min, VIETNAM)
        spans = (
            (dt.timedelta(minutes=each.start), dt.timedelta(minutes=each.end)) for each in schedule.hours
        )
        return sorted(Stretch(midnight + start, midnight + end) for start, end in spans)


@dataclass(frozen=True)
class Moment:
    """An instant as a condition may ask for it: `now.hour`, `now.isHoliday`, `now.during('night')`."""

    at: dt.datetime
    calendar: Calendar

    def during(self, code: str) -> bool | None:
        return self.calendar.during(code, self.at)

    def as_input(self) -> dict[str, Any]:
        """In Viet Nam's time; Monday is 1."""
        local, day = self._local, self.calendar.day(self._local.date())
        return {
            "hour": local.hour,
            "minute": local.minute,
            "weekday": local.isoweekday(),
            "isHoliday": bool(day.off and day.name),
            "isTet": day.tet,
            "isWorkday": not day.off,
        }

    @cached_property
    def _local(self) -> dt.datetime:
        return self.at.astimezone(VIETNAM)


@lru_cache(maxsize=4096)
def computed(date: dt.date) -> Day:
    """The day as the Labour Code gives it and as swapped days were announced to the library."""
    known = _country(date.year)
    name = known.get(date, "")
    works = date in known.weekend_workdays
    off = bool(name) or (date.weekday() >= 5 and not works)
    return Day(date, off, name, tet=any(word in name for word in _TET))


@cache
def _country(year: int) -> Any:
    import holidays  # takes a while; only who asks for a day needs it

    return holidays.country_holidays("VN", years=year, language="vi")


def hours_of(text: str) -> Hours | None:
    """`07:30-11:30`, `22:00-06:00` (until the next morning), `00:00-24:00`; None when it cannot be read."""
    try:
        start, end = (_minutes(part) for part in text.split("-"))
    except (ValueError, AttributeError):
        return None
    return (
        Hours(start, end if end > start else end + 1440) if 0 <= start < 1440 and 0 <= end <= 1440 else None
    )


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    if not (len(hour) == len(minute) == 2 and hour.isdecimal() and minute.isdecimal() and int(minute) < 60):
        raise ValueError(text)
    return int(hour) * 60 + int(minute)


def schedule_of(table: Mapping[str, Any]) -> Schedule:
    """A checked `[[schedule]]` table."""
    hours = tuple(read for text in table["hours"] if (read := hours_of(text)))
    return Schedule(table["code"], table["valid_from"], tuple(table["days"]), hours)


def day_of(table: Mapping[str, Any]) -> Day:
    """A checked `[[day]]` table."""
    return Day(table["date"], table["off"], table.get("name", {}).get("vi", ""), table.get("tet", False))


def calendar_of(
    schedules: Iterable[Schedule], days: Iterable[Day], announced: Iterable[int] = ()
) -> Calendar:
    """These beside the common ones; of one code and day, and of one date, the later in order wins."""
    versions = {(each.code, each.valid_from): each for each in [*_common()[0], *schedules]}
    ordered: dict[str, tuple[Schedule, ...]] = {}
    for code, valid_from in sorted(versions):
        ordered[code] = (*ordered.get(code, ()), versions[code, valid_from])
    decided = {each.date: each for each in [*_common()[1], *days]}
    return Calendar(decided, ordered, _announced() | frozenset(announced))


def common_tables() -> dict[str, Any]:
    """`calendar.toml` as it stands: schedules, decided days and announced years with their source and certainty."""
    return tomllib.loads(files(__package__).joinpath("calendar.toml").read_text(encoding="utf-8"))


@cache
def _announced() -> frozenset[int]:
    return frozenset(row["year"] for row in common_tables()["year"])


@cache
def _common() -> tuple[tuple[Schedule, ...], tuple[Day, ...]]:
    told = common_tables()
    return tuple(map(schedule_of, told["schedule"])), tuple(map(day_of, told["day"]))


COMMON = calendar_of((), ())
_sources: list[Callable[[], Calendar]] = []


def comes_from(source: Callable[[], Calendar]) -> None:
    """The room that keeps what packs decide says how to read it; called when it is ready."""
    _sources[:] = [source]


def in_force() -> Calendar:
    """The common calendar with what packs bring, as it stands now."""
    return _sources[0]() if _sources else COMMON
