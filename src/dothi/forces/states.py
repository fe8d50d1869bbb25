"""A unit's state, set by a person at the desk, by the command bar or by the crew, and the minutes of its assignment that move with it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from dothi.accounts.models import Person
from dothi.forces import catalogue, journal
from dothi.forces.check_ins import begin_check_ins, close_check_ins
from dothi.forces.models import Assignment, Force
from dothi.forces.workflow import COURSE, MINUTES, State, goes_back, may_follow, needs
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

LONGEST = 300
NEEDS = {"reason": "force-needs-reason", "destination": "force-needs-destination"}
AHEAD = dt.timedelta(minutes=1)  # a crew's clock that runs before ours


@transaction.atomic
def set_state(
    force: Force,
    state: State | str,
    *,
    expected: State | str,
    note: str = "",
    at: dt.datetime | None = None,
    by: Person | None,
    origin: str = "live",
) -> Force:
    """Moves the unit on, and with it the minutes of its open assignment; what ends a case's work ends the assignment.

    `at`: when it was so, told late by a crew without network: a minute that lies before what is known fills the gap in the
    assignment and leaves the state as it is. Raises Conflict when somebody set another state since `expected` (which, who,
    when) or the step does not exist; BadRequest without the reason or destination it needs, or for a time out of order.
    """
    new, old, said = State(state), State(expected), plain(note)[:LONGEST]
    now = clock.now()
    when = _checked(at or now, now)
    row = (
        Force.objects.select_for_update(no_key=True, of=("self",)).select_related("state_by").get(pk=force.pk)
    )
    if row.ended_at is not None:
        raise Conflict("force-disbanded", force=row.call_sign)
    if when < row.state_since and _fill_late(row, new, when, by=by, said=said, origin=origin):
        force.refresh_from_db()
        return force
    if row.state == new.value:
        return row  # told twice
    _refuse(row, new, old, said, when)
    assignment = _open(row)
    Force.objects.filter(pk=row.pk).update(
        state=new.value,
        state_since=when,
        state_by=by,
        state_note=said,
        rest_until=_rest_until(row, new, when),
    )
    force.refresh_from_db()
    fields = {"old": old.value, "new": new.value, **({} if origin == "live" else {"origin": origin})}
    journal.note(force, "state", by=by, at=when, text=said, assignment=assignment, **fields)
    if assignment is not None:
        _move(assignment, force, old, new, when, said, by, origin)
    lost = assignment is not None and assignment.ended_as == Assignment.Ended.DECLINED
    topic = "forces.declined" if lost else "forces.changed"
    journal.tell(topic, force, assignment.incident if assignment else None, reason=said)
    return force


def _checked(when: dt.datetime, now: dt.datetime) -> dt.datetime:
    if when > now + AHEAD:
        raise BadRequest("force-time-ahead")
    return min(when, now)


def _refuse(row: Force, new: State, old: State, said: str, when: dt.datetime) -> None:
    if row.state != old.value:
        raise Conflict(
            "force-state-meanwhile",
            force=row.call_sign,
            state=row.state,
            who=str(row.state_by or "–"),
            at=f"{row.state_since.astimezone(clock.VIETNAM):%H:%M:%S}",
        )
    if not may_follow(old, new):
        raise Conflict("force-step", force=row.call_sign, old=old.value, new=new.value)
    if when < row.state_since:
        since = f"{row.state_since.astimezone(clock.VIETNAM):%H:%M:%S}"
        raise BadRequest("force-time-order", force=row.call_sign, at=since)
    if (asked := needs(new, old)) and not said:
        raise BadRequest(NEEDS[asked], force=row.call_sign)


def _rest_until(row: Force, new: State, when: dt.datetime) -> dt.datetime | None:
    """A rest has the length that the city says; without a rule it ends when the crew says so. One that somebody set stands."""
    if State.RESTING not in {new, State(row.state)}:
        return row.rest_until
    seconds = catalogue.in_force().seconds("rest") if new is State.RESTING else None
    return when + dt.timedelta(seconds=seconds) if seconds else None


def _open(row: Force) -> Assignment | None:
    rows = Assignment.objects.select_for_update(no_key=True, of=("self",)).select_related("incident")
    return rows.filter(force=row, ended_at__isnull=True).first()


def _move(
    assignment: Assignment,
    force: Force,
    old: State,
    new: State,
    when: dt.datetime,
    said: str,
    by: Person | None,
    origin: str,
) -> None:
    if goes_back(old, new):
        setattr(assignment, MINUTES[old], None)  # what was pressed by mistake; its version keeps it
    elif new in MINUTES:
        setattr(assignment, MINUTES[new], when)
    else:
        _finish(assignment, new, when, said, by)
    if assignment.acknowledged_at is None and assignment.ended_at is None:
        assignment.acknowledged_at = when  # who moves has heard
    assignment.save()
    if new is State.ON_SCENE:
        begin_check_ins(assignment, force, at=when)
    elif old is State.ON_SCENE:
        close_check_ins(assignment, by=by, at=when)
    told_late = when if clock.now() - when > AHEAD else None
    journal.note_in_case(
        assignment.incident,
        "state",
        by,
        said,
        at=told_late,
        origin=origin,
        force=force.call_sign,
        state=new.value,
    )


def _finish(assignment: Assignment, new: State, when: dt.datetime, said: str, by: Person | None) -> None:
    """Done; or not there yet and out of service (it could not go), or not there yet and free again (not needed)."""
    how = Assignment.Ended.CLEARED
    if assignment.on_scene_at is None and assignment.transporting_at is None:
        lost = new is State.OUT_OF_SERVICE
        how = Assignment.Ended.DECLINED if lost else Assignment.Ended.RECALLED
    assignment.ended_at, assignment.ended_as = when, how.value
    assignment.ended_reason, assignment.ended_by = said, by


def _fill_late(
    row: Force, new: State, when: dt.datetime, *, by: Person | None, said: str, origin: str
) -> bool:
    """A minute that was missing in the assignment of that time; False: there is none to fill, or it would break the order."""
    if new not in MINUTES:
        return False
    around = Q(ended_at__isnull=True) | Q(ended_at__gte=when)
    rows = Assignment.objects.select_for_update(no_key=True, of=("self",)).select_related("incident")
    found = rows.filter(around, force=row, alerted_at__lte=when).order_by("-alerted_at").first()
    if found is None or getattr(found, MINUTES[new]) is not None or not _fits(found, new, when):
        return False
    setattr(found, MINUTES[new], when)
    found.acknowledged_at = min(found.acknowledged_at or when, when)
    found.save()
    fields = {"old": row.state, "new": new.value, "late": True}
    fields |= {} if origin == "live" else {"origin": origin}
    journal.note(row, "state", by=by, at=when, text=said, assignment=found, **fields)
    journal.note_in_case(
        found.incident, "late", by, said, at=when, origin=origin, force=row.call_sign, state=new.value
    )
    journal.tell("forces.changed", row, found.incident)
    return True


def _fits(found: Assignment, new: State, when: dt.datetime) -> bool:
    """Not before an earlier step, not after a later one; and only what lies behind the unit, never the step it is to take."""
    place = COURSE.index(new)
    minutes = [(COURSE.index(state), getattr(found, name)) for state, name in MINUTES.items()]
    known = [(step, at) for step, at in minutes if at is not None]
    later = [at for step, at in known if step > place]
    if not later and found.ended_at is None:
        return False
    return all(at <= when for step, at in known if step < place) and all(at >= when for at in later)
