"""VN_WQI: every point of the tables, what lies between and outside them, what is needed, and sets reckoned by hand.

No official worked example could be read; the sets below are reckoned on paper from the tables of the pack.
"""

from __future__ import annotations

import datetime as dt
import math

import pytest

from dothi.rules.derived import vn_wqi, water_index
from dothi.rules.derived.water_index import Told, factor_of, means

TABLE = vn_wqi.table_on(dt.date(2026, 11, 22))
CLEAN = {"pH": 7.2, "bod": 3.0, "cod": 8.0, "NH4": 0.1, "coliform": 1000.0}


@pytest.mark.parametrize("name", sorted(TABLE.parameters))
def test_every_point_gives_its_index_and_outside_it_is_told(name: str) -> None:
    parameter = TABLE.parameters[name]
    first = {}
    for value, index in parameter.points:
        first.setdefault(value, index)
    for value, index in first.items():
        assert parameter.index_of(value) == index
    assert parameter.index_of(parameter.points[0][0] - 1e-9) == parameter.below
    assert parameter.index_of(parameter.points[-1][0] + 1e-9) == parameter.above
    values = [value for value, _index in parameter.points]
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("name", "value", "index"),
    [
        ("bod", 5.0, 87.5),  # half-way from 4 (100) to 6 (75)
        ("cod", 40.0, 37.5),
        ("PO4", 0.4, 37.5),
        ("NH4", 0.45, 62.5),  # from 0.3 (75) to 0.6 (50): the table steps from 100 to 75 at 0.3
        ("NH4", 0.30001, pytest.approx(75, abs=0.01)),
        ("NO2", 0.06, 10.0),
        ("pH", 5.75, 75.0),
        ("pH", 8.75, 75.0),
        ("coliform", 8750.0, 37.5),
        ("coliform", 10001.0, 10.0),
        ("aldrin", 0.1, 100.0),
        ("aldrin", 0.11, 10.0),
    ],
)
def test_between_two_points_it_is_linear(name: str, value: float, index: float) -> None:
    assert TABLE.parameters[name].index_of(value) == index


def test_oxygen_counts_by_what_the_water_can_hold() -> None:
    assert vn_wqi.saturation(TABLE, 20) == pytest.approx(9.022, abs=0.001)
    full = vn_wqi.saturation(TABLE, 28.0)
    for share, index in ((0.5, 50), (0.75, 75), (1.0, 100), (1.5, 50), (0.1, 10), (2.1, 10)):
        found = vn_wqi.water_quality(TABLE, {**CLEAN, "O2": full * share, "temperature": 28.0})
        assert found is not None and found.sub["O2"] == pytest.approx(index)
    assert "O2" not in (vn_wqi.water_quality(TABLE, {**CLEAN, "O2": 6.0}) or _none()).sub  # no temperature


def _none() -> vn_wqi.Index:
    raise AssertionError("no index")


@pytest.mark.parametrize(
    ("values", "index", "level"),
    [
        (CLEAN, 100, "very-good"),
        # IV: bod 15 → 50, cod 30 → 50, NH4 0.6 → 50; V: coliform 7500 → 50; (50² · 50)^(1/3) = 50
        ({"pH": 7.0, "bod": 15.0, "cod": 30.0, "NH4": 0.6, "coliform": 7500.0}, 50, "bad"),
        # the same with pH 5.75 → 75: 0.75 · 50 = 37.5 → 38
        ({"pH": 5.75, "bod": 15.0, "cod": 30.0, "NH4": 0.6, "coliform": 7500.0}, 38, "bad"),
        # IV 75, V 10: (75² · 10)^(1/3) = 38.3
        ({"pH": 7.0, "bod": 6.0, "cod": 15.0, "PO4": 0.2, "coliform": 20000.0}, 38, "bad"),
        # without V the organic group alone; metals: Cu 100 and Zn 25 → √2500 = 50
        ({"pH": 7.0, "bod": 3.0, "cod": 9.0, "NH4": 0.1, "Cu": 0.05, "Zn": 2.0}, 50, "bad"),
        ({"pH": 4.0, "bod": 80.0, "cod": 200.0, "NH4": 9.0, "coliform": 20000.0}, 1, "heavily-polluted"),
    ],
    ids=["clean", "all at 50", "sour too", "faeces", "metals", "dead"],
)
def test_sets_reckoned_by_hand(values: dict[str, float], index: int, level: str) -> None:
    found = vn_wqi.water_quality(TABLE, values)
    assert found is not None
    assert (found.value, found.level.code) == (index, level)


def test_three_groups_are_needed_and_three_values_of_the_organic_one() -> None:
    for name in ("bod", "cod", "NH4", "pH", "coliform"):
        assert (
            vn_wqi.water_quality(TABLE, {key: value for key, value in CLEAN.items() if key != name}) is None
        )
    assert vn_wqi.water_quality(TABLE, {}) is None


def test_what_is_no_measurement_is_refused() -> None:
    for wrong in (-1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="no measurement"):
            vn_wqi.water_quality(TABLE, {**CLEAN, "bod": wrong})


def test_every_level_has_its_words_and_they_cover_the_scale() -> None:
    assert [level.up_to for level in TABLE.levels] == [9, 25, 50, 75, 90, 100]
    assert all({"vi", "en", "use_vi", "use_en"} <= level.words.keys() for level in TABLE.levels)
    assert [TABLE.level_of(value).code for value in (0, 9, 10, 25, 26, 100)] == [
        "heavily-polluted", "heavily-polluted", "poor", "poor", "bad", "very-good",
    ]  # fmt: skip


def test_units_that_can_be_made_the_tables_own() -> None:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert [factor_of("cod", unit, at) for unit in (None, "M1", "GL", "H29", "GQ")] == [
        1.0, 1.0, 1000.0, 0.001, None,
    ]  # fmt: skip
    assert factor_of("temperature", "CEL", at) == 1.0


def test_the_hour_before_is_its_mean() -> None:
    at = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
    told = [Told("cod", at - dt.timedelta(minutes=m), v, 0) for m, v in ((60, 99.0), (59, 10.0), (0, 20.0))]
    assert means(water_index._window(told, at)) == {"cod": 15.0}
