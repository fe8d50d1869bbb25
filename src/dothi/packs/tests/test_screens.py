"""The screens of packs, and the shared list of their categories."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.offered import find_offered
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import ScreenContract
from dothi.packs.actions import load_pack, take_back
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.new import new_pack
from dothi.packs.quality import State, points_of
from dothi.packs.tests.folders import copied, replace


class TestPacks(ScreenContract):
    path, right, no_right, shows = "/packs/", "vy", ("dung", "lan"), "Gói lĩnh vực"


class TestPack(ScreenContract):
    right, no_right, shows = "vy", ("dung", "lan"), "Danh mục chất lượng"

    def path(self, cast: Cast) -> str:
        load_pack(SHIPPED / "environment", by=cast.vy)
        return "/packs/environment/"


@pytest.mark.django_db
def test_a_pack_shows_what_it_brings_and_what_the_shipped_one_would_change(
    tmp_path: Path, cast: Cast, client_of: Any
) -> None:
    client, folder = client_of(cast.vy), copied(tmp_path)
    replace(folder / "rules/air.toml", '"airQualityIndex.value > 150.0"', '"airQualityIndex.value > 160.0"')
    load_pack(folder, by=cast.vy)
    page = client.get("/packs/environment/").content.decode()
    assert "điều kiện, giới hạn: 160 → 150" in page
    assert "Ứng phó khi không khí ở mức Xấu trở lên" in page
    assert "chưa được đối chiếu" in page  # of the quality list
    load_pack(SHIPPED / "environment", by=cast.vy)
    take_back("environment", by=cast.vy)
    page = client.get("/packs/environment/").content.decode()
    assert "160 → 150" in page
    assert "Đã rút" in page
    points = points_of(read_pack(folder))
    done = sum(1 for point in points if point.state is State.DONE)
    assert f"{done}/{len(points)}" in client.get("/packs/").content.decode()


@pytest.mark.django_db
def test_a_pack_of_the_city_and_none_at_all(tmp_path: Path, cast: Cast, client_of: Any) -> None:
    client = client_of(cast.vy)
    assert "Chưa nạp gói nào" in client.get("/packs/").content.decode()
    assert client.get("/packs/waste/").status_code == 404
    load_pack(new_pack("waste", tmp_path), by=None)
    assert "do đô thị giữ" in client.get("/packs/waste/").content.decode()


@pytest.mark.django_db
def test_categories_of_packs_in_force_are_a_shared_list() -> None:
    offered = find_offered("pack-categories")
    assert offered is not None
    assert list(offered.entries(dt.date(2026, 3, 1))) == []
    load_pack(SHIPPED / "environment", by=None)
    found = {one.code: one for one in offered.entries(dt.date(2026, 3, 1))}
    assert found["environment.air-burning"].parent == "environment.air"
    take_back("environment", by=None)
    assert list(offered.entries(dt.date(2026, 3, 1))) == []
