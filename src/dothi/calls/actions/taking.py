"""A call from its first ring to the end of its wrap-up."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from dothi.accounts.models import Person
from dothi.calls import queries
from dothi.calls.actions.guarding import refuse_stranger
from dothi.calls.codes import next_code
from dothi.calls.models import Call, CallLeg, Line
from dothi.calls.numbers import plain_number
from dothi.calls.seats import seat_of
from dothi.calls.telling import tell
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.said import plain
from dothi.territory.names import folded

_action = action_of("calls")
HAND = "hand"  # the adapter of calls taken without telephony
State = Call.State


@_action
def ring(
    *,
    adapter: str,
    external_id: str,
    number_dialled: str,
    caller_number: str,
    at: dt.datetime,
    origin: int = 0,
) -> Call:
    """A call comes in; the same one told twice is one. A number that is no line of ours makes a call all the same."""
    locks.hold(f"call {adapter} {external_id}")
    if standing := Call.objects.filter(adapter=adapter, external_id=external_id).first():
        return standing
    call = _create(adapter, external_id, number_dialled, caller_number, at, origin=origin)
    tell("calls.ringing", call)
    return call


def _create(
    adapter: str, external_id: str, number_dialled: str, caller_number: str, at: dt.datetime, **more: Any
) -> Call:
    dialled = plain_number(number_dialled)
    line = queries.line_of(dialled, at.astimezone(clock.VIETNAM).date())
    code = next_code()
    return Call.objects.create(
        code=code,
        search_text=folded(code),
        adapter=adapter,
        external_id=external_id,
        line=line,
        number_dialled=dialled,
        caller_number=plain_number(caller_number),
        received_at=at,
        **_of_line(line),
        **more,
    )


def _of_line(line: Line | None) -> dict[str, Any]:
    return {"unit": line.unit, "agency": line.agency} if line else {}


@_action
def take(call: Call, *, by: Person) -> Call:
    """Makes a call this person's; of two who press at once one wins. The same person again changes nothing while its record is open.

    Raises NotAllowed, Conflict (its record is finished: who did that and when; somebody else has it: who and since when; the
    caller hung up before).
    """
    refuse_stranger(call, by)
    now = clock.now()
    free = Call.objects.filter(pk=call.pk, taken_by__isnull=True, wrapped_at__isnull=True)
    free = free.exclude(state=State.ABANDONED)
    moved = free.update(
        taken_by=by,
        taken_at=now,
        answered_at=Coalesce(F("answered_at"), Value(now)),
        state=Case(When(state=State.RINGING, then=Value(State.ANSWERED)), default=F("state")),
        **_owned(call, by),
    )
    call.refresh_from_db()
    if moved:
        tell("calls.taken", call)
    else:
        _refuse_gone(call, by)
    return call


def _refuse_gone(call: Call, by: Person) -> None:
    """Says what became of a call that could not be taken; a call that is this person's already is none of these."""
    if call.wrapped_at is not None:
        who = queries.finisher(call) or str(call.taken_by or "")
        raise Conflict("call-finished", code=call.code, who=who, at=_clock(call.wrapped_at))
    if call.taken_at is None:
        raise Conflict("call-hung-up", code=call.code)
    if call.taken_by_id != by.pk:
        raise Conflict(
            "call-taken-meanwhile", code=call.code, who=str(call.taken_by), at=_clock(call.taken_at)
        )


def _clock(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M:%S}"


@_action
def open_by_hand(
    *,
    by: Person,
    number_dialled: str = "",
    caller_number: str = "",
    key: str = "",
    origin: Origin = Origin.LIVE,
) -> Call:
    """A call taken without telephony (a mobile, a radio, somebody at the door): the record is the same.

    The same `key` again is the same call. Raises NotAllowed.
    """
    if not by.may("calls.take"):
        raise NotAllowed(permission="calls.take")
    external_id = f"{by.pk} {key[:60]}" if key else str(uuid4())  # a key is one within its person
    locks.hold(f"call {HAND} {external_id}")
    if standing := Call.objects.filter(adapter=HAND, external_id=external_id).first():
        return standing
    now = clock.now()
    call = _create(
        HAND, external_id, number_dialled, caller_number, now,
        state=State.ANSWERED, answered_at=now, taken_by=by, taken_at=now, origin=int(origin),
    )  # fmt: skip
    if call.line is None:
        call.unit_id, call.agency_id = seat_of(by)
        call.save(update_fields=["unit", "agency"])
        call.refresh_from_db()
    tell("calls.taken", call)
    return call


def _owned(call: Call, by: Person) -> dict[str, Any]:
    """A call of no known line is its taker's from now on; any other stays whose it is."""
    if call.agency_id is not None:
        return {}
    unit_id, agency_id = seat_of(by)
    return {"unit": Coalesce(F("unit"), Value(unit_id)), "agency": Coalesce(F("agency"), Value(agency_id))}


@_action
def return_call(call: Call, *, by: Person) -> Call:
    """Whoever calls a missed caller back has the record from then on. Raises NotAllowed, Conflict (somebody else did; it is not missed)."""
    refuse_stranger(call, by)
    missed = Call.objects.filter(pk=call.pk, state=State.ABANDONED, returned_at__isnull=True)
    moved = missed.update(
        returned_at=clock.now(), returned_by=by, taken_by=by, taken_at=clock.now(), **_owned(call, by),
    )  # fmt: skip
    call.refresh_from_db()
    if moved:
        tell("calls.changed", call, what="returned")
    elif call.returned_by is None:
        raise Conflict("call-not-missed", code=call.code)
    elif call.returned_by_id != by.pk:
        raise Conflict("call-returned-meanwhile", code=call.code, who=str(call.returned_by))
    return call


@_action
def wrap_up(call: Call, *, outcome: str, by: Person) -> Call:
    """Closes the record with what it turned out to be. Where the exchange told no end (or there is none), the call ends now.

    Raises NotAllowed, BadRequest (an outcome unknown, or one that the record does not bear out), Conflict (closed with another;
    nobody took it yet).
    """
    refuse_stranger(call, by)
    _refuse_outcome(call, outcome)
    now = clock.now()
    ended = When(state__in=(State.ANSWERED, State.HELD), then=Value(State.ENDED))
    moved = Call.objects.filter(pk=call.pk, wrapped_at__isnull=True, taken_by__isnull=False).update(
        wrapped_at=now,
        outcome=outcome,
        ended_at=Coalesce(F("ended_at"), Value(now)),
        state=Case(ended, default=F("state")),
    )
    call.refresh_from_db()
    if moved:
        tell("calls.ended", call, what="wrapped", outcome=outcome, who=str(by))
    elif call.wrapped_at is None:
        raise Conflict("call-not-taken", code=call.code)
    elif call.outcome != outcome:
        raise Conflict("call-is-wrapped", code=call.code)
    return call


def _refuse_outcome(call: Call, outcome: str) -> None:
    if outcome not in Call.Outcome.values:
        raise BadRequest("call-outcome", outcome=plain(outcome)[:40])
    if outcome == Call.Outcome.CASE and not Call.objects.filter(pk=call.pk, incident__isnull=False).exists():
        raise BadRequest("call-outcome-needs-case", code=call.code)
    handed = CallLeg.objects.filter(call=call).exclude(state=CallLeg.State.DECLINED)
    if outcome == Call.Outcome.HANDED_OVER and not handed.exists():
        raise BadRequest("call-outcome-needs-leg", code=call.code)
