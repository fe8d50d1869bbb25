"""Lines and open things as screens show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from dothi.accounts.models import Person
from dothi.kernel.i18n import language, t
from dothi.kernel.permissions import Scope
from dothi.shiftbook.carryover import ROOMS, Item, first_items
from dothi.shiftbook.models import BookLine, Handover, HandoverItem

MOST = 200  # things of one room that a page lists
MOST_WORDS = 100  # of one room that a hand-over may say a word of: a form has at most a thousand fields


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
    """What is open in one room: how many, and the first of them."""

    name: str
    count: int
    items: Sequence[Item | HandoverItem]
    linked: bool  # may the reader open its pages?

    @property
    def word(self) -> str:
        return f"shiftbook-room-{self.name}"

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def open_rooms(scope: Scope, reader: Person, most: int = MOST) -> list[Room]:
    """What is open now, room by room."""
    return [
        Room(name, count, items, may_open(reader, name)) for name, count, items in first_items(scope, most)
    ]


def handed_rooms(made: Handover, reader: Person) -> list[Room]:
    """What a hand-over listed, room by room in the order of the rooms."""
    counts = dict(made.items.order_by().values_list("room").annotate(Count("pk")))
    return [
        Room(name, counts[name], list(handed(made, name)[:MOST]), may_open(reader, name))
        for name in ROOMS
        if name in counts
    ]


def handed(made: Handover, room: str) -> QuerySet[HandoverItem]:
    """Everything that a hand-over listed of one room, as it was listed."""
    return made.items.filter(room=room).order_by("pk")


def may_open(reader: Person, room: str) -> bool:
    """May the reader open the pages of what this room has open?"""
    return reader.may(ROOMS[room].permission)
