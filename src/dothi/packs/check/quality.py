"""quality.toml: every point of the list is answered, and what is called done is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.quality import FILE, POINTS, State

_SHAPE = shape.Shape(needed={"state": shape.one_of(*State)}, allowed={"because": shape.words})


def check(pack: PackFolder) -> Iterator[Complaint]:
    told = pack.trees.get(FILE)
    if told is None:
        return
    for name in told:
        if name not in POINTS:
            yield Complaint(FILE, (name,), "packs-check-unknown-key", {"known": ", ".join(POINTS)})
    for name in POINTS:
        if not isinstance(told.get(name), dict):
            yield Complaint(FILE, (name,), "packs-check-quality-missing", {"point": name})
        else:
            yield from _point(pack, name, told[name])


def _point(pack: PackFolder, name: str, told: dict[str, Any]) -> Iterator[Complaint]:
    yield from _SHAPE.check(FILE, told, (name,))
    if told.get("state") == State.DONE and not POINTS[name](pack):
        yield Complaint(FILE, (name, "state"), "packs-check-quality-not-there", {"point": name})
    if told.get("state") == State.EXEMPT and "because" not in told:
        yield Complaint(FILE, (name, "because"), "packs-check-quality-because", {"point": name})
