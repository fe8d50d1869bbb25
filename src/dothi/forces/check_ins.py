"""Safety of crews: who works in danger is asked in turn whether it is well; silence is told, and again, until somebody takes it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dothi.accounts.models import Person
from dothi.forces import catalogue, journal
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.said import plain

LONGEST = 300


def begin_check_ins(assignment: Assignment, force: Force, *, at: dt.datetime) -> CheckIn | None:
    """From its arrival on, where the limits of that state, severity and service say so."""
    limit = catalogue.in_force().limit("on-scene", assignment.incident.severity, force.service)
    if limit is None or not limit.check_in_s:
        return None
    every = int(limit.check_in_s)
    due = max(at, clock.now()) + dt.timedelta(seconds=every)  # told late: asked from now on
    made, _ = CheckIn.objects.get_or_create(
        assignment=assignment, answered_at=None, defaults={"due_at": due, "every_s": every}
    )
    return made


def close_check_ins(assignment: Assignment, *, by: Person | None, at: dt.datetime) -> None:
    """It left the scene: who tells that, is well."""
    CheckIn.objects.filter(assignment=assignment, answered_at__isnull=True).update(
        answered_at=at, answered_by=by
    )


@transaction.atomic
def answer(
    checkin: CheckIn, *, by: Person | None, note: str = "", at: dt.datetime | None = None
) -> CheckIn | None:
    """The crew is well (or what the note says); returns the next question. Raises Conflict when another took it before.

    `at`: when it said so, told later by a phone without network; the next question counts from now."""
    now, said = clock.now(), plain(note)[:LONGEST]
    when = min(at or now, now)
    taken = CheckIn.objects.filter(pk=checkin.pk, answered_at__isnull=True).update(
        answered_at=when, answered_by=by, note=said
    )
    assignment, force = checkin.assignment, checkin.assignment.force
    if not taken:
        raise Conflict("force-check-in-taken", force=force.call_sign)
    if checkin.told_at is not None:  # the case heard that nobody answered: it hears that somebody did
        journal.note_in_case(assignment.incident, "well", by, said, at=at, force=force.call_sign)
    journal.note(force, "check-in", by=by, at=when, text=said, assignment=assignment)
    journal.tell("forces.changed", force, assignment.incident)
    if assignment.ended_at is not None:
        return None
    due = now + dt.timedelta(seconds=checkin.every_s)
    return CheckIn.objects.create(assignment=assignment, due_at=due, every_s=checkin.every_s)
