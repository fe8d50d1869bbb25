"""What a list says on a day, in a version or in its draft: entries in order, found by text, as a tree. Reads, changes nothing.

A published release never changes, so its entries are kept in memory by the digest of their content.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property

from dothi.codelists.models import CodeList, Entry, Release
from dothi.kernel.offered import Item, find_offered
from dothi.territory.names import folded

MOST_KEPT = 16  # the largest is some 15 MB
_kept: OrderedDict[str, Entries] = OrderedDict()


class Entries:
    """Entries that hold together: in order, by code, as a tree."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = tuple(items)

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def below(self) -> Counter[str]:
        """How many entries stand directly below each code."""
        return Counter(item.parent for item in self.items if item.parent)

    @cached_property
    def _words(self) -> list[str]:
        return [folded(f"{item.code} {item.name_vi} {item.name_en}") for item in self.items]

    def found(self, text: str = "", parent: str | None = None) -> list[Item]:
        """In order; with `text` those whose code or names hold all its words (accents do not matter), with `parent` those
        directly below it ("" is the top)."""
        wanted = folded(text).split()
        if text.strip() and not wanted:
            return []
        return [
            item
            for item, words in (
                zip(self.items, self._words, strict=True) if wanted else ((item, "") for item in self.items)
            )
            if (parent is None or item.parent == parent) and all(word in words for word in wanted)
        ]

    def above(self, code: str) -> list[Item]:
        """The entries above this one, the top first."""
        way: list[Item] = []
        at = self.by_code.get(code)
        while at and at.parent and (at := self.by_code.get(at.parent)) and at not in way:
            way.insert(0, at)
        return way

    @cached_property
    def digest(self) -> str:
        """sha256 of the content in its order: equal content, equal digest, wherever it stands."""
        lines = (json.dumps(asdict(item), ensure_ascii=False, sort_keys=True) for item in self.items)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def offered_on(code_list: CodeList, day: dt.date) -> Entries:
    """What the home of a live list says of `day`; nothing where that room is not installed any more."""
    home = find_offered(code_list.home)
    return Entries(home.entries(day) if home else ())


def entries_of(release: Release | None) -> Entries:
    """The entries of one version or draft."""
    if release is None:
        return Entries(())
    if release.is_draft:
        return _read(release)
    found = _kept.get(release.digest)
    if found is None:
        found = _kept[release.digest] = _read(release)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _read(release: Release) -> Entries:
    columns = ("code", "name_vi", "name_en", "parent", "ended", "replaced_by", "extra")
    rows = Entry.objects.filter(release=release).order_by("position", "pk").values_list(*columns)
    return Entries(
        Item(code, vi, en, parent, ended, tuple(replaced_by), extra)
        for code, vi, en, parent, ended, replaced_by, extra in rows
    )
