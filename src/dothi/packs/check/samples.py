"""samples/*.json: example entities (key-values) that fit their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.entities.core.declared import Judgement, declared
from dothi.kernel.pack_contents import Path, path_of
from dothi.packs.folder import Complaint, PackFolder


def check(pack: PackFolder) -> Iterator[Complaint]:
    schemas = pack.types()
    for name, entities in pack.below("samples").items():
        for place, entity in enumerate(entities if isinstance(entities, list) else [entities]):
            path: Path = (place,) if isinstance(entities, list) else ()
            schema = schemas.get(str(entity.get("type")) if isinstance(entity, dict) else "")
            if schema is None:
                yield Complaint(f"samples/{name}", (*path, "type"), "packs-check-sample-type", {})
            else:
                yield from _fits(f"samples/{name}", path, entity, schema)


def _fits(file: str, path: Path, entity: dict[str, Any], schema: dict[str, Any]) -> Iterator[Complaint]:
    for key in entity.keys() - schema.get("properties", {}).keys():
        yield Complaint(file, (*path, key), "packs-check-attribute", {"type": str(schema["title"])})
    try:
        judge = declared(schema["title"], schema, Judgement.REJECT)
    except ValueError:  # said by types.py
        return
    for breach in judge.breaches(entity, is_whole=True):
        where = (*path, *path_of(breach.path))
        if breach.keyword == "required":
            yield Complaint(file, where, "packs-check-key-missing", {"key": str(where[-1])})
        else:
            yield Complaint(file, where, "packs-check-sample-value", {"value": breach.value})
