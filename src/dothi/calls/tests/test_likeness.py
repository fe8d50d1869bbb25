"""What may be one event: place, time, kind, how inexact a place is, who called; nothing else."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from dothi.calls.understanding.likeness import Kinds, Limit, Point, Report, grouped, likely, metres_between

AT = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)
FIRE, HOUSE, MEDICAL, BLAST = "e.fire", "e.fire-house", "e.medical", "e.explosion"
KINDS = Kinds(
    {HOUSE: [FIRE], FIRE: [], MEDICAL: [], BLAST: []},
    {
        FIRE: Limit(500, dt.timedelta(hours=1), frozenset({BLAST})),
        MEDICAL: Limit(80, dt.timedelta(minutes=20)),
        BLAST: Limit(800, dt.timedelta(hours=1)),
    },
)
HERE = Point(107.08, 10.35)


def north(metres: float, accuracy: float = 0.0) -> Point:
    return Point(HERE.lon, HERE.lat + metres / 111_195, accuracy)


def report(kind: str = HOUSE, point: Point | None = HERE, minutes: float = 0, **more: object) -> Report:
    return Report(1, kind, point, (AT - dt.timedelta(minutes=minutes),), **more)  # type: ignore[arg-type]


def test_metres() -> None:
    assert metres_between(HERE, north(1_000)) == pytest.approx(1_000, rel=0.001)
    assert metres_between(HERE, Point(107.09, 10.35)) == pytest.approx(1_093.8, rel=0.001)


@pytest.mark.parametrize(
    ("known", "is_one"),
    [
        (report(point=north(400), minutes=30), True),
        (report(point=north(600), minutes=30), False),  # too far
        (report(point=north(600, accuracy=200), minutes=30), True),  # as far as that is known
        (report(point=north(9_000, accuracy=90_000), minutes=1), False),  # inexact widens to a limit
        (report(point=north(10), minutes=61), False),  # too long ago
        (report(kind=MEDICAL, point=north(10), minutes=1), False),  # another event at the same house
        (report(kind=BLAST, point=north(700), minutes=5), True),  # often mistaken, with its own wider limit
        (report(kind="fire", point=north(10), minutes=5), True),  # opened by hand as one of the ten
        (report(kind="", point=north(10), minutes=5), True),  # nobody has said yet
        (report(point=None, minutes=2), False),
        (report(point=None, minutes=2, place_words=frozenset({"le", "loi", "12"})), True),
        (report(point=None, minutes=20, place_words=frozenset({"le", "loi", "12"})), False),
        (report(point=north(5_000), minutes=2, callers=frozenset({"0900"})), True),  # the same caller again
    ],
)
def test_what_may_be_one_event(known: Report, is_one: bool) -> None:
    told = report(callers=frozenset({"0900"}), place_words=frozenset({"le", "loi"}))
    assert bool(likely(told, [known], KINDS)) is is_one


def test_the_likeliest_comes_first_with_its_reasons() -> None:
    far, close = report(point=north(450), minutes=50), report(point=north(20), minutes=3)
    found = likely(report(), [far, close], KINDS)
    assert [one.report for one in found] == [close, far]
    assert [key for key, _ in found[0].why] == [
        "calls-near-place", "calls-near-minutes", "calls-near-same-kind",
    ]  # fmt: skip


def test_many_calls_of_one_event_say_so() -> None:
    times = tuple(AT - dt.timedelta(minutes=m) for m in (25, 12, 4))
    (found,) = likely(report(), [Report(7, FIRE, north(50), times)], KINDS)
    assert ("calls-near-surge", {"calls": 3, "minutes": 30}) in found.why


def test_calls_of_one_fire_are_grouped_and_others_are_not() -> None:
    chance = random.Random(7)
    fire = [
        Report(n, HOUSE, north(chance.uniform(-300, 300)), (AT + dt.timedelta(minutes=n),)) for n in range(40)
    ]
    others = [Report(100 + n, MEDICAL, north(3_000 + 500 * n), (AT,)) for n in range(30)]
    (group,) = grouped(fire + others, KINDS)
    assert {one.id for one in group} == set(range(40))
