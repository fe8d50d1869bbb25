"""Suppression by design (ISA-18.2 §10): an alarm that its rule expects while a state lasts rings nobody, and says why.

A rule says it in its pack: `[rule.suppress] while = "<CEL over the same entity>"`, `under = ["code of a rule"]`. The second
holds while an alarm of that rule stands on something that both belong to (hanging.py). What is suppressed itself, or out of
service, suppresses nothing: of two rules that name each other one always rings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from dothi.kernel import clock
from dothi.kernel.calendar import Moment
from dothi.kernel.errors import BadRequest
from dothi.rules import observations
from dothi.rules.alarms.models import Alarm, Hidden
from dothi.rules.alarms.telling import tell
from dothi.rules.expressions import Inputs, compile_state, holds
from dothi.rules.schedules.queries import calendar_now

Why = dict[str, Any]


def judge(alarm: Alarm) -> bool:
    """Sets (and does not save) whether it is suppressed now; did that change?"""
    why = _why(alarm)
    if (why is None) == (alarm.suppressed_at is None):
        return False
    alarm.suppressed_at, alarm.suppressed_by = (clock.now() if why else None), why
    return True


def settle_under(parents: Sequence[Alarm]) -> None:
    """Rules were raised or cleared: what rules expect under them is looked at again, before anybody hears of anything else."""
    codes = sorted({parent.rule_code for parent in parents})
    assets = sorted({asset for parent in parents for asset in parent.assets})
    if codes:
        _settle(_suppressible().filter(rule__suppress__under__has_any_keys=codes, assets__overlap=assets))


def settle() -> int:
    """Looks again at every open alarm whose rule expects it in some state; how many turned. The worker does it every few seconds.

    All are read together, by a statement for the states and one for what they may stand under; only what differs is locked.
    """
    alarms = list(_suppressible().select_related("rule").order_by("pk"))
    return sum(_turned(alarm.pk) for alarm in _differing(alarms))


def _differing(alarms: Sequence[Alarm]) -> Iterator[Alarm]:
    codes = {code for alarm in alarms for code in alarm.rule.suppress.get("under", ())}
    above: dict[tuple[str, str], set[int]] = defaultdict(set)
    for pk, code, assets in _standing(codes).values_list("pk", "rule_code", "assets") if codes else ():
        for asset in assets:
            above[code, asset].add(pk)
    told = _told_of(alarms)
    for alarm in alarms:
        asked = alarm.rule.suppress
        keys = ((code, asset) for code in asked.get("under", ()) for asset in alarm.assets)
        expected = any(above.get(key, set()) - {alarm.pk} for key in keys) or bool(
            asked.get("while") and _is_true(asked["while"], told.get(alarm.entity_id, {}))
        )
        if expected is not (alarm.suppressed_at is not None):
            yield alarm


def _told_of(alarms: Sequence[Alarm]) -> dict[int, dict[str, Any]]:
    """What their states ask about, by entity."""
    asked = {(alarm.entity_id, alarm.rule.suppress.get("while", "")) for alarm in alarms}
    wanted = {(entity, name) for entity, text in asked if text for name in _attributes(text)}
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for (entity_id, name), change in observations.current_values(sorted(wanted)).items():
        found[entity_id][name] = change.as_input()
    return found


def _suppressible() -> Any:
    return Alarm.objects.filter(closed_at=None).filter(~Q(rule__suppress={}) | Q(suppressed_at__isnull=False))


def _settle(alarms: Any) -> int:
    return sum(_turned(pk) for pk in alarms.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _turned(pk: int) -> bool:
    locked = Alarm.objects.select_for_update(
        no_key=True, of=("self",), skip_locked=True
    )  # who holds it looks at it anyway
    alarm = locked.select_related("rule").filter(pk=pk, closed_at=None).first()
    if alarm is None or not judge(alarm):
        return False
    alarm.save(update_fields=["suppressed_at", "suppressed_by"])
    rings = alarm.active and not alarm.hidden
    tell("alarms.raised" if rings else "alarms.updated", alarm)
    return True


def _why(alarm: Alarm) -> Why | None:
    """What suppresses it; None: nothing does."""
    asked = alarm.rule.suppress
    parent = _parent(alarm, asked["under"]) if asked.get("under") else None
    if parent is not None:
        return {"rule": parent.rule_code, "alarm": parent.pk}
    condition = asked.get("while")
    told = _told_of([alarm]).get(alarm.entity_id, {}) if condition else {}
    return {"while": condition} if condition and _is_true(condition, told) else None


def _parent(alarm: Alarm, codes: list[str]) -> Alarm | None:
    standing = _standing(codes).filter(assets__overlap=alarm.assets)
    return standing.exclude(pk=alarm.pk).order_by("raised_at", "pk").first()


def _standing(codes: Collection[str]) -> QuerySet[Alarm]:
    """The alarms that others may be expected under."""
    in_service = Q(set_aside=None) | Q(set_aside__ended_at__isnull=False) | Q(set_aside__kind=Hidden.SHELVED)
    active = Alarm.objects.filter(closed_at=None, active=True, suppressed_at=None)
    return active.filter(in_service, rule_code__in=list(codes))


def _attributes(condition: str) -> frozenset[str]:
    """Those of a state; what was refused at loading asks for nothing (an operator that is gone must not stop the engine)."""
    try:
        return compile_state(condition).attributes
    except BadRequest:
        return frozenset()


def _is_true(condition: str, values: dict[str, Any]) -> bool:
    """A state that is not known suppresses nothing."""
    try:
        expression = compile_state(condition)
    except BadRequest:
        return False
    now = clock.now()
    moment = Moment(now, calendar_now()) if expression.tells_time else None
    return holds(expression, Inputs(values, now, {}, moment=moment)) is True
