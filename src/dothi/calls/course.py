"""What became of a call by all that its exchange told of it, in whatever order that came. Pure.

Every event is asked again with each new one: late, double and out of order thus lead to the same end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
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
class Course:
    """`state` is one of the words of `Call.State`; a time that nobody told is None."""

    state: str
    received_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None


def course_of(events: Iterable[Heard], taken_at: dt.datetime | None = None) -> Course:
    """The course by at least one event. `taken_at`: somebody took it on the screen, so it was answered even where no event says so."""
    told = sorted(events, key=lambda one: (one.at, KINDS.index(one.kind)))
    answers = [one.at for one in told if one.kind in _TALKING]
    ends = [one.at for one in told if one.kind == ENDED]
    answered = answers[0] if answers else taken_at
    return Course(
        state=_state(told, answered is not None, bool(ends)),
        received_at=told[0].at,
        answered_at=answered,
        ended_at=max(ends) if ends else None,
    )


def _state(told: list[Heard], answered: bool, ended: bool) -> str:
    if ended:
        return "ended" if answered else "abandoned"
    if not answered:
        return "ringing"
    talking = [one.kind for one in told if one.kind in _TALKING]
    return "held" if talking and talking[-1] == HELD else "answered"
