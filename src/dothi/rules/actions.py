"""What happens to rules: the next version, and what refuses one. Alarms have their own (alarms/actions.py)."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, Conflict
from dothi.rules.expressions import compile_expression
from dothi.rules.models import Kind, Rule
from dothi.rules.schedules.queries import known_codes

OWN_CHANGEABLE = frozenset({"name_vi", "name_en", "advice_vi", "advice_en", "source", "certainty"})
CHANGEABLE = frozenset(
    {
        "armed",
        "severity",
        "condition",
        "clear",
        "hold",
        "clear_hold",
        "no_data_after",
        "schedule",
        "together_least",
        "together_within",
        "together_radius_m",
        "words_vi",
        "words_en",
        "valid_from",
    }
)


@transaction.atomic
def change_rule(
    rule: Rule, changes: dict[str, Any], *, reason: str, by: Person, seen: int | None = None
) -> Rule:
    """Writes the next version of a rule, in force from `valid_from` (today). Alarms of the old version keep naming it.

    `seen`: the newest version the writer knew of (default: the changed one itself). Raises BadRequest (no reason, a past day,
    a condition that does not compile, an unverified source arming a legal alarm), Conflict when somebody else wrote a
    version since, or when nothing would change (a form sent twice).
    """
    if not reason.strip():
        raise BadRequest("rule-change-needs-reason")
    because(reason)
    newest = Rule.objects.filter(code=rule.code).aggregate(newest=Max("version"))["newest"]
    if newest != (seen or rule.version):
        raise Conflict("rule-changed-meanwhile", code=rule.code)
    if all(getattr(rule, name) == value for name, value in changes.items() if name != "valid_from"):
        raise Conflict("rule-unchanged", code=rule.code, version=rule.version)
    draft = drafted(rule, changes)
    draft.version, draft.recorded_at = newest + 1, clock.now()
    draft.changed_by, draft.change_reason = by, reason.strip()[:500]
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("rule-changed-meanwhile", code=rule.code) from error
    return draft


def drafted(rule: Rule, changes: dict[str, Any]) -> Rule:
    """The rule as it would be with these changes, checked and not written. Raises BadRequest like `change_rule`."""
    if unknown := set(changes) - CHANGEABLE - (OWN_CHANGEABLE if rule.is_own else set()):
        raise BadRequest("rule-field-fixed", fields=", ".join(sorted(unknown)))
    begins = changes.get("valid_from") or max(clock.today(), rule.valid_from)
    if begins < clock.today():
        raise BadRequest("rule-valid-from-past")
    kept = {f.attname: getattr(rule, f.attname) for f in Rule._meta.concrete_fields if not f.primary_key}
    draft = Rule(**kept | changes | {"valid_from": begins, "digest": "", "recorded_at": clock.now()})
    draft.withdrawn = rule.withdrawn and not rule.is_own  # what the city takes up again holds again
    refuse_unverified_legal(legal=draft.legal, armed=draft.armed, certainty=draft.certainty)
    if rule.kind == Kind.THRESHOLD:
        draft.attributes = attributes_of(draft.condition, draft.clear)
    refuse_unknown_schedules(draft)
    return draft


def refuse_unknown_schedules(rule: Rule) -> None:
    """Outside every schedule that there is nothing would ever be said."""
    texts = [text for text in (rule.condition, rule.clear) if text]
    named = {rule.schedule} - {""} | {code for text in texts for code in compile_expression(text).schedules}
    known = known_codes() if named else frozenset()
    if unknown := sorted(named - known):
        raise BadRequest("rule-schedule", code=unknown[0], known=", ".join(sorted(known)))


def attributes_of(condition: str, clear: str) -> list[str]:
    """The attributes that a rule's two conditions read; both are checked. Raises BadRequest `rule-condition`."""
    names = compile_expression(condition).attributes
    return sorted(names | compile_expression(clear).attributes if clear else names)


def refuse_unverified_legal(*, legal: bool, armed: bool, certainty: str) -> None:
    """Raises BadRequest when a rule that states a legal limit would be armed without its legal text having been read."""
    if legal and armed and certainty != Certainty.LEGAL_TEXT:
        raise BadRequest("rule-unverified-legal", certainty=certainty)
