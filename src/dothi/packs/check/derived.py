"""derived/*.toml: values that the system computes from others, by a method that it knows or by a formula of the pack.

What a formula says, and that none leads back to itself, is checked where they are computed (`rules/derived/formulas`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import shape
from dothi.packs.check.attributes import is_others
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "derived"
_ANY = {
    "type": shape.text,
    "attribute": shape.text,
    "valid_from": shape.day,
    "name": shape.words,
    "source": shape.text,
    "certainty": shape.certainty,
}
_METHOD = shape.Shape({**_ANY, "method": shape.text, "inputs": shape.texts}, {"about": shape.words})
_FORMULA = shape.Shape(
    {**_ANY, "formula": shape.text},
    {
        "about": shape.words,
        "unit": shape.unit,
        "every": shape.text,
        "at": shape.text,
        "fresh": shape.duration,
        "held": shape.texts,
        "estimate": shape.flag,
        "across": lambda value: None if isinstance(value, dict) else ("packs-check-tables", {}),
        "figures": shape.code,
    },
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "derived")
        rows = shape.rows(pack, file, "derived")
        yield from shape.twice(file, rows, "attribute", "type", "valid_from")
        for path, row in rows:
            yield from (_FORMULA if "formula" in row else _METHOD).check(file, row, path)
            yield from _known(pack, file, path, row)


def _known(pack: PackFolder, file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    type_ = str(row.get("type"))
    if is_others(pack, type_):
        return
    known = pack.attributes()
    about = known.get((type_, str(row.get("attribute"))))
    method = "formula" if "formula" in row else str(row.get("method"))
    if about is None:
        yield Complaint(file, (*path, "attribute"), "packs-check-attribute", {"type": type_})
    elif about.get("x-derived") != method:
        fields = {"method": method, "told": str(about.get("x-derived"))}
        key = "formula" if "formula" in row else "method"
        yield Complaint(file, (*path, key), "packs-check-derived-method", fields)
    for place, one in enumerate(_inputs(row)):
        if (type_, one) not in known:
            yield Complaint(file, (*path, "inputs", place), "packs-check-attribute", {"type": type_})


def _inputs(row: Mapping[str, Any]) -> list[str]:
    given = row.get("inputs")
    return [str(one) for one in given] if isinstance(given, list) else []
