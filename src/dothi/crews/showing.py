"""What the phone shows: one snapshot that it keeps for the time without network, with what may follow what."""

from __future__ import annotations

from typing import Any

from dothi.accounts import crew_tickets
from dothi.accounts.models import Person
from dothi.calls import queries as calls
from dothi.crews import duties, rules
from dothi.crews.models import CrewDuty
from dothi.forces.models import Assignment, CheckIn
from dothi.forces.queries import open_assignment
from dothi.forces.register import own_urn
from dothi.forces.workflow import COURSE, State, needs, next_states
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.i18n import t

MOST_CHOICES = 200
CARRIES = frozenset({"als", "bls"})  # who brings patients somewhere
_MINUTES = (
    "alerted_at",
    "acknowledged_at",
    "en_route_at",
    "on_scene_at",
    "transporting_at",
    "at_hospital_at",
)
_OF_PATIENTS = frozenset({State.TRANSPORTING, State.AT_HOSPITAL})


def snapshot(person: Person) -> dict[str, Any]:
    """How it stands now; `duty` and `assignment` are null where there is none."""
    now = clock.now()
    duty, limits = duties.current(person, now), rules.values()
    told: dict[str, Any] = {
        "now": clock.iso(now),
        "who": {"id": person.pk, "name": str(person)},
        "limits": limits,
        "duty": None,
        "assignment": None,
        "check_in": None,
        "positions": None,
        "choices": [],
    }
    if duty is None:
        rows = duties.choices(person)[:MOST_CHOICES]
        told["choices"] = [{"force": one.call_sign, "name": one.name} for one in rows]
        return told
    assignment = open_assignment(duty.force)
    told["duty"] = _duty(duty)
    told["steps"] = _steps(duty)
    told["positions"] = _positions(duty)
    if assignment is not None:
        told["assignment"] = _assignment(assignment, person)
        asked = CheckIn.objects.filter(assignment=assignment, answered_at__isnull=True).first()
        told["check_in"] = {"due_at": clock.iso(asked.due_at)} if asked else None
    return told


def _duty(duty: CrewDuty) -> dict[str, Any]:
    force = duty.force
    return {
        "id": duty.pk,
        "force": force.call_sign,
        "name": force.name,
        "state": force.state,
        "since": clock.iso(force.state_since),
        "until": clock.iso(duty.until),
        "crew": [str(one.person) for one in duties.on(force)],
    }


def _steps(duty: CrewDuty) -> dict[str, list[dict[str, Any]]]:
    """From each state what a crew may press, the usual one first; the phone needs all of them while nobody answers it."""
    carries = bool(CARRIES & set(duty.force.capabilities))
    return {
        state.value: [
            {"state": new.value, "needs": needs(new, state)}
            for new in next_states(state)
            if carries or new not in _OF_PATIENTS
        ]
        for state in State
        if state in COURSE or state is State.RETURNING
    }


def _positions(duty: CrewDuty) -> dict[str, Any] | None:
    """Leave to tell where it is; None where the register took the unit's entity away meanwhile."""
    force = duty.force
    if not force.urn:
        return None
    makes = force.call_sign if force.urn == own_urn(force) else ""
    until = int(duty.until.timestamp())
    ticket = crew_tickets.issue(duty.person_id, duty.pk, force.urn, force.agency_id, until=until, makes=makes)
    return {"ticket": ticket, "lifetime_s": crew_tickets.LIFETIME_S}


def _assignment(one: Assignment, person: Person) -> dict[str, Any]:
    """Case and way; what a caller said only where the reader may read calls."""
    incident = one.incident
    said = calls.of_incident(incident, person.scope("calls.view")) if person.scope("calls.view") else ()
    return {
        "id": one.pk,
        "code": incident.code,
        "title": incident.title,
        "kind": kinds.name_of(incident.kind),
        "severity": incident.severity,
        "severity_word": t(f"web-severity-{incident.severity}"),
        "place": incident.place,
        "lon": incident.lon,
        "lat": incident.lat,
        "minutes": {name: clock.iso(at) for name in _MINUTES if (at := getattr(one, name)) is not None},
        "said": [call.narrative for call in said if call.narrative],
    }
