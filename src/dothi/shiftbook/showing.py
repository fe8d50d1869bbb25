"""Lines and open things as screens show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dothi.accounts.models import Person
from dothi.kernel.i18n import language, t
from dothi.shiftbook.carryover import SOURCES, Item
from dothi.shiftbook.models import BookLine, HandoverItem

OPENED_BY = {
    "alarms": "alarms.view",
    "incidents": "incidents.view",
    "calls": "calls.view",
    "tasks": "tasks.view",
    "duty": "duty.view",
    "warnings": "warnings.view",
    "sources": "connectors.view",
}
MOST = 200  # things of one room that a page lists


def said(line: BookLine, lang: str | None = None) -> str:
    """What a line says: a person's own words as they are, else the words of its kind."""
    if line.kind == "note":
        return line.text
    return t(line.word, lang or language(), **({"text": line.text} | line.fields))


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its words."""

    line: BookLine
    text: str


def shown(lines: list[BookLine]) -> list[Shown]:
    return [Shown(one, said(one)) for one in lines]


@dataclass(frozen=True, slots=True)
class Room:
    """What is open in one room; `items` at most `MOST`."""

    name: str
    word: str
    count: int
    items: Sequence[Item | HandoverItem]
    linked: bool  # may the reader open its pages?

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def rooms(items: Sequence[Item | HandoverItem], reader: Person, most: int | None = MOST) -> list[Room]:
    """By room, in the order of the rooms; `most` None: all."""
    order = list(SOURCES)
    placed: list[Item | HandoverItem] = sorted(
        items, key=lambda one: order.index(one.room) if one.room in order else len(order)
    )
    found = []
    for name, group in groupby(placed, key=lambda one: one.room):
        rows = list(group)
        found.append(
            Room(name, f"shiftbook-room-{name}", len(rows), rows[:most], reader.may(OPENED_BY[name]))
        )
    return found
