"""duplicates/*.toml: how near in place and time two calls of a category may be one event, dated, with source and certainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import categories, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "duplicates"
_SHAPE = shape.Shape(
    needed={
        "category": shape.code,  # one of the pack's, or any: what no other limit names
        "valid_from": shape.day,
        "metres": shape.number,
        "within": shape.duration,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"alike": shape.texts},  # categories that callers mistake for this one
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    known = categories.codes(pack) | {"any"}
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "duplicate")
        rows = shape.rows(pack, file, "duplicate")
        yield from shape.twice(file, rows, "category", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            told = row.get("alike")
            named: list[tuple[Path, Any]] = [(("category",), row.get("category"))]
            named += [
                (("alike", place), one) for place, one in enumerate(told if isinstance(told, list) else [])
            ]
            for where, code in named:
                if str(code) not in known:
                    fields = {"code": str(code)}
                    yield Complaint(file, (*path, *where), "packs-check-no-categories", fields)
