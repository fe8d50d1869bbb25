"""derived/*.toml: values that the system computes from others; none may lead back to itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import shape
from dothi.packs.check.attributes import is_others
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "derived"
_SHAPE = shape.Shape(
    needed={
        "type": shape.text,
        "attribute": shape.text,
        "method": shape.text,
        "inputs": shape.texts,
        "valid_from": shape.day,
        "name": shape.words,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"about": shape.words},
)

Value = tuple[str, str]  # type, attribute
Told = tuple[str, Path, dict[str, Any]]  # file, path, table


def check(pack: PackFolder) -> Iterator[Complaint]:
    told: list[Told] = []
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "derived")
        rows = shape.rows(pack, file, "derived")
        yield from shape.twice(file, rows, "attribute", "type", "valid_from")
        told += [(file, path, row) for path, row in rows]
    for file, path, row in told:
        yield from _SHAPE.check(file, row, path)
        yield from _known(pack, file, path, row)
    yield from _circles(told)


def _known(pack: PackFolder, file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    type_ = str(row.get("type"))
    if is_others(pack, type_):
        return
    known = pack.attributes()
    about = known.get((type_, str(row.get("attribute"))))
    if about is None:
        yield Complaint(file, (*path, "attribute"), "packs-check-attribute", {"type": type_})
    elif about.get("x-derived") != row.get("method"):
        fields = {"method": str(row.get("method")), "told": str(about.get("x-derived"))}
        yield Complaint(file, (*path, "method"), "packs-check-derived-method", fields)
    for place, one in enumerate(_inputs(row)):
        if (type_, one) not in known:
            yield Complaint(file, (*path, "inputs", place), "packs-check-attribute", {"type": type_})


def _inputs(row: Mapping[str, Any]) -> list[str]:
    given = row.get("inputs")
    return [str(one) for one in given] if isinstance(given, list) else []


def _circles(told: list[Told]) -> Iterator[Complaint]:
    """Each value that would have to be known before it can be computed, with the way back to it."""
    needs: dict[Value, set[Value]] = {}
    for _file, _path, row in told:
        type_ = str(row.get("type"))
        needs.setdefault((type_, str(row.get("attribute"))), set()).update(
            (type_, one) for one in _inputs(row)
        )
    said: set[Value] = set()
    for file, path, row in told:
        value = (str(row.get("type")), str(row.get("attribute")))
        way = _way_back(value, needs)
        if way and value not in said:
            said.update(way)
            circle = " → ".join(attribute for _type, attribute in (*way, value))
            yield Complaint(file, (*path, "inputs"), "packs-check-circle", {"circle": circle})


def _way_back(value: Value, needs: Mapping[Value, set[Value]]) -> list[Value]:
    """The values from `value` back to itself, without the last; empty when there is no way."""
    before: dict[Value, Value | None] = {value: None}
    open_: list[Value] = [value]
    while open_:
        one = open_.pop(0)
        for needed in sorted(needs.get(one, ())):
            if needed == value:
                return _steps(one, before)
            if needed not in before:
                before[needed] = one
                open_.append(needed)
    return []


def _steps(last: Value, before: Mapping[Value, Value | None]) -> list[Value]:
    way: list[Value] = []
    one: Value | None = last
    while one is not None:
        way.append(one)
        one = before[one]
    return way[::-1]
