"""What people do with incidents. Each action is one transaction: row, log line, history, event.

Callers have read the row through their scope (queries.py) before; state changes are compare-and-swap.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from dothi.accounts.models import Person
from dothi.incidents.codes import next_code
from dothi.incidents.models import Incident, IncidentAlarm, IncidentEntity, IncidentLog
from dothi.incidents.workflow import State, may_follow, needs_reason
from dothi.kernel import clock, events, locks
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.rules import actions as alarms
from dothi.rules.models import Alarm, Severity

LONGEST_TEXT = 4000
TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice


@transaction.atomic
def open_from_alarm(alarm: Alarm, *, by: Person) -> tuple[Incident, bool]:
    """Opens an incident for an alarm, or finds the one that is open for it (a second click lands there).

    Returns the incident and whether it is new. Acknowledges the alarm on the way, for the person who acts on it.
    """
    fresh = Alarm.objects.select_for_update(of=("self",)).select_related("rule").filter(pk=alarm.pk).first()
    if fresh is None:
        raise NotFound("alarm-does-not-exist", alarm=alarm.pk)
    if existing := IncidentAlarm.objects.filter(alarm=fresh, open=True).select_related("incident").first():
        return existing.incident, False
    incident = _create(
        title=_title(fresh),
        kind=fresh.entity_type,
        severity=fresh.severity,
        by=by,
        place={
            "unit_id": fresh.unit_id,
            "agency_id": fresh.agency_id,
            "lon": fresh.lon,
            "lat": fresh.lat,
            "origin": fresh.origin,
        },
    )
    _attach(incident, fresh)
    if not fresh.acknowledged and fresh.closed_at is None:
        alarms.acknowledge(fresh, by=by)
    _tell("incidents.opened", incident)
    return incident, True


@transaction.atomic
def open_incident(
    *,
    title: str,
    kind: str,
    severity: str,
    by: Person,
    unit_id: int | None = None,
    agency_id: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
    urn: str = "",
) -> Incident:
    """Opens an incident by hand, for an agency inside the right of `by`.

    Raises BadRequest without a title or a known severity, NotAllowed outside the right of `by`, Conflict when the same
    person opened the same a moment ago (a form sent twice).
    """
    if not title.strip():
        raise BadRequest("incident-needs-title")
    if severity not in Severity.values:
        raise BadRequest("incident-severity", severity=severity)
    agency_id = by.scope("incidents.open").agency_for(unit_id, agency_id)
    _refuse_twice(by, title.strip()[:200], unit_id)
    place = {"unit_id": unit_id, "agency_id": agency_id, "lon": lon, "lat": lat}
    incident = _create(title=title.strip()[:200], kind=kind[:60], severity=severity, by=by, place=place)
    if urn:
        IncidentEntity.objects.create(incident=incident, urn=urn)
    _tell("incidents.opened", incident)
    return incident


def _refuse_twice(by: Person, title: str, unit_id: int | None) -> None:
    locks.hold(f"incidents opened by {by.pk}")
    here = Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)
    same = Incident.objects.filter(here, opened_by=by, title=title, opened_at__gte=clock.now() - TWICE)
    if found := same.exclude(status=State.CLOSED.value).first():
        raise Conflict("incident-just-opened", code=found.code)


@transaction.atomic
def change_state(incident: Incident, to: State, *, expected: State, reason: str = "", by: Person) -> Incident:
    """Moves the incident on. Raises Conflict when somebody else moved it since, or the step is not in the workflow;
    BadRequest when the step needs a reason (closing, going back) and has none."""
    reason = reason.strip()[:2000]
    if not may_follow(expected, to):
        raise Conflict("incident-step", code=incident.code, old=expected.value, new=to.value)
    if needs_reason(expected, to) and not reason:
        raise BadRequest("incident-needs-reason", code=incident.code)
    because(reason)
    now = clock.now()
    closing = (
        {"closed_at": now, "closed_by": by, "close_reason": reason}
        if to is State.CLOSED
        else {"closed_at": None, "closed_by": None, "close_reason": ""}
    )
    moved = Incident.objects.filter(pk=incident.pk, status=expected.value).update(
        status=to.value, changed_at=now, **closing
    )
    if not moved:
        raise Conflict("incident-changed-meanwhile", code=incident.code)
    incident.refresh_from_db()
    _write(incident, IncidentLog.Kind.STATUS, reason, by, old=expected.value, new=to.value)
    _follow_alarms(incident, expected, to)
    _tell("incidents.closed" if to is State.CLOSED else "incidents.updated", incident)
    return incident


@transaction.atomic
def assign_lead(incident: Incident, lead: Person, *, by: Person) -> Incident:
    """Gives the incident to a person. Raises BadRequest when that person may not work on incidents there, Conflict when it is closed or already theirs."""
    if not lead.scope("incidents.work").covers(incident.unit_id, incident.agency_id):
        raise BadRequest("incident-lead-may-not-work", lead=str(lead))
    moved = (
        Incident.objects.filter(pk=incident.pk)
        .exclude(status=State.CLOSED.value)
        .exclude(lead=lead)
        .update(lead=lead, changed_at=clock.now())
    )
    if not moved:
        incident.refresh_from_db()
        if incident.is_open:
            raise Conflict("incident-lead-already", code=incident.code, lead=str(lead))
        raise Conflict("incident-is-closed", code=incident.code)
    incident.refresh_from_db()
    _write(incident, IncidentLog.Kind.ASSIGNED, "", by, lead=str(lead), lead_id=lead.pk)
    _tell("incidents.updated", incident)
    return incident


@transaction.atomic
def add_note(incident: Incident, text: str, *, by: Person) -> IncidentLog:
    """Adds a line to the log (also of a closed incident: later findings belong to it). Raises BadRequest when it is empty,
    Conflict when the same person wrote the same a moment ago (a form sent twice)."""
    if not text.strip():
        raise BadRequest("incident-note-empty")
    Incident.objects.select_for_update().get(pk=incident.pk)
    same = incident.log.filter(recorded_at__gt=clock.now() - TWICE).order_by("-pk").first()
    said = text.strip()[:LONGEST_TEXT]
    if same and (same.kind, same.person_id, same.text) == (IncidentLog.Kind.NOTE, by.pk, said):
        raise Conflict("incident-note-twice")
    line = _write(incident, IncidentLog.Kind.NOTE, text.strip()[:LONGEST_TEXT], by)
    Incident.objects.filter(pk=incident.pk).update(changed_at=line.recorded_at)
    _tell("incidents.updated", incident)
    return line


def note_alarm(alarm_id: int, what: str) -> None:
    """An alarm of an open incident changed (raised again, cleared): the log says so. Called by events.py."""
    for attached in IncidentAlarm.objects.filter(alarm_id=alarm_id, open=True).select_related(
        "incident", "alarm__rule"
    ):
        rule = attached.alarm.rule
        _write(
            attached.incident,
            IncidentLog.Kind.ALARM,
            "",
            None,
            alarm=alarm_id,
            what=what,
            name_vi=rule.name_vi,
            name_en=rule.name_en,
        )
        _tell("incidents.updated", attached.incident)


def _create(*, title: str, kind: str, severity: str, by: Person, place: dict[str, Any]) -> Incident:
    now = clock.now()
    incident = Incident.objects.create(
        code=next_code(),
        title=title,
        kind=kind,
        severity=severity,
        opened_at=now,
        changed_at=now,
        opened_by=by,
        **place,
    )
    _write(incident, IncidentLog.Kind.OPENED, "", by)
    return incident


def _title(alarm: Alarm) -> str:
    return f"{alarm.rule.name_vi} – {alarm.entity_name or alarm.entity_urn}"[:200]


def _attach(incident: Incident, alarm: Alarm) -> None:
    IncidentAlarm.objects.create(incident=incident, alarm=alarm)
    IncidentEntity.objects.create(incident=incident, urn=alarm.entity_urn, name=alarm.entity_name)
    _link(incident, alarm)


def _link(incident: Incident, alarm: Alarm) -> None:
    """The alarm's own side of the link, so that it is two clicks both ways."""
    alarms.link(
        alarm,
        kind="incident",
        reference=incident.code,
        url=f"/incidents/{incident.code}/",
        is_open=incident.is_open,
    )


def _follow_alarms(incident: Incident, old: State, new: State) -> None:
    """Closing frees the alarms for another incident; reopening takes back those that have none by now."""
    if State.CLOSED not in {old, new}:
        return
    for attached in incident.alarms.select_related("alarm__rule"):
        taken = (
            new is not State.CLOSED and IncidentAlarm.objects.filter(alarm=attached.alarm, open=True).exists()
        )
        if not taken:
            attached.open = new is not State.CLOSED
            attached.save(update_fields=["open"])
        _link(incident, attached.alarm)


def _write(
    incident: Incident, kind: IncidentLog.Kind, text: str, person: Person | None, **fields: Any
) -> IncidentLog:
    return IncidentLog.objects.create(
        incident=incident, kind=kind, text=text, fields=fields, person=person, recorded_at=clock.now()
    )


def _tell(topic: str, incident: Incident) -> None:
    payload = {
        "incident": incident.code,
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "unit_id": incident.unit_id,
        "agency_id": incident.agency_id,
    }
    events.publish(
        topic, payload, permission="incidents.view", unit_id=incident.unit_id, agency_id=incident.agency_id
    )
