"""Loading is idempotent, versioned and reversible: what a pack said before stands again, in every room that took a part."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import find_folder, find_version, last_load, load_pack, put_in_force, take_back
from dothi.packs.models import LoadedPack, PackEdition
from dothi.packs.new import new_pack
from dothi.packs.tests.folders import NEXT, VERSION, append, copied, replace
from dothi.rules.actions import change_rule
from dothi.rules.book import open_book, versions_in_force
from dothi.rules.models import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


def second(folder: Path) -> None:
    """The next version: another limit, a rule less, a rule more, an attribute more."""
    replace(folder / "pack.toml", f'version = "{VERSION}"', f'version = "{NEXT}"')
    replace(folder / "rules/air.toml", '"airQualityIndex.value > 150.0"', '"airQualityIndex.value > 140.0"')
    text = (folder / "rules/sources.toml").read_text(encoding="utf-8")
    head, silent, implausible = text.split("[[rule]]")
    more = implausible.replace("air-temperature-implausible", "air-temperature-odd")
    (folder / "rules/sources.toml").write_text(f"{head}[[rule]]{silent}[[rule]]{more}", encoding="utf-8")
    replace(folder / "sops/air.toml", '"air-temperature-implausible"', '"air-temperature-odd"')
    schema = json.loads((folder / "types/AirQualityObserved.json").read_text(encoding="utf-8"))
    schema["properties"]["no"] = {
        "type": "number",
        "x-unitCode": "GQ",
        "x-label": "environment-attribute-no2",
    }
    (folder / "types/AirQualityObserved.json").write_text(json.dumps(schema), encoding="utf-8")


def in_force() -> dict[str, str]:
    """Code → condition of every rule that holds today."""
    return {rule.code: rule.condition or f"silent {rule.no_data_after}" for rule in versions_in_force()}


def declared() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute("select short, schema::text from entities_declared_type")
        return {short: set(json.loads(schema)["properties"]) for short, schema in cursor.fetchall()}


def test_the_same_pack_again_changes_nothing(copy: Path) -> None:
    first, changed = load_pack(copy, by=None)
    assert changed
    assert "aqi-hour-unhealthy" in first.contents["rules"]
    assert "air-unhealthy" in first.contents["sops"]
    before = (Rule.objects.count(), PackEdition.objects.count())
    again, changed = load_pack(copy, by=None)
    assert (again.pk, changed) == (first.pk, False)
    assert (Rule.objects.count(), PackEdition.objects.count()) == before


def test_a_load_is_taken_back_and_what_was_before_stands_again(copy: Path, cast: Cast) -> None:
    load_pack(copy, by=cast.vy)
    rules, types = in_force(), declared()
    second(copy)
    newer, changed = load_pack(copy, by=cast.vy)
    assert (newer.version, changed) == (NEXT, True)
    assert in_force()["aqi-hour-unhealthy"] == "airQualityIndex.value > 140.0"
    assert {"air-temperature-odd"} == set(in_force()) - set(rules)
    assert {"air-temperature-implausible"} == set(rules) - set(in_force())
    assert "no" in declared()["AirQualityObserved"]

    row = take_back("environment", by=cast.vy)
    assert row is not None
    assert row.version == VERSION
    assert (in_force(), declared()) == (rules, types)
    taken = PackEdition.objects.get(version=NEXT)
    assert taken.taken_back_by == cast.vy
    assert Rule.objects.filter(code="aqi-hour-unhealthy").count() == 3  # nothing was overwritten

    assert load_pack(copy, by=None)[1]  # and forward again
    assert in_force()["aqi-hour-unhealthy"] == "airQualityIndex.value > 140.0"
    assert "air-temperature-odd" in in_force()
    row, changed = put_in_force(find_version("environment", VERSION), by=None)
    assert (row.version, changed, in_force(), declared()) == (VERSION, True, rules, types)


def test_a_load_that_came_meanwhile_is_not_taken_back_unseen(copy: Path) -> None:
    load_pack(copy, by=None)
    shown = last_load("environment")
    second(copy)
    load_pack(copy, by=None)
    with pytest.raises(Conflict):
        take_back("environment", by=None, shown=shown)
    row = take_back("environment", by=None, shown=last_load("environment"))
    assert row is not None
    assert row.version == VERSION


def test_the_first_load_taken_back_leaves_nothing_in_force(copy: Path) -> None:
    load_pack(copy, by=None)
    rules = in_force()
    assert open_book().by_code
    assert take_back("environment", by=None) is None
    assert (in_force(), declared(), open_book().by_code) == ({}, {}, {})
    assert not LoadedPack.objects.exists()
    with pytest.raises(NotFound):
        take_back("environment", by=None)
    load_pack(copy, by=None)
    assert in_force() == rules


def test_dated_rules_come_and_go_with_their_day(copy: Path) -> None:
    """A later table of the same code, taken back, lets the earlier one go on to hold."""
    load_pack(copy, by=None)
    replace(copy / "pack.toml", f'version = "{VERSION}"', f'version = "{NEXT}"')
    text = (copy / "rules/air.toml").read_text(encoding="utf-8")
    table = "[[rule]]" + text.split("[[rule]]")[1]
    later = table.replace("2019-11-12", "2026-02-01", 1).replace("> 150.0", "> 130.0")
    append(copy / "rules/air.toml", "\n" + later)
    with clock.moved_to(dt.datetime(2026, 3, 1, tzinfo=dt.UTC)):
        load_pack(copy, by=None)
        assert in_force()["aqi-hour-unhealthy"].endswith("130.0")
        take_back("environment", by=None)
        assert in_force()["aqi-hour-unhealthy"].endswith("150.0")
        assert not put_in_force(find_version("environment", VERSION), by=None)[1]


def test_what_a_city_has_set_itself_outlives_loading_and_taking_back(copy: Path, cast: Cast) -> None:
    load_pack(copy, by=None)
    rule = next(rule for rule in versions_in_force() if rule.code == "aqi-hour-unhealthy")
    change_rule(rule, {"condition": "airQualityIndex.value > 170.0"}, reason="Thử", by=cast.vy)
    second(copy)
    load_pack(copy, by=None)
    assert in_force()["aqi-hour-unhealthy"].endswith("170.0")
    take_back("environment", by=None)
    assert in_force()["aqi-hour-unhealthy"].endswith("170.0")
    take_back("environment", by=None)
    assert in_force() == {}
    load_pack(copy, by=None)
    own = next(rule for rule in versions_in_force() if rule.code == "aqi-hour-unhealthy")
    assert own.condition.endswith("170.0")
    assert own.changed_by == cast.vy


def test_a_rule_of_another_pack_is_not_taken_over(copy: Path, tmp_path: Path) -> None:
    load_pack(copy, by=None)
    Rule.objects.filter(code="air-station-silent").update(pack="weather")
    second(copy)
    with pytest.raises(Conflict) as caught:
        load_pack(copy, by=None)
    assert caught.value.fields == {"code": "air-station-silent", "pack": "weather"}
    assert LoadedPack.objects.get().version == VERSION


MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "unknown unit": ("types/AirQualityObserved.json", '"GQ"', '"furlong"', "types/AirQualityObserved.json:14"),
    "type error": ("rules/air.toml", "airQualityIndex.value > 150.0", "airQualityIndex.value", "rules/air.toml:9"),
    "circle": ("derived/vn_aqi.toml", '["pm25"', '["airQualityIndex"', "derived/vn_aqi.toml:7"),
    "lost rows": (
        "mappings/station_hourly_csv.toml", '"{Mã trạm}"', '"{Ngày}"', "mappings/station_hourly_csv.toml:12",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_pack_with_a_mistake_is_not_loaded_at_all(copy: Path, name: str) -> None:
    file, old, new, place = MISTAKES[name]
    replace(copy / file, old, new)
    with pytest.raises(BadRequest) as caught:
        load_pack(copy, by=None)
    assert caught.value.code == "pack-refused"
    assert str(caught.value.fields["where"]).startswith(place)
    assert not LoadedPack.objects.exists()
    assert not Rule.objects.exists()
    assert declared() == {}


def test_a_version_that_is_no_longer_sound_does_not_come_back(copy: Path) -> None:
    load_pack(copy, by=None)
    edition = PackEdition.objects.get()
    texts: dict[str, Any] = edition.texts | {"ranges.toml": "[[range]]\n"}
    PackEdition.objects.filter(pk=edition.pk).update(texts=texts)
    second(copy)
    load_pack(copy, by=None)
    with pytest.raises(BadRequest):
        take_back("environment", by=None)
    assert LoadedPack.objects.get().version == NEXT
    assert not PackEdition.objects.filter(taken_back_at__isnull=False).exists()


def test_what_does_not_exist_is_told_so() -> None:
    with pytest.raises(NotFound):
        find_folder("weather")
    with pytest.raises(NotFound):
        find_version("environment", "9.9.9")


COMMAND = """
[[command]]
code = "empty-it"
valid_from = 2026-01-01
type = "{type}"
name = {{ vi = "Đổ", en = "Empty" }}
choices = [{{ value = "yes", name = {{ vi = "có", en = "yes" }} }}]
attribute = "name"
risk = "{risk}"
second_person = {second}
expires = "15m"
timeout = "2m"
source = "x"
certainty = "D"
"""


def test_no_pack_takes_the_place_of_a_command_of_another(tmp_path: Path) -> None:
    """By the later of two of one code the consent that the first one asks for would be gone, or the command itself."""
    for code, type_, risk, second_ in (
        ("rac", "WasteContainer", "high", "true"),
        ("khac", "CompostBin", "low", "false"),
    ):
        folder = new_pack(code, tmp_path, type_=type_)
        (folder / "commands").mkdir()
        text = COMMAND.format(type=type_, risk=risk, second=second_)
        (folder / "commands" / "x.toml").write_text(text, encoding="utf-8")
    load_pack(tmp_path / "rac", by=None)
    with pytest.raises(Conflict, match="pack-code-of-another"):
        load_pack(tmp_path / "khac", by=None)
    assert load_pack(tmp_path / "rac", by=None)[1] is False
    take_back("rac", by=None)
    assert load_pack(tmp_path / "khac", by=None)[1] is True
