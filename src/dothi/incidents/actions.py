"""What people do with incidents. Each action is one transaction: row, log line, history, event.

Callers have read the row through their scope (queries.py) before; state changes are compare-and-swap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from dothi.accounts.models import Person
from dothi.incidents import owing, procedures, walking
from dothi.incidents.codes import next_code
from dothi.incidents.joining import sources
from dothi.incidents.joining.sources import Source
from dothi.incidents.journal import line, tell, tell_of_new, write, write_all
from dothi.incidents.models import Incident, IncidentAlarm, IncidentEntity, IncidentLog, Procedure
from dothi.incidents.workflow import State, may_follow, needs_reason
from dothi.kernel import clock, locks
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.said import plain
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm
from dothi.rules.models import Severity

LONGEST_TEXT = 4000
TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice


@transaction.atomic
def open_from_alarm(alarm: Alarm, *, by: Person) -> tuple[Incident, bool]:
    """Opens an incident for an alarm, or finds the one that is open for it (a second click lands there).

    Returns the incident and whether it is new. Acknowledges the alarm on the way, for the person who acts on it.
    """
    fresh = (
        Alarm.objects.select_for_update(no_key=True, of=("self",))
        .select_related("rule")
        .filter(pk=alarm.pk)
        .first()
    )
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
    fitting = procedures.fitting(rules=[fresh.rule_code])
    _begin_log(incident, fitting, by)
    if not fresh.acknowledged and fresh.closed_at is None:
        alarms.acknowledge(fresh, by=by)
    tell_of_new(incident, begun=len(fitting))
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
    place: str = "",
    accuracy_m: float | None = None,
    origin: int = Origin.LIVE,
    source: Source | None = None,
) -> Incident:
    """Opens an incident, for an agency inside the right of `by`. `place` says in words where; `source` is the call, report or
    camera that it is opened from.

    Raises BadRequest without a title or a known severity, NotAllowed outside the right of `by`, Conflict when the same
    person opened the same a moment ago (a form sent twice; two calls about the same in one minute are two).
    """
    title = plain(title)[:200]
    if not title:
        raise BadRequest("incident-needs-title")
    if severity not in Severity.values:
        raise BadRequest("incident-severity", severity=severity)
    agency_id = by.scope("incidents.open").agency_for(unit_id, agency_id)
    _refuse_twice(by, title, unit_id, source)
    where: dict[str, Any] = {"unit_id": unit_id, "agency_id": agency_id, "lon": lon, "lat": lat}
    where |= {"place": plain(place)[:300], "accuracy_m": accuracy_m, "origin": int(origin)}
    incident = _create(title=title, kind=kind[:60], severity=severity, by=by, place=where)
    said = {} if source is None else sources.said(sources.keep(incident, source, by=by, opened_it=True)[0])
    if urn:
        IncidentEntity.objects.create(incident=incident, urn=urn)
    fitting = procedures.fitting(kind=incident.kind)
    _begin_log(incident, fitting, by, **said)
    tell_of_new(incident, begun=len(fitting))
    return incident


def _begin_log(incident: Incident, fitting: Sequence[Procedure], by: Person, **said: Any) -> None:
    """That it was opened (`said`: from what), and what is to be done in such a case: it stands there from the first minute."""
    opened = line(incident, IncidentLog.Kind.OPENED, "", by, **said)
    _walks, begun = walking.attach(incident, fitting, at=incident.opened_at, by=by)
    write_all([opened, *begun])


def _refuse_twice(by: Person, title: str, unit_id: int | None, source: Source | None) -> None:
    locks.hold(f"incidents opened by {by.pk}")
    here = Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)
    same = Incident.objects.filter(here, opened_by=by, title=title, opened_at__gte=clock.now() - TWICE)
    if source is not None:
        same = same.filter(sources__kind=source.kind, sources__reference=source.reference)
    if code := same.exclude(status=State.CLOSED.value).values_list("code", flat=True).first():
        raise Conflict("incident-just-opened", code=code)


@transaction.atomic
def change_state(
    incident: Incident,
    to: State,
    *,
    expected: State,
    reason: str = "",
    leaving: Collection[int] = (),
    by: Person,
) -> Incident:
    """Moves the incident on. Raises Conflict when somebody else moved it since, or the step is not in the workflow;
    BadRequest when the step needs a reason (closing, going back) and has none.

    `leaving`: the mandatory steps (ids) that whoever closes knows to be left undone, for that same reason. Raises Conflict
    when there are others.
    """
    reason = plain(reason)[:2000]
    if not may_follow(expected, to):
        raise Conflict("incident-step", code=incident.code, old=expected.value, new=to.value)
    if needs_reason(expected, to) and not reason:
        raise BadRequest("incident-needs-reason", code=incident.code)
    because(reason)
    if incident.merged_into is not None:
        raise Conflict("incident-was-merged", code=incident.code, into=incident.merged_into.code)
    undone = _undone(incident, leaving) if to is State.CLOSED else []
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
    said: dict[str, Any] = {"undone": undone} if undone else {}
    write(incident, IncidentLog.Kind.STATUS, reason, by, old=expected.value, new=to.value, **said)
    _follow_alarms(incident, expected, to)
    if State.CLOSED in {expected, to}:
        owing.follow_case(incident)
    tell("incidents.closed" if to is State.CLOSED else "incidents.updated", incident)
    return incident


def _undone(incident: Incident, leaving: Collection[int]) -> list[dict[str, Any]]:
    """The mandatory steps that are left, as the log says them; nobody settles or adds one until the case is closed."""
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    left = walking.left_open(incident)
    if not {step.pk for step in left} <= set(leaving):
        raise Conflict("incident-steps-left", code=incident.code, count=len(left))
    return [{"number": step.number, "do_vi": step.do_vi, "do_en": step.do_en} for step in left]


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
    write(incident, IncidentLog.Kind.ASSIGNED, "", by, lead=str(lead), lead_id=lead.pk)
    tell("incidents.updated", incident)
    return incident


@transaction.atomic
def add_note(incident: Incident, text: str, *, by: Person) -> IncidentLog:
    """Adds a line to the log (also of a closed incident: later findings belong to it). Raises BadRequest when it is empty,
    Conflict when the same person wrote the same a moment ago (a form sent twice)."""
    said = plain(text)[:LONGEST_TEXT]
    if not said:
        raise BadRequest("incident-note-empty")
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    same = incident.log.filter(recorded_at__gt=clock.now() - TWICE).order_by("-pk").first()
    if same and (same.kind, same.person_id, same.text) == (IncidentLog.Kind.NOTE, by.pk, said):
        raise Conflict("incident-note-twice")
    note = write(incident, IncidentLog.Kind.NOTE, said, by)
    Incident.objects.filter(pk=incident.pk).update(changed_at=note.recorded_at)
    tell("incidents.updated", incident)
    return note


def note_alarm(alarm_id: int, what: str) -> None:
    """An alarm of an open incident changed (raised again, cleared): the log says so. Called by events.py."""
    for attached in IncidentAlarm.objects.filter(alarm_id=alarm_id, open=True).select_related(
        "incident", "alarm__rule"
    ):
        rule = attached.alarm.rule
        write(
            attached.incident,
            IncidentLog.Kind.ALARM,
            "",
            None,
            alarm=alarm_id,
            what=what,
            name_vi=rule.name_vi,
            name_en=rule.name_en,
        )
        tell("incidents.updated", attached.incident)


def _create(*, title: str, kind: str, severity: str, by: Person, place: dict[str, Any]) -> Incident:
    now = clock.now()
    return Incident.objects.create(
        code=next_code(),
        title=title,
        kind=kind,
        severity=severity,
        opened_at=now,
        changed_at=now,
        opened_by=by,
        **place,
    )


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
