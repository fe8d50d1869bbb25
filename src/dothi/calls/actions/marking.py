"""Marks on numbers that called for nothing: shown beside their calls, and nothing follows from them by itself."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.calls import queries, rules
from dothi.calls.actions.guarding import refuse_stranger
from dothi.calls.models import Call, NumberMark
from dothi.calls.telling import tell
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain

_action = action_of("calls")


@_action
def mark_number(call: Call, *, reason: str, by: Person, days: int | None = None) -> NumberMark:
    """Marks the number of a call, for a time. Raises NotAllowed, BadRequest (no number, no reason, too long), Conflict (it is marked).

    A number that was typed is marked by those alone who may see numbers: the answer would tell of it, and so would the mark.
    """
    refuse_stranger(call, by)
    _refuse_typed(call, by)
    said, most = plain(reason)[:300], rules.value("mark-days")
    days = most if days is None else days
    if not call.caller_number:
        raise BadRequest("call-number-withheld")
    if not said:
        raise BadRequest("call-mark-needs-reason")
    if not 1 <= days <= most:
        raise BadRequest("call-mark-days", most=most)
    locks.hold(f"number mark {call.caller_number}")
    now = clock.now()
    NumberMark.objects.filter(number=call.caller_number, ended_at__isnull=True, until__lte=now).update(
        ended_at=now
    )
    if found := NumberMark.objects.filter(number=call.caller_number, ended_at__isnull=True).first():
        raise Conflict("call-number-marked", who=str(found.marked_by), reason=found.reason)
    mark = NumberMark.objects.create(
        number=call.caller_number,
        reason=said,
        marked_by=by,
        marked_at=now,
        until=now + dt.timedelta(days=days),
    )
    tell("calls.changed", call, what="marked")
    return mark


def _refuse_typed(call: Call, by: Person) -> None:
    if call.caller_number and not call.number_rang and not queries.sees_person(call, by):
        raise NotAllowed(permission="calls.person")


@_action
def end_mark(mark: NumberMark, *, by: Person, reason: str) -> NumberMark:
    """Takes a mark away before its time. Raises NotAllowed, BadRequest (no reason), Conflict (ended meanwhile)."""
    if not by.may("calls.take"):
        raise NotAllowed(permission="calls.take")
    if not plain(reason):
        raise BadRequest("call-mark-needs-reason")
    open_ = NumberMark.objects.filter(pk=mark.pk, ended_at__isnull=True)
    if not open_.update(ended_at=clock.now(), ended_by=by):
        raise Conflict("call-mark-ended")
    mark.refresh_from_db()
    return mark
