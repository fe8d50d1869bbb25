"""simulator.toml and simulator/*.toml: profiles that the simulator can play, one for a type, of attributes that the type has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import path_of
from dothi.packs.check import attributes, shape
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.profile import ProfileError, profile_files, read_profile


def check(pack: PackFolder) -> Iterator[Complaint]:
    seen: set[str] = set()
    for file in profile_files(pack.trees):
        tree = pack.trees[file]
        yield from _readable(file, tree)
        yield from _attributes(pack, file, tree)
        type_ = str(tree.get("type"))
        if type_ in seen:
            yield Complaint(file, ("type",), "packs-check-twice", {"value": type_})
        seen.add(type_)


def _readable(file: str, tree: dict[str, Any]) -> Iterator[Complaint]:
    try:
        read_profile(tree, file)
    except ProfileError as error:
        path = path_of(str(error.fields["where"]))
        yield Complaint(file, path, f"error-{error.code}", error.fields)


def _attributes(pack: PackFolder, file: str, tree: dict[str, Any]) -> Iterator[Complaint]:
    for path, row in shape.rows(pack, file, "attribute"):
        told = {"type": tree.get("type"), "attribute": row.get("name"), "unit": row.get("unit")}
        yield from attributes.judge(pack, file, path, told, name="name")
