"""types/*.json: JSON Schemas of entity types; every measured attribute has a unit that exists and a label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.entities.core import rec20
from dothi.entities.core.declared import compiled
from dothi.packs.folder import Complaint, PackFolder

JSON_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object"})


def check(pack: PackFolder) -> Iterator[Complaint]:
    for name, schema in pack.below("types").items():
        file = f"types/{name}"
        if not isinstance(schema, dict) or schema.get("title") != name.removesuffix(".json"):
            yield Complaint(file, "title", "packs-check-title", {"name": name.removesuffix(".json")})
            continue
        if schema.get("properties", {}).get("type", {}).get("const") != schema["title"]:
            yield Complaint(file, "properties.type.const", "packs-check-title", {"name": schema["title"]})
        try:
            compiled(schema)
        except ValueError as error:
            yield Complaint(file, "—", "packs-check-schema", {"detail": str(error)})
        for attribute, about in schema.get("properties", {}).items():
            if attribute not in ("id", "type"):
                yield from _attribute(file, attribute, about)


def _attribute(file: str, attribute: str, about: dict[str, Any]) -> Iterator[Complaint]:
    where = f"properties.{attribute}"
    if about.get("type") not in JSON_TYPES:
        yield Complaint(
            file, f"{where}.type", "packs-check-json-type", {"known": ", ".join(sorted(JSON_TYPES))}
        )
    if not about.get("x-label"):
        yield Complaint(file, f"{where}.x-label", "packs-check-label", {"attribute": attribute})
    if (
        about.get("type") in ("number", "integer")
        and "x-derived" not in about
        and about.get("x-unitCode") not in rec20.units()
    ):
        yield Complaint(
            file,
            f"{where}.x-unitCode",
            "packs-check-unit",
            {"unit": str(about.get("x-unitCode"))},
        )
