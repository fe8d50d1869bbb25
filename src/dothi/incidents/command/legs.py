"""Agencies in a case: asked, accepting, declining, done, withdrawn – and their own notes. A state changes by compare-and-swap.

Whoever leads asks and withdraws; the agency answers for itself. A leg gives its agency sight of the case's shared part
(`queries.visible`); it never gives the right to act on the case.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from dothi.accounts.models import Agency, Person
from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.joining.moving import hold, refuse_closed
from dothi.incidents.journal import tell, write
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

State = IncidentLeg.State
LONGEST = 1000
LONGEST_NOTE = 4000


@transaction.atomic
def ask(incident: Incident, agency: Agency, *, message: str, by: Person) -> IncidentLeg:
    """Asks an agency to take part. Raises BadRequest without a message or for the agency that leads, Conflict when the case is
    closed or the agency takes part already."""
    said = plain(message)[:LONGEST]
    if not said:
        raise BadRequest("incident-leg-needs-message")
    (held,) = hold(incident)
    refuse_closed(held)
    if held.agency_id == agency.pk:
        raise BadRequest("incident-leg-leads", agency=str(agency))
    try:
        with transaction.atomic():
            leg = IncidentLeg.objects.create(
                incident=held,
                agency=agency,
                unit_id=agency.unit_id,
                message=said,
                asked_by=by,
                asked_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict("incident-leg-already", agency=str(agency), code=held.code) from error
    return _said(leg, "asked", said, by)


def accept(leg: IncidentLeg, *, answer: str = "", by: Person) -> IncidentLeg:
    """The agency takes part. Raises Conflict when the leg is not asked any more."""
    return _answer(leg, State.ACCEPTED, plain(answer)[:LONGEST], by)


def decline(leg: IncidentLeg, *, reason: str, by: Person) -> IncidentLeg:
    """The agency cannot: everybody sees why. It sees nothing of the case from then on. Raises BadRequest without a reason."""
    said = plain(reason)[:LONGEST]
    if not said:
        raise BadRequest("incident-leg-needs-reason")
    return _answer(leg, State.DECLINED, said, by)


def finish(leg: IncidentLeg, *, result: str, by: Person) -> IncidentLeg:
    """The agency's work is done. Raises BadRequest without a result, Conflict when it does not take part any more."""
    said = plain(result)[:LONGEST]
    if not said:
        raise BadRequest("incident-leg-needs-result")
    moved = {"state": State.DONE, "ended_by": by, "ended_at": clock.now(), "result": said}
    return _move(leg, (State.ACCEPTED,), moved, said, by)


def withdraw(leg: IncidentLeg, *, reason: str, by: Person) -> IncidentLeg:
    """Whoever leads needs the agency no more, or asked it in error: it sees nothing of the case from then on."""
    said = plain(reason)[:LONGEST]
    if not said:
        raise BadRequest("incident-leg-needs-reason")
    moved = {"state": State.WITHDRAWN, "ended_by": by, "ended_at": clock.now(), "result": said}
    return _move(leg, (State.ASKED, State.ACCEPTED), moved, said, by)


def _answer(leg: IncidentLeg, to: State, answer: str, by: Person) -> IncidentLeg:
    moved = {"state": to, "answered_by": by, "answered_at": clock.now(), "answer": answer}
    return _move(leg, (State.ASKED,), moved, answer, by)


@transaction.atomic
def _move(
    leg: IncidentLeg, from_: tuple[State, ...], moved: dict[str, Any], text: str, by: Person
) -> IncidentLeg:
    (held,) = hold(leg.incident)
    refuse_closed(held)
    because(text)
    if not IncidentLeg.objects.filter(pk=leg.pk, state__in=from_).update(**moved):
        leg.refresh_from_db()
        raise Conflict("incident-leg-changed-meanwhile", agency=str(leg.agency))
    leg.refresh_from_db()
    return _said(leg, str(leg.state), text, by)


@transaction.atomic
def note(leg: IncidentLeg, text: str, *, by: Person) -> IncidentLog:
    """A line of the agency's own in the log. Raises BadRequest when it is empty, Conflict when it was just written (a form sent twice)."""
    said = plain(text)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("incident-note-empty")
    (held,) = hold(leg.incident)
    last = held.log.filter(agency=leg.agency).order_by("-pk").first()
    if last and (last.person_id, last.text) == (by.pk, said):
        raise Conflict("incident-note-twice")
    return write(held, IncidentLog.Kind.NOTE, said, by, own=leg.agency)


@transaction.atomic
def share_notes(leg: IncidentLeg, shares: bool, *, by: Person) -> IncidentLeg:
    """Opens the agency's own notes to whoever leads, or closes them again. Raises Conflict when they stand so already."""
    if not IncidentLeg.objects.filter(pk=leg.pk, shares_notes=not shares).update(shares_notes=shares):
        raise Conflict("incident-leg-changed-meanwhile", agency=str(leg.agency))
    leg.refresh_from_db()
    return _said(leg, "shares" if shares else "keeps", "", by)


def _said(leg: IncidentLeg, what: str, text: str, by: Person) -> IncidentLeg:
    line = write(
        leg.incident,
        IncidentLog.Kind.LEG,
        text,
        by,
        what=what,
        name_vi=leg.agency.name_vi,
        name_en=leg.agency.name_en,
    )
    Incident.objects.filter(pk=leg.incident_id).update(changed_at=line.recorded_at)
    tell("incidents.updated", leg.incident)
    return leg
