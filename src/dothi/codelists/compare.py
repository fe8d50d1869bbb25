"""What changed between two states of a list, entry by entry. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dothi.kernel.offered import Item

FIELDS = ("name_vi", "name_en", "parent", "ended", "replaced_by")


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a changed entry; what stands in `extra` by its own name."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """`item` is the entry as it is now, or as it was before it was removed. That its place moved is no difference."""

    kind: Change
    item: Item
    fields: tuple[Field, ...] = ()

    @property
    def code(self) -> str:
        return self.item.code


def differences(before: Iterable[Item], after: Iterable[Item]) -> list[Difference]:
    """In the order of the later state, what is gone at the end."""
    old = {item.code: item for item in before}
    found: list[Difference] = []
    for item in after:
        was = old.pop(item.code, None)
        if was is None:
            found.append(Difference(Change.ADDED, item))
        elif fields := _fields(was, item):
            kind = Change.ENDED if item.ended and not was.ended else Change.CHANGED
            found.append(Difference(kind, item, fields))
    return found + [Difference(Change.REMOVED, item) for item in old.values()]


def _fields(was: Item, now: Item) -> tuple[Field, ...]:
    plain = [Field(name, getattr(was, name), getattr(now, name)) for name in FIELDS]
    names = dict.fromkeys((*was.extra, *now.extra))
    plain += [Field(name, was.extra.get(name), now.extra.get(name)) for name in names]
    return tuple(field for field in plain if field.before != field.after)
