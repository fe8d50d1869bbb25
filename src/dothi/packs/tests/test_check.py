"""The checker: the shipped pack is good, and every kind of mistake is named with file, line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dothi.kernel.i18n import has, t
from dothi.packs.check import check_pack
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.tests.folders import append, copied, line, replace

AIR = "types/AirQualityObserved.json"
MAPPING = "mappings/station_hourly_csv.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.mark.parametrize("code", sorted(path.parent.name for path in SHIPPED.glob("*/pack.toml")))
def test_every_shipped_pack_is_good(code: str) -> None:
    assert [one.place for one in check_pack(read_pack(SHIPPED / code))] == []


class Mistake(NamedTuple):
    """`on` is a text on the line that must be named (of the file after the mistake was made), or "" for the file as a whole."""

    make: Callable[[Path], object]
    file: str
    on: str
    where: str
    key: str


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: replace(folder / file, old, new)


def add(file: str, text: str) -> Callable[[Path], None]:
    return lambda folder: append(folder / file, text)


CIRCLE = """
[[derived]]
type = "AirQualityObserved"
attribute = "pm10"
method = "x"
inputs = ["pm25", "airQualityIndex"]
valid_from = 2026-01-01
name = { vi = "x", en = "x" }
source = "x"
certainty = "D"
"""
MISTAKES: dict[str, Mistake] = {
    "broken JSON": Mistake(lambda p: (p / "samples" / "x.json").write_text("[\n{"), "samples/x.json", "{", "", "packs-check-not-json"),
    "broken TOML": Mistake(lambda p: (p / "ranges.toml").write_text("[[range]]\nx"), "ranges.toml", "x", "", "packs-check-not-toml"),
    "depth": Mistake(lambda p: (p / "samples" / "x.json").write_text("[" * 100_000), "samples/x.json", "[", "", "packs-check-too-deep"),
    "no README": Mistake(lambda p: (p / "README.md").unlink(), "README.md", "", "", "packs-check-file-missing"),
    "code in a pack": Mistake(lambda p: (p / "run.py").write_text("1"), "run.py", "", "", "packs-check-unknown-file"),
    "bytes": Mistake(lambda p: (p / "README.md").write_bytes(b"\xff"), "README.md", "", "", "packs-check-unreadable"),
    "way out": Mistake(lambda p: (p / "sops" / "x.toml").symlink_to("/etc/hostname"), "sops/x.toml", "", "", "packs-check-unreadable"),
    "other code": Mistake(swap("pack.toml", 'code = "environment"', 'code = "air"'), "pack.toml", 'code = "air"', "code", "packs-check-code"),
    "bad version": Mistake(swap("pack.toml", 'version = "1.1.0"', 'version = "1"'), "pack.toml", 'version = "1"', "version", "packs-check-version"),
    "one language": Mistake(swap("pack.toml", 'en = "Environment"', ""), "pack.toml", "[name]", "name", "packs-check-language"),
    "unknown unit": Mistake(
        swap(AIR, '"GQ", "x-label": "environment-attribute-o3"', '"furlong", "x-label": "environment-attribute-o3"'),
        AIR, '"furlong"', "properties.o3.x-unitCode", "packs-check-unit",
    ),
    "no label": Mistake(swap(AIR, ', "x-label": "environment-attribute-o3"', ""), AIR, '"o3"', "properties.o3.x-label", "packs-check-label"),
    "no schema": Mistake(swap(AIR, '"type": "object"', '"type": "thing"'), AIR, "", "", "packs-check-schema"),
    "string in one language": Mistake(
        swap("strings/en.ftl", "environment-attribute-o3 =", "environment-attribute-ozone ="), "strings/en.ftl", "", "", "packs-check-string-missing"
    ),
    "string of another room": Mistake(add("strings/vi.ftl", "\nrules-title = x\n"), "strings/vi.ftl", "rules-title", "", "packs-check-string-prefix"),
    "broken Fluent": Mistake(swap("strings/vi.ftl", "environment-attribute-co =", "environment attribute co ="), "strings/vi.ftl", "attribute co", "", "packs-check-not-fluent"),
    "arguments differ": Mistake(
        swap("strings/en.ftl", "environment-attribute-o3 = Ozone", "environment-attribute-o3 = { $x } Ozone"),
        "strings/en.ftl", "{ $x }", "", "packs-check-string-arguments",
    ),
    "range of nothing": Mistake(swap("ranges.toml", 'attribute = "no2"', 'attribute = "no3"'), "ranges.toml", '"no3"', "range[3].attribute", "packs-check-attribute"),
    "range in another unit": Mistake(swap("ranges.toml", 'unit = "CEL"', 'unit = "KEL"'), "ranges.toml", '"KEL"', "range[7].unit", "packs-check-other-unit"),
    "range upside down": Mistake(swap("ranges.toml", "max = 15400", "max = -1"), "ranges.toml", "max = -1", "range[3].max", "packs-check-limits"),
    "sample out of range": Mistake(
        swap("samples/AirQualityObserved.json", '"relativeHumidity": 74.0', '"relativeHumidity": 740'),
        "samples/AirQualityObserved.json", "740", "[1].relativeHumidity", "packs-check-sample-value",
    ),
    "simulator": Mistake(swap("simulator.toml", "lasts_h = 5", "lasts_h = 50"), "simulator.toml", "lasts_h = 50", "episode.lasts_h", "error-pack-window-too-long"),
    "quality forgotten": Mistake(swap("quality.toml", '[scenario]\nstate = "todo"', '[scenarios]\nstate = "todo"'), "quality.toml", "[scenarios]", "scenarios", "packs-check-unknown-key"),
    "done but not there": Mistake(lambda p: (p / "board.toml").unlink(), "quality.toml", "", "board.state", "packs-check-quality-not-there"),
    "exempt for nothing": Mistake(
        swap("quality.toml", '[board]\nstate = "done"', '[board]\nstate = "exempt"'), "quality.toml", "[board]", "board.because", "packs-check-quality-because"
    ),
    "circle of derived values": Mistake(
        swap("derived/vn_aqi.toml", "[[derived]]", CIRCLE + "[[derived]]"),
        "derived/vn_aqi.toml", '"airQualityIndex"]', "derived[1].inputs", "packs-check-circle",
    ),
    "derived from nothing": Mistake(
        swap("derived/vn_aqi.toml", '"co"]', '"co2"]'), "derived/vn_aqi.toml", '"co2"', "derived[1].inputs[6]", "packs-check-attribute"
    ),
    "tile of nothing": Mistake(
        swap("board.toml", '"air-hours-good"', '"air-hours-bad"'), "board.toml", '"air-hours-bad"', "tile[3].indicator", "packs-check-no-indicator"
    ),
    "share of what": Mistake(swap("indicators/air.toml", "at_most = 100\n", ""), "indicators/air.toml", '"share"', "indicator[1].figure", "packs-check-share-of-what"),
    "category without parent": Mistake(
        swap("categories.toml", 'parent = "air"', 'parent = "smoke"'), "categories.toml", '"smoke"', "category[2].parent", "packs-check-no-parent"
    ),
    "category twice": Mistake(swap("categories.toml", '"air-odour"', '"air-industry"'), "categories.toml", "", "category[5].code", "packs-check-twice"),
    "procedure of no rule": Mistake(swap("sops/air.toml", '"aqi-hour-unhealthy"', '"aqi-bad"'), "sops/air.toml", '"aqi-bad"', "sop[1].rules[1]", "packs-check-no-rules"),
    "deadline": Mistake(swap("sops/air.toml", '"30m"', '"soon"'), "sops/air.toml", '"soon"', "sop[1].step[2].within", "packs-check-duration"),
    "rule with a type error": Mistake(
        swap("rules/air.toml", '"airQualityIndex.value > 150.0"', '"airQualityIndex.value + 150.0"'),
        "rules/air.toml", "+ 150.0", "rule[1].condition", "error-rule-condition",
    ),
    "rule with a number as text": Mistake(
        swap("rules/sources.toml", "temperature.jump('90m') > 12.0", "temperature.jump(90) > 12.0"),
        "rules/sources.toml", "jump(90)", "rule[2].condition", "error-rule-condition",
    ),
    "rule on nothing": Mistake(
        swap("rules/air.toml", '"airQualityIndex.value > 200.0"', '"airIndex.value > 200.0"'),
        "rules/air.toml", "airIndex", "rule[2].condition", "rules-check-no-attribute",
    ),
    "rule on another's type": Mistake(
        swap("rules/sources.toml", 'type = "AirQualityObserved"', 'type = "WaterQualityObserved"'),
        "rules/sources.toml", "Water", "rule[1].type", "rules-check-no-type",
    ),
    "legal and unverified": Mistake(swap("rules/air.toml", "armed = false", "armed = true"), "rules/air.toml", "armed = true", "rule[3].armed", "error-rule-unverified-legal"),
    "mapping of nothing": Mistake(swap(MAPPING, 'name = "pm10"', 'name = "pm11"'), MAPPING, '"pm11"', "attribute[2].name", "connectors-check-no-attribute"),
    "mapping into another unit": Mistake(
        swap(MAPPING, 'unit = "GQ"\nfrom = "GP"', 'unit = "GP"'), MAPPING, 'unit = "GP"', "attribute[4].unit", "connectors-check-other-unit"
    ),
    "mapping from an unknown unit": Mistake(swap(MAPPING, 'from = "ppb"', 'from = "grain"'), MAPPING, '"grain"', "attribute[3].from", "error-mapping-unknown-unit"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_remedy(copy: Path, name: str) -> None:
    mistake = MISTAKES[name]
    mistake.make(copy)
    found = check_pack(read_pack(copy))
    complaint = next(one for one in found if (one.file, one.key) == (mistake.file, mistake.key))
    assert complaint.where == mistake.where
    if mistake.on:
        assert complaint.line == line(copy / mistake.file, mistake.on)
    for language in ("vi", "en"):
        assert has(complaint.key)
        said = t(complaint.key, language, **{k: str(v) for k, v in complaint.fields.items()})
        assert "{" not in said


def test_a_mapping_that_loses_half_of_its_sample_is_refused(copy: Path) -> None:
    replace(copy / MAPPING, 'format = "%d/%m/%Y %H:%M"', 'format = "%m/%d/%Y %H:%M"')
    sample = copy / "samples/station_hourly_csv.csv"
    sample.write_text(
        sample.read_text(encoding="utf-8").replace("tram-mau-2;05/03", "tram-mau-2;25/03"), encoding="utf-8"
    )
    found = check_pack(read_pack(copy))
    assert [(one.file, one.line, one.where, one.key) for one in found] == [
        (MAPPING, line(copy / MAPPING, "format = "), "time.format", "connectors-check-loses")
    ]
    assert found[0].fields | {"reason": ""} == {
        "sample": "samples/station_hourly_csv.csv", "lost": 4, "rows": 8, "line": 6, "reason": "",
        "value": found[0].fields["value"],
    }  # fmt: skip


def test_a_mapping_that_reads_numbers_wrongly_is_refused(copy: Path) -> None:
    """Rows arrive, but the values of a column do not: the column is named."""
    replace(copy / MAPPING, 'decimal = ","', 'decimal = "."')
    found = check_pack(read_pack(copy))
    assert [(one.file, one.where, one.key) for one in found] == [
        (MAPPING, "attribute[1]", "connectors-check-loses")
    ]


def test_no_complaint_hides_another_and_causes_come_first(copy: Path) -> None:
    replace(
        copy / AIR,
        '"pm25": {"type": "number", "x-unitCode": "GQ"',
        '"pm25": {"type": "number", "x-unitCode": "GR"',
    )
    replace(copy / "board.toml", '"air-hours-good"', '"air-hours-bad"')
    found = check_pack(read_pack(copy))
    assert [(one.file, one.key) for one in found] == [
        (AIR, "packs-check-unit"),
        ("ranges.toml", "packs-check-other-unit"),
        ("simulator.toml", "packs-check-other-unit"),
        ("board.toml", "packs-check-no-indicator"),
        (MAPPING, "connectors-check-other-unit"),
    ]
