"""What becomes of the alarms of a rule that holds no longer (its pack has it no more, the city took its own back): nobody judges
them, so they close and say why.

A rule that was only changed keeps its alarms: the next value is judged by the new version.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Count, QuerySet

from dothi.kernel import clock
from dothi.kernel.sql import statement
from dothi.rules.alarms.models import Alarm
from dothi.rules.alarms.telling import tell
from dothi.rules.gathering.models import Gathering, Part
from dothi.rules.models import Rule, RuleState

WITHDRAWN = "rule-withdrawn"  # what the event says


def open_by_code(codes: Collection[str]) -> dict[str, int]:
    """How many alarms of each of these rules are open."""
    found = _open(codes).order_by().values_list("rule_code").annotate(count=Count("pk"))
    return dict(found)


def close_withdrawn(codes: Collection[str]) -> int:
    """Closes the open alarms that no rule judges any longer, of these rules, and forgets where they stood; how many.

    In the transaction that withdraws them. It waits for the engine's batch and keeps the next one waiting, so that no alarm is
    raised by a rule that is gone. Where a rule stood is forgotten: should it come back, it begins anew.
    """
    left = _left_alone(codes)
    if not left:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.rules", "sql/log.sql", "hold_cursor"), {"reader": "rules"})
    alarms = [
        alarm
        for alarm in _open(left)
        .select_for_update(no_key=True, of=("self",))
        .select_related("rule")
        .order_by("pk")
        if alarm.entity_type != left[alarm.rule_code]
    ]
    for model in (RuleState, Part, Gathering):
        model.objects.filter(rule_code__in=left).delete()
    for alarm in alarms:
        alarm.closed_at, alarm.close_reason = clock.now(), Alarm.RULE_WITHDRAWN
        alarm.save(update_fields=["closed_at", "close_reason"])
        tell("alarms.updated", alarm, because=WITHDRAWN)
    return len(alarms)


def _left_alone(codes: Collection[str]) -> dict[str, str]:
    """Those of these rules that are withdrawn (nothing), or speak of another type now than before (which), today."""
    dated = Rule.objects.filter(code__in=codes, valid_from__lte=clock.today())
    latest = dated.order_by("code", "-valid_from", "-version").distinct("code")
    holds = {rule.code: "" if rule.withdrawn else rule.entity_type for rule in latest}
    others = dict(_open(holds).values_list("rule_code", "entity_type"))
    return {code: type_ for code, type_ in holds.items() if not type_ or others.get(code, type_) != type_}


def _open(codes: Collection[str]) -> QuerySet[Alarm]:
    return Alarm.objects.filter(closed_at=None, rule_code__in=list(codes))
