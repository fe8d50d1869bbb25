"""What each kind of deed does, by the units' own actions. `deed` is not written yet; the caller holds the unit's row."""

from __future__ import annotations

from collections.abc import Callable

from dothi.crews import duties
from dothi.crews.models import Deed
from dothi.forces import actions, journal
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.forces.queries import open_assignment
from dothi.forces.workflow import COURSE, MINUTES, State
from dothi.kernel.errors import BadRequest, Conflict

Keeps = Callable[[Deed], None]
STATES = frozenset(state.value for state in State if state is not State.ALERTED)
LOGGED_LATE_S = 60  # a line of the case says when it was so where that is longer ago


def do(deed: Deed, force: Force, expected: str) -> None:
    """Raises what the action raises: Conflict, BadRequest, NotFound."""
    _DOES[deed.what](deed, force, expected)


def _acknowledge(deed: Deed, _force: Force, _expected: str) -> None:
    actions.acknowledge(_sent(deed), by=deed.person, at=deed.at)


def _decline(deed: Deed, _force: Force, _expected: str) -> None:
    actions.decline(_sent(deed), deed.text[:300], by=deed.person, at=deed.at)


def _step(deed: Deed, force: Force, expected: str) -> None:
    """Forward on its own assignment a crew knows best, whatever the desk saw, and is believed from the desk's own minute on; a step
    back needs the state that it saw."""
    new, now_in = State(deed.state), State(force.state)
    open_ = open_assignment(force)
    _refuse_over(deed, force, new, open_)
    forward = _is_on(deed, open_) and (
        new not in COURSE or (now_in in COURSE and COURSE.index(new) > COURSE.index(now_in))
    )
    seen = now_in.value if forward or not _is_state(expected) else expected
    at = max(deed.at, force.state_since) if forward else deed.at
    actions.set_state(force, new, expected=seen, note=deed.text[:300], at=at, by=deed.person)


def _is_on(deed: Deed, open_: Assignment | None) -> bool:
    """Is what the phone showed what the unit is on now?"""
    return open_ is not None and deed.assignment_id == open_.pk


def _refuse_over(deed: Deed, force: Force, new: State, open_: Assignment | None) -> None:
    """A step of an assignment that is over, or of another one than the unit is on now, moves nothing; a minute that is missing
    in what lies behind is still taken (`set_state` fills it where it fits)."""
    theirs = deed.assignment
    if _is_on(deed, open_):
        return
    if open_ is None and new not in COURSE:
        return
    fills = theirs is not None and new in MINUTES and deed.at < force.state_since
    if not fills:
        raise Conflict("force-assignment-over", force=force.call_sign)


def _is_state(word: str) -> bool:
    return word in {state.value for state in State}


def _well(deed: Deed, force: Force, _expected: str) -> None:
    asked = CheckIn.objects.filter(assignment=_sent(deed), answered_at__isnull=True)
    question = asked.select_related("assignment__force", "assignment__incident").first()
    if question is None:
        raise Conflict("force-check-in-taken", force=force.call_sign)
    actions.answer_check_in(question, by=deed.person, note=deed.text[:300], at=deed.at)


def _say(deed: Deed, force: Force, _expected: str) -> None:
    """A note, a picture or a voice note: a line of the unit and of its case, also when the assignment is over by now."""
    if deed.what == "note" and not deed.text:
        raise BadRequest("crew-note-empty")
    journal.note(
        force, deed.what, by=deed.person, at=deed.at, text=deed.text[:500], assignment=deed.assignment
    )
    if deed.assignment is None:
        return
    late = deed.at if (deed.recorded_at - deed.at).total_seconds() > LOGGED_LATE_S else None
    incident = deed.assignment.incident
    journal.note_in_case(
        incident, deed.what, deed.person, deed.text, at=late, force=force.call_sign, **file_of(deed)
    )
    journal.tell("forces.changed", force, incident)


def file_of(deed: Deed) -> dict[str, str]:
    """What the line of the case shows beside its words."""
    if deed.what not in WITH_FILE:
        return {}
    return {"file": f"/crew/files/{deed.client_id}/", "media": deed.what}


def _off(deed: Deed, _force: Force, _expected: str) -> None:
    duties.sign_off(deed.duty, by=deed.person, at=deed.at)


def _sent(deed: Deed) -> Assignment:
    if deed.assignment is None:
        raise Conflict("force-assignment-over", force=deed.duty.force.call_sign)
    return deed.assignment


_DOES: dict[str, Callable[[Deed, Force, str], None]] = {
    "acknowledge": _acknowledge,
    "decline": _decline,
    "step": _step,
    "well": _well,
    "note": _say,
    "photo": _say,
    "voice": _say,
    "off": _off,
}
WHAT = frozenset(_DOES)
WITH_FILE = frozenset({"photo", "voice"})
