"""The on-time rule, case by case, in working time of the calendar that the centre keeps. 2026-09-02 is a holiday (a Wednesday)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel.calendar import COMMON
from dothi.kernel.clock import VIETNAM
from dothi.publicservices import law
from dothi.publicservices.judging.course import Course, Law
from dothi.publicservices.judging.ontime import judge
from dothi.tasks.working_ruler import Ruler

LAW, RULER = Law.of({seed.code: seed.value for seed in law.SEEDS}), Ruler(COMMON)


def at(day: int, time: str = "09:00", month: int = 9) -> dt.datetime:
    hour, minute = map(int, time.split(":"))
    return dt.datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


UNTIL = at(30)
MON, TUE, FRI, NEXT_MON, NEXT_TUE = at(7), at(8), at(11), at(14), at(15)


def judged(until: dt.datetime = UNTIL, **told: Any) -> Any:
    return judge(Course(**{"received_at": MON, "promised_at": FRI, **told}), LAW, RULER, until)


@pytest.mark.parametrize(
    ("told", "on_time", "why"),
    [
        ({"handled_at": FRI}, True, "in-time"),  # 1: on the minute is in time
        ({"handled_at": FRI + dt.timedelta(minutes=1)}, False, "late"),
        ({"handled_at": FRI, "returned_at": NEXT_TUE}, True, "in-time"),  # 2: handling before return
        ({"handled_at": FRI, "stopped_at": NEXT_TUE}, True, "in-time"),
        ({"returned_at": NEXT_MON}, False, "late"),
        ({"stopped_at": TUE}, True, "in-time"),
        ({"stopped_at": TUE, "withdrawn": True}, True, "in-time"),
        ({"stopped_at": TUE, "withdrawn": True, "was_received": False}, None, "not-received"),
        ({"supplement_count": 1, "supplement_at": TUE}, True, "request-ends"),  # 3
        ({"supplement_count": 1, "supplement_at": NEXT_MON}, False, "request-ends"),
        ({"supplement_count": 2, "supplement_at": TUE}, False, "second-request"),
        (
            {"supplement_count": 2, "handled_at": TUE},
            False,
            "second-request",
        ),  # late even where it ended early
        (
            {"handled_at": NEXT_MON, "waited": dt.timedelta(hours=8)},
            True,
            "in-time",
        ),  # 4: Friday 9:00 and eight hours is Monday 9:30
        ({"handled_at": at(14, "09:31"), "waited": dt.timedelta(hours=8)}, False, "late"),
        ({}, False, "overdue"),  # 5
        ({"promised_at": at(30, "10:00")}, None, "running"),
        (
            {"promised_at": None, "limit": "days:4", "handled_at": at(11, "17:00")},
            True,
            "in-time",
        ),  # 6: the end of the fourth working day
        ({"promised_at": None, "limit": "days:3", "handled_at": FRI}, False, "late"),
        ({"promised_at": None, "handled_at": FRI}, None, "no-date"),
        ({"handled_at": at(4)}, None, "backwards"),
        ({"promised_at": at(4), "handled_at": FRI}, None, "backwards"),
    ],
)
def test_what_is_in_time(told: dict[str, Any], on_time: bool | None, why: str) -> None:
    found = judged(**told)
    assert (found.on_time, found.why) == (on_time, why)


def test_the_end_of_the_period_decides_what_is_open() -> None:
    assert judged(until=FRI).on_time is None
    assert judged(until=FRI + dt.timedelta(minutes=1)).on_time is False


@pytest.mark.parametrize(("received", "due"), [("15:00", at(7, "17:00")), ("15:01", at(8, "17:00"))])
def test_what_comes_after_three_is_due_the_next_working_day(received: str, due: dt.datetime) -> None:
    assert judged(received_at=at(7, received), promised_at=at(7, "17:00")).due_at == due


def test_after_three_on_a_friday_is_monday_and_before_a_holiday_the_day_after() -> None:
    assert judged(received_at=at(11, "16:00"), promised_at=at(11, "17:00")).due_at == at(14, "17:00")
    before = judged(received_at=at(1, "16:00"), promised_at=at(1, "17:00")).due_at
    assert before > at(3, "00:00")  # the second of September is nobody's working day


def test_one_new_date_counts_and_a_letter_that_came_too_late_does_not_heal() -> None:
    assert judged(new_promised_at=NEXT_MON, letter_at=at(10), handled_at=NEXT_MON).on_time is True
    assert judged(new_promised_at=NEXT_MON, letter_at=at(12), handled_at=NEXT_MON).on_time is False
    assert (
        judged(new_promised_at=TUE, handled_at=FRI).due_at == FRI
    )  # a new date never comes before the old one


def test_a_letter_is_owed_a_working_day_before() -> None:
    assert judged().letter_by == at(10, "17:00")
    assert judged(promised_at=NEXT_MON).letter_by == at(11, "17:00")
