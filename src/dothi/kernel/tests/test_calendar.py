"""Which day it is and which hours: lunar dates, days in lieu, swapped working days, decisions of a year, nights past midnight."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel.calendar import (
    ALWAYS,
    COMMON,
    Day,
    Schedule,
    calendar_of,
    common_tables,
    hours_of,
)
from dothi.kernel.clock import VIETNAM

HUE = "hue-hours"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("date", "off", "tet", "named"),
    [
        ("2026-02-16", True, True, True),  # Tết's eve
        ("2026-02-17", True, True, True),
        ("2026-02-21", True, False, False),  # the Saturday after
        ("2026-04-26", True, False, True),  # the Hùng kings' day, a Sunday …
        ("2026-04-27", True, False, True),  # … and the day in lieu
        ("2026-08-22", False, False, False),  # a Saturday worked for …
        ("2026-08-31", True, False, True),  # … this Monday
        ("2026-01-02", True, False, True),  # decided: not known to the library
        ("2026-01-10", False, False, True),
        ("2026-11-24", True, False, True),
        ("2027-02-06", True, True, True),
        ("2027-02-10", True, True, True),
        ("2027-09-03", True, False, True),
        ("2026-11-20", False, False, False),
    ],
)
def test_days(date: str, off: bool, tet: bool, named: bool) -> None:
    day = COMMON.day(dt.date.fromisoformat(date))
    assert (day.off, day.tet, bool(day.name)) == (off, tet, named)


@pytest.mark.parametrize(
    ("code", "when", "expected"),
    [
        ("working-hours", "2026-11-20T07:30", True),
        ("working-hours", "2026-11-20T11:30", False),
        ("working-hours", "2026-11-24T09:00", False),  # the day of culture
        ("working-hours", "2026-08-22T09:00", True),
        ("outside-working-hours", "2026-11-20T12:00", True),
        ("night", "2026-11-20T23:00", True),
        ("night", "2026-11-21T05:59", True),
        ("night", "2026-11-21T06:00", False),
        ("day-off", "2026-11-22T12:00", True),
        ("holiday", "2026-11-22T12:00", False),
        ("tet", "2027-02-05T00:00", True),
        ("tet", "2027-02-11T00:00", False),
        ("nobody-said", "2026-11-20T12:00", None),
        ("night", "2019-06-01T23:00", None),  # before its day
    ],
)
def test_schedules(code: str, when: str, expected: bool | None) -> None:
    assert COMMON.during(code, at(when)) is expected


def test_a_turn_is_the_latest_begin_or_end() -> None:
    assert COMMON.turned("night", at("2026-11-21T05:00")) == at("2026-11-20T22:00")
    assert COMMON.turned("night", at("2026-11-21T06:00")) == at("2026-11-21T06:00")
    assert COMMON.turned("tet", at("2026-11-21T06:00")) is None


def test_a_stretch_is_the_time_without_a_pause_around_an_instant() -> None:
    assert COMMON.stretch("night", at("2026-11-21T00:30")) == (at("2026-11-20T22:00"), at("2026-11-21T06:00"))
    assert COMMON.stretch("night", at("2026-11-21T06:00")) is None
    assert COMMON.stretch("day-off", at("2026-11-21T09:00")) == (
        at("2026-11-21T00:00"),
        at("2026-11-23T00:00"),
    )
    ever = Schedule(HUE, dt.date(2026, 1, 1), ("workday", "day-off"), (hours_of("00:00-24:00"),))
    assert calendar_of([ever], ()).stretch(HUE, at("2026-11-21T09:00")) == ALWAYS
    assert COMMON.stretch("nobody-said", at("2026-11-21T09:00")) is None


def test_what_a_city_decides_wins_from_its_day_on() -> None:
    earlier = Schedule(HUE, dt.date(2026, 1, 1), ("mon",), (hours_of("08:00-09:00"),))
    later = Schedule(HUE, dt.date(2026, 11, 1), ("mon",), (hours_of("10:00-11:00"),))
    own = calendar_of([later, earlier], [Day(dt.date(2026, 11, 23), off=True, name="Lễ hội")])
    assert own.during(HUE, at("2026-10-26T08:30")) is True
    assert own.during(HUE, at("2026-11-23T08:30")) is False
    assert own.during(HUE, at("2026-11-23T10:30")) is True
    assert own.during("working-hours", at("2026-11-23T10:30")) is False
    assert own.during("holiday", at("2026-11-23T10:30")) is True


@pytest.mark.parametrize(
    "text", ["7:30-11:30", "07:30", "24:00-06:00", "07:60-08:00", "07:30-25:00", "", None]
)
def test_hours_that_are_none(text: object) -> None:
    assert hours_of(text) is None  # type: ignore[arg-type]


def test_what_comes_with_the_program_says_where_from() -> None:
    told = common_tables()
    for table in (*told["schedule"], *told["day"]):
        assert set(table["name"]) == {"vi", "en"}
    for table in (*told["schedule"], *told["day"], *told["year"]):
        assert table["source"] and table["certainty"] in {"S", "S2", "M", "D"}


def test_a_year_without_a_notice_is_expected_only() -> None:
    assert not COMMON.is_expected(dt.date(2026, 12, 31))
    assert COMMON.is_expected(dt.date(2027, 2, 8))
    assert not COMMON.is_expected(dt.date(2019, 5, 1))  # long past


def test_the_hours_of_a_day_stand_in_order() -> None:
    assert COMMON.begun_on("working-hours", dt.date(2026, 11, 20)) == [
        (at("2026-11-20T07:30"), at("2026-11-20T11:30")),
        (at("2026-11-20T13:30"), at("2026-11-20T17:00")),
    ]
    assert COMMON.begun_on("working-hours", dt.date(2026, 11, 24)) == []
