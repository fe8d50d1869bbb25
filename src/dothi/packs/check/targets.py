"""targets/*.toml: so many of a hundred within so many seconds, each dated, with source and certainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "targets"
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "standard": shape.text,
        "measure": shape.text,
        "within": shape.duration,
        "share": shape.number,
        "valid_from": shape.day,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"service": shape.text, "valid_to": shape.day},
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    known = {str(row.get("code")) for row in shape.every(pack, "services", "service")}
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "target")
        rows = shape.rows(pack, file, "target")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            yield from _possible(file, path, row, known)


def _possible(file: str, path: Path, row: dict[str, Any], known: set[str]) -> Iterator[Complaint]:
    share, since, until = row.get("share"), row.get("valid_from"), row.get("valid_to")
    if not shape.number(share) and not (isinstance(share, int) and 1 <= share <= 100):
        yield Complaint(file, (*path, "share"), "packs-check-target-share", {})
    if until is not None and not shape.day(until) and not shape.day(since) and until <= since:
        yield Complaint(file, (*path, "valid_to"), "packs-check-target-days", {})
    if known and "service" in row and row["service"] not in known:
        yield Complaint(file, (*path, "service"), "packs-check-no-services", {"code": str(row["service"])})
