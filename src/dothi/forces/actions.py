"""What people do with units: send, call back, hear that a crew cannot go, hear that it heard. Each one transaction; `states` has the states.

Callers have read the rows through their scope (queries.py) before. `by` is None where a crew's own device told it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from dothi.accounts.models import Person
from dothi.forces import journal
from dothi.forces.check_ins import answer as answer_check_in
from dothi.forces.check_ins import close_check_ins
from dothi.forces.models import Assignment, Force, ForceLog
from dothi.forces.states import set_state
from dothi.forces.workflow import SENDABLE, State
from dothi.incidents.models import Incident
from dothi.kernel import clock, events
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

__all__ = ["acknowledge", "answer_check_in", "decline", "recall", "send", "set_state"]
LONGEST = 300
Ended = Assignment.Ended


class Sent(list[Assignment]):
    """Those that go; `refused`: what is to be told of each one that somebody else sent first or that cannot go."""

    refused: list[Conflict]


def send(
    incident: Incident,
    forces: Sequence[Force],
    *,
    by: Person,
    level: int = 1,
    recommended: Mapping[str, Any] | None = None,
) -> Sent:
    """Sends the free ones of these units; the others are in `refused`, and the case's log says that they were asked for.

    `recommended`: call sign → why it was chosen, as it was shown. Raises Conflict when none of them could go (who has the
    unit, for which case, since when), or when the case is closed; BadRequest without a unit.
    """
    if not forces:
        raise BadRequest("force-none-chosen")
    with transaction.atomic():
        sent = _send(incident, forces, by, level, recommended or {})
    if not sent:  # outside the transaction: that a busy unit was asked for stays in the log
        raise sent.refused[0]
    return sent


def _send(
    incident: Incident, forces: Sequence[Force], by: Person, level: int, recommended: Mapping[str, Any]
) -> Sent:
    if not Incident.objects.select_for_update(no_key=True).get(pk=incident.pk).is_open:
        raise Conflict("force-case-closed", code=incident.code)
    # in one order: of two desks that send the same two, one waits for the other
    rows = Force.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=[one.pk for one in forces]
    )
    held = list(rows.order_by("pk"))
    free = [one for one in held if State(one.state) in SENDABLE and one.ended_at is None]
    now = clock.now()
    Force.objects.filter(pk__in=[one.pk for one in free]).update(
        state=State.ALERTED.value, state_since=now, state_by=by, state_note="", rest_until=None
    )
    for one in free:
        one.state, one.state_since, one.state_by, one.state_note = State.ALERTED.value, now, by, ""
    sent = Sent(
        Assignment.objects.bulk_create(
            Assignment(
                incident=incident,
                force=one,
                level=level,
                sent_by=by,
                alerted_at=now,
                recommended=dict(recommended.get(one.call_sign, {})),
            )
            for one in free
        )
    )
    sent.refused = [_refusal(one) for one in held if one not in free]
    _say_sent(incident, sent, held, by, now)
    return sent


def _refusal(force: Force) -> Conflict:
    """Who has it, for which case, since when; else the state that it is in."""
    open_ = force.assignments.filter(ended_at__isnull=True).select_related("incident", "sent_by").first()
    if open_ is None:
        return Conflict(
            "force-not-free", force=force.call_sign, state=force.state, since=clock.iso(force.state_since)
        )
    return Conflict(
        "force-sent-meanwhile",
        force=force.call_sign,
        code=open_.incident.code,
        who=str(open_.sent_by or "–"),
        at=f"{open_.alerted_at.astimezone(clock.VIETNAM):%H:%M:%S}",
    )


def _say_sent(incident: Incident, sent: Sent, asked: Sequence[Force], by: Person, now: dt.datetime) -> None:
    went = [one.force for one in sent]
    ForceLog.objects.bulk_create(
        ForceLog(
            force=one.force, assignment=one, kind="sent", person=by, at=now, recorded_at=now,
            fields={"incident": incident.code, "level": one.level},
        )
        for one in sent
    )  # fmt: skip
    if went:
        journal.note_in_case(incident, "sent", by, force=", ".join(one.call_sign for one in went))
    if busy := [one.call_sign for one in asked if one not in went]:
        journal.note_in_case(incident, "busy", by, force=", ".join(busy))
    events.publish_all(journal.told("forces.sent", went, incident))


@transaction.atomic
def acknowledge(assignment: Assignment, *, by: Person | None, at: dt.datetime | None = None) -> Assignment:
    """The crew heard that it goes. A second time changes nothing. Raises Conflict when the assignment is over."""
    heard = min(max(at or clock.now(), assignment.alerted_at), clock.now())
    open_ = Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True)
    if open_.filter(acknowledged_at__isnull=True).update(acknowledged_at=heard):
        assignment.refresh_from_db()
        journal.note(assignment.force, "acknowledged", by=by, at=heard, assignment=assignment)
        journal.tell("forces.changed", assignment.force, assignment.incident)
    elif not open_.exists():
        raise Conflict("force-assignment-over", force=assignment.force.call_sign)
    return assignment


@transaction.atomic
def recall(assignment: Assignment, reason: str, *, by: Person) -> Assignment:
    """Not needed after all: with a reason. A crew under way returns, one that did not leave yet is ready again."""
    return _end(assignment, Ended.RECALLED, reason, by)


@transaction.atomic
def decline(
    assignment: Assignment,
    reason: str,
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    origin: str = "live",
) -> Assignment:
    """The crew cannot go: with a reason, told to every desk. It is ready again, and not proposed again for this case. `at`: when it
    said so, told later by a phone without network."""
    return _end(assignment, Ended.DECLINED, reason, by, origin, at)


def _end(
    assignment: Assignment,
    how: Ended,
    reason: str,
    by: Person | None,
    origin: str = "live",
    at: dt.datetime | None = None,
) -> Assignment:
    said = plain(reason)[:LONGEST]
    if not said:
        raise BadRequest("force-needs-reason", force=assignment.force.call_sign)
    force = Force.objects.select_for_update(no_key=True, of=("self",)).get(pk=assignment.force_id)
    now = min(max(at or clock.now(), assignment.alerted_at, force.state_since), clock.now())
    ended = Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(
        ended_at=now, ended_as=how.value, ended_reason=said, ended_by=by
    )
    if not ended:
        raise Conflict("force-assignment-over", force=force.call_sign)
    left = State(force.state) is not State.ALERTED and how is Ended.RECALLED
    force.state = State.RETURNING.value if left else State.AVAILABLE.value
    force.state_since, force.state_by, force.state_note = now, by, ""
    force.save(update_fields=["state", "state_since", "state_by", "state_note"])
    assignment.refresh_from_db()
    close_check_ins(assignment, by=by, at=now)
    word, incident = how.value, assignment.incident
    journal.note(
        force,
        word,
        by=by,
        at=now,
        text=said,
        assignment=assignment,
        incident=incident.code,
        state=force.state,
    )
    journal.note_in_case(incident, word, by, said, at=at, origin=origin, force=force.call_sign)
    topic = "forces.declined" if how is Ended.DECLINED else "forces.changed"
    journal.tell(topic, force, incident, reason=said)
    return assignment
