"""Rules of packs into the database: idempotent, versioned, and back again; nothing is overwritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.db.models import Max

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.i18n import t
from dothi.rules.actions import attributes_of
from dothi.rules.alarms.pack_keys import suppress_of
from dothi.rules.alarms.withdrawing import close_withdrawn
from dothi.rules.expressions import duration
from dothi.rules.gathering.pack_keys import together_of
from dothi.rules.models import Kind, Rule
from dothi.rules.pack_check import check_rule

WITHDRAWN = "withdrawn"  # stands where the digest of a pack's table stands

Table = dict[str, Any]


@dataclass(slots=True)
class Loaded:
    """The codes of a loading."""

    created: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """All of them that the pack has: what the pack's row keeps as its contents."""
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
    pack: str, version: str, tables: Sequence[Table], *, by: Person | None = None, reason: str = ""
) -> Loaded:
    """Makes the rules of a pack exactly these, or changes nothing. Raises BadRequest `rule-refused` with the first complaint,
    Conflict when a code is another pack's.

    Nothing is overwritten: what differs becomes the next version, also when a pack returns to what it said before; a rule that
    the pack no longer has is withdrawn by a version that says so, and its open alarms close. A city's own later version stays
    in force.
    """
    _refuse_wrong(tables)
    said = _by_code(tables)
    _refuse_others(pack, said)
    rows: dict[str, dict[dt.date, list[Rule]]] = {}
    for rule in Rule.objects.filter(pack=pack).order_by("version"):
        rows.setdefault(rule.code, {}).setdefault(rule.valid_from, []).append(rule)
    loaded, written = Loaded(), list[Rule]()
    agencies = {one.code: one for one in Agency.objects.filter(code__in=_owners(tables))}
    with change(by=by, source=f"pack:{pack}", reason=reason or f"{pack} {version}"):
        for code in sorted({*said, *rows}):
            standing = rows.get(code, {})
            for day in sorted({*said.get(code, {}), *standing}):
                following = _following(pack, said.get(code, {}), day, standing.get(day, []), agencies)
                if following is not None:
                    written.append(following)
                _note(loaded, code, following, known=code in said)
        _write(written, by)
        close_withdrawn([*loaded.created, *loaded.withdrawn])
    return loaded


def _refuse_wrong(tables: Sequence[Table]) -> None:
    for table in tables:
        if complaints := check_rule(table):
            key, message, fields = complaints[0]
            raise BadRequest(
                "rule-refused",
                code=table.get("code", "?"),
                key=key,
                reason=t(message, **{k: str(v) for k, v in fields.items()}),
            )


def _refuse_others(pack: str, codes: Iterable[str]) -> None:
    newest = Rule.objects.filter(code__in=list(codes)).order_by("code", "-version").distinct("code")
    other = next((one for one in newest if one.pack not in (pack, "") and not one.withdrawn), None)
    if other is not None:
        raise Conflict("rule-of-another-pack", code=other.code, pack=other.pack)


def _by_code(tables: Sequence[Table]) -> dict[str, dict[dt.date, Table]]:
    found: dict[str, dict[dt.date, Table]] = {}
    for table in tables:
        found.setdefault(table["code"], {})[table["valid_from"]] = table
    return found


def _owners(tables: Sequence[Table]) -> list[str]:
    return [table["owner"] for table in tables if table.get("owner")]


def _following(
    pack: str, dated: dict[dt.date, Table], day: dt.date, rows: list[Rule], agencies: dict[str, Agency]
) -> Rule | None:
    """The version that must follow those of a day, so that what the pack says holds from it on; None: it holds already."""
    last = rows[-1] if rows else None
    own = next((rule for rule in reversed(rows) if not rule.digest), None)
    said = next((rule for rule in reversed(rows) if rule.digest not in ("", WITHDRAWN)), None)
    table = dated[max(held)] if (held := [begins for begins in dated if begins <= day]) else None
    if table is None:
        gone = {"withdrawn": True, "armed": False, "changed_by_id": None, "change_reason": ""}
        return None if last is None or last.withdrawn else _copy(last, WITHDRAWN, **gone)
    if own is not None and (said is None or own.version > said.version):  # the city's word of that day
        return _copy(own, "") if last is not None and last.withdrawn else None
    digest = _digest(table, day)
    if last is not None and last.digest == digest:
        return None
    fields = fields_of(table) | {"valid_from": day}
    return Rule(**fields, pack=pack, agency=agencies.get(table.get("owner", "")), digest=digest)


def _digest(table: Table, day: dt.date) -> str:
    """Of what a pack says for a day: with the day where an earlier table goes on to hold."""
    text = json.dumps(table, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256((text if day == table["valid_from"] else f"{text}@{day}").encode()).hexdigest()


def _copy(rule: Rule, digest: str, **changes: Any) -> Rule:
    kept = {
        one.attname: getattr(rule, one.attname) for one in Rule._meta.concrete_fields if not one.primary_key
    }
    return Rule(**kept | changes | {"digest": digest})


def _write(rules: Sequence[Rule], by: Person | None) -> None:
    """Each as the next version of its code, in few statements: while this transaction lasts every reader of the log waits."""
    kept = Rule.objects.filter(code__in={rule.code for rule in rules})
    highest = dict(kept.order_by().values_list("code").annotate(Max("version")))
    for rule in rules:
        highest[rule.code] = rule.version = highest.get(rule.code, 0) + 1
        rule.changed_by, rule.recorded_at = by or rule.changed_by, clock.now()
    Rule.objects.bulk_create(rules, batch_size=500)


def _note(loaded: Loaded, code: str, following: Rule | None, *, known: bool) -> None:
    if following is None:
        if known:
            loaded.unchanged.append(code)
    else:
        (loaded.withdrawn if following.withdrawn else loaded.created).append(code)


def fields_of(table: Table) -> dict[str, Any]:
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
        "schedule": table.get("when", ""),
        "severity": table["severity"],
        "source": table["source"],
        "certainty": table["certainty"],
        "legal": table.get("legal", False),
        "armed": table.get("armed", True),
        "suppress": suppress_of(table),
    }
    fields |= together_of(table)
    for key in ("name", "words", "advice"):
        fields |= {f"{key}_{language}": table.get(key, {}).get(language, "") for language in ("vi", "en")}
    return fields


def _duration(table: Table, key: str) -> dt.timedelta:
    return duration(table[key]) if table.get(key) else dt.timedelta(0)
