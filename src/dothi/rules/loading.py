"""Rules of packs into the database: idempotent, a changed table becomes a new version, nothing is overwritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.db.models import Max

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t
from dothi.rules.actions import attributes_of
from dothi.rules.expressions import duration
from dothi.rules.models import Kind, Rule
from dothi.rules.pack_check import check_rule


@dataclass(slots=True)
class Loaded:
    """The codes of a loading."""

    created: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """All of them: what the pack's row keeps as its contents."""
        return sorted({*self.created, *self.unchanged})


def tables_of(pack: str) -> list[dict[str, Any]]:
    """Every `[[rule]]` of a pack that came with the package, file by file."""
    folder = files("dothi.packs_data").joinpath(pack, "rules")
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    ]
    return [table for text in texts for table in tomllib.loads(text).get("rule", [])]


@transaction.atomic
def load_rules(
    pack: str, version: str, tables: Sequence[dict[str, Any]], *, by: Person | None = None
) -> Loaded:
    """Loads all rules of a pack or none. Raises BadRequest `rule-refused` with the first complaint.

    A table that was loaded before changes nothing; a city's own later version of a rule stays in force.
    """
    for table in tables:
        if complaints := check_rule(table):
            key, message, fields = complaints[0]
            raise BadRequest(
                "rule-refused",
                code=table.get("code", "?"),
                key=key,
                reason=t(message, **{k: str(v) for k, v in fields.items()}),
            )
    loaded = Loaded()
    agencies = {
        agency.code: agency
        for agency in Agency.objects.filter(code__in=[table.get("owner", "") for table in tables])
    }
    with change(by=by, source=f"pack:{pack}", reason=f"{pack} {version}"):
        for table in sorted(tables, key=lambda table: table["valid_from"]):
            _load(pack, table, agencies, by, loaded)
    return loaded


def _load(
    pack: str, table: dict[str, Any], agencies: dict[str, Agency], by: Person | None, loaded: Loaded
) -> None:
    digest = hashlib.sha256(
        json.dumps(table, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).hexdigest()
    if Rule.objects.filter(code=table["code"], digest=digest).exists():
        loaded.unchanged.append(table["code"])
        return
    highest = Rule.objects.filter(code=table["code"]).aggregate(version=Max("version"))["version"] or 0
    Rule.objects.create(
        **_fields(table),
        version=highest + 1,
        pack=pack,
        agency=agencies.get(table.get("owner", "")),
        digest=digest,
        changed_by=by,
        recorded_at=clock.now(),
    )
    loaded.created.append(table["code"])


def _fields(table: dict[str, Any]) -> dict[str, Any]:
    is_threshold = table["kind"] == Kind.THRESHOLD
    condition, clear = table.get("condition", ""), table.get("clear", "")
    fields: dict[str, Any] = {
        "code": table["code"],
        "valid_from": table["valid_from"],
        "kind": table["kind"],
        "entity_type": table["type"],
        "attributes": attributes_of(condition, clear) if is_threshold else sorted(table["attributes"]),
        "condition": condition,
        "clear": clear,
        "hold": _duration(table, "for"),
        "clear_hold": _duration(table, "clear_for"),
        "no_data_after": None if is_threshold else duration(table["no_data_after"]),
        "severity": table["severity"],
        "source": table["source"],
        "certainty": table["certainty"],
        "legal": table.get("legal", False),
        "armed": table.get("armed", True),
    }
    for key in ("name", "words", "advice"):
        fields |= {f"{key}_{language}": table.get(key, {}).get(language, "") for language in ("vi", "en")}
    return fields


def _duration(table: dict[str, Any], key: str) -> dt.timedelta:
    return duration(table[key]) if table.get(key) else dt.timedelta(0)
