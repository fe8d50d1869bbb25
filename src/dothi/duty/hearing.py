"""What the room hears: alarms that ring, are acknowledged or end, cases, missed calls, shifts that nobody opened, receipts of messages."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Person
from dothi.duty import advancing, opening, runs
from dothi.duty.models import Roster
from dothi.duty.routing import Thing
from dothi.kernel import clock
from dothi.kernel.events import hears
from dothi.kernel.models import Event
from dothi.rules.alarms.models import Alarm


@hears("alarms.raised")
def alarm_raised(event: Event) -> None:
    """Judged as the alarm is now: events that waited wake nobody for what was taken since. What is replayed calls nobody."""
    alarm = Alarm.objects.select_related("rule", "set_aside").filter(pk=event.payload["alarm"]).first()
    if alarm is None or alarm.closed_at or alarm.acknowledged or not alarm.active or alarm.hidden:
        return
    if not _is_past(event):
        opening.open_run(thing_of(alarm, _origin(event)))


@hears("alarms.acknowledged")
def alarm_acknowledged(event: Event) -> None:
    alarm = Alarm.objects.select_related("acknowledged_by").filter(pk=event.payload["alarm"]).first()
    if alarm is not None:
        runs.taken_elsewhere("alarm", str(alarm.pk), alarm.acknowledged_by, at=clock.now())


@hears("alarms.cleared")
def alarm_cleared(event: Event) -> None:
    runs.over("alarm", str(event.payload["alarm"]), "cleared")


@hears("alarms.updated")
def alarm_updated(event: Event) -> None:
    """Closed by hand, shelved, suppressed or taken out of service: decided by a person or by design, both on record there."""
    state: dict[str, Any] = event.payload.get("state", {})
    why = "closed" if state.get("closed") else str(event.payload.get("hidden", ""))
    if why:
        runs.over("alarm", str(event.payload["alarm"]), why)


@hears("incidents.opened")
def incident_opened(event: Event) -> None:
    """A case that nobody works on yet."""
    told = event.payload
    if told.get("status") != "new" or _is_past(event):
        return
    opening.open_run(
        Thing(
            "incident", told["incident"], f"/incidents/{told['incident']}/", told["title"], told["title"],
            severity=told["severity"], origin=_origin(event), unit_id=told.get("unit_id"), agency_id=told.get("agency_id"),
        )
    )  # fmt: skip


@hears("incidents.updated")
@hears("incidents.closed")
def incident_updated(event: Event) -> None:
    """Worked on, or closed: somebody has it."""
    if event.payload.get("status") != "new":
        runs.over("incident", event.payload["incident"], "worked-on")


@hears("calls.missed")
def call_missed(event: Event) -> None:
    """Told once for each audience: the open run is the same."""
    told = event.payload
    if _is_past(event):
        return
    opening.open_run(
        Thing(
            "call", told["call"], f"/calls/{told['call']}/", told.get("line") or told["call"], told.get("line") or told["call"],
            severity="", origin=_origin(event), unit_id=event.unit_id, agency_id=event.agency_id,
        )
    )  # fmt: skip


@hears("calls.changed")
@hears("calls.ended")
def call_changed(event: Event) -> None:
    if event.payload.get("state") != "abandoned" or event.payload.get("what") in ("returned", "called-back"):
        runs.over("call", event.payload["call"], "called-back")


@hears("shiftbook.unopened")
def shift_unopened(event: Event) -> None:
    """Who is called first is on duty by the roster of that desk."""
    told = event.payload
    roster = Roster.objects.filter(code=told["roster"]).first() if told.get("roster") else None
    opening.open_run(
        Thing(
            "shift", told["code"], told["path"], told["desk"], told["desk"], severity="critical",
            unit_id=event.unit_id, agency_id=event.agency_id, roster_id=roster.pk if roster else None,
        )
    )  # fmt: skip


@hears("shiftbook.opened")
def shift_opened(event: Event) -> None:
    by = Person.objects.filter(pk=event.payload.get("by")).first()
    runs.taken_elsewhere("shift", event.payload["code"], by)


@hears("shiftbook.missed")
def shift_missed(event: Event) -> None:
    """A later shift was opened in its place: nobody is needed for this one any more."""
    runs.over("shift", event.payload["code"], "worked-on")


@hears("notify.delivered")
@hears("notify.read")
@hears("notify.failed")
@hears("notify.changed")
def message_heard(event: Event) -> None:
    """Only of messages of ours."""
    key = str(event.payload.get("key", ""))
    if key.startswith("duty-"):
        advancing.heard(key, str(event.payload.get("state", "")), clock.now())


def _origin(event: Event) -> str:
    return str(event.payload.get("origin") or "live")


def _is_past(event: Event) -> bool:
    """What is replayed happened long ago: it calls nobody."""
    return _origin(event) == "replayed"


def thing_of(alarm: Alarm, origin: str) -> Thing:
    """An alarm as a run keeps it."""
    place = alarm.place_name
    return Thing(
        "alarm", str(alarm.pk), f"/alarms/{alarm.pk}/", f"{alarm.rule.name_vi} · {place}", f"{alarm.rule.name_en} · {place}",
        severity=alarm.severity, rule_code=alarm.rule_code, origin=origin, unit_id=alarm.unit_id, agency_id=alarm.agency_id,
    )  # fmt: skip
