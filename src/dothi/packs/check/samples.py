"""samples/*.json: example entities (key-values) that fit their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.entities.core.declared import Judgement, declared
from dothi.packs.folder import Complaint, PackFolder


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
    for key in entity.keys() - schema["properties"].keys():
        yield Complaint(file, f"{where}.{key}", "packs-check-attribute", {"type": str(schema["title"])})
    try:
        judge = declared(schema["title"], schema, Judgement.REJECT)
    except ValueError:  # said by types.py
        return
    for breach in judge.breaches(entity, is_whole=True):
        if breach.keyword == "required":
            yield Complaint(
                file, f"{where}.{breach.path}", "packs-check-key-missing", {"key": breach.path.split(".")[-1]}
            )
        else:
            yield Complaint(
                file, f"{where}.{breach.path}", "packs-check-sample-value", {"value": breach.value}
            )
