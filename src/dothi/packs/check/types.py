"""types/*.json: JSON Schemas of entity types; every measured attribute has a unit that exists and a label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.entities.core.declared import compiled
from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder

JSON_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object"})


def check(pack: PackFolder) -> Iterator[Complaint]:
    for name, schema in pack.below("types").items():
        file, title = f"types/{name}", name.removesuffix(".json")
        if not isinstance(schema, dict) or schema.get("title") != title:
            yield Complaint(file, ("title",), "packs-check-title", {"name": title})
            continue
        try:
            compiled(schema)
        except ValueError as error:
            yield Complaint(file, (), "packs-check-schema", {"detail": str(error)})
            continue
        properties = schema.get("properties", {})
        told = properties.get("type")
        if not isinstance(told, dict) or told.get("const") != title:
            yield Complaint(file, ("properties", "type", "const"), "packs-check-title", {"name": title})
        for attribute, about in properties.items():
            if attribute not in ("id", "type"):
                yield from _attribute(file, attribute, about)


def _attribute(file: str, attribute: str, about: Any) -> Iterator[Complaint]:
    path = ("properties", attribute)
    kind = about.get("type") if isinstance(about, dict) else None
    if kind not in JSON_TYPES:
        known = ", ".join(sorted(JSON_TYPES))
        yield Complaint(file, (*path, "type"), "packs-check-json-type", {"known": known})
        return
    if not about.get("x-label"):
        yield Complaint(file, (*path, "x-label"), "packs-check-label", {"attribute": attribute})
    needs_unit = kind in ("number", "integer") and "x-derived" not in about
    if (needs_unit or "x-unitCode" in about) and (wrong := shape.unit(about.get("x-unitCode"))):
        yield Complaint(file, (*path, "x-unitCode"), *wrong)
