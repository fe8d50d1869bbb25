"""What every action on an incident leaves behind: a line of its log, and word to the other rooms. Inside the action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock, events
from dothi.kernel.origin import Origin


def line(
    incident: Incident,
    kind: IncidentLog.Kind,
    text: str,
    person: Person | None,
    *,
    at: dt.datetime | None = None,
    own: Agency | None = None,
    **fields: Any,
) -> IncidentLog:
    """A line, not written yet; `fields` are what its sentence needs: `what` says which one (`incidents-said-<kind>-<what>`), the
    others are its names and codes. `at`: when it was so, where that is told later; `own`: the agency whose own line it is."""
    return IncidentLog(
        incident=incident,
        kind=kind,
        text=text,
        fields=fields,
        person=person,
        at=at,
        agency=own,
        recorded_at=clock.now(),
    )


def write(
    incident: Incident, kind: IncidentLog.Kind, text: str, person: Person | None, **said: Any
) -> IncidentLog:
    """Adds a line, as `line` makes it."""
    made = line(incident, kind, text, person, **said)
    made.save(force_insert=True)
    return made


def write_all(lines: Iterable[IncidentLog]) -> None:
    """Adds several lines in this order, by one statement."""
    IncidentLog.objects.bulk_create(lines)


def tell(topic: str, incident: Incident, **more: Any) -> None:
    """Publishes how the incident stands now, for those who may see it there; agencies that take part hear it as
    `incidents.shared`, so that a handler of `topic` hears it once. `more`: what this topic has beside."""
    told = _told(topic, incident, **more)
    events.publish_all([told, *_to_legs(told.payload, incident)])


def tell_of_new(incident: Incident, *, begun: int) -> None:
    """Publishes that there is a case, after one word for each procedure that was begun in it. No agency takes part yet."""
    topics = ["incidents.updated"] * begun + ["incidents.opened"]
    events.publish_all([_told(topic, incident) for topic in topics])


def _told(topic: str, incident: Incident, **more: Any) -> events.Told:
    payload = {
        "incident": incident.code,
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "unit_id": incident.unit_id,
        "agency_id": incident.agency_id,
        "origin": Origin(incident.origin).word,
        **more,
    }
    return events.Told(topic, payload, "incidents.view", incident.unit_id, incident.agency_id)


def _to_legs(payload: dict[str, Any], incident: Incident) -> Iterator[events.Told]:
    """Once under the case's place and once under the agency's own, as `queries.visible` reads it; the browser takes the second
    of two as the first."""
    seeing = incident.legs.filter(state__in=IncidentLeg.SEEING)
    for unit_id, agency_id in seeing.values_list("unit_id", "agency_id").distinct():
        for place in {incident.unit_id, unit_id}:
            yield events.Told("incidents.shared", payload, "incidents.view", place, agency_id)
