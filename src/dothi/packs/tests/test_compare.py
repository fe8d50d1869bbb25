"""The difference in words: what a running city would get, with the limits that change."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import load_pack
from dothi.packs.compare import before_last, differences, in_force
from dothi.packs.folder import pack_of, read_pack
from dothi.packs.tests.folders import append, copied, replace
from dothi.rules.actions import change_rule
from dothi.rules.book import versions_in_force


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


def told(before: Path, after: Path) -> dict[str, list[str]]:
    return {one.said: one.details for one in differences(read_pack(before), read_pack(after))}


def change(copy: Path) -> None:
    replace(copy / "rules/air.toml", '"airQualityIndex.value > 150.0"', '"airQualityIndex.value > 140.5"')
    replace(copy / "rules/air.toml", 'for = "1h"', 'for = "2h"')
    replace(copy / "rules/air.toml", "hourlyMean('24h') <= 40.0", "hourlyMean('12h') <= 40.0")
    replace(copy / "categories.toml", 'code = "air-odour"', 'code = "air-smell"')
    replace(copy / "sops/air.toml", 'within = "30m"', 'within = "20m"')
    replace(copy / "indicators/air.toml", "at_most = 100", "at_most = 50")
    replace(copy / "commands/sampler.toml", "second_person = true", "second_person = false")
    replace(
        copy / "types/AirQualityObserved.json", '"minimum": 0, "maximum": 100', '"minimum": 0, "maximum": 101'
    )
    replace(copy / "strings/vi.ftl", "Nhiệt độ\n", "Nhiệt độ không khí\n")
    append(copy / "README.md", "\nx\n")


@pytest.mark.django_db
def test_a_change_is_told_in_both_languages(copy: Path, tmp_path: Path) -> None:
    standing = copied(tmp_path / "standing")
    change(copy)
    assert told(standing, copy) == {
        "Sửa loại đối tượng AirQualityObserved": ["relativeHumidity · lớn nhất: 100 → 101"],
        "Sửa quy tắc Chất lượng không khí giờ ở mức Xấu (aqi-hour-unhealthy 12/11/2019)": [
            "điều kiện, giới hạn: 150 → 140,5", "kéo dài: 1h → 2h",
        ],
        "Sửa quy tắc PM2.5 trung bình 24 giờ cao (tham khảo) (pm25-day-reference 01/01/2026)": [
            "điều kiện hết: pm25.hourlyMean('24h') <= 40.0 → pm25.hourlyMean('12h') <= 40.0"
        ],
        "Sửa chỉ số Tỷ lệ giờ có VN_AQI ở mức Tốt, Trung bình (air-hours-good 01/01/2026)": ["không quá: 100 → 50"],
        "Sửa quy trình Ứng phó khi không khí ở mức Xấu trở lên (air-unhealthy 01/01/2026)": ["bước 2 · trong vòng: 30m → 20m"],
        "Sửa lệnh thiết bị Lấy mẫu tự động (take-sample 16/08/2021)": ["cần người thứ hai: có → không"],
        "Thêm nhóm vụ việc Mùi khó chịu (air-smell)": [],
        "Bỏ nhóm vụ việc Mùi khó chịu (air-odour)": [],
        "Sửa câu chữ vi": ["environment-attribute-temperature: Nhiệt độ → Nhiệt độ không khí"],
        "Sửa tệp README.md": [],
    }  # fmt: skip
    with translation.override("en"):
        english = told(standing, copy)
        assert "Changed rule Hourly air quality is Unhealthy (aqi-hour-unhealthy 12/11/2019)" in english
        assert ["condition, limit: 150 → 140.5", "for: 1h → 2h"] in english.values()


@pytest.mark.django_db
def test_nothing_differs_from_itself_and_all_of_a_new_pack_is_new(copy: Path) -> None:
    pack = read_pack(copy)
    assert differences(pack, pack) == []
    assert {one.change for one in differences(None, pack)} == {"added"}
    gone = differences(pack, pack_of("environment", {}))
    assert {one.change for one in gone if one.kind != "words"} == {"removed"}


@pytest.mark.django_db
def test_what_the_city_has_set_itself_is_said_beside_the_change(copy: Path, cast: Cast) -> None:
    load_pack(copy, by=None)
    rule = next(rule for rule in versions_in_force() if rule.code == "aqi-hour-unhealthy")
    change_rule(rule, {"condition": "airQualityIndex.value > 170.0"}, reason="Thử", by=cast.vy)
    replace(copy / "rules/air.toml", '"airQualityIndex.value > 150.0"', '"airQualityIndex.value > 140.0"')
    (found,) = differences(in_force("environment"), read_pack(copy))
    assert found.details[0] == "điều kiện, giới hạn: 150 → 140"
    assert "phiên bản 2" in found.details[1]
    assert before_last("environment") is None


@pytest.mark.django_db
def test_nothing_differs_from_nothing() -> None:
    assert differences(None, pack_of("never", {})) == []
