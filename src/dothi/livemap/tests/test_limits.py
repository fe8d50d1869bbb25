"""Which limits of rules are drawn beside a value: those that stand for themselves."""

from __future__ import annotations

import pytest

from dothi.livemap.judging import plain_limits


@pytest.mark.parametrize(
    ("condition", "limits"),
    [
        ("pm25.value > 50.0", [50.0]),
        ("pm25.value >= 50 && hour.value > 3.0", [50.0]),
        ("(other.value == 1.0 || pm25.value > 45.5)", [45.5]),
        ("pm25.value > 1.8 * pm25.usual('4w')", []),
        ("other.value - pm25.value > 90.0", []),
        ("pm25.value > limit.value", []),
        ("pm25.value < 5.0", []),
    ],
)
def test_only_a_comparison_with_a_plain_number_is_a_limit(condition: str, limits: list[float]) -> None:
    assert list(plain_limits(condition, "pm25")) == limits
