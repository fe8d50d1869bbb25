"""What packs bring to rooms: each room says here how it checks and takes its part of a pack (rules, mappings).

`packs` knows no room beside itself: it asks what was offered. A room offers in its AppConfig.ready.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Path = tuple[str | int, ...]  # ("rule", 2, "condition"): keys and places in arrays, from 0


def path_of(where: str) -> Path:
    """What a person reads, `rule[3].condition`, as a path: there the first is 1."""
    found = re.findall(r"\[(\d+)\]|([^.\[\]]+)", where)
    return tuple(int(place) - 1 if place else key for place, key in found)


class Fault(NamedTuple):
    """What is wrong where; `key` is a Fluent key that says what and the remedy, with its `fields`."""

    file: str
    path: Path
    key: str
    fields: dict[str, Any]


class Remark(NamedTuple):
    """What a running city has of its own where a pack would bring something: said beside the difference of `code`."""

    code: str
    key: str
    fields: dict[str, Any]
    closing: int = 0  # how many open alarms end with it


@dataclass(frozen=True, slots=True)
class Told:
    """A pack as it is to be in force: its files by name, as text and parsed. No files: the pack is taken out."""

    code: str
    version: str
    texts: Mapping[str, str]
    trees: Mapping[str, Any]
    why: str = ""  # what the history of every row says that is changed for it

    def tables(self, folder: str, name: str) -> list[tuple[str, Path, dict[str, Any]]]:
        """Every `[[name]]` of the TOML files in `folder`, with its file and path."""
        return [
            (file, (name, place), table)
            for file, tree in self.trees.items()
            if file.startswith(f"{folder}/") and isinstance(tree, dict) and isinstance(tree.get(name), list)
            for place, table in enumerate(tree[name])
            if isinstance(table, dict)
        ]


def _no_remarks(_told: Told) -> Iterable[Remark]:
    return ()


@dataclass(frozen=True, slots=True)
class Content:
    """One folder of a pack. `load` makes exactly what `Told` says hold, for a person (or None), and returns the codes of it."""

    folder: str
    check: Callable[[Told], Iterable[Fault]]
    load: Callable[[Told, Any], list[str]] | None = None
    remarks: Callable[[Told], Iterable[Remark]] = _no_remarks


_contents: dict[str, Content] = {}


def bring(one: Content) -> None:
    """Makes a room's part of packs known (idempotent)."""
    _contents[one.folder] = one


def contents() -> list[Content]:
    """Every part that a room takes."""
    return list(_contents.values())
