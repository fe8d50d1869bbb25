"""Packs: the shipped one is good, every kind of mistake is named with file, place and remedy, loading is idempotent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import has, t
from dothi.kernel.testing.contract import ScreenContract
from dothi.packs.actions import find_folder, load_pack
from dothi.packs.check import Checks, check_pack
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.models import LoadedPack


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "environment"
    shutil.copytree(SHIPPED / "environment", target)
    return target


@pytest.mark.parametrize("code", sorted(path.parent.name for path in SHIPPED.glob("*/pack.toml")))
def test_every_shipped_pack_is_good(code: str) -> None:
    assert check_pack(read_pack(SHIPPED / code)) == []


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


MISTAKES: dict[str, tuple[Callable[[Path], object], str, str, str]] = {
    "broken JSON": (lambda p: (p / "samples" / "x.json").write_text("[\n{"), "samples/x.json", "2", "packs-check-not-json"),
    "broken TOML": (lambda p: (p / "ranges.toml").write_text("[[range]]\nx"), "ranges.toml", "2", "packs-check-not-toml"),
    "no README": (lambda p: (p / "README.md").unlink(), "README.md", "—", "packs-check-file-missing"),
    "code in a pack": (lambda p: (p / "run.py").write_text("1"), "run.py", "—", "packs-check-unknown-file"),
    "other code": (lambda p: replace(p / "pack.toml", 'code = "environment"', 'code = "air"'), "pack.toml", "code", "packs-check-code"),
    "bad version": (lambda p: replace(p / "pack.toml", 'version = "1.0.0"', 'version = "1"'), "pack.toml", "version", "packs-check-version"),
    "one language": (lambda p: replace(p / "pack.toml", 'en = "Environment"', ""), "pack.toml", "name.en", "packs-check-language"),
    "unknown unit": (
        lambda p: replace(p / "types/AirQualityObserved.json", '"x-unitCode": "GQ", "x-label": "environment-attribute-pm25"', '"x-unitCode": "XX", "x-label": "environment-attribute-pm25"'),
        "types/AirQualityObserved.json", "properties.pm25.x-unitCode", "packs-check-unit",
    ),
    "no label": (
        lambda p: replace(p / "types/AirQualityObserved.json", ', "x-label": "environment-attribute-o3"', ""),
        "types/AirQualityObserved.json", "properties.o3.x-label", "packs-check-label",
    ),
    "string in one language": (
        lambda p: replace(p / "strings/en.ftl", "environment-attribute-o3 =", "environment-attribute-ozone ="),
        "strings/en.ftl", "—", "packs-check-string-missing",
    ),
    "range of nothing": (lambda p: replace(p / "ranges.toml", 'attribute = "pm25"', 'attribute = "pm26"'), "ranges.toml", "range[1]", "packs-check-attribute"),
    "range in another unit": (lambda p: replace(p / "ranges.toml", 'unit = "CEL"', 'unit = "KEL"'), "ranges.toml", "range[7]", "packs-check-other-unit"),
    "range upside down": (lambda p: replace(p / "ranges.toml", "max = 2000", "max = 0"), "ranges.toml", "range[1].max", "packs-check-limits"),
    "sample out of range": (
        lambda p: replace(p / "samples/AirQualityObserved.json", '"relativeHumidity": 74.0', '"relativeHumidity": 740'),
        "samples/AirQualityObserved.json", "[1].relativeHumidity", "packs-check-sample-value",
    ),
    "simulator": (lambda p: replace(p / "simulator.toml", "lasts_h = 5", "lasts_h = 50"), "simulator.toml", "episode.lasts_h", "error-pack-window-too-long"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_remedy(copy: Path, name: str) -> None:
    make, file, where, key = MISTAKES[name]
    make(copy)
    found = check_pack(read_pack(copy))
    complaint = next(one for one in found if (one.file, one.key) == (file, key))
    assert complaint.where == where
    for language in ("vi", "en"):
        assert has(key)
        assert "{" not in t(key, language, **{k: str(v) for k, v in complaint.fields.items()})


def test_rules_and_mappings_are_checked_by_their_own_rooms(copy: Path) -> None:
    def rule(table: dict[str, object]) -> list[tuple[str, str, dict[str, object]]]:
        return (
            [("severity", "packs-check-choice", {"known": "x"})]
            if table["code"] == "aqi-hour-unhealthy"
            else []
        )

    def mapping(path: Path) -> list[tuple[str, str, str | None]]:
        return [("AirQualityObserved", "pm25", "GQ"), ("AirQualityObserved", "pm99", "GQ")]

    found = check_pack(read_pack(copy), Checks(rule=rule, mapping=mapping))
    assert [(one.file, one.where) for one in found] == [
        ("rules/air.toml", "aqi-hour-unhealthy.severity"),
        ("mappings/station_hourly_csv.toml", "pm99"),
    ]


@pytest.mark.django_db
def test_loading_is_idempotent_and_a_changed_pack_is_a_new_version(copy: Path) -> None:
    handed: list[list[str]] = []

    def rules(pack: str, version: str, tables: list[dict[str, object]]) -> list[str]:
        handed.append([str(table["code"]) for table in tables])
        return handed[-1]

    first, changed = load_pack(copy, by=None, loaders={"rules": rules})
    assert changed
    assert "aqi-hour-unhealthy" in first.contents["rules"]
    again, changed = load_pack(copy, by=None, loaders={"rules": rules})
    assert (again.pk, changed, len(handed)) == (first.pk, False, 1)
    replace(copy / "pack.toml", 'version = "1.0.0"', 'version = "1.1.0"')
    newer, changed = load_pack(copy, by=None, loaders={"rules": rules})
    assert (newer.version, changed, LoadedPack.objects.count()) == ("1.1.0", True, 1)


@pytest.mark.django_db
def test_a_pack_with_a_mistake_is_not_loaded_at_all(copy: Path) -> None:
    schema = json.loads((copy / "types/AirQualityObserved.json").read_text(encoding="utf-8"))
    schema["properties"]["pm25"]["x-unitCode"] = "furlong"
    (copy / "types/AirQualityObserved.json").write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(BadRequest) as caught:
        load_pack(copy, by=None)
    assert caught.value.code == "pack-refused"
    assert not LoadedPack.objects.exists()


def test_a_pack_that_does_not_exist_is_told_so() -> None:
    with pytest.raises(NotFound):
        find_folder("weather")


class TestPacks(ScreenContract):
    path, right, no_right, shows = "/packs/", "vy", ("dung", "lan"), "Gói lĩnh vực"
