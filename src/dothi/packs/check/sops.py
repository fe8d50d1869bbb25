"""sops/*.toml: what is done step by step when an alarm of these rules, or a case of these categories, comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import categories, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "sops"
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "step": shape.tables,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"about": shape.words, "rules": shape.texts, "categories": shape.texts},
)
_STEP = shape.Shape(
    needed={"do": shape.words},
    allowed={"who": shape.text, "within": shape.duration, "optional": shape.flag},
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    known = {"rules": _rules(pack), "categories": categories.codes(pack)}
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "sop")
        rows = shape.rows(pack, file, "sop")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            yield from _steps(file, path, row)
            yield from _references(file, path, row, known)


def _steps(file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    steps = row.get("step")
    for place, step in enumerate(steps if isinstance(steps, list) else []):
        if isinstance(step, dict):
            yield from _STEP.check(file, step, (*path, "step", place))


def _references(
    file: str, path: Path, row: dict[str, Any], known: dict[str, set[str]]
) -> Iterator[Complaint]:
    for key, codes in known.items():
        named = row.get(key)
        for place, code in enumerate(named if isinstance(named, list) else []):
            if code not in codes:
                yield Complaint(file, (*path, key, place), f"packs-check-no-{key}", {"code": str(code)})
    if not row.get("rules") and not row.get("categories"):
        yield Complaint(file, path, "packs-check-sop-of-what", {})


def _rules(pack: PackFolder) -> set[str]:
    return {str(row.get("code")) for row in shape.every(pack, "rules", "rule")}
