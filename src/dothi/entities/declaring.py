"""What a pack says about its types, kept for every process that writes values and for the catalogue. Loading a pack calls it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from dothi.entities.core.declared import Judgement
from dothi.entities.store import judging
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.sql import statement


@dataclass(frozen=True, slots=True)
class Declaration:
    """A pack as it speaks of types. `schemas`: JSON Schema by short name of the type."""

    pack: str
    version: str
    owner: str
    licence: str
    judgement: Judgement
    schemas: Mapping[str, dict[str, Any]]


@transaction.atomic
def declare_types(told: Declaration) -> None:
    """Puts these in place of what the pack said before. Raises Conflict when another pack has declared one of the types."""
    common: dict[str, Any] = {
        "pack": told.pack, "version": told.version, "owner": told.owner, "licence": told.licence,
        "judgement": told.judgement, "at": clock.now(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_sql("withdraw"), {"pack": told.pack, "shorts": list(told.schemas)})
        for short, schema in sorted(told.schemas.items()):
            cursor.execute(_sql("declare"), {**common, "short": short, "schema": json.dumps(schema)})
            if not cursor.fetchone():
                raise Conflict("type-of-another-pack", entity_type=short, pack=told.pack)
    transaction.on_commit(judging.forget)


def _sql(name: str) -> str:
    return statement("dothi.entities.store", "sql/judging.sql", name)
