"""A drill of a pack: what is wrong with one is named with file, line and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dothi.packs.check import check_pack
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.tests.folders import line, replace

DRILL = "drills/data-centre-outage.toml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The pack of computers, to write mistakes into."""
    shutil.copytree(SHIPPED / "ict", tmp_path / "ict")
    return tmp_path / "ict"


def test_the_shipped_drill_is_right(pack: Path) -> None:
    assert [one for one in check_pack(read_pack(pack)) if one.file == DRILL] == []


@pytest.mark.parametrize(
    ("old", "new", "at", "key"),
    [
        ('from = "0100000031"', 'from = "0901234567"', 'from = "0901234567"', "packs-check-drill-caller"),
        ('at = "10m"', 'at = "16m"', 'at = "16m"', "packs-check-drill-late"),
        ('measure = "opened"', 'measure = "shut"', 'measure = "shut"', "packs-check-choice"),
        ('within = "30s"\n', "", "", "packs-check-key-missing"),
        ('of = ["data-centre-on-battery"]', 'of = ["no-such-rule"]', 'of = ["no-such-rule"]', "packs-check-no-rules"),
        ("itPower = 62.0", "noPower = 62.0", "noPower = 62.0", "packs-check-attribute"),
        ('id = "dich-vu-cong-2"', 'id = "dich-vu-cong"', "", "packs-check-twice"),
        ('talk = "45s"', 'talk = "45s"\nsame_as = "none"', 'same_as = "none"', "packs-check-drill-call"),
        ('until = "3m"\n', "", 'every = "30s"', "packs-check-scenario-every"),
        ('id = "trung-tam"', "", "[[value]]", "packs-check-drill-thing"),
        ("itPower = 62.0", "itPower = { from = 1.0, to = 2.0 }", "", "packs-check-drill-moves"),
        ('part = "nats"', 'part = "postgres"', 'part = "postgres"', "packs-check-choice"),
        ('part = "nats"\n', "", "", "packs-check-drill-outage"),
        ('lasts = "15m"', 'lasts = "15m"\nwins = 3', "wins = 3", "packs-check-unknown-key"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(pack: Path, old: str, new: str, at: str, key: str) -> None:
    replace(pack / DRILL, old, new)
    found = {one.key: one for one in check_pack(read_pack(pack)) if one.file == DRILL}
    assert key in found, found
    if at:
        assert found[key].line == line(pack / DRILL, at)
