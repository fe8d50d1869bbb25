"""Across the water: nearer by air is not sooner by road. Tiles beside this file are made from two_banks.osm by valhalla_build_tiles 3.9.1."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.forces import doctoring, roads
from dothi.forces.recommending import recommend
from dothi.forces.tests.test_forces import HERE, load_cards, put, unit
from dothi.kernel import clock
from dothi.kernel.engines.doctor import State
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
TILES = Path(__file__).with_name("roads")
EAST = HERE[0] + 0.01  # the other bank, 1.1 km by air and 13 km by road
AT_SEA = (107.2, 10.2)


@pytest.fixture
def two_banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pytest.importorskip("valhalla", reason="pyvalhalla has no wheel for this machine")
    for level in ("0", "2"):
        shutil.copytree(TILES / level, tmp_path / "tiles" / level)
    roads.configure(tmp_path)
    monkeypatch.setenv("DOTHI_ROADS", str(tmp_path))
    roads._actor.cache_clear()
    yield
    roads._actor.cache_clear()


def test_one_place_off_the_roads_takes_no_time_from_the_others(two_banks: None) -> None:
    near, sea, across = roads.seconds([(HERE[0], HERE[1] + 0.02), AT_SEA, (EAST, HERE[1])], HERE)
    assert sea is None
    assert near is not None and across is not None
    assert near < across / 3


def test_the_unit_across_the_water_comes_second_by_road(
    cast: Cast, two_banks: None, monkeypatch: Any
) -> None:
    put()
    load_cards(pack="own", area=cast.ward_a.code)  # two pumps
    across = unit(cast, "BD-01", home_lon=EAST, home_lat=HERE[1])
    ours = unit(cast, "BT-01", north_km=2.2)
    scope = cast.minh.scope("forces.view")
    told: dict[str, Any] = {
        "kind": "fire",
        "severity": "high",
        "lon": HERE[0],
        "lat": HERE[1],
        "scope": scope,
        "unit_id": cast.ward_a.pk,
    }
    driven = recommend(**told)
    assert driven.by_roads
    assert [one.force.call_sign for one in driven.chosen] == [ours.call_sign, across.call_sign]
    monkeypatch.setenv("DOTHI_ROADS", "")
    flown = recommend(**told)
    assert not flown.by_roads
    assert [one.force.call_sign for one in flown.chosen] == [across.call_sign, ours.call_sign]


def test_without_tiles_nobody_asks_the_roads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_ROADS", str(tmp_path))
    assert not roads.installed()
    assert roads.seconds([HERE], HERE) == [None]


def test_units_of_one_yard_have_one_time_in_their_places(two_banks: None) -> None:
    yard, across = (HERE[0], HERE[1] + 0.02), (EAST, HERE[1])
    first, second, third = roads.seconds([yard, across, yard], HERE)
    assert first == third
    assert [first, second] == roads.seconds([yard, across], HERE)


def said(language: str = "en") -> tuple[State, str]:
    (finding,) = doctoring.road_times()
    return finding.state, " ".join(finding.words(language))


def test_the_doctor_says_what_is_installed_and_how_old_it_is(two_banks: None, tmp_path: Path) -> None:
    tiles, at = [*tmp_path.rglob("*.gph")], (clock.now() - dt.timedelta(days=40)).timestamp()
    for tile in tiles:
        os.utime(tile, (at, at))
    state, words = said()
    assert state is State.WELL
    assert str(tmp_path) in words and "40 days ago" in words
    with clock.moved_to(clock.now() + dt.timedelta(days=400)):
        state, words = said("vi")
    assert state is State.NOTE and "làm lại mảnh đường" in words
    for tile in tiles:
        tile.unlink()
    state, words = said()
    assert state is State.WRONG and f"Make tiles into {tmp_path}/tiles" in words


def test_the_doctor_says_how_to_have_road_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_ROADS", "")
    state, words = said()
    assert state is State.NOTE and "straight-line estimates" in words and "set DOTHI_ROADS" in words
    monkeypatch.setenv("DOTHI_ROADS", "/srv/roads")
    monkeypatch.setattr(doctoring, "find_spec", lambda name: None)
    state, words = said("vi")
    assert state is State.WRONG and "pip install 'dothi[roads]'" in words
