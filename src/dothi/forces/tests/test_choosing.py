"""The choice alone, on arrays: quickest first, what bars a unit, who is kept for what few can do, and which homes stand empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dothi.forces.choosing import Bar, Units, choose, metres_to, uncovered


def units(n: int = 4, **changes: Any) -> Units:
    """n free rested units with full crews, a kilometre, two, three … away; `can`: the first need is served by all."""
    told: dict[str, Any] = {
        "can": [[True] * n],
        "free": [True] * n,
        "busy": [False] * n,
        "declined": [False] * n,
        "crew": [4.0] * n,
        "crew_minimum": [4.0] * n,
        "rests_s": [0.0] * n,
        "metres": [1000.0 * (i + 1) for i in range(n)],
        "seconds": [120.0 * (i + 1) for i in range(n)],
        "older_s": [0.0] * n,
        **changes,
    }
    flags = ("can", "free", "busy", "declined")
    return Units(
        **{name: np.array(value, dtype=bool if name in flags else float) for name, value in told.items()}
    )


def test_the_quickest_go_and_nobody_is_passed_over() -> None:
    (picked,) = choose(units(), [2])
    assert (picked.chosen, picked.passed, picked.missing) == ([0, 1], [], 0)


def test_an_old_fix_puts_the_nearest_behind_the_third() -> None:
    (picked,) = choose(units(older_s=[360.0, 300.0, 0.0, 0.0]), [1])
    assert picked.chosen == [2] and picked.ranks[2] == 3
    assert picked.passed == [0, 1]


@pytest.mark.parametrize(
    ("bar", "changes"),
    [
        (Bar.BUSY, {"free": [False, True], "busy": [True, False]}),
        (Bar.OFF, {"free": [False, True]}),
        (Bar.DECLINED, {"declined": [True, False]}),
        (Bar.CREW, {"crew": [3.0, 4.0]}),
        (Bar.REST, {"rests_s": [60.0, -60.0]}),
        (Bar.PLACE, {"metres": [np.nan, 2000.0], "seconds": [np.nan, 240.0]}),
    ],
)
def test_what_bars_a_unit(bar: Bar, changes: dict[str, Any]) -> None:
    told = units(2, **changes)
    (picked,) = choose(told, [2])
    assert told.bars.tolist() == [bar, Bar.NONE]
    assert (picked.chosen, picked.passed, picked.missing) == ([1], [0], 1)


def test_the_only_ladder_is_not_taken_as_a_pump() -> None:
    pump, ladder = choose(units(3, can=[[True, True, True], [True, False, False]]), [2, 1])
    assert ladder.chosen == [0]
    assert pump.chosen == [1, 2]


def test_of_two_as_scarce_the_more_important_one_is_served() -> None:
    first, second = choose(units(1, can=[[True], [True]]), [1, 1])
    assert (first.chosen, second.chosen, second.missing) == ([0], [], 1)


def test_a_kind_without_a_speed_is_ordered_by_distance() -> None:
    (picked,) = choose(units(2, metres=[4000.0, 900.0], seconds=[np.nan, np.nan]), [1])
    assert picked.chosen == [1]


def test_nobody_at_all_is_all_missing() -> None:
    (picked,) = choose(units(0, can=np.zeros((1, 0), dtype=bool)), [2])
    assert (picked.chosen, picked.missing) == ([], 2)


def test_a_home_is_uncovered_when_its_last_free_unit_leaves() -> None:
    homes, free = np.array([0, 0, 1, 2, -1]), np.array([True, True, True, False, True])
    assert uncovered(homes, free, [0, 4]) == []
    assert uncovered(homes, free, [0, 2]) == [1]
    assert uncovered(homes, free, [0, 1]) == [0]


def test_distances_are_those_of_the_ellipse_within_half_a_percent() -> None:
    """Vũng Tàu to Bà Rịa: 19,010.06 m along the WGS 84 ellipsoid by Vincenty's inverse formula, worked out apart."""
    (found,) = metres_to(107.0843, 10.3460, [107.1685], [10.4963])
    assert found == pytest.approx(19_010, rel=0.005)
