"""What every step of a unit leaves behind: a line of its log, a line of the case, word to the screens. Inside the action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dothi.accounts.models import Person
from dothi.forces.models import Assignment, Force, ForceLog
from dothi.incidents.journal import write
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock, events


def note(
    force: Force,
    kind: str,
    *,
    by: Person | None,
    at: dt.datetime,
    text: str = "",
    assignment: Assignment | None = None,
    **fields: Any,
) -> ForceLog:
    """A line of the unit's own log. `at`: when it was so; `fields`: what its sentence needs."""
    return ForceLog.objects.create(
        force=force,
        assignment=assignment,
        kind=kind,
        text=text,
        fields=fields,
        person=by,
        at=at,
        recorded_at=clock.now(),
    )


def note_in_case(
    incident: Incident,
    what: str,
    by: Person | None,
    text: str = "",
    *,
    at: dt.datetime | None = None,
    origin: str = "live",
    **fields: Any,
) -> None:
    """A line of the case: `incidents-said-force-<what>` with these fields; `at`: when it was so, told now. One that no live crew
    said keeps its origin."""
    fields |= {} if origin == "live" else {"origin": origin}
    write(incident, IncidentLog.Kind.FORCE, text, by, at=at, what=what, **fields)


def tell(topic: str, force: Force, incident: Incident | None = None, **more: Any) -> None:
    """How the unit stands now, for those who may see it; and for those of the case's own place, who may not see where it is stationed."""
    events.publish_all(told(topic, [force], incident, **more))


def told(
    topic: str, forces: Sequence[Force], incident: Incident | None = None, **more: Any
) -> list[events.Told]:
    code = incident.code if incident else None
    return [
        events.Told(
            topic,
            {
                "force": force.call_sign,
                "service": force.service,
                "state": force.state,
                "since": clock.iso(force.state_since),
                "incident": code,
                "unit_id": force.unit_id,
                "agency_id": force.agency_id,
                **more,
            },
            "forces.view",
            force.unit_id,
            force.agency_id,
        )
        for force in forces
    ]
