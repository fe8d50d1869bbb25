"""What is wrong with a table of entries, line by line. Pure: no database, no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dothi.kernel.offered import Item

MOST = 20_000  # entries of one list
LONGEST_NAME = 500
# A code stands in addresses and in cells with `;` between codes.
CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._:+-]{0,59}")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry and the line of the file that it came from (0: from nowhere, as an entry that is missing)."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in which line: `word` is the key `codelists-wrong-<word>` with its `fields`."""

    line: int
    code: str
    word: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"codelists-wrong-{self.word}"


def complaints(lines: Sequence[Line], published: Iterable[Item] = ()) -> list[Complaint]:
    """Everything that keeps these lines from becoming a release after `published` (the entries of the release before), by line."""
    first: dict[str, int] = {}
    found = [complaint for line in lines for complaint in _alone(line, first)]
    parents = {line.item.code: line.item.parent for line in lines}
    for line in lines:
        found += _among(line, parents)
    for item in published:
        if item.code not in parents:
            found.append(Complaint(0, item.code, "vanished", {"name": item.name_vi}))
    return sorted(found, key=lambda one: (one.line == 0, one.line))


def _alone(line: Line, first: dict[str, int]) -> Iterable[Complaint]:
    item, number = line.item, line.number
    if not item.code:
        yield Complaint(number, "", "no-code")
    elif not CODE.fullmatch(item.code):
        yield Complaint(number, item.code[:60], "bad-code")
    elif item.code in first:
        yield Complaint(number, item.code, "double", {"first": first[item.code]})
    first.setdefault(item.code, number)
    if not item.name_vi:
        yield Complaint(number, item.code, "no-name")
    if max(len(item.name_vi), len(item.name_en)) > LONGEST_NAME:
        yield Complaint(number, item.code, "long-name", {"most": LONGEST_NAME})


def _among(line: Line, parents: dict[str, str]) -> Iterable[Complaint]:
    item, number = line.item, line.number
    if item.parent and item.parent not in parents:
        yield Complaint(number, item.code, "no-parent", {"parent": item.parent})
    elif item.parent and _circles(item.code, parents):
        yield Complaint(number, item.code, "circle", {"parent": item.parent})
    for code in item.replaced_by:
        if code not in parents or code == item.code:
            yield Complaint(number, item.code, "no-replacement", {"replacement": code})
    if item.replaced_by and not item.ended:
        yield Complaint(number, item.code, "replaced-not-ended")


def _circles(code: str, parents: dict[str, str]) -> bool:
    """Does the way up from `code` come back to it?"""
    seen, at = set(), parents.get(code, "")
    while at and at not in seen:
        if at == code:
            return True
        seen.add(at)
        at = parents.get(at, "")
    return False
