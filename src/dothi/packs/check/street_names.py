"""street_names/*.toml: what streets were called, so that a caller's old name is found."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "street_names"
_SHAPE = shape.Shape(
    needed={
        "old": shape.text,
        "now": shape.text,
        "area": shape.text,  # a unit's name, former ones too: the same street name stands in many towns
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"changed_on": shape.day},
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "street")
        rows = shape.rows(pack, file, "street")
        yield from shape.twice(file, rows, "old", "now", "area")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
