"""samples/*.json: example entities (key-values) that fit their types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dothi.packs.folder import Complaint, PackFolder

_PYTHON = {
    "string": str,
    "number": int | float,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def check(pack: PackFolder) -> Iterator[Complaint]:
    schemas = {schema.get("title"): schema for schema in pack.below("types").values()}
    for name, entities in pack.below("samples").items():
        for count, entity in enumerate(entities if isinstance(entities, list) else [entities], 1):
            schema = schemas.get(entity.get("type") if isinstance(entity, dict) else None)
            if schema is None:
                yield Complaint(f"samples/{name}", f"[{count}].type", "packs-check-sample-type", {})
            else:
                yield from _fits(f"samples/{name}", f"[{count}]", entity, schema)


def _fits(file: str, where: str, entity: dict[str, Any], schema: dict[str, Any]) -> Iterator[Complaint]:
    """The part of JSON Schema that pack types use: required, type, minimum, maximum, const, pattern."""
    for key in schema.get("required", []):
        if key not in entity:
            yield Complaint(file, f"{where}.{key}", "packs-check-key-missing", {"key": key})
    for key, value in entity.items():
        about = schema["properties"].get(key)
        if about is None:
            yield Complaint(file, f"{where}.{key}", "packs-check-attribute", {"type": str(schema["title"])})
        elif not _may_be(value, about):
            yield Complaint(file, f"{where}.{key}", "packs-check-sample-value", {"value": str(value)[:60]})


def _may_be(value: Any, about: dict[str, Any]) -> bool:
    if "const" in about:
        return bool(value == about["const"])
    wanted = _PYTHON[about["type"]]
    if isinstance(value, bool) != (about["type"] == "boolean") or not isinstance(value, wanted):
        return False
    if "pattern" in about and not re.search(about["pattern"], str(value)):
        return False
    return not (value < about["minimum"] if "minimum" in about else False) and not (
        value > about["maximum"] if "maximum" in about else False
    )
