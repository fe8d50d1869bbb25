"""Conditions: what is refused at load, with its column, and what runs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import message_of
from dothi.rules.expressions import Inputs, compile_expression, duration, holds, refuse_kinds
from dothi.rules.operators import Also, Reads, Series, operators

AT = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


def series(*values: object) -> Series:
    """Hourly values, the last one at AT."""
    return Series(tuple(AT - dt.timedelta(hours=len(values) - 1 - i) for i in range(len(values))), values)


def value(x: object) -> dict[str, object]:
    return {"value": x, "unit": "GQ", "origin": "live", "at": "2026-11-22T07:00:00Z"}


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("pm25.value >", 13, "Syntax error"),
        ("pm25.mean(3) > 20.0", 10, "no matching overload for 'mean'"),
        ("pm25.mean('1h') > 'x'", 17, "no matching overload"),
        ("pm25.average('1h') > 20.0", 6, "average"),
        ("pm25.valu > 3.0", 6, "valu"),
        ("pm25.value + 1.0", 1, "not bool"),
        ("1 > 0", 1, "no attribute"),
        ("pm25.mean(pm10.unit) > 20.0", 1, "mean"),
        ("pm25.value > 1.0 && no2.valu > 3.0", 25, "valu"),
        ("pm25.timesAbove('1h', 'much') > 2.0", 16, "no matching overload"),
        ("pm25.timesAbove('1h') > 2.0", 16, "timesAbove"),
        ("status.times(pm25.unit, 'fault') > 2.0", 1, "status.times('1h', 'fault')"),
        ("pm25.during('night')", 1, "now.during('night')"),
        ("pm25.value > 1.0 && now.mean('1h') > 1.0", 21, "pm25.mean('1h')"),
        ("pm25.value > 1.0 && now.isHolidy", 25, "isHoliday"),
        ("pm25.value > 1.0 && now.during(3)", 31, "no matching overload"),
        ("now.hour > 3", 1, "no attribute"),
    ],
)
def test_what_is_refused_says_where(text: str, column: int, says: str) -> None:
    with pytest.raises(BadRequest) as caught:
        compile_expression(text)
    assert caught.value.code == "rule-condition"
    assert caught.value.fields["column"] == column
    assert says in caught.value.fields["reason"]


@pytest.mark.parametrize(
    ("text", "place", "vi", "en"),
    [
        ("pm25.value > 1.0 &&\npm25.mean('1h') > 150", (2, 17), "dấu chấm, như 150.0", "such as 150.0"),
        ("pm25.mean('1h') > 'x'", (1, 17), "giữa số và chữ", "a number and a text"),
        ("pm25 > 3.0", (1, 6), "cần thêm .value", "needs .value"),
        ("pm25.value >", (1, 13), "dừng giữa chừng", "half-way"),
        ("pm25.value = 3.0", (1, 12), "hai dấu: ==", "two signs: =="),
        ("pm25.value > 3,5", (1, 15), "như 3.5", "such as 3.5"),
        ("pm25.value > 3.0 và no2.value > 1.0", (1, 18), "&&", "&&"),
        ("status.value == “fault”", (1, 17), "nháy đơn thẳng", "straight"),
        ("(pm25.value > 3.0", (1, 18), "thiếu )", ") is missing"),
        ("pm25.mean(1h) > 3.0", (1, 12), "pm25.mean('1h')", "pm25.mean('1h')"),
        ("pm25.value > 35 µg", (1, 17), "Đơn vị", "Units"),
        ("pm25.value + 1.0", (1, 1), "ngưỡng", "limit"),
    ],
)
def test_what_is_refused_says_what_to_do(text: str, place: tuple[int, int], vi: str, en: str) -> None:
    for language, said in (("vi", vi), ("en", en)):
        with override(language), pytest.raises(BadRequest) as caught:
            compile_expression(text)
        assert (caught.value.fields["line"], caught.value.fields["column"]) == place
        assert said in message_of(caught.value, language)


def test_where_the_kind_of_an_attribute_is_known_another_kind_is_refused() -> None:
    kinds = {"pm25": Also.NUMBER, "status": Also.TEXT}
    for right in ("pm25.value > 3.0 && status.value == 'x'", "pm25.unit == 'GQ' && status.value == 'x'"):
        refuse_kinds(right, kinds)
    for wrong in ("pm25.value > 'high'", "status.value > 3.0", "pm25.value > 3.0 && pm25.value"):
        compile_expression(wrong)
        with pytest.raises(BadRequest, match="rule-condition"):
            refuse_kinds(wrong, kinds)


def test_a_window_that_is_no_duration_is_refused() -> None:
    with pytest.raises(BadRequest, match="rule-duration"):
        compile_expression("pm25.mean('soon') > 1.0")


@pytest.mark.parametrize("weeks", ["2w", "25d", "1h"])
def test_a_habit_is_of_whole_weeks_three_at_least(weeks: str) -> None:
    with pytest.raises(BadRequest, match="rule-window"):
        compile_expression(f"pm25.value > pm25.usual('{weeks}')")


def test_attributes_and_windows_are_known_before_it_runs() -> None:
    found = compile_expression("pm25.mean('1h') > 20.0 && pm25.mean( \"24h\" ) > 10.0 || no2.value > 1.0")
    assert found.attributes == {"pm25", "no2"}
    assert found.windows == {"pm25": dt.timedelta(hours=24)}
    other = compile_expression("pm25.value > pm25.usual('4w') && now.during('night') && no2.silentFor('1h')")
    assert (other.attributes, other.windows) == ({"pm25", "no2"}, {})
    assert (other.habits, other.schedules) == ({("pm25", dt.timedelta(weeks=4))}, {"night"})


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
        ("pm25.timesAbove('4h', 15) == 1.0", {"pm25": value(30.0)}, True),
        ("pm25.timesBelow('4h', 15.0) > 1.0", {"pm25": value(30.0)}, False),
        ("pm25.times('4h', 20.0) == 1.0", {"pm25": value(30.0)}, True),
        ("status.times('6h', 'fault') >= 2.0", {"status": value("fault")}, True),
        ("status.times('2h', 'fault') >= 2.0", {"status": value("fault")}, False),
        ("status.value in ['fault', 'off']", {"status": value("fault")}, True),
        ("open.value == true && open.times('4h', true) == 2.0", {"open": value(True)}, True),
        ("pump.silentFor('30m') && pm25.value > 1.0", {"pump": value(1.0), "pm25": value(2.0)}, True),
        ("pump.silentFor('2h')", {"pump": value(1.0)}, False),
        ("pm25.value > 2.0 * pm25.usual('4w')", {"pm25": value(30.0)}, True),
        ("pm25.value > 2.0 * pm25.usual('5w')", {"pm25": value(30.0)}, None),
        ("pm25.mean('4h') > 0.0 || status.mean('4h') > 0.0", {"pm25": value(1), "status": value("x")}, True),
        ("status.mean('4h') > 0.0", {"status": value("x")}, None),
        ("pm25.value > 1.0 && now.hour == 15 && now.weekday == 7", {"pm25": value(2.0)}, True),
        ("pm25.value > 1.0 && now.isWorkday", {"pm25": value(2.0)}, False),
        ("pm25.value > 1.0 && now.during('day-off')", {"pm25": value(2.0)}, True),
        ("pm25.value > 1.0 && now.during('never-heard-of')", {"pm25": value(2.0)}, None),
    ],
)
def test_what_holds(text: str, inputs: dict, expected: bool | None) -> None:
    seen = {
        "pm25": series(10.0, 20.0, 20.0, 30.0),
        "status": series("fault", "fault", "ok", "fault"),
        "open": series(True, False, False, True),
    }
    habits = {("pm25", dt.timedelta(weeks=4)): (9.0, 11.0, 60.0), ("pm25", dt.timedelta(weeks=5)): (9.0, 9.0)}
    assert holds(compile_expression(text), Inputs(inputs, AT, seen, habits)) is expected


def test_without_points_a_window_cannot_be_said() -> None:
    assert holds(compile_expression("pm25.mean('1h') > 1.0"), Inputs({"pm25": value(2.0)}, AT, {})) is None


def test_operators_of_windows() -> None:
    half_hours = Series(
        tuple(AT - dt.timedelta(minutes=30 * i) for i in range(4, -1, -1)), (50.0, 10.0, 20.0, 40.0, 60.0)
    )
    families = {name: op for name, op in operators().items() if op.reads is Reads.WINDOW and not op.also}
    ask = {name: op.compute(half_hours, AT, dt.timedelta(hours=2)) for name, op in families.items()}
    assert ask["count"] == 4  # (08:00 - 2 h, 08:00]
    assert (ask["min"], ask["max"], ask["mean"]) == (10.0, 60.0, 32.5)
    assert ask["hours"] == 2
    assert ask["hourlyMean"] == pytest.approx((15 + 50) / 2)  # 06:30 and 07:00 | 07:30 and 08:00
    assert (ask["jump"], ask["rise"]) == (20.0, 50.0)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("1h", 3600), ("2d", 172800), ("2w", 1209600)]
)
def test_durations(text: str, seconds: int) -> None:
    assert duration(text).total_seconds() == seconds


def test_a_whole_number_is_a_number_like_any_other() -> None:
    """The database gives 170, not 170.0; a subtraction must not silently say nothing then."""
    both = {"pm25": value(170), "no2": value(30.5)}
    assert holds(compile_expression("pm25.value - no2.value > 139.0"), Inputs(both, AT, {})) is True
