"""The course of a call out of its events, in every order they may come in; numbers as they are dialled and shown."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from dothi.calls.course import Heard, course_of, past_of
from dothi.calls.numbers import masked, plain_number

BEGIN = dt.datetime(2026, 11, 22, 7, 0, tzinfo=dt.UTC)


def at(seconds: float) -> dt.datetime:
    return BEGIN + dt.timedelta(seconds=seconds)


def heard(*events: tuple[str, float]) -> list[Heard]:
    return [Heard(kind, at(s)) for kind, s in events]


@pytest.mark.parametrize(
    ("events", "state", "answered", "ended"),
    [
        ([("ringing", 0)], "ringing", None, None),
        ([("ringing", 0), ("answered", 7)], "answered", 7, None),
        ([("ringing", 0), ("answered", 7), ("held", 20)], "held", 7, None),
        ([("ringing", 0), ("answered", 7), ("held", 20), ("resumed", 25)], "answered", 7, None),
        ([("ringing", 0), ("answered", 7), ("transferred", 30), ("ended", 60)], "ended", 7, 60),
        ([("ringing", 0), ("ended", 9)], "abandoned", None, 9),
        ([("answered", 7)], "answered", 7, None),  # the ringing was never seen
        ([("ended", 9)], "abandoned", None, 9),  # nothing was seen but that it is over
        ([("ringing", 0), ("answered", 0), ("ended", 0)], "ended", 0, 0),  # an exchange with whole seconds
        ([("ringing", 0), ("answered", 7), ("answered", 12), ("ended", 40), ("ended", 41)], "ended", 7, 41),
    ],
)
def test_whatever_order_the_events_come_in_the_end_is_one(
    events: list[tuple[str, float]], state: str, answered: float | None, ended: float | None
) -> None:
    for order in permutations(heard(*events)):
        course = course_of(past_of(order))
        assert course.state == state
        assert course.received_at == at(min(s for _, s in events))
        assert course.answered_at == (None if answered is None else at(answered))
        assert course.ended_at == (None if ended is None else at(ended))


def test_a_call_taken_on_the_screen_was_answered_though_the_exchange_never_said_so() -> None:
    course = course_of(past_of(heard(("ringing", 0), ("ended", 60))), taken_at=at(5))
    assert (course.state, course.answered_at) == ("ended", at(5))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("+84 90 123 4567", "0901234567"),
        ("0084901234567", "0901234567"),
        ("0901 234.567", "0901234567"),
        ("+84 (0)90 123 4567", "0901234567"),
        ("+1 212 555 0100", "+12125550100"),
        ("114", "114"),
        ("anonymous", ""),
        ("٠٩٠١", ""),
        ("", ""),
    ],
)
def test_a_number_is_one_however_it_is_written(typed: str, plain: str) -> None:
    assert plain_number(typed) == plain


def test_who_may_not_see_a_number_sees_its_last_three_digits() -> None:
    assert masked("0901234456") == "••• 456"
    assert masked("") == ""
