"""A rule is armed only when somebody could see what it would have raised, or said why not."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from dothi.accounts.models import Person
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.i18n import t
from dothi.rules import actions
from dothi.rules.dryrun.actions import proof_of
from dothi.rules.dryrun.drafts import digest
from dothi.rules.dryrun.models import DryRun
from dothi.rules.models import Rule
from dothi.rules.queries import newest_version


def needs_trial(rule: Rule, draft: Rule) -> bool:
    """Would the draft raise alarms that the version in force does not?"""
    return draft.armed and not (rule.armed and digest(rule) == digest(draft))


@transaction.atomic
def put_in_force(
    rule: Rule, changes: dict[str, Any], *, reason: str, by: Person, seen: int | None, untried: str = ""
) -> Rule:
    """`actions.change_rule`, but what is armed has been tried on history; `untried`: why it could not be.

    Raises BadRequest `rule-not-tried`, else as `change_rule`; first of all Conflict, before anybody tries what is out of date.
    """
    if seen is not None and seen != newest_version(rule.code):
        raise Conflict("rule-changed-meanwhile", code=rule.code)
    draft = actions.drafted(rule, changes)
    proof = proof_of(draft) if needs_trial(rule, draft) else None
    if needs_trial(rule, draft) and proof is None:
        if not untried.strip():
            raise BadRequest("rule-not-tried")
        if reason.strip():
            reason = t("rules-untried-because", reason=reason.strip()[:300], why=untried.strip()[:150])
    new = actions.change_rule(rule, changes, reason=reason, by=by, seen=seen)
    if proof is not None:
        DryRun.objects.filter(pk=proof.pk).update(became=new)
    return new
