"""What happens to a city's own rules: made, never armed by making them; withdrawn with a reason."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from dothi.accounts.models import Person
from dothi.entities import catalogue
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.rules.actions import attributes_of, refuse_unknown_schedules
from dothi.rules.alarms.withdrawing import close_withdrawn
from dothi.rules.expressions import refuse_kinds
from dothi.rules.models import OWN_CODE, Kind, Rule
from dothi.rules.operators import Also
from dothi.territory.names import folded

_KINDS = {"number": Also.NUMBER, "integer": Also.NUMBER, "string": Also.TEXT, "boolean": Also.TRUTH}
_LONGEST_CODE = 70
_EMPTY: dict[str, Any] = {
    "kind": Kind.THRESHOLD,
    "attributes": [],
    "hold": dt.timedelta(0),
    "clear_hold": dt.timedelta(0),
}


def code_of(name: str) -> str:
    """`Ngập ở cửa hầm` → `own-ngap-o-cua-ham`: one name, one code, so that a form sent twice makes one rule. A name without any
    of our letters has a code all the same: without one the rule would not be known as the city's own."""
    words = "-".join(folded(name).split()) or hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{OWN_CODE}{words}"[:_LONGEST_CODE].rstrip("-")


def composed(fields: dict[str, Any], *, by: Person) -> Rule:
    """The rule as it would be made, checked and not written. Raises BadRequest (a condition that is none, an attribute or schedule
    that is not there) and NotAllowed where `by` does not manage rules of its unit and agency."""
    rule = Rule(
        **_EMPTY | fields,
        code=code_of(str(fields.get("name_vi", ""))), version=1, valid_from=clock.today(), armed=False,
        changed_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    if not by.scope("rules.manage").covers(rule.unit_id, rule.agency_id):
        raise NotAllowed(permission="rules.manage")
    if rule.kind == Kind.THRESHOLD:
        rule.attributes = attributes_of(rule.condition, rule.clear)
    refuse_unsound(rule)
    refuse_unknown_schedules(rule)
    return rule


@transaction.atomic
def create_rule(fields: dict[str, Any], *, by: Person, reason: str = "") -> Rule:
    """Writes the first version of a city's own rule, not armed: it is tried first. Raises as `composed`, Conflict for a name that
    another one has."""
    rule = composed(fields, by=by)
    rule.change_reason = reason.strip()[:500]
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("rule-own-exists", name=rule.name_vi) from error
    return rule


def refuse_unsound(rule: Rule) -> None:
    """Raises BadRequest for an attribute that the type does not have, or a condition that takes one for another kind."""
    declared = declared_kinds(rule.entity_type)
    if unknown := [name for name in rule.attributes if declared and name not in declared]:
        known = ", ".join(sorted(declared))
        raise BadRequest("rule-no-attribute", attribute=unknown[0], type=rule.entity_type, known=known)
    if rule.kind == Kind.NO_DATA and not rule.attributes:
        raise BadRequest("rule-awaits-nothing")
    kinds = {name: kind for name, kind in declared.items() if kind is not None}
    for text in (rule.condition, rule.clear):
        if text and rule.kind == Kind.THRESHOLD:
            refuse_kinds(text, kinds)


def declared_kinds(entity_type: str) -> dict[str, Also | None]:
    """The attributes that packs declare for a type, each with its kind where a condition can know it."""
    return {
        name: _KINDS.get(about.get("type", "")) if isinstance(about.get("type"), str) else None
        for one in catalogue.declarations(entity_type)
        for name, about in one.schema.get("properties", {}).items()
    }


@transaction.atomic
def withdraw_rule(rule: Rule, *, reason: str, by: Person, seen: int | None = None) -> Rule:
    """The next version, by which the rule holds no longer, today and on every later day that a version waits for; its open alarms
    close.

    Raises BadRequest (no reason; a pack's rule, which is disarmed instead), Conflict when somebody wrote a version meanwhile or it
    is withdrawn already.
    """
    if not rule.is_own:
        raise BadRequest("rule-withdraw-own-only", code=rule.code)
    if not reason.strip():
        raise BadRequest("rule-change-needs-reason")
    because(reason)
    newest = Rule.objects.filter(code=rule.code).aggregate(newest=Max("version"))["newest"]
    if newest != (seen or newest) or rule.withdrawn:
        raise Conflict("rule-changed-meanwhile", code=rule.code)
    later = Rule.objects.filter(code=rule.code, valid_from__gt=clock.today()).values_list(
        "valid_from", flat=True
    )
    versions = [
        _withdrawn(rule, newest + n, day, reason, by)
        for n, day in enumerate(sorted({clock.today(), *later}), start=1)
    ]
    try:
        with transaction.atomic():
            for version in versions:
                version.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("rule-changed-meanwhile", code=rule.code) from error
    close_withdrawn([rule.code])
    return versions[0]


def _withdrawn(rule: Rule, number: int, day: dt.date, reason: str, by: Person) -> Rule:
    kept = {f.attname: getattr(rule, f.attname) for f in Rule._meta.concrete_fields if not f.primary_key}
    gone = {
        "withdrawn": True,
        "armed": False,
        "version": number,
        "valid_from": day,
        "recorded_at": clock.now(),
    }
    return Rule(**kept | gone | {"changed_by_id": by.pk, "change_reason": reason.strip()[:500]})
