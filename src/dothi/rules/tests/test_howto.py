"""The how-to lists every operator; a new one without a line there fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dothi.rules.loading import tables_of
from dothi.rules.operators import operators
from dothi.rules.pack_check import check_rule

HOW_TO = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "add-a-rule.md"


def test_the_table_of_operators_is_complete() -> None:
    table = HOW_TO.read_text(encoding="utf-8").split("| operator | gives |")[1].split("\n\n")[0]
    assert {
        name
        for line in table.splitlines()
        for name in re.findall(r"`(\w+)`", line.partition("| ")[2].partition(" |")[0])
    } == set(operators())


@pytest.mark.parametrize(
    "table", tables_of("environment"), ids=lambda table: f"{table['code']}-{table['valid_from']}"
)
def test_every_rule_of_the_pack_is_sound(table: dict) -> None:
    assert check_rule(table) == []
