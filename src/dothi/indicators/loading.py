"""Indicators of packs into the database: exactly what a pack says holds; nothing is overwritten, what it leaves out is withdrawn."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from dothi.accounts.models import Person
from dothi.indicators.models import Indicator
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import Conflict

Table = dict[str, Any]
Units = Mapping[tuple[str, str], str]  # (type, attribute) → unit that the type declares
WITHDRAWN = "withdrawn"
_COLUMNS = {
    "code", "valid_from", "name", "about", "figure", "over", "type", "attribute", "unit", "better", "target", "owner",
    "source", "certainty",
}  # fmt: skip


@transaction.atomic
def load_indicators(
    pack: str, version: str, tables: Sequence[Table], *, owner: str, units: Units, by: Person | None = None
) -> list[str]:
    """Makes the indicators of a pack exactly these; returns the codes that have a new version (the others are as they were).

    Raises Conflict when a code is another pack's.
    """
    said = {(table["code"], table["valid_from"]): table for table in tables}
    _refuse_others(pack, {code for code, _ in said})
    standing: dict[tuple[str, dt.date], Indicator] = {}
    highest: dict[str, int] = {}
    for row in Indicator.objects.filter(pack=pack).order_by("version"):
        standing[row.code, row.valid_from] = row
        highest[row.code] = row.version
    changed = []
    with change(by=by, source=f"pack:{pack}", reason=f"{pack} {version}"):
        for key in sorted({*said, *standing}):
            following = _following(said.get(key), standing.get(key), owner, units)
            if following is None:
                continue
            following.pack, following.recorded_at, following.recorded_by = pack, clock.now(), by
            following.version = highest[following.code] = highest.get(following.code, 0) + 1
            following.save(force_insert=True)
            changed.append(following.code)
    return sorted(set(changed))


def _refuse_others(pack: str, codes: Iterable[str]) -> None:
    newest = Indicator.objects.filter(code__in=codes).exclude(pack=pack).order_by("code", "-version")
    if other := next((one for one in newest.distinct("code") if not one.withdrawn), None):
        raise Conflict("indicator-of-another-pack", code=other.code, pack=other.pack)


def _following(table: Table | None, row: Indicator | None, owner: str, units: Units) -> Indicator | None:
    """The version that must follow so that what the pack says holds; None: it holds already."""
    if table is None:
        return None if row is None or row.withdrawn else _withdrawn(row)
    fields = _fields(table, owner, units)
    digest = hashlib.sha256(
        json.dumps(fields, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).hexdigest()
    return None if row is not None and row.digest == digest else Indicator(**fields, digest=digest)


def _withdrawn(row: Indicator) -> Indicator:
    kept = {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key
    }
    return Indicator(**kept | {"withdrawn": True, "digest": WITHDRAWN})


def _fields(table: Table, owner: str, units: Units) -> dict[str, Any]:
    fields = {
        "code": table["code"],
        "valid_from": table["valid_from"],
        "figure": table["figure"],
        "over": table["over"],
        "entity_type": table.get("type", ""),
        "attribute": table.get("attribute", ""),
        "attribute_unit": units.get((table.get("type", ""), table.get("attribute", "")), ""),
        "parameters": {key: value for key, value in table.items() if key not in _COLUMNS},
        "unit_code": table["unit"],
        "better": table["better"],
        "target": table.get("target"),
        "owner": table.get("owner", owner),
        "source": table["source"],
        "certainty": table["certainty"],
    }
    for key in ("name", "about"):
        fields |= {f"{key}_{language}": table.get(key, {}).get(language, "") for language in ("vi", "en")}
    return fields
