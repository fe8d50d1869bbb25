"""What happens to alarms and rules. Each action is one transaction: row, history (by triggers) and event.

Callers have asked "may this person, here?" by reading the row through their scope (queries.py). The engine alone
calls `raise_alarm` and `clear_alarm`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from dothi.accounts.models import Person
from dothi.kernel import clock, events
from dothi.kernel.audit.context import because
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.origin import Origin
from dothi.rules.expressions import compile_expression
from dothi.rules.models import Alarm, AlarmComment, AlarmLink, Kind, Rule
from dothi.rules.observations import Subject

TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice
Inputs = dict[str, dict[str, Any]]
CHANGEABLE = frozenset(
    {
        "armed",
        "severity",
        "condition",
        "clear",
        "hold",
        "clear_hold",
        "no_data_after",
        "words_vi",
        "words_en",
        "valid_from",
    }
)


@transaction.atomic
def raise_alarm(rule: Rule, subject: Subject, *, name: str, fired: Inputs, at: dt.datetime) -> Alarm:
    """Raises the alarm of (rule, entity), or again the one that is still open. An alarm that is active stays as it is."""
    alarm = _open_alarm(rule.code, subject.id)
    if alarm is None:
        alarm = _new_alarm(rule, subject, name, fired, at)
    elif not alarm.active:
        alarm.rule, alarm.severity, alarm.active, alarm.cleared_at, alarm.cleared_by = (
            rule,
            rule.severity,
            True,
            None,
            None,
        )
        alarm.raised_at, alarm.fired, alarm.origin = at, fired, _least_direct(fired)
        alarm.occurrences += 1
        alarm.save()
    else:
        return alarm
    _tell("alarms.raised", alarm)
    return alarm


@transaction.atomic
def clear_alarm(rule_code: str, entity_id: int, *, values: Inputs, at: dt.datetime) -> Alarm | None:
    """The condition is over. An acknowledged alarm is thereby closed; another waits for somebody to see it."""
    alarm = _open_alarm(rule_code, entity_id)
    if alarm is None or not alarm.active:
        return alarm
    alarm.active, alarm.cleared_at, alarm.cleared_by = False, at, values
    if alarm.acknowledged:
        alarm.closed_at = clock.now()
    alarm.save(update_fields=["active", "cleared_at", "cleared_by", "closed_at"])
    _tell("alarms.cleared", alarm)
    return alarm


@transaction.atomic
def acknowledge(alarm: Alarm, *, by: Person, at: dt.datetime | None = None) -> Alarm:
    """A person has seen it. Raises Conflict when somebody was first (names them) or it is closed."""
    now = at or clock.now()
    fresh = _locked(alarm)
    if fresh.acknowledged:
        raise Conflict("alarm-already-acknowledged", by=str(fresh.acknowledged_by))
    fresh.acknowledged, fresh.acknowledged_by, fresh.acknowledged_at = True, by, now
    if fresh.owner_id is None:
        fresh.owner = by
    if not fresh.active:
        fresh.closed_at, fresh.closed_by = now, by
    fresh.save(
        update_fields=[
            "acknowledged",
            "acknowledged_by",
            "acknowledged_at",
            "owner",
            "closed_at",
            "closed_by",
        ]
    )
    _tell("alarms.acknowledged", fresh)
    return fresh


@transaction.atomic
def assign_owner(alarm: Alarm, owner: Person, *, by: Person) -> Alarm:
    """Gives the alarm to a person. Raises BadRequest when that person may not act on alarms there, Conflict when it is closed or already theirs."""
    fresh = _locked(alarm)
    if not owner.scope("alarms.act").covers(fresh.unit_id, fresh.agency_id):
        raise BadRequest("alarm-owner-may-not-act", owner=str(owner))
    if fresh.owner_id == owner.pk:
        raise Conflict("alarm-owner-already", owner=str(owner))
    fresh.owner = owner
    fresh.save(update_fields=["owner"])
    _tell("alarms.updated", fresh)
    return fresh


@transaction.atomic
def comment(alarm: Alarm, text: str, *, by: Person) -> AlarmComment:
    """Adds a comment (also to a closed alarm: later findings belong to it). Raises BadRequest when it is empty,
    Conflict when the same person wrote the same a moment ago (a form sent twice)."""
    if not text.strip():
        raise BadRequest("alarm-comment-empty")
    Alarm.objects.select_for_update(of=("self",)).get(pk=alarm.pk)
    same = alarm.comments.filter(recorded_at__gt=clock.now() - TWICE).order_by("-pk").first()
    if same and (same.person_id, same.text) == (by.pk, text.strip()[:4000]):
        raise Conflict("alarm-comment-twice")
    added = AlarmComment.objects.create(
        alarm=alarm, person=by, text=text.strip()[:4000], recorded_at=clock.now()
    )
    _tell("alarms.updated", alarm)
    return added


@transaction.atomic
def close(alarm: Alarm, *, reason: str, by: Person) -> Alarm:
    """Ends the alarm by hand, active or not. Raises BadRequest without a reason, Conflict when it is closed already.

    An active condition raises again only after it was clear in between.
    """
    if not reason.strip():
        raise BadRequest("alarm-close-needs-reason")
    because(reason)
    fresh = _locked(alarm)
    fresh.closed_at, fresh.closed_by, fresh.close_reason = clock.now(), by, reason.strip()[:2000]
    fresh.save(update_fields=["closed_at", "closed_by", "close_reason"])
    _tell("alarms.updated", fresh)
    return fresh


@transaction.atomic
def link(alarm: Alarm, *, kind: str, reference: str, url: str, is_open: bool) -> AlarmLink:
    """Rooms above tell what the alarm led to (an incident), so that both ends show the link. Repeating updates it."""
    defaults = {"url": url, "open": is_open}
    made, _ = AlarmLink.objects.update_or_create(
        alarm=alarm,
        kind=kind,
        reference=reference,
        defaults=defaults,
        create_defaults={**defaults, "recorded_at": clock.now()},
    )
    _tell("alarms.updated", alarm)
    return made


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
    if unknown := set(changes) - CHANGEABLE:
        raise BadRequest("rule-field-fixed", fields=", ".join(sorted(unknown)))
    begins = changes.get("valid_from") or max(clock.today(), rule.valid_from)
    if begins < clock.today():
        raise BadRequest("rule-valid-from-past")
    kept = {f.attname: getattr(rule, f.attname) for f in Rule._meta.concrete_fields if not f.primary_key}
    draft = Rule(**kept | changes | {"valid_from": begins, "digest": "", "recorded_at": clock.now()})
    refuse_unverified_legal(legal=draft.legal, armed=draft.armed, certainty=draft.certainty)
    if rule.kind == Kind.THRESHOLD:
        draft.attributes = attributes_of(draft.condition, draft.clear)
    return draft


def attributes_of(condition: str, clear: str) -> list[str]:
    """The attributes that a rule's two conditions read; both are checked. Raises BadRequest `rule-condition`."""
    names = compile_expression(condition).attributes
    return sorted(names | compile_expression(clear).attributes if clear else names)


def refuse_unverified_legal(*, legal: bool, armed: bool, certainty: str) -> None:
    """Raises BadRequest when a rule that states a legal limit would be armed without its legal text having been read."""
    if legal and armed and certainty != Certainty.LEGAL_TEXT:
        raise BadRequest("rule-unverified-legal", certainty=certainty)


def _new_alarm(rule: Rule, subject: Subject, name: str, fired: Inputs, at: dt.datetime) -> Alarm:
    silent = rule.kind == Kind.NO_DATA  # the source's owner mends a source
    agency_id = (subject.agency_id or rule.agency_id) if silent else (rule.agency_id or subject.agency_id)
    return Alarm.objects.create(
        rule=rule,
        rule_code=rule.code,
        kind=rule.kind,
        severity=rule.severity,
        entity_id=subject.id,
        entity_urn=subject.urn,
        entity_type=rule.entity_type,
        entity_name=name[:200],
        lon=subject.lon,
        lat=subject.lat,
        unit_id=subject.unit_id,
        agency_id=agency_id,
        origin=_least_direct(fired),
        raised_at=at,
        first_raised_at=at,
        recorded_at=clock.now(),
        fired=fired,
    )


def _least_direct(fired: Inputs) -> int:
    """One replayed or simulated value makes the whole alarm replayed or simulated."""
    return max((int(Origin.of(value["origin"])) for value in fired.values()), default=int(Origin.LIVE))


def _open_alarm(rule_code: str, entity_id: int) -> Alarm | None:
    return (
        Alarm.objects.select_for_update(of=("self",))
        .filter(rule_code=rule_code, entity_id=entity_id, closed_at=None)
        .select_related("rule")
        .first()
    )


def _locked(alarm: Alarm) -> Alarm:
    """The open alarm as it is now, locked. Raises NotFound, Conflict when it is closed."""
    fresh = (
        Alarm.objects.select_for_update(of=("self",))
        .select_related("rule", "acknowledged_by")
        .filter(pk=alarm.pk)
        .first()
    )
    if fresh is None:
        raise NotFound("alarm-does-not-exist", alarm=alarm.pk)
    if fresh.closed_at is not None:
        raise Conflict("alarm-already-closed", alarm=alarm.pk)
    return fresh


def _tell(topic: str, alarm: Alarm) -> None:
    payload = {
        "alarm": alarm.pk,
        "rule": alarm.rule_code,
        "kind": alarm.kind,
        "entity": alarm.entity_urn,
        "severity": alarm.severity,
        "state": {
            "active": alarm.active,
            "acknowledged": alarm.acknowledged,
            "closed": alarm.closed_at is not None,
        },
        "title": alarm.rule.name_vi,
        "title_en": alarm.rule.name_en,
        "origin": Origin(alarm.origin).word,
        "unit_id": alarm.unit_id,
        "agency_id": alarm.agency_id,
        "raised_at": clock.iso(alarm.raised_at),
    }
    events.publish(topic, payload, permission="alarms.view", unit_id=alarm.unit_id, agency_id=alarm.agency_id)
