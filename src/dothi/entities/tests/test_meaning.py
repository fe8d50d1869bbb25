"""What a pack calls an attribute is said where its type is; values of enumerations are words, and change with the language."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.utils import translation

from dothi.entities import meaning
from dothi.kernel import pack_files


def _files(pack: str, type_: str, words: dict[str, str]) -> dict[str, str]:
    schema = {
        "title": type_,
        "properties": {"temperature": {"x-label": f"{pack}-attribute-temperature"}, "status": {}},
    }
    vi = "\n".join(f"{pack}-{key} = {word}" for key, word in words.items())
    return {
        f"types/{type_}.json": json.dumps(schema),
        "strings/vi.ftl": vi,
        "strings/en.ftl": vi.replace("Nước", "Water"),
    }


WATER = {"attribute-temperature": "Nước", "value-status-open": "Mở van", "value-status-duoi-BD1": "Dưới BĐ1"}
AIR = {
    "attribute-temperature": "Không khí",
    "attribute-temperature-about": "ở 2 m",
    "value-status-open": "Mở cửa",
    "value-Shelter-status-open": "Đang đón dân",
}


@pytest.fixture(autouse=True)
def two_packs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two packs that call one short name differently."""
    found = {"air": _files("air", "Weather", AIR), "water": _files("water", "River", WATER)}
    found["air"]["types/Shelter.json"] = json.dumps({"title": "Shelter", "properties": {"status": {}}})
    known = pack_files._Known(found, found, serial=-7)  # a number that no process comes to
    monkeypatch.setattr(pack_files, "_now", lambda: known)
    with translation.override("vi"):
        yield


def test_an_attribute_is_called_as_its_type_calls_it() -> None:
    assert meaning.attribute("temperature", "River") == "Nước"
    assert meaning.attribute("temperature", ["Unknown", "Weather"]) == "Không khí"
    assert meaning.attribute("temperature") in ("Nước", "Không khí")
    assert meaning.attribute("status", "River") == "status"
    assert meaning.attribute_about("temperature", "Weather") == "ở 2 m"
    with translation.override("en"):
        assert meaning.attribute("temperature", "River") == "Water"


def test_a_value_is_the_word_of_its_type_then_of_its_pack_then_of_any() -> None:
    assert meaning.value("status", "open", "River") == "Mở van"
    assert meaning.value("status", "open", "Weather") == "Mở cửa"
    assert meaning.value("status", "open", "Shelter") == "Đang đón dân"
    assert meaning.value("status", "open", "Unknown") in ("Mở van", "Mở cửa")
    assert meaning.value("status", "dưới BĐ1", "River") == "Dưới BĐ1"
    assert meaning.value("status", ["open", "shut"], "River") == "Mở van, shut"


@pytest.mark.parametrize("told", ["shut", "", "x" * 500, 3.5, 7, None, {"a": 1}, []])
def test_what_has_no_word_stays_as_it_is(told: object) -> None:
    assert meaning.value("status", told, "River") == told


def test_a_truth_is_a_word() -> None:
    assert [meaning.value("leak", told) for told in (True, False)] == ["có", "không"]


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-22T17:50:00Z",
        "2026-11-23T00:50+07:00",
        {"@type": "DateTime", "@value": "2026-11-22T17:50:00.5Z"},
    ],
)
def test_a_time_is_told_as_in_viet_nam(told: object) -> None:
    assert meaning.value("validTo", told, "River") == "00:50 23/11/2026"


@pytest.mark.parametrize(
    "told", ["2026-13-41T25:61:00Z", "2026-11-22", "0001-01-01T00:00:00+14:00", "x 2026-11-22T17:50:00Z"]
)
def test_what_is_no_time_stays_as_it_is(told: str) -> None:
    assert meaning.value("validTo", told, "River") == told
