"""The one door for exchanges: `hear` takes what an adapter tells of a call. The same event twice changes nothing, no call is dropped.

Adapters: the web-hook (`api.py`) and Asterisk's manager interface (`asterisk/`). They only listen; nothing here dials or hangs up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from dothi.calls import course, rules
from dothi.calls.actions.taking import State, ring
from dothi.calls.models import Call, CallCourse, ExchangeEvent
from dothi.calls.numbers import plain_number
from dothi.calls.telling import tell
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

_action = action_of("calls")
MOST_FIELDS, LONGEST_FIELD = 20, 300
AHEAD = dt.timedelta(minutes=5)  # an exchange's clock may run ahead so far
_FOLLOWED = [
    "state", "received_at", "answered_at", "ended_at", "caller_number", "number_typed", "recording",
]  # fmt: skip
EARLIEST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # a clock that lost its battery says 1970


@dataclass(frozen=True, slots=True)
class Told:
    """One event of one call. `at`: by the exchange's clock; `fields`: who answered, where it was transferred to, why it ended."""

    adapter: str
    event_id: str
    call_id: str
    kind: str  # one of course.KINDS
    at: dt.datetime
    number_dialled: str = ""
    caller_number: str = ""
    recording: str = ""
    origin: int = 0
    fields: dict[str, Any] = field(default_factory=dict)


@_action
def hear(told: Told) -> Call:
    """Notes an event and brings its call to where all events of it lead.

    Raises BadRequest (no such kind of event, a time far ahead or long ago), Conflict (more events of one call than `call-events`,
    but its first end is always heard: a call that is over never seems to go on).
    """
    if told.kind not in course.KINDS:
        raise BadRequest("call-event-kind", kind=told.kind[:20], known=", ".join(course.KINDS))
    if told.at > clock.now() + AHEAD:
        raise BadRequest("call-event-ahead", at=clock.iso(told.at))
    if told.at < EARLIEST:
        raise BadRequest("call-event-behind", at=clock.iso(told.at))
    locks.hold(f"call {told.adapter} {told.call_id}")
    known = (
        ExchangeEvent.objects.filter(adapter=told.adapter, event_id=told.event_id)
        .select_related("call")
        .first()
    )
    if known is not None and known.call is not None:
        return known.call
    call = Call.objects.filter(adapter=told.adapter, external_id=told.call_id).first() or _new(told)
    past = _past(call, told)
    ExchangeEvent.objects.create(
        adapter=told.adapter,
        event_id=told.event_id,
        kind=told.kind,
        call=call,
        fields=_kept(told.fields),
        at=told.at,
        recorded_at=clock.now(),
    )
    return _follow(call, told, past)


def _past(call: Call, told: Told) -> course.Past:
    """What all events of the call come to, this one too, kept for the next. Raises Conflict."""
    heard = course.Heard(told.kind, told.at)
    kept = CallCourse.objects.filter(call=call).first()
    past = course.after(_read(kept), heard) if kept else course.begun(heard)
    ends_now = heard.kind == course.ENDED and (kept is None or kept.ended_at is None)
    if not ends_now and past.events > (most := rules.value("call-events")):
        raise Conflict("call-events-many", call=call.code, most=most)
    talk = past.talk
    row = CallCourse(
        call=call,
        events=past.events,
        first_at=past.first_at,
        answered_at=past.answered_at,
        ended_at=past.ended_at,
        talk_at=talk.at if talk else None,
        talk=talk.kind if talk else "",
    )
    row.save(force_insert=kept is None, force_update=kept is not None)
    return past


def _read(kept: CallCourse) -> course.Past:
    talk = course.Heard(kept.talk, kept.talk_at) if kept.talk_at else None
    return course.Past(kept.events, kept.first_at, kept.answered_at, kept.ended_at, talk)


def _new(told: Told) -> Call:
    return ring(
        adapter=told.adapter,
        external_id=told.call_id,
        number_dialled=told.number_dialled,
        caller_number=told.caller_number,
        at=told.at,
        origin=told.origin,
    )


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    """What the exchange says beside: texts, and lists of texts, so far as anybody would read them."""
    return {plain(str(name))[:40]: _text(said) for name, said in list(fields.items())[:MOST_FIELDS]}


def _text(said: Any) -> Any:
    if isinstance(said, list):
        return [plain(str(each))[:LONGEST_FIELD] for each in said[:MOST_FIELDS]]
    return plain(str(said))[:LONGEST_FIELD]


def _follow(call: Call, told: Told, past: course.Past) -> Call:
    """Brings the row to its course; what a person wrote into it stays."""
    call = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
    now = course.course_of(past, call.taken_at if not call.returned_at else None)
    before = call.state
    if call.wrapped_at is None:
        call.state = now.state
    call.received_at, call.answered_at = now.received_at, now.answered_at
    call.ended_at = now.ended_at or call.ended_at
    if not call.caller_number and (number := plain_number(told.caller_number)):
        call.caller_number, call.number_typed = number, False
    call.recording = call.recording or plain(told.recording)[:200]
    call.save(update_fields=_FOLLOWED)
    if call.state != before:
        topic = {State.ABANDONED: "calls.missed", State.ENDED: "calls.ended"}.get(
            State(call.state), "calls.changed"
        )
        tell(topic, call, what=told.kind)
    elif told.kind == course.TRANSFERRED:
        tell("calls.changed", call, what=told.kind)
    return call
