"""Bounds that let the dry run pass over instants: never narrower than what the operator itself says."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.rules.clauses import Ask, Compare, parse, written
from dothi.rules.dryrun.enclosing import enclosed, possible
from dothi.rules.dryrun.reading import SOUND, Record, Track, microseconds, moment
from dothi.rules.dryrun.replaying import Story
from dothi.rules.expressions import Inputs, compile_expression, holds
from dothi.rules.operators import Reads, operators

BEGIN = microseconds(dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
MINUTE = 60_000_000


def record(points: list[tuple[int, float]]) -> Record:
    """Points at minutes after the begin."""
    at = np.array([BEGIN + minute * MINUTE for minute, _ in points], np.int64)
    num = np.array([value for _, value in points], float)
    shorts = np.zeros(len(points), np.int16)
    return Record(1, {"pm25": Track(at, num, shorts + SOUND, shorts)}, [])


numbers = st.floats(-50, 50, width=16)
series = st.lists(st.tuples(st.integers(1, 90), numbers), min_size=1, max_size=25).map(
    lambda steps: [(sum(gap for gap, _ in steps[: i + 1]), value) for i, (_, value) in enumerate(steps)]
)


@pytest.mark.parametrize("name", sorted(enclosed() | {"value"}))
@settings(max_examples=40)
@given(points=series, limit=numbers, sign=st.sampled_from(("<", "<=", ">", ">=", "==", "!=")), data=st.data())
def test_what_cel_says_was_possible(
    name: str, points: list[tuple[int, float]], limit: float, sign: str, data: st.DataObject
) -> None:
    window = data.draw(st.sampled_from(("20m", "1h", "3h")))
    if name in ("hours", "count"):
        limit = round(abs(limit) / 10)
    arguments = None if name == "value" else (window, *_more(name))
    clause = Compare(Ask("pm25", name, arguments), sign, limit)
    expression, story = compile_expression(written(clause)), Story(record(points), ["pm25"])
    can = possible(clause, story.record, story.axis)
    for index, at in enumerate(story.axis):
        (change,) = story.at(index)
        values, points_ = {"pm25": change.as_input()}, {"pm25": story.record.series("pm25")}
        told = holds(expression, Inputs(values, moment(int(at)), points_))
        assert told is not True or can.true[index], (index, told)
        assert told is not False or can.false[index], (index, told)


def _more(name: str) -> tuple[float, ...]:
    return (5.0,) if operators()[name].also else ()


def test_bounds_do_pass_over_what_is_far_from_the_limit() -> None:
    points = [(60 * i, 10.0 + (i == 20) * 90) for i in range(48)]
    story = Story(record(points), ["pm25"])
    for text, most in (
        ("pm25.value > 50.0", 1),
        ("pm25.mean('3h') > 30.0", 3),
        ("pm25.hourlyMean('3h') > 30.0", 3),
    ):
        assert possible(parse(text), story.record, story.axis).true.sum() == most, text
    assert not possible(parse("!(pm25.value < 500.0)"), story.record, story.axis).true.any()


def test_only_operators_over_windows_of_points_have_bounds() -> None:
    assert all(operators()[name].reads is Reads.WINDOW for name in enclosed())


@pytest.mark.parametrize(
    "text",
    [
        "pm25.value > 50.0 && (no2.value > 1.0 || !(state.value == 'open'))",
        "pm25.hours('24h') >= 18.0 && pm25.hourlyMean('24h') > 45.0",
        "5 < pm25.value",
        "pump.silentFor('30m')",
    ],
)
def test_a_plain_condition_comes_back_as_it_was_meant(text: str) -> None:
    tree = parse(text)
    assert tree is not None and parse(written(tree)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "pm25.value + 1.0 > 3.0",
        "pm25.value > no2.value",
        "[1.0].all(x, pm25.value > x)",
        "pm25.value >",
        "",
        "a ? b : c",
    ],
)
def test_a_richer_text_has_no_tree(text: str) -> None:
    assert parse(text) is None


def test_a_mean_is_bounded_also_where_sums_are_great() -> None:
    points = [(60 * i, 1e12 if i == 0 else 0.1) for i in range(1000)]
    story = Story(record(points), ["pm25"])
    can = possible(parse("pm25.mean('3h') > 0.09999"), story.record, story.axis)
    assert can.true[500] and not math.isnan(story.record.tracks["pm25"].num[0])
