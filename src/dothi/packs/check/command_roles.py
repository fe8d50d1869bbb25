"""command_roles/*.toml: the posts in the command of a case, each dated, with source and certainty; every one below a known one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import categories, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "command_roles"
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={
        "duty": shape.words,
        "above": shape.code,
        "commands": shape.flag,
        "many": shape.flag,
        "categories": shape.texts,
    },
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    known: set[str] = set()
    kinds = categories.codes(pack)
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "command_role")
        rows = shape.rows(pack, file, "command_role")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            if (
                "above" in row and row["above"] not in known
            ):  # those above first, so that no circle can be written
                yield Complaint(
                    file, (*path, "above"), "packs-check-no-role-above", {"code": str(row["above"])}
                )
            yield from unknown_kinds(file, path, row, kinds)
            known.add(str(row.get("code")))


def unknown_kinds(file: str, path: Path, row: dict[str, Any], known: set[str]) -> Iterator[Complaint]:
    """The categories that a table names and the pack does not have."""
    named = row.get("categories")
    for place, code in enumerate(named if isinstance(named, list) else []):
        if code not in known:
            yield Complaint(
                file, (*path, "categories", place), "packs-check-no-categories", {"code": str(code)}
            )
