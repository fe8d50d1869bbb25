"""forms/*.toml: figures that agencies owe by a deadline, typed by one person and approved by another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import indicators, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "forms"
_TIME = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")


def _time(value: Any) -> shape.Wrong:
    return None if isinstance(value, str) and _TIME.match(value) else ("packs-check-form-time", {})


def _days(value: Any) -> shape.Wrong:
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 60
    return None if is_number else ("packs-check-form-after", {})


_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "over": shape.one_of("day", "month"),
        "due": _time,
        "document": shape.one_of("required", "optional", "none"),
        "field": shape.tables,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={
        "about": shape.words,
        "days": shape.one_of("working", "every"),
        "after": _days,
        "owed_by": shape.texts,
        "owed_by_kind": shape.one_of("province", "commune", "department", "centre", "force", "provider"),
    },
)
_FIELD = shape.Shape(
    needed={"indicator": shape.code},
    allowed={
        "low": shape.number,
        "high": shape.number,
        "usual_low": shape.number,
        "usual_high": shape.number,
        "change": shape.number,
        "whole": shape.flag,
        "optional": shape.flag,
        "headings": shape.texts,
    },
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "form")
        rows = shape.rows(pack, file, "form")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            if ("owed_by" in row) == ("owed_by_kind" in row):
                yield Complaint(file, (*path, "owed_by"), "packs-check-form-owed-by", {})
            if isinstance(row.get("field"), list):
                yield from _fields(pack, file, path, row)


def _fields(pack: PackFolder, file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    """Every field is an indicator of this pack that people type over the form's own period, once."""
    known = {str(one.get("code")): one for one in shape.every(pack, indicators.FOLDER, "indicator")}
    seen: set[str] = set()
    for place, field in enumerate(row["field"]):
        here = (*path, "field", place)
        if not isinstance(field, dict):
            continue
        yield from _FIELD.check(file, field, here)
        code = str(field.get("indicator"))
        one = known.get(code)
        if one is None:
            yield Complaint(file, (*here, "indicator"), "packs-check-no-indicator", {"code": code})
        elif one.get("figure") != "typed" or one.get("over") != row.get("over"):
            yield Complaint(file, (*here, "indicator"), "packs-check-form-not-typed", {"code": code})
        if code in seen:
            yield Complaint(file, (*here, "indicator"), "packs-check-twice", {"value": code})
        seen.add(code)
