"""What became of a call by all that its exchange told of it, in whatever order that came. Pure.

What was told before is kept as `Past`, which the next event is added to: late, double and out of order thus lead to the same end, and
the thousandth event costs what the first one did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

RINGING, ANSWERED, HELD, RESUMED, TRANSFERRED, ENDED = KINDS = (
    "ringing",
    "answered",
    "held",
    "resumed",
    "transferred",
    "ended",
)
_TALKING = {ANSWERED, HELD, RESUMED, TRANSFERRED}  # somebody speaks with the caller, or did


class Heard(NamedTuple):
    """One event: what, and when by the exchange's clock."""

    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What all events so far come to. `talk`: the last one while somebody spoke with the caller; a time that nobody told is None."""

    events: int
    first_at: dt.datetime
    answered_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    talk: Heard | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """`state` is one of the words of `Call.State`; a time that nobody told is None."""

    state: str
    received_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None


def past_of(events: Iterable[Heard]) -> Past:
    """Of at least one event."""
    first, *others = events
    return reduce(after, others, begun(first))


def begun(first: Heard) -> Past:
    return after(Past(0, first.at), first)


def after(past: Past, heard: Heard) -> Past:
    """The past with one more event; in which order they come makes no difference."""
    talks, ends = heard.kind in _TALKING, heard.kind == ENDED
    answered, talk = past.answered_at, past.talk
    return Past(
        events=past.events + 1,
        first_at=min(past.first_at, heard.at),
        answered_at=min(answered or heard.at, heard.at) if talks else answered,
        ended_at=max(past.ended_at or heard.at, heard.at) if ends else past.ended_at,
        talk=max(talk or heard, heard, key=_order) if talks else talk,
    )


def _order(heard: Heard) -> tuple[dt.datetime, int]:
    """At the same second in the order in which a call goes."""
    return heard.at, KINDS.index(heard.kind)


def course_of(past: Past, taken_at: dt.datetime | None = None) -> Course:
    """`taken_at`: somebody took it on the screen, so it was answered even where no event says so."""
    answered = past.answered_at or taken_at
    return Course(_state(past, answered is not None), past.first_at, answered, past.ended_at)


def _state(past: Past, answered: bool) -> str:
    if past.ended_at is not None:
        return "ended" if answered else "abandoned"
    if not answered:
        return "ringing"
    return "held" if past.talk is not None and past.talk.kind == HELD else "answered"
