"""A call and the case that it is about."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Person
from dothi.calls.actions.guarding import open_record
from dothi.calls.models import Call
from dothi.calls.telling import tell
from dothi.incidents import actions as incidents
from dothi.incidents import journal
from dothi.incidents import queries as cases
from dothi.incidents.joining import moving as joining
from dothi.incidents.joining import sources
from dothi.incidents.joining.sources import Source
from dothi.incidents.kinds import name_of
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.origin import Origin

_action = action_of("calls")


@_action
def open_case(call: Call, *, by: Person) -> Incident:
    """Opens a case of this call; the second click lands on the same one.

    Raises NotAllowed, BadRequest (nobody said yet what it is about), Conflict (the record is closed; a case of the same title
    was opened a moment ago).
    """
    fresh = open_record(call, by)
    if fresh.incident is not None:
        return fresh.incident
    incident = case_of(fresh, by, agency_id=fresh.agency_id)
    _link(fresh, incident, "opened")
    return incident


def case_of(call: Call, by: Person, *, agency_id: int | None) -> Incident:
    """A new case with what the call says. Raises BadRequest."""
    if not call.kind:
        raise BadRequest("call-needs-kind", code=call.code)
    return incidents.open_incident(
        title=f"{name_of(call.kind, 'vi')} – {call.address or call.code}"[:200],
        kind=call.kind,
        severity=call.severity,
        by=by,
        unit_id=call.unit_id,
        agency_id=agency_id,
        lon=call.lon,
        lat=call.lat,
        place=call.address,
        accuracy_m=call.accuracy_m,
        origin=call.origin,
        source=source_of(call),
    )


def source_of(call: Call) -> Source:
    """How the case's room names the call."""
    return Source("call", call.code, f"/calls/{call.code}/")


@_action
def attach(call: Call, incident: Incident, *, by: Person) -> Call:
    """The call is about a case that there is already. A repeat changes nothing; another case than before is said in both logs.

    `incident` was read through the person's scope. Raises NotAllowed, Conflict (the case or the record is closed).
    """
    if not cases.visible(by.scope("incidents.view")).filter(pk=incident.pk).exists():
        raise NotAllowed(permission="incidents.view")
    joining.hold(incident)  # before the call, as merging does: two who hold one each would wait for ever
    fresh = open_record(call, by)
    if fresh.incident_id == incident.pk:
        return fresh
    sources.attach(incident, source_of(fresh), by=by)
    if fresh.incident is not None:
        say(fresh.incident, fresh, by, "detached", to=incident.code)
    _link(fresh, incident, "attached")
    return fresh


def _link(call: Call, incident: Incident, what: str) -> None:
    call.incident = incident
    call.save(update_fields=["incident"])
    tell("calls.changed", call, what=what)


def say(incident: Incident, call: Call, by: Person | None, what: str, **more: Any) -> None:
    """A line of the case's log about the call: its code, the number that was dialled, nothing personal."""
    journal.write(
        incident, IncidentLog.Kind.CALL, "", by, what=what, call=call.code, number=call.number_dialled,
        origin=Origin(call.origin).word, **more,
    )  # fmt: skip
    journal.tell("incidents.updated", incident)
