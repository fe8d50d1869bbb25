"""What is divided by zero says nothing; who guards it himself is let alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel.errors import BadRequest
from dothi.rules.derived.formulas.working import _number
from dothi.rules.expressions import Inputs, compile_expression, compile_formula, holds, value_of
from dothi.rules.operators import Also

AT = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def _inputs(**values: Any) -> Inputs:
    told = {name: {"value": value, "at": "", "unit": "", "origin": "live"} for name, value in values.items()}
    return Inputs(told, AT, {})


@pytest.mark.parametrize(
    ("text", "with_two", "with_zero"),
    [
        ("a.value / b.value > 2.0", True, None),
        ("a.value / -b.value < 2.0", True, None),
        ("a.value/(b.value - 0.0)*1.0 >= 3.0 && a.value > 1.0", True, None),
        ("1.0 / (a.value / b.value) < 0.5", True, None),
        ("b.value > 0.0 && a.value / b.value > 2.0", True, False),
        ("(b.value == 0.0 ? 9.0 : a.value / b.value) > 2.0", True, True),
        ("a.value / 2.0 > 2.0", True, True),
        ("'a/b' == 'a/b' && a.value / b . value > 2.0", True, None),
    ],
)
def test_a_condition(text: str, with_two: bool | None, with_zero: bool | None) -> None:
    expression = compile_expression(text)
    assert holds(expression, _inputs(a=6.0, b=2.0)) is with_two
    assert holds(expression, _inputs(a=6.0, b=0.0)) is with_zero


def test_what_can_never_be_said_is_refused() -> None:
    with pytest.raises(BadRequest):
        compile_expression("a.value / 0.0 > 2.0")


def test_a_formula_gives_no_infinity() -> None:
    kinds = {"a": Also.NUMBER, "b": Also.NUMBER}
    divided, _kind = compile_formula("round(a.value / b.value, 1)", kinds)
    assert (value_of(divided, _inputs(a=6.0, b=4)), value_of(divided, _inputs(a=6.0, b=0))) == (1.5, None)
    product, _kind = compile_formula("a.value * b.value", kinds)
    assert value_of(product, _inputs(a=1e200, b=1e200)) is None
    assert (_number(3), _number(10**400), _number(float("nan"))) == (3.0, None, None)
