"""categories.toml: what cases and reports of this field are about, as a tree of codes."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.packs.check import services, shape
from dothi.packs.folder import Complaint, PackFolder

FILE = "categories.toml"
_SHAPE = shape.Shape(
    needed={"code": shape.code, "name": shape.words},
    allowed={
        "parent": shape.code,
        "about": shape.words,
        "ended": shape.flag,
        "severity": shape.severity,  # where a case of it begins, until somebody says otherwise
        "services": shape.texts,  # codes of services/
    },
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    yield from shape.only(pack, FILE, "category")
    rows = shape.rows(pack, FILE, "category")
    yield from shape.twice(FILE, rows, "code")
    answering = services.codes(pack)
    known: set[str] = set()
    for path, row in rows:
        yield from _SHAPE.check(FILE, row, path)
        if "parent" in row and row["parent"] not in known:  # parents first, so that no circle can be written
            yield Complaint(FILE, (*path, "parent"), "packs-check-no-parent", {"code": str(row["parent"])})
        yield from services.unknown(FILE, path, row, answering)
        known.add(str(row.get("code")))


def codes(pack: PackFolder) -> set[str]:
    return {str(row.get("code")) for row in shape.every(pack, FILE, "category")}
