"""What people do with alarms. Each action is one transaction: row, history (by triggers) and event.

Callers have asked "may this person, here?" by reading the row through their scope (queries.py).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.said import plain
from dothi.rules.alarms.models import Alarm, AlarmComment, AlarmLink
from dothi.rules.alarms.telling import tell

TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice


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
    tell("alarms.acknowledged", fresh)
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
    tell("alarms.updated", fresh)
    return fresh


@transaction.atomic
def take(alarm: Alarm, *, by: Person) -> Alarm:
    """A person makes the alarm theirs. Raises Conflict when somebody has it already (names them): taking is not taking away."""
    fresh = _locked(alarm)
    if fresh.owner is not None:
        raise Conflict("alarm-owner-already", owner=str(fresh.owner))
    fresh.owner = by
    fresh.save(update_fields=["owner"])
    tell("alarms.updated", fresh)
    return fresh


@transaction.atomic
def comment(alarm: Alarm, text: str, *, by: Person) -> AlarmComment:
    """Adds a comment (also to a closed alarm: later findings belong to it). Raises BadRequest when it is empty,
    Conflict when the same person wrote the same a moment ago (a form sent twice)."""
    said = plain(text)[:4000]
    if not said:
        raise BadRequest("alarm-comment-empty")
    Alarm.objects.select_for_update(no_key=True, of=("self",)).get(pk=alarm.pk)
    same = alarm.comments.filter(recorded_at__gt=clock.now() - TWICE).order_by("-pk").first()
    if same and (same.person_id, same.text) == (by.pk, said):
        raise Conflict("alarm-comment-twice")
    added = AlarmComment.objects.create(alarm=alarm, person=by, text=said, recorded_at=clock.now())
    tell("alarms.updated", alarm)
    return added


@transaction.atomic
def close(alarm: Alarm, *, reason: str, by: Person) -> Alarm:
    """Ends the alarm by hand, active or not. Raises BadRequest without a reason, Conflict when it is closed already.

    An active condition raises again only after it was clear in between.
    """
    why = plain(reason)[:2000]
    if not why:
        raise BadRequest("alarm-close-needs-reason")
    because(why)
    fresh = _locked(alarm)
    fresh.closed_at, fresh.closed_by, fresh.close_reason = clock.now(), by, why
    fresh.save(update_fields=["closed_at", "closed_by", "close_reason"])
    tell("alarms.updated", fresh)
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
    tell("alarms.updated", alarm)
    return made


def _locked(alarm: Alarm) -> Alarm:
    """The open alarm as it is now, locked. Raises NotFound, Conflict when it is closed.

    Who owns it is not joined: after waiting for the lock the row is new, but what was joined to it is as it was before.
    """
    locked = Alarm.objects.select_for_update(no_key=True, of=("self",)).select_related("rule")
    fresh = locked.filter(pk=alarm.pk).first()
    if fresh is None:
        raise NotFound("alarm-does-not-exist", alarm=alarm.pk)
    if fresh.closed_at is not None:
        raise Conflict("alarm-already-closed", alarm=alarm.pk)
    return fresh
