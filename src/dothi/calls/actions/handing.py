"""Service legs: a call handed to another service as data, and what that service does with it."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.calls import queries
from dothi.calls.actions.guarding import open_record, refuse_stranger
from dothi.calls.actions.linking import case_of, say
from dothi.calls.models import Call, CallLeg
from dothi.calls.telling import tell
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain

_action = action_of("calls")
State = CallLeg.State
LONGEST_MESSAGE, LONGEST_NOTE = 500, 4000
# what is told to the other service, as it is known now
HANDED = (
    "narrative", "address", "lon", "lat", "place_source", "accuracy_m", "kind", "severity", "answers",
    "caller_name", "caller_number", "caller_address",
)  # fmt: skip


@_action
def hand_over(
    call: Call,
    *,
    service: str,
    by: Person,
    agency_id: int | None = None,
    message: str = "",
    warm: bool = True,
) -> CallLeg:
    """Asks another service to take a part, with all that is known. `warm`: whoever asks stays with the caller until it is accepted.

    `agency_id` may be left out where one agency alone has lines of that service. The same asked again is the leg that stands.
    Raises NotAllowed, BadRequest (a service unknown, an agency to be chosen).
    """
    agency = _agency(service, agency_id)
    fresh = open_record(call, by)
    standing = fresh.legs.filter(service=service, agency=agency, state__in=(State.ASKED, State.ACCEPTED))
    if found := standing.first():
        return found
    leg = CallLeg.objects.create(
        call=fresh,
        service=service,
        agency=agency,
        warm=warm,
        handed={name: getattr(fresh, name) for name in HANDED},
        message=plain(message)[:LONGEST_MESSAGE],
        asked_by=by,
        asked_at=clock.now(),
    )
    _told(leg, by, "asked")
    return leg


def _agency(service: str, agency_id: int | None) -> Agency:
    agencies = queries.agencies_of_service(service)
    known = {one.code for one in queries.services_in_force()}
    if service not in known and not agencies:
        raise BadRequest("call-service-unknown", service=service[:40])
    if agency_id is not None:
        found = Agency.objects.filter(pk=agency_id).exclude(valid_to__lte=clock.today()).first()
        if found is None:
            raise BadRequest("call-leg-agency")
        return found
    if len(agencies) != 1:
        raise BadRequest("call-leg-needs-agency", service=service[:40])
    return agencies[0]


@_action
def accept_leg(leg: CallLeg, *, by: Person) -> CallLeg:
    """The service takes it. Raises NotAllowed, Conflict (answered meanwhile)."""
    _refuse_outsider(leg, by)
    _move(leg, (State.ASKED,), State.ACCEPTED, by, answered_by=by, answered_at=clock.now())
    _told(leg, by, "accepted")
    return leg


@_action
def decline_leg(leg: CallLeg, *, reason: str, by: Person) -> CallLeg:
    """The service says no, with a reason that whoever asked reads. Raises NotAllowed, BadRequest, Conflict (answered meanwhile)."""
    _refuse_outsider(leg, by)
    said = plain(reason)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("call-leg-needs-reason")
    _move(leg, (State.ASKED,), State.DECLINED, by, answered_by=by, answered_at=clock.now(), note=said)
    _told(leg, by, "declined")  # the reason is read in the record, not by other legs
    return leg


@_action
def close_leg(leg: CallLeg, *, by: Person, note: str = "") -> CallLeg:
    """The service has done its part; what nobody answered yet may also be taken back by those who asked.

    Raises NotAllowed, Conflict (closed or declined).
    """
    if leg.state == State.ASKED and not queries.answers_leg(leg, by.scope("calls.take")):
        refuse_stranger(leg.call, by)
    else:
        _refuse_outsider(leg, by)
    more = {"note": _added(leg.note, plain(note))} if plain(note) else {}
    _move(leg, (leg.state,), State.CLOSED, by, closed_at=clock.now(), **more)
    _told(leg, by, "closed")
    return leg


@_action
def note_leg(leg: CallLeg, *, text: str, by: Person) -> CallLeg:
    """Adds to the service's own note, which no other service reads. Raises NotAllowed, BadRequest (empty)."""
    _refuse_outsider(leg, by)
    fresh = CallLeg.objects.select_for_update(no_key=True, of=("self",)).get(pk=leg.pk)
    said = plain(text)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("call-note-empty")
    if fresh.state == State.DECLINED:  # its note is the reason, and is read by who asked
        raise Conflict("call-leg-answered-meanwhile", **_who(fresh))
    if not fresh.note.endswith(said):  # else a form sent twice
        fresh.note = _added(fresh.note, said)
        fresh.save(update_fields=["note"])
        tell("calls.leg", fresh.call, leg=fresh.pk, service=fresh.service, what="noted")
    return fresh


def _added(standing: str, said: str) -> str:
    return f"{standing}\n{said}".strip()[-LONGEST_NOTE:]


@_action
def open_case_of_leg(leg: CallLeg, *, by: Person) -> Incident:
    """The service's own case of its part, which others see only where their scope covers it. The second click lands on the same.

    Raises NotAllowed, BadRequest (no kind yet), Conflict (it was not accepted).
    """
    _refuse_outsider(leg, by)
    fresh = CallLeg.objects.select_for_update(no_key=True, of=("self",)).select_related("call").get(pk=leg.pk)
    if fresh.incident is not None:
        return fresh.incident
    if fresh.state != State.ACCEPTED:
        raise Conflict("call-leg-not-accepted")
    incident = case_of(fresh.call, by, agency_id=fresh.agency_id)
    fresh.incident = incident
    fresh.save(update_fields=["incident"])
    tell("calls.leg", fresh.call, leg=fresh.pk, service=fresh.service, what="case")
    return incident


def _refuse_outsider(leg: CallLeg, by: Person) -> None:
    if not queries.answers_leg(leg, by.scope("calls.take")):
        raise NotAllowed(permission="calls.take")


def _move(leg: CallLeg, before: tuple[str, ...], state: str, by: Person, **more: Any) -> None:
    may_follow = (
        state == State.CLOSED and leg.state in (State.ASKED, State.ACCEPTED)
    ) or state != State.CLOSED
    moved = may_follow and CallLeg.objects.filter(pk=leg.pk, state__in=before).update(state=state, **more)
    leg.refresh_from_db()
    if not moved:
        raise Conflict("call-leg-answered-meanwhile", **_who(leg))


def _who(leg: CallLeg) -> dict[str, Any]:
    at = leg.closed_at or leg.answered_at or leg.asked_at
    return {
        "who": str(leg.answered_by or leg.asked_by or ""),
        "at": f"{at.astimezone(clock.VIETNAM):%H:%M:%S}",
    }


def _told(leg: CallLeg, by: Person, what: str, **more: Any) -> None:
    call = leg.call
    tell("calls.leg", call, leg=leg.pk, service=leg.service, agency=str(leg.agency), what=what, **more)
    if call.incident is not None:
        say(call.incident, call, by, f"leg-{what}", service=leg.service, agency=str(leg.agency))
