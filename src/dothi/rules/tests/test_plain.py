"""What is said without CEL is what CEL says."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from dothi.rules.expressions import Inputs, compile_expression, holds
from dothi.rules.plain import plain

AT = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
VALUES = (4, 5, 5.0, 5.000001, 4.999999, -5, 0.0, -0.0, 2**53 + 1, 1e300, True, False, "5.0", "x", [5.0], {"a": 1}, 10**400, None)  # fmt: skip
TEXTS = (
    "a.value > 5.0",
    "a.value > 5",
    "5.0 >= a.value",
    "a.value < -5",
    "a.value <= 5.0",
    "a.value == 5.0",
    "a.value != 5.0",
    "a.value > 4.5 && b.value < 5.5",
    "a.value > 5.0 || b.value == 0.0",
    "!(a.value > 5.0) && !(b.value > 5.0 || a.value == 4.0)",
)


@pytest.mark.parametrize("text", TEXTS)
def test_where_it_answers_it_answers_like_cel(text: str) -> None:
    said = plain(text)
    assert said is not None
    expression = compile_expression(text)
    answered = 0
    for a, b in itertools.product(VALUES, VALUES):
        values = {"a": a, "b": b}
        answer = said(values.get)
        told: dict[str, Any] = {name: {"value": value, "at": "", "unit": "", "origin": "live"} for name, value in values.items()}  # fmt: skip
        if answer is not None:
            answered += 1
            assert answer is holds(expression, Inputs(told, AT, {})), (text, a, b)
    assert answered >= 100


@pytest.mark.parametrize(
    "text",
    [
        "a.value == 'x'",
        "a.value",
        "a.unit > 5.0",
        "a.mean('1h') > 5.0",
        "a.value > 5.0 && b.value == true",
        "a.value - b.value > 5.0",
        "now.hour > 5",
    ],
)
def test_what_is_more_than_comparing_numbers_is_left_to_cel(text: str) -> None:
    assert plain(text) is None
