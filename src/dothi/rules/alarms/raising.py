"""Alarms come and go: what the engine alone calls, inside its transaction.

Each raising is an occurrence that stays, also of what is set aside or suppressed: it is recorded and rings nobody.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules.alarms import aside, suppression
from dothi.rules.alarms.hanging import Hanging, hanging
from dothi.rules.alarms.models import Alarm, Occurrence
from dothi.rules.alarms.telling import tell_all
from dothi.rules.models import Kind, Rule
from dothi.rules.observations import Subject, execute, rows

SQL = "alarms/sql/alarms.sql"
Pair = tuple[str, int]  # rule code, entity id
Inputs = dict[str, dict[str, Any]]


class Turned(NamedTuple):
    """A rule was raised (or cleared) for an entity at an instant, by these values. `name`: of the entity, as people gave it."""

    rule: Rule
    subject: Subject
    raised: bool
    values: Inputs
    at: dt.datetime
    name: str = ""

    @property
    def pair(self) -> Pair:
        return self.rule.code, self.subject.id


def raise_alarm(rule: Rule, subject: Subject, *, name: str, fired: Inputs, at: dt.datetime) -> Alarm:
    """Raises the alarm of (rule, entity), or again the one that is still open. An alarm that is active stays as it is."""
    return write([Turned(rule, subject, True, fired, at, name)])[rule.code, subject.id]


def clear_alarm(rule_code: str, entity_id: int, *, values: Inputs, at: dt.datetime) -> Alarm | None:
    """The condition is over. An acknowledged alarm is thereby closed; another waits for somebody to see it."""
    open_ones = Alarm.objects.filter(rule_code=rule_code, entity_id=entity_id, closed_at=None)
    alarm = open_ones.select_related("rule").first()
    if alarm is None:
        return None
    subject = Subject(entity_id, alarm.entity_urn, alarm.unit_id, alarm.agency_id, alarm.lon, alarm.lat, [])
    return write([Turned(alarm.rule, subject, False, values, at)]).get((rule_code, entity_id))


@transaction.atomic
def write(turns: Sequence[Turned]) -> dict[Pair, Alarm]:
    """What rules raised and cleared, in this order; the alarms that it was about, as they are now."""
    alarms: dict[Pair, Alarm] = {}
    for together in _together(turns):
        alarms |= _write(together)
    return alarms


def _together(turns: Sequence[Turned]) -> Iterator[list[Turned]]:
    """Cut where the order matters to more than the order of events: an alarm that turns twice, and what is expected under another."""
    part: list[Turned] = []
    pairs: set[Pair] = set()
    codes: set[str] = set()
    expecting: set[str] = set()
    for turn in turns:
        under = set(turn.rule.suppress.get("under", ()))
        if turn.pair in pairs or turn.rule.code in expecting or under & codes:
            yield part
            part, pairs, codes, expecting = [], set(), set(), set()
        part.append(turn)
        pairs.add(turn.pair)
        codes.add(turn.rule.code)
        expecting |= under
    if part:
        yield part


def _write(turns: list[Turned]) -> dict[Pair, Alarm]:
    """Each pair turns once in these."""
    alarms = _open_alarms(turns)
    cleared = [turn for turn in turns if not turn.raised and _is_active(alarms.get(turn.pair))]
    raised = [turn for turn in turns if turn.raised and not _is_active(alarms.get(turn.pair))]
    new = [turn for turn in raised if turn.pair not in alarms]
    hangs_on = hanging([turn.subject for turn in new])
    for turn in new:
        alarms[turn.pair] = _new_alarm(turn, hangs_on[turn.subject.id])
    known = {turn.pair for turn in new}
    again = [turn for turn in raised if turn.pair not in known]
    for turn in again:
        _raise_again(alarms[turn.pair], turn)
    held = aside.holding([turn.pair for turn in raised], {turn.pair: turn.rule for turn in raised})
    for turn in raised:
        alarm = alarms[turn.pair]
        alarm.set_aside = held.get(turn.pair)
        suppression.judge(alarm)
    for turn in cleared:
        _clear(alarms[turn.pair], turn)
    _save([alarms[t.pair] for t in new], [alarms[t.pair] for t in again], [alarms[t.pair] for t in cleared])
    _note([alarms[turn.pair] for turn in raised])
    turned = {turn.pair for turn in (*raised, *cleared)}
    tell_all([(_topic(turn, alarms[turn.pair]), alarms[turn.pair]) for turn in turns if turn.pair in turned])
    suppression.settle_under([alarms[turn.pair] for turn in turns if turn.pair in turned])
    return alarms


def _is_active(alarm: Alarm | None) -> bool:
    return alarm is not None and alarm.active


def _topic(turn: Turned, alarm: Alarm) -> str:
    if not turn.raised:
        return "alarms.cleared"
    return "alarms.updated" if alarm.hidden else "alarms.raised"


def _new_alarm(turn: Turned, hangs_on: Hanging) -> Alarm:
    rule, subject = turn.rule, turn.subject
    silent = rule.kind == Kind.NO_DATA  # the source's owner mends a source
    agency_id = (subject.agency_id or rule.agency_id) if silent else (rule.agency_id or subject.agency_id)
    return Alarm(
        rule=rule,
        rule_code=rule.code,
        kind=rule.kind,
        severity=rule.severity,
        entity_id=subject.id,
        entity_urn=subject.urn,
        entity_type=rule.entity_type,
        entity_name=turn.name[:200],
        lon=subject.lon,
        lat=subject.lat,
        unit_id=subject.unit_id,
        agency_id=agency_id,
        origin=_least_direct(turn.values),
        raised_at=turn.at,
        first_raised_at=turn.at,
        recorded_at=clock.now(),
        fired=turn.values,
        assets=hangs_on.assets,
        provider=hangs_on.provider,
    )


def _raise_again(alarm: Alarm, turn: Turned) -> None:
    alarm.rule, alarm.severity, alarm.active = turn.rule, turn.rule.severity, True
    alarm.cleared_at = alarm.cleared_by = None
    alarm.raised_at, alarm.fired, alarm.origin = turn.at, turn.values, _least_direct(turn.values)
    alarm.occurrences += 1


def _clear(alarm: Alarm, turn: Turned) -> None:
    alarm.active, alarm.cleared_at, alarm.cleared_by = False, turn.at, turn.values
    if alarm.acknowledged:
        alarm.closed_at = clock.now()


def _save(new: list[Alarm], again: list[Alarm], cleared: list[Alarm]) -> None:
    Alarm.objects.bulk_create(new)
    if again:
        _update("raise_again", again)
    if cleared:
        _update("clear", cleared)


def _update(name: str, alarms: list[Alarm]) -> None:
    """One statement for all, whatever they were."""
    columns = {
        "id": "pk", "rule_id": "rule_id", "severity": "severity", "raised_at": "raised_at", "fired": "fired", "origin": "origin",
        "occurrences": "occurrences", "set_aside_id": "set_aside_id", "suppressed_at": "suppressed_at", "suppressed_by": "suppressed_by",
        "cleared_at": "cleared_at", "cleared_by": "cleared_by", "closed_at": "closed_at",
    }  # fmt: skip
    told = [{column: getattr(alarm, field) for column, field in columns.items()} for alarm in alarms]
    execute(name, {"alarms": json.dumps(told, ensure_ascii=False, default=dt.datetime.isoformat)}, SQL)


def _note(alarms: list[Alarm]) -> None:
    now = clock.now()
    Occurrence.objects.bulk_create(
        Occurrence(
            alarm=alarm,
            rule_code=alarm.rule_code,
            entity_id=alarm.entity_id,
            kind=alarm.kind,
            severity=alarm.severity,
            unit_id=alarm.unit_id,
            agency_id=alarm.agency_id,
            origin=alarm.origin,
            raised_at=alarm.raised_at,
            recorded_at=now,
            hidden=alarm.hidden,
        )
        for alarm in alarms
    )


def _least_direct(fired: Inputs) -> int:
    """One replayed or simulated value makes the whole alarm replayed or simulated."""
    return max((int(Origin.of(value["origin"])) for value in fired.values()), default=int(Origin.LIVE))


def _open_alarms(turns: list[Turned]) -> dict[Pair, Alarm]:
    """Locked in one order, so that nobody waits in a circle."""
    asked = {"codes": [turn.rule.code for turn in turns], "ids": [turn.subject.id for turn in turns]}
    pks = [pk for (pk,) in rows("open_alarms", asked, SQL)]
    locked = Alarm.objects.select_for_update(no_key=True, of=("self",)).filter(closed_at=None, pk__in=pks)
    found = locked.select_related("rule", "set_aside").order_by("pk") if pks else ()
    return {(alarm.rule_code, alarm.entity_id): alarm for alarm in found}
