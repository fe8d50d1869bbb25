"""Across the water: nearer by air is not sooner by road. Tiles beside this file are made from two_banks.osm by valhalla_build_tiles 3.9.1."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.forces import roads
from dothi.forces.recommending import recommend
from dothi.forces.tests.test_forces import HERE, load_cards, put, unit
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
TILES = Path(__file__).with_name("roads")
EAST = HERE[0] + 0.01  # the other bank, 1.1 km by air and 13 km by road
AT_SEA = (107.2, 10.2)


@pytest.fixture
def two_banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    valhalla = pytest.importorskip("valhalla", reason="pyvalhalla is not installed (extra `roads`)")
    for level in ("0", "2"):
        shutil.copytree(TILES / level, tmp_path / "tiles" / level)
    # tile_extract is named though absent: pyvalhalla 3.2 looks for the key
    told = valhalla.get_config(tile_extract=tmp_path / "none.tar", tile_dir=tmp_path / "tiles")
    (tmp_path / "valhalla.json").write_text(json.dumps(told), encoding="utf-8")
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
