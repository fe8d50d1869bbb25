"""What every action on a call asks first."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.calls import queries
from dothi.calls.models import Call
from dothi.kernel.errors import Conflict, NotAllowed


def refuse_stranger(call: Call, by: Person) -> None:
    """The record is written by those whose call it is. Raises NotAllowed."""
    if not queries.is_own(call, by.scope("calls.take")):
        raise NotAllowed(permission="calls.take")


def held(call: Call) -> Call:
    """The row as it stands, held until the transaction ends."""
    return (
        Call.objects.select_for_update(no_key=True, of=("self",))
        .select_related("line", "agency")
        .get(pk=call.pk)
    )


def open_record(call: Call, by: Person) -> Call:
    """The row held for writing by one of its own people. Raises NotAllowed; Conflict when its record is closed."""
    refuse_stranger(call, by)
    fresh = held(call)
    if fresh.wrapped_at is not None:
        raise Conflict("call-is-wrapped", code=fresh.code)
    return fresh
