"""What is known of entity types without asking a centre: those of the pack itself, and of the other packs that count now."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel import pack_files
from dothi.kernel.pack_contents import Told
from dothi.rules.operators import Also

Attributes = dict[str, dict[str, Any]]  # name → its JSON Schema
Table = dict[str, Any]
KINDS = {"number": Also.NUMBER, "integer": Also.NUMBER, "string": Also.TEXT, "boolean": Also.TRUTH}


def types_of(told: Told) -> dict[str, Attributes]:
    """Type → attributes; the pack's own stand before another's of the same name."""
    own = {
        str(tree.get("title")): _properties(tree)
        for file, tree in told.trees.items()
        if file.startswith("types/") and isinstance(tree, dict)
    }
    return {**_others(told.code), **own}


@pack_files.kept
def _others(code: str) -> dict[str, Attributes]:
    found: dict[str, Attributes] = {}
    for pack, files in pack_files.texts().items():
        if pack != code:
            trees = (json.loads(text) for name, text in files.items() if name.startswith("types/"))
            found.update({str(tree.get("title")): _properties(tree) for tree in trees})
    return found


def _properties(tree: Mapping[str, Any]) -> Attributes:
    given = tree.get("properties")
    return (
        {name: about for name, about in given.items() if isinstance(about, dict)}
        if isinstance(given, dict)
        else {}
    )


@pack_files.kept
def derived_of_others(code: str) -> tuple[Table, ...]:
    """The `[[derived]]` tables of every other pack that counts now."""
    return tuple(row for pack, files in pack_files.texts().items() if pack != code for row in _rows(files))


def _rows(files: Mapping[str, str]) -> Iterator[Table]:
    for name, text in files.items():
        if name.startswith("derived/") and name.endswith(".toml"):
            yield from tomllib.loads(text).get("derived", [])


def kinds_of(attributes: Attributes) -> dict[str, Also]:
    """The attributes that a formula may say, with their kind: those that hold one plain value."""
    return {
        name: KINDS[str(about.get("type"))]
        for name, about in attributes.items()
        if about.get("type") in KINDS
    }
