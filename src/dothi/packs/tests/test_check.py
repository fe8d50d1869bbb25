"""The checker: the shipped pack is good, and every kind of mistake is named with file, line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from dothi.boards import urls as boards
from dothi.kernel import pack_files
from dothi.kernel.i18n import has, keys, t
from dothi.packs import reserved, urls
from dothi.packs.check import check_pack, manifest, strings
from dothi.packs.check.strings import words_wanted
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.tests.folders import VERSION, append, copied, line, replace

AIR = "types/AirQualityObserved.json"
MAPPING = "mappings/station_hourly_csv.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.mark.parametrize("code", sorted(path.parent.name for path in SHIPPED.glob("*/pack.toml")))
def test_every_shipped_pack_is_good(code: str) -> None:
    pack = read_pack(SHIPPED / code)
    assert [one.place for one in check_pack(pack)] == []
    assert words_wanted(pack) == []


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
    "bad version": Mistake(swap("pack.toml", f'version = "{VERSION}"', 'version = "1"'), "pack.toml", 'version = "1"', "version", "packs-check-version"),
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
    "quality forgotten": Mistake(swap("quality.toml", "[scenario]\n", "[story]\n"), "quality.toml", "[story]", "story", "packs-check-unknown-key"),
    "done but not there": Mistake(lambda p: (p / "board.toml").unlink(), "quality.toml", "", "board.state", "packs-check-quality-not-there"),
    "exempt for nothing": Mistake(
        swap("quality.toml", '[board]\nstate = "done"', '[board]\nstate = "exempt"'), "quality.toml", "[board]", "board.because", "packs-check-quality-because"
    ),
    "circle of derived values": Mistake(
        swap("derived/vn_aqi.toml", "[[derived]]", CIRCLE + "[[derived]]"),
        "derived/vn_aqi.toml", '"airQualityIndex"]', "derived[1].inputs", "rules-check-circle",
    ),
    "derived from nothing": Mistake(
        swap("derived/vn_aqi.toml", '"co"]', '"co2"]'), "derived/vn_aqi.toml", '"co2"', "derived[1].inputs[6]", "packs-check-attribute"
    ),
    "tile of nothing": Mistake(
        swap("board.toml", '"air-hours-good"', '"air-hours-bad"'), "board.toml", '"air-hours-bad"', "tile[3].indicator", "packs-check-no-indicator"
    ),
    "share of what": Mistake(swap("indicators/air.toml", "at_most = 100\n", ""), "indicators/air.toml", '"share"', "indicator[1].figure", "packs-check-figure-of-what"),
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
        swap("rules/sources.toml", 'type = "AirQualityObserved"', 'type = "ForestObserved"'),
        "rules/sources.toml", "Forest", "rule[1].type", "rules-check-no-type",
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
        ("simulator.toml", "packs-check-other-unit"),
        ("ranges.toml", "packs-check-other-unit"),
        ("indicators/air.toml", "packs-check-other-unit"),
        ("board.toml", "packs-check-no-indicator"),
        (MAPPING, "connectors-check-other-unit"),
    ]


FORMULA = """
[[derived]]
type = "AirQualityObserved"
attribute = "dust"
formula = "pm25.value / pm10.value"
unit = "P1"
valid_from = 2026-01-01
name = { vi = "x", en = "x" }
source = "x"
certainty = "D"
"""
OTHER = """
[[derived]]
type = "AirQualityObserved"
attribute = "pm10"
formula = "dust.value * 2.0"
unit = "GQ"
valid_from = 2026-01-01
name = { vi = "x", en = "x" }
source = "x"
certainty = "D"
"""
DUST = '"dust": {"type": "number", "x-unitCode": "P1", "x-derived": "formula", "x-label": "environment-attribute-pm25"},\n      "pm25":'
REFUSED = {  # what is written instead → the line that must be named, and a word of the reason
    "a number where a double stands": ("pm25.value / pm10.value", "pm25.value / 2", "formula = ", "cột 12"),
    "an attribute that does not exist": ("pm10.value", "pm9.value", "formula = ", "pm9"),
    "a text": ("pm25.value / pm10.value", "'a' + string(pm25.value)", "formula = ", "number"),
    "an unknown unit": ('unit = "P1"', 'unit = "furlong"', "unit = ", "furlong"),
    "another unit": ('unit = "P1"', 'unit = "GQ"', "unit = ", "P1"),
    "an unknown rhythm": ("valid_from", 'every = "week"\nvalid_from', "every = ", "15m"),
    "a circle": ("\n[[derived]]", OTHER + "\n[[derived]]", "formula = ", "→"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_formula_is_refused_with_its_line(
    copy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """End to end, as `dothi pack check` says it."""
    from dothi.cli.pack_ import check

    old, new, on, word = REFUSED[name]
    replace(copy / AIR, '"pm25":', DUST)
    (copy / "derived" / "dust.toml").write_text(FORMULA, encoding="utf-8")
    replace(copy / "derived" / "dust.toml", old, new)
    with pytest.raises(typer.Exit):
        check(str(copy))
    said = [one for one in capsys.readouterr().out.splitlines() if one.startswith("derived/dust.toml")]
    assert any(
        f"derived/dust.toml:{line(copy / 'derived' / 'dust.toml', on)}:" in one and word in one
        for one in said
    ), said


def test_a_good_formula_is_good_and_a_circle_through_another_pack_is_not(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(copy / AIR, '"pm25":', DUST)
    (copy / "derived" / "dust.toml").write_text(FORMULA, encoding="utf-8")
    mine = [one for one in check_pack(read_pack(copy)) if one.file == "derived/dust.toml"]
    assert mine == []
    texts = {**pack_files.texts(), "khac": {"derived/x.toml": OTHER}}
    monkeypatch.setattr(pack_files, "_known", [pack_files._Known(texts, texts, serial=10_000)])
    monkeypatch.setattr(pack_files, "_sources", [])
    (found,) = [one for one in check_pack(read_pack(copy)) if one.file == "derived/dust.toml"]
    assert (found.key, found.line) == ("rules-check-circle", line(copy / "derived" / "dust.toml", "formula"))


ODD = (
    "rule = 5",
    'rule = ["x"]',
    '[[rule]]\ncode = "x"\nname = { vi = 5, en = ["b"] }\nowner = [1]\narmed = "no"',
)


@pytest.mark.parametrize("text", ODD)
def test_what_has_another_shape_is_told_where_it_stands(copy: Path, text: str) -> None:
    """A text where a table is expected makes no check fall: whoever judges that place names it."""
    (copy / "rules" / "odd.toml").write_text(text, encoding="utf-8")
    found = check_pack(read_pack(copy))
    assert "rules/odd.toml" in {one.file for one in found} and all(has(one.key) for one in found)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pack.toml", 'version = "', f'version = "{"0" * 20}'),
        ("rules/air.toml", '[[rule]]\ncode = "', f'[[rule]]\ncode = "{"a" * 80}'),
        ("rules/air.toml", '[rule.name]\nvi = "', f'[rule.name]\nvi = "{"a" * 200}'),
        ("indicators/air.toml", 'code = "', f'code = "{"a" * 80}'),
    ],
)
def test_what_no_table_bears_is_told_before_it_is_loaded(copy: Path, file: str, old: str, new: str) -> None:
    replace(copy / file, old, new)
    found = [one for one in check_pack(read_pack(copy)) if one.key == "packs-check-long"]
    assert [one.file for one in found] == [file] and found[0].line == line(
        copy / file, new.rpartition("\n")[2][:40]
    )


@pytest.mark.parametrize("code", ["handed-in", "rules", "web-system"])
def test_a_word_of_the_centre_is_no_code(copy: Path, code: str) -> None:
    """Its page would be another one's, or its words would seem to be a room's."""
    folder = copy.rename(copy.with_name(code))
    replace(folder / "pack.toml", 'code = "environment"', f'code = "{code}"')
    (found,) = manifest.check(read_pack(folder))
    assert (found.key, found.where) == ("packs-check-code-reserved", "code")


def test_every_word_of_an_address_and_of_a_room_is_reserved() -> None:
    """What stands where the code of a pack would stand (packs/<code>/, boards/<code>/), and how the keys of rooms begin."""
    routes = [str(one.pattern).split("/") for one in (*urls.urlpatterns, *boards.urlpatterns)]
    words = {route[1] for route in routes if route[0] in ("packs", "boards") and len(route) > 2}
    assert "handed-in" in words
    assert all(reserved.is_reserved(word) for word in words if "<" not in word)
    assert {key.partition("-")[0] for key in keys()} <= reserved.ROOMS


_serials = count(20_000)  # what was made of other packs before is made anew


def _among(monkeypatch: pytest.MonkeyPatch, packs: dict[str, str]) -> None:
    """Beside the shipped packs these count: code and words of each."""
    known = {**pack_files.texts(), **{code: {"strings/vi.ftl": words} for code, words in packs.items()}}
    monkeypatch.setattr(pack_files, "_known", [pack_files._Known(known, known, serial=next(_serials))])
    monkeypatch.setattr(pack_files, "_sources", [])


def test_a_pack_says_no_word_of_one_whose_code_is_longer(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two packs `rac` and `rac-2` the first would say the words of both."""
    _among(monkeypatch, {"rac": "rac-2-type-Bin = A\nrac-type-Bin = C\n", "rac-2": "rac-2-type-Bin = B\n"})
    assert [t(key, lang="vi") for key in ("rac-2-type-Bin", "rac-type-Bin")] == ["B", "C"]
    _among(monkeypatch, {"environment-2": "environment-2-type-Bin = B\n"})
    for language in ("vi", "en"):
        append(copy / "strings" / f"{language}.ftl", "\nenvironment-2-type-Bin = A\n")
    (found,) = strings.check(read_pack(copy))
    assert (found.key, found.fields["code"]) == ("packs-check-string-of-another", "environment-2")


def test_a_code_whose_words_another_pack_says_already_is_refused(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _among(monkeypatch, {"env": "env-x = X\nenvironment-a = A\n"})
    assert list(strings.check(read_pack(copy))) == []
    folder = copy.rename(copy.with_name("env-x"))
    replace(folder / "pack.toml", 'code = "environment"', 'code = "env-x"')
    _among(monkeypatch, {"env": "env-x-type-Bin = X\n"})
    (found,) = [one for one in strings.check(read_pack(folder)) if one.key == "packs-check-code-spoken"]
    assert (found.file, found.fields["key"]) == ("pack.toml", "env-x-type-Bin")
