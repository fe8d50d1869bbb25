"""board.toml: the tiles that its officer sees first; each speaks of something that the pack has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import attributes, indicators, shape
from dothi.packs.folder import Complaint, PackFolder

FILE = "board.toml"
_ANY = {"kind": shape.one_of("indicator", "chart", "map", "alarms")}
_ATTRIBUTE = {"type": shape.text, "attribute": shape.text}
_TILES = {
    "indicator": shape.Shape({**_ANY, "indicator": shape.code}),
    "chart": shape.Shape({**_ANY, **_ATTRIBUTE}),
    "map": shape.Shape({**_ANY, **_ATTRIBUTE}),
    "alarms": shape.Shape(_ANY),
}


def check(pack: PackFolder) -> Iterator[Complaint]:
    yield from shape.only(pack, FILE, "tile")
    known = indicators.codes(pack)
    for path, row in shape.rows(pack, FILE, "tile"):
        kind = str(row.get("kind"))
        yield from _TILES.get(kind, shape.Shape(_ANY)).check(FILE, row, path)
        if kind == "indicator" and row.get("indicator") not in known:
            fields = {"code": str(row.get("indicator"))}
            yield Complaint(FILE, (*path, "indicator"), "packs-check-no-indicator", fields)
        yield from _attribute(pack, path, row)


def _attribute(pack: PackFolder, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    if "attribute" in row:
        told = {"type": row.get("type"), "attribute": row["attribute"]}
        yield from attributes.judge(pack, FILE, path, told)
