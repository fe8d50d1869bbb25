"""services/*.toml: who answers which number, each dated, with source and certainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "services"
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "emergency": shape.flag,
        "source": shape.text,
        "certainty": shape.certainty,
    },
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "service")
        rows = shape.rows(pack, file, "service")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)


def codes(pack: PackFolder) -> set[str]:
    return {str(row.get("code")) for row in shape.every(pack, FOLDER, "service")}


def unknown(file: str, path: Path, row: dict[str, Any], known: set[str]) -> Iterator[Complaint]:
    """The services that a table names and the pack does not have."""
    named = row.get("services")
    for place, code in enumerate(named if isinstance(named, list) else []):
        if code not in known:
            yield Complaint(file, (*path, "services", place), "packs-check-no-services", {"code": str(code)})
