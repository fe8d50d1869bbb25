"""Conditions: what is refused at load, with its column, and what runs."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel.errors import BadRequest
from dothi.rules.expressions import Inputs, compile_expression, duration, holds
from dothi.rules.operators import Series, operators

AT = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


def series(*values: float) -> Series:
    """Hourly values, the last one at AT."""
    return Series(tuple(AT - dt.timedelta(hours=len(values) - 1 - i) for i in range(len(values))), values)


def value(x: object) -> dict[str, object]:
    return {"value": x, "unit": "GQ", "origin": "live"}


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("pm25.value >", 13, "Syntax error"),
        ("pm25.mean(3) > 20.0", 10, "no matching overload for 'mean'"),
        ("pm25.mean('1h') > 'x'", 17, "no matching overload"),
        ("pm25.average('1h') > 20.0", 13, "average"),
        ("pm25.valu > 3.0", 6, "valu"),
        ("pm25.value + 1.0", 1, "not bool"),
        ("1 > 0", 1, "no attribute"),
        ("pm25.mean(pm10.unit) > 20.0", 1, "mean"),
    ],
)
def test_what_is_refused_says_where(text: str, column: int, says: str) -> None:
    with pytest.raises(BadRequest) as caught:
        compile_expression(text)
    assert caught.value.code == "rule-condition"
    assert caught.value.fields["column"] == column
    assert says in caught.value.fields["reason"]


def test_a_window_that_is_no_duration_is_refused() -> None:
    with pytest.raises(BadRequest, match="rule-duration"):
        compile_expression("pm25.mean('soon') > 1.0")


def test_attributes_and_windows_are_known_before_it_runs() -> None:
    found = compile_expression("pm25.mean('1h') > 20.0 && pm25.mean( \"24h\" ) > 10.0 || no2.value > 1.0")
    assert found.attributes == {"pm25", "no2"}
    assert found.windows == {"pm25": dt.timedelta(hours=24)}


@pytest.mark.parametrize(
    ("text", "inputs", "expected"),
    [
        ("pm25.value > 150.0", {"pm25": value(151)}, True),
        ("pm25.value > 150.0", {"pm25": value(150.0)}, False),
        ("pm25.value > 150.0", {}, None),
        ("pm25.value > 150.0", {"pm25": value(None)}, None),
        ("state.value == 'open'", {"state": value("open")}, True),
        ("pm25.value > 1.0 && no2.value > 1.0", {"pm25": value(2.0)}, None),
        ("pm25.hours('24h') >= 3.0 && pm25.hourlyMean('24h') >= 20.0", {"pm25": value(30.0)}, True),
        ("pm25.mean('1h') > 29.0", {"pm25": value(30.0)}, True),
        ("pm25.jump('90m') > 9.0", {"pm25": value(30.0)}, True),
    ],
)
def test_what_holds(text: str, inputs: dict, expected: bool | None) -> None:
    assert (
        holds(compile_expression(text), Inputs(inputs, AT, {"pm25": series(10.0, 20.0, 20.0, 30.0)}))
        is expected
    )


def test_without_points_a_window_cannot_be_said() -> None:
    assert holds(compile_expression("pm25.mean('1h') > 1.0"), Inputs({"pm25": value(2.0)}, AT, {})) is None


def test_operators_of_windows() -> None:
    half_hours = Series(
        tuple(AT - dt.timedelta(minutes=30 * i) for i in range(4, -1, -1)), (50.0, 10.0, 20.0, 40.0, 60.0)
    )
    ask = {name: op.compute(half_hours, AT, dt.timedelta(hours=2)) for name, op in operators().items()}
    assert ask["count"] == 4  # (08:00 - 2 h, 08:00]
    assert (ask["min"], ask["max"], ask["mean"]) == (10.0, 60.0, 32.5)
    assert ask["hours"] == 2
    assert ask["hourlyMean"] == pytest.approx((15 + 50) / 2)  # 06:30 and 07:00 | 07:30 and 08:00
    assert (ask["jump"], ask["rise"]) == (20.0, 50.0)


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("30m", 1800), ("1h", 3600), ("2d", 172800)])
def test_durations(text: str, seconds: int) -> None:
    assert duration(text).total_seconds() == seconds
