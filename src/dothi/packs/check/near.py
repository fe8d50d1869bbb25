"""near.toml: which types of entities a case shows near its place, with which attributes, how far away and how many."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.packs.check import categories, shape
from dothi.packs.check.command_roles import unknown_kinds
from dothi.packs.folder import Complaint, PackFolder

FILE = "near.toml"
_SHAPE = shape.Shape(
    needed={"type": shape.text, "attributes": shape.texts, "within_m": shape.number, "most": shape.number},
    allowed={"categories": shape.texts},
)
_FURTHEST_M, _MOST = 100_000, 20  # a panel beside a case, no search of the province


def check(pack: PackFolder) -> Iterator[Complaint]:
    yield from shape.only(pack, FILE, "near")
    rows = shape.rows(pack, FILE, "near")
    yield from shape.twice(FILE, rows, "type")
    kinds = categories.codes(pack)
    for path, row in rows:
        yield from _SHAPE.check(FILE, row, path)
        for key, most in (("within_m", _FURTHEST_M), ("most", _MOST)):
            told = row.get(key)
            if isinstance(told, int | float) and not 0 < told <= most:
                yield Complaint(FILE, (*path, key), "packs-check-near-range", {"key": key, "most": most})
        yield from unknown_kinds(FILE, path, row, kinds)
