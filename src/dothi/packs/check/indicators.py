"""indicators/*.toml: figures that a leader follows, computed from entities; dated, with source and certainty."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.packs.check import attributes, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "indicators"
FIGURES = ("mean", "min", "max", "sum", "count", "share")
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "type": shape.text,
        "attribute": shape.text,
        "figure": shape.one_of(*FIGURES),
        "over": shape.one_of("now", "hour", "day", "month"),
        "unit": shape.unit,
        "better": shape.one_of("low", "high", "none"),
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"about": shape.words, "above": shape.number, "at_most": shape.number, "target": shape.number},
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "indicator")
        rows = shape.rows(pack, file, "indicator")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            told = {"type": row.get("type"), "attribute": row.get("attribute")}
            yield from attributes.judge(pack, file, path, told)
            if row.get("figure") == "share" and not {"above", "at_most"} & row.keys():
                yield Complaint(file, (*path, "figure"), "packs-check-share-of-what", {})


def codes(pack: PackFolder) -> set[str]:
    return {str(row.get("code")) for row in shape.every(pack, FOLDER, "indicator")}
