"""What the files of a pack speak of exists among its types, in the unit that the type fixes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder


def check(pack: PackFolder) -> Iterator[Complaint]:
    for path, row in shape.rows(pack, "ranges.toml", "range"):
        yield from judge(pack, "ranges.toml", path, row)


def judge(
    pack: PackFolder, file: str, path: Path, told: dict[str, Any], name: str = "attribute"
) -> Iterator[Complaint]:
    """Complaints about the `type`, `attribute` and `unit` that a table names; `name` is its key for the attribute."""
    type_ = str(told.get("type"))
    if is_others(pack, type_):
        return
    about = pack.attributes().get((type_, str(told.get("attribute"))))
    if about is None:
        yield Complaint(file, (*path, name), "packs-check-attribute", {"type": type_})
    elif told.get("unit") is not None and about.get("x-unitCode") != told["unit"]:
        fields = {"unit": told["unit"], "wanted": str(about.get("x-unitCode"))}
        yield Complaint(file, (*path, "unit"), "packs-check-other-unit", fields)


def is_others(pack: PackFolder, type_: str) -> bool:
    """Another pack's type, which this one says it speaks of."""
    return type_ in pack.manifest.get("uses", ()) and type_ not in pack.types()
