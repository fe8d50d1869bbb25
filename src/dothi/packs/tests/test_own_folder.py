"""A city's own folder is enough: what it brings is used everywhere once it is loaded, and nowhere once it is taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.connectors.files.ranges import range_of
from dothi.connectors.forms import HandInForm, mappings_of_packs
from dothi.entities import meaning
from dothi.kernel import pack_files
from dothi.kernel.i18n import has, t
from dothi.kernel.testing.cast import Cast
from dothi.packs import actions
from dothi.packs.actions import load_pack, take_back
from dothi.packs.models import LoadedPack
from dothi.packs.new import new_pack
from dothi.rules.book import open_book

pytestmark = pytest.mark.django_db

RANGE = """
[[range]]
type = "CompostBin"
attribute = "compostLevel"
unit = "P1"
min = 0
max = 100
valid_from = 2026-01-01
source = "x"
certainty = "D"
"""
MAPPING = """
[entity]
type = "CompostBin"
id = "{Ma}"
[time]
column = "Luc"
format = "%Y-%m-%d %H:%M"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
name = "compostLevel"
column = "Day"
unit = "P1"
"""
RULE = """
[[rule]]
code = "container-full"
valid_from = 2026-01-01
kind = "threshold"
type = "CompostBin"
condition = "compostLevel.value > 90.0"
severity = "medium"
name = { vi = "Thùng đầy", en = "Container full" }
words = { vi = "Mức đầy trên 90 %", en = "Filled above 90 %" }
source = "x"
certainty = "D"
"""
INDICATOR = """
[[indicator]]
code = "containers-fill"
valid_from = 2026-01-01
name = { vi = "Mức đầy", en = "Filling" }
type = "CompostBin"
attribute = "compostLevel"
figure = "mean"
over = "day"
unit = "P1"
better = "low"
source = "x"
certainty = "D"
"""
SOP = """
[[sop]]
code = "empty-it"
valid_from = 2026-01-01
name = { vi = "Lấy rác", en = "Empty it" }
source = "x"
certainty = "D"
rules = ["container-full"]
[[sop.step]]
do = { vi = "Điều xe", en = "Send a lorry" }
who = "dispatcher"
within = "2h"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What `dothi pack new rac --type CompostBin` begins, and what a city adds to it."""
    made = new_pack("rac", tmp_path, type_="CompostBin")
    path = made / "types" / "CompostBin.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["compostLevel"] = {
        "type": "number",
        "x-unitCode": "P1",
        "x-label": "rac-attribute-compostLevel",
    }
    path.write_text(json.dumps(schema), encoding="utf-8")
    for language, word, type_ in (("vi", "Mức đầy", "Thùng rác"), ("en", "Filling level", "Waste container")):
        words = made / "strings" / f"{language}.ftl"
        told = words.read_text(encoding="utf-8").replace("= CompostBin", f"= {type_}")
        words.write_text(told + f"rac-attribute-compostLevel = {word}\n", encoding="utf-8")
    for name, text in (
        ("ranges.toml", RANGE), ("mappings/bins.toml", MAPPING), ("rules/bins.toml", RULE),
        ("indicators/bins.toml", INDICATOR), ("sops/bins.toml", SOP),
    ):  # fmt: skip
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """What this process knows of packs is asked anew after each test, which is rolled back."""
    pack_files.forget()
    yield
    pack_files.forget()


def seen(as_of: dt.date = dt.date(2026, 11, 1)) -> dict[str, Any]:
    """What the rooms make of the folder."""
    limits = range_of("CompostBin", "compostLevel", "P1", as_of)
    return {
        "type": meaning.type_("CompostBin", "vi"),
        "attribute": meaning.attribute("compostLevel"),
        "said": t("rac-type-CompostBin", "en"),
        "has": has("rac-type-CompostBin"),
        "refuses": limits.refusal(140.0) if limits else "",
        "mapping": "rac/bins" in mappings_of_packs(),
        "offered": "rac/bins" in dict(HandInForm().fields["shipped"].choices),  # type: ignore[attr-defined]
        "rule": "container-full" in open_book().by_code,
    }


HERE = {
    "type": "Thùng rác",
    "attribute": "Mức đầy",
    "said": "Waste container",
    "has": True,
    "refuses": "<= 100",
    "mapping": True,
    "offered": True,
    "rule": True,
}
GONE = {
    "type": "CompostBin",
    "attribute": "compostLevel",
    "said": "rac-type-CompostBin",
    "has": False,
    "refuses": "",
    "mapping": False,
    "offered": False,
    "rule": False,
}
# what its things are called stays: their history is still read
FORMER = GONE | {"type": "Thùng rác", "attribute": "Mức đầy", "said": "Waste container", "has": True}


def test_a_folder_from_anywhere_is_used_everywhere_and_gone_when_taken_back(folder: Path) -> None:
    assert seen() == GONE
    row, _ = load_pack(folder, by=None)
    assert seen() == HERE
    assert (row.contents["indicators"], row.contents["sops"]) == (["containers-fill"], ["empty-it"])
    assert take_back("rac", by=None) is None
    assert seen() == FORMER


def test_a_pack_that_was_never_loaded_names_nothing(folder: Path, tmp_path: Path) -> None:
    """Until a first one is loaded all that came with the program give words; then only those that hold, or once did."""
    assert meaning.type_("DisasterBulletin", "vi") != "DisasterBulletin"
    load_pack(folder, by=None)
    assert meaning.type_("DisasterBulletin", "vi") == "DisasterBulletin"
    take_back("rac", by=None)
    assert meaning.type_("DisasterBulletin", "vi") == "DisasterBulletin"
    other = new_pack("moi", tmp_path / "m", type_="CompostBin")
    words = other / "strings" / "vi.ftl"
    words.write_text(words.read_text(encoding="utf-8").replace("= CompostBin", "= Thùng ủ"), encoding="utf-8")
    load_pack(other, by=None)
    assert meaning.type_("CompostBin", "vi") == "Thùng ủ"  # of the one that holds, not of the one that did


def test_the_import_screen_offers_and_takes_its_mapping(folder: Path, cast: Cast, client_of: Any) -> None:
    load_pack(folder, by=None)
    assert "rac/bins" in client_of(cast.vy).get("/connectors/new/").content.decode()
    assert mappings_of_packs()["rac/bins"] == MAPPING


def test_another_process_notices_without_being_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the database says that another load holds; asked again when the last answer is old."""
    assert seen() == GONE
    monkeypatch.setattr(actions, "_tell_rooms", lambda: None)
    load_pack(folder, by=None)
    pack_files.texts()  # just asked, in this process
    monkeypatch.setattr(pack_files, "FRESH_S", 0.0)
    assert seen() == HERE


def test_a_word_costs_no_query(folder: Path, django_assert_num_queries: Any) -> None:
    load_pack(folder, by=None)
    assert seen() == HERE
    pack_files.texts()
    with django_assert_num_queries(0):
        assert [meaning.type_("CompostBin", "vi") for _ in range(1000)] == ["Thùng rác"] * 1000


def test_where_nobody_may_ask_what_was_known_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_pack(folder, by=None)
    assert seen() == HERE
    monkeypatch.setattr(pack_files, "FRESH_S", 0.0)

    async def in_a_loop() -> str:
        return meaning.type_("CompostBin", "vi")

    import asyncio

    assert asyncio.run(in_a_loop()) == "Thùng rác"


def test_words_of_a_pack_take_no_place_of_a_room(folder: Path) -> None:
    """Loaded by hand past the checker: a word under another name than the pack's is not taken."""
    row, _ = load_pack(folder, by=None)
    assert row.edition is not None
    texts = row.edition.texts
    texts["strings/vi.ftl"] += "web-nav-alarms = Sai\nodd-word = Lạ\n"
    row.edition.save()
    LoadedPack.objects.filter(pk="rac").update(edition=None)
    pack_files.refresh()
    LoadedPack.objects.filter(pk="rac").update(edition=row.edition)
    pack_files.refresh()
    assert t("rac-type-CompostBin", "vi") == "Thùng rác"
    assert t("web-nav-alarms", "vi") != "Sai"
    assert not has("odd-word")
