"""ranges.toml: what values are possible, each dated, with source and certainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder

FILE = "ranges.toml"
_LIMITS = ("min", "above", "max")
_SHAPE = shape.Shape(
    needed={
        "type": shape.text,
        "attribute": shape.text,
        "unit": shape.unit,
        "valid_from": shape.day,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed=dict.fromkeys(_LIMITS, shape.number),
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    yield from shape.only(pack, FILE, "range")
    for path, row in shape.rows(pack, FILE, "range"):
        yield from _SHAPE.check(FILE, row, path)
        yield from _limits(row, path)


def _limits(row: dict[str, Any], path: Path) -> Iterator[Complaint]:
    limits = {key: row[key] for key in _LIMITS if key in row and not shape.number(row[key])}
    if not any(key in row for key in _LIMITS):
        yield Complaint(FILE, path, "packs-check-limits", {})
    elif any(limits[key] >= limits["max"] for key in ("min", "above") if key in limits and "max" in limits):
        yield Complaint(FILE, (*path, "max"), "packs-check-limits", {})
