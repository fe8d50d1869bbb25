"""A recording that a person keeps from being deleted: with a reason, until a person ends that, with a reason."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.calls import queries
from dothi.calls.models import Call, RecordingHold
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.said import plain

_action = action_of("calls")


@_action
def hold(call: Call, *, reason: str, by: Person) -> RecordingHold:
    """Raises NotAllowed, BadRequest (no reason), NotFound (no recording), Conflict (held already)."""
    _check(call, by)
    said = _reason(reason)
    locks.hold(f"recording of {call.pk}")
    if not Call.objects.filter(pk=call.pk).exclude(recording="").exists():
        raise NotFound("call-recording-missing")
    if standing(call) is not None:
        raise Conflict("call-recording-held", call=call.code)
    return RecordingHold.objects.create(call=call, reason=said, held_by=by, held_at=clock.now())


@_action
def release(call: Call, *, reason: str, by: Person) -> None:
    """Raises NotAllowed, BadRequest (no reason), Conflict (nobody holds it)."""
    _check(call, by)
    rows = RecordingHold.objects.filter(call=call, ended_at__isnull=True)
    if not rows.update(ended_at=clock.now(), ended_by=by, ended_reason=_reason(reason)):
        raise Conflict("call-recording-not-held", call=call.code)


def standing(call: Call) -> RecordingHold | None:
    return call.holds.select_related("held_by").filter(ended_at__isnull=True).first()


def class_of(call: Call) -> str:
    """By which a recording is kept: held (not deleted), evidence (was held), case, ordinary."""
    if standing(call) is not None:
        return "held"
    if call.holds.exists():
        return "evidence"
    return "case" if call.incident_id else "ordinary"


def _reason(text: str) -> str:
    said = plain(text)[:500]
    if not said:
        raise BadRequest("call-hold-needs-reason")
    return said


def _check(call: Call, by: Person) -> None:
    if not queries.visible(by.scope("calls.listen")).filter(pk=call.pk).exists():
        raise NotAllowed(permission="calls.listen")
