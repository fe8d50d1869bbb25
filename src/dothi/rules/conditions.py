"""The life of a condition: one small pure state machine for thresholds, durations, hysteresis and silence.

    normal ──raises──▶ pending ──held──▶ active ──clears──▶ clearing ──held──▶ normal

Time is the stream's own (observedAt). Nothing here knows the wall clock: whoever calls says "it is now `at`".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

NOW = dt.timedelta(0)


class Phase(StrEnum):
    NORMAL = "normal"
    PENDING = "pending"
    ACTIVE = "active"
    CLEARING = "clearing"


class Change(StrEnum):
    RAISED = "raised"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Hold:
    """How long a condition must last before it raises and before it clears; a gap longer than `gap` breaks a pending one."""

    raising: dt.timedelta = NOW
    clearing: dt.timedelta = NOW
    gap: dt.timedelta | None = None

    @property
    def lasts(self) -> bool:
        """Does time alone fulfil anything?"""
        return bool(self.raising or self.clearing)


class State(NamedTuple):
    """`since`: begin of a pending or clearing phase; `last_at`: the newest instant judged."""

    phase: Phase = Phase.NORMAL
    since: dt.datetime | None = None
    last_at: dt.datetime | None = None


def judge(
    state: State, at: dt.datetime, *, raises: bool, clears: bool, hold: Hold
) -> tuple[State, Change | None]:
    """The state after the values of `at`. Between the two limits (neither raises nor clears) the phase keeps.

    Values older than the newest judged change nothing: an alarm says what was known when it was raised.
    """
    if state.last_at and at < state.last_at:
        return state, None
    broken = bool(hold.gap and state.last_at and at - state.last_at > hold.gap)
    if state.phase is Phase.NORMAL or state.phase is Phase.PENDING:
        return _below(state, at, raises, hold.raising, broken)
    return _above(state, at, clears and not raises, hold.clearing)


def pass_time(state: State, at: dt.datetime, hold: Hold) -> tuple[State, Change | None]:
    """No new value, but time passes: a source that sends only changes still fulfils its duration (unless the gap breaks it)."""
    if state.last_at is None or at <= state.last_at or (hold.gap and at - state.last_at > hold.gap):
        return state, None
    if state.phase is Phase.PENDING and _held(state, at, hold.raising):
        return State(Phase.ACTIVE, None, state.last_at), Change.RAISED
    if state.phase is Phase.CLEARING and _held(state, at, hold.clearing):
        return State(Phase.NORMAL, None, state.last_at), Change.CLEARED
    return state, None


def silence(
    state: State, at: dt.datetime, limit: dt.timedelta, begun: dt.datetime | None = None
) -> tuple[State, Change | None]:
    """No-data: raised when the stream's clock stands more than `limit` after the last value, or after `begun`, since when values
    are awaited. `since` of the new state: from when the silence counts."""
    if state.phase is not Phase.NORMAL or state.last_at is None:
        return state, None
    since = max(state.last_at, begun or state.last_at)
    if at - since > limit:
        return State(Phase.ACTIVE, since, state.last_at), Change.RAISED
    return state, None


def unawaited(state: State) -> tuple[State, Change | None]:
    """No-data: the time in which values are awaited is over, and with it the alarm."""
    if state.phase is Phase.ACTIVE:
        return State(Phase.NORMAL, None, state.last_at), Change.CLEARED
    return state, None


def heard(state: State, at: dt.datetime) -> tuple[State, Change | None]:
    """No-data: a value came; it ends the silence, and only a newer one moves the stream on."""
    if state.last_at and at < state.last_at:
        return state, None
    cleared = Change.CLEARED if state.phase is Phase.ACTIVE and at != state.last_at else None
    return State(
        Phase.NORMAL if cleared or state.phase is not Phase.ACTIVE else state.phase, None, at
    ), cleared


def _below(
    state: State, at: dt.datetime, raises: bool, hold: dt.timedelta, broken: bool
) -> tuple[State, Change | None]:
    if not raises:
        return State(Phase.NORMAL, None, at), None
    since = at if state.since is None or broken else state.since
    if at - since >= hold:
        return State(Phase.ACTIVE, None, at), Change.RAISED
    return State(Phase.PENDING, since, at), None


def _above(state: State, at: dt.datetime, clears: bool, hold: dt.timedelta) -> tuple[State, Change | None]:
    if not clears:
        return State(Phase.ACTIVE, None, at), None
    since = state.since if state.phase is Phase.CLEARING and state.since else at
    if at - since >= hold:
        return State(Phase.NORMAL, None, at), Change.CLEARED
    return State(Phase.CLEARING, since, at), None


def _held(state: State, at: dt.datetime, hold: dt.timedelta) -> bool:
    return state.since is not None and at - state.since >= hold
