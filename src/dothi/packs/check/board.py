"""board.toml: the tiles that its officer sees first; each speaks of something that the pack has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import attributes, indicators, shape
from dothi.packs.folder import Complaint, PackFolder

FILE = "board.toml"
SEVERITIES = ("critical", "high", "medium", "low", "normal")
_STATE = shape.Shape({"value": shape.text, "name": shape.words, "severity": shape.one_of(*SEVERITIES)})


def _most(value: Any) -> shape.Wrong:
    is_number = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 50
    return None if is_number else ("packs-check-tile-most", {})


_ANY = {
    "kind": shape.one_of(
        "indicator", "chart", "map", "alarms", "table", "status", "incidents", "figures-owed"
    )
}
_NAMED = {"title": shape.words}
_MOST = {"most": _most, **_NAMED}
_ATTRIBUTE = {"type": shape.text, "attribute": shape.text}
_TILES = {
    "indicator": shape.Shape({**_ANY, "indicator": shape.code}),
    "chart": shape.Shape(_ANY, {**_ATTRIBUTE, "indicator": shape.code, **_MOST}),
    "map": shape.Shape({**_ANY, **_ATTRIBUTE}, _NAMED),
    "alarms": shape.Shape(_ANY, _MOST),
    "table": shape.Shape(
        {**_ANY, "type": shape.text, "attributes": shape.texts, "sort": shape.text, "worst": shape.one_of("high", "low")},
        _MOST,
    ),
    "status": shape.Shape({**_ANY, **_ATTRIBUTE, "states": shape.tables}, _NAMED),
    "incidents": shape.Shape(_ANY, _MOST),
    "figures-owed": shape.Shape(_ANY, _NAMED),
}  # fmt: skip


def check(pack: PackFolder) -> Iterator[Complaint]:
    yield from shape.only(pack, FILE, "tile")
    for path, row in shape.rows(pack, FILE, "tile"):
        kind = str(row.get("kind"))
        yield from _TILES.get(kind, shape.Shape(_ANY)).check(FILE, row, path)
        yield from _indicator(pack, path, row)
        for key, name in _asked(row):
            told = {"type": row.get("type"), "attribute": name}
            yield from (
                Complaint(FILE, (*path, key), one.key, one.fields)
                for one in attributes.judge(pack, FILE, path, told)
            )
        if kind == "chart" and "indicator" not in row and "attribute" not in row:
            yield Complaint(FILE, (*path, "kind"), "packs-check-chart-of-what", {})
        if kind == "status" and isinstance(row.get("states"), list):
            for place, state in enumerate(row["states"]):
                if isinstance(state, dict):
                    yield from _STATE.check(FILE, state, (*path, "states", place))


def _indicator(pack: PackFolder, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    if "indicator" in row and row["indicator"] not in indicators.codes(pack):
        fields = {"code": str(row["indicator"])}
        yield Complaint(FILE, (*path, "indicator"), "packs-check-no-indicator", fields)


def _asked(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every attribute that a tile names, with its key."""
    if "attribute" in row:
        yield "attribute", str(row["attribute"])
    if row.get("kind") == "table":
        yield from (("attributes", str(one)) for one in row.get("attributes", ()) if isinstance(one, str))
        yield "sort", str(row.get("sort"))
