"""The part of a pack that this room takes: its indicators. Their form is checked in `packs/check/indicators.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dothi.indicators import due
from dothi.indicators.loading import load_indicators
from dothi.kernel.pack_contents import Content, Told, bring

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "indicators"


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the indicators of the pack those that it says; what is new or changed is computed thirty days back."""
    tables = [table for _file, _path, table in told.tables(FOLDER, "indicator")]
    owner = str(told.trees.get("pack.toml", {}).get("owner", ""))
    changed = load_indicators(told.code, told.version, tables, owner=owner, units=_units(told), by=by)
    due.owe_the_past(changed)
    return sorted({table["code"] for table in tables})


def _units(told: Told) -> dict[tuple[str, str], str]:
    """(type, attribute) → the unit that the pack's JSON Schemas declare."""
    return {
        (str(tree.get("title")), name): str(about["x-unitCode"])
        for file, tree in told.trees.items()
        if file.startswith("types/") and isinstance(tree, dict)
        for name, about in (tree.get("properties") or {}).items()
        if isinstance(about, dict) and about.get("x-unitCode")
    }


bring(Content(FOLDER, lambda told: (), load))
