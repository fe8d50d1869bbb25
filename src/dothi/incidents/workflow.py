"""The life of an incident: which state may follow which, and what each step needs. Pure.

new ──▶ working ──▶ resolved ──▶ closed
 │         ▲  ▲─────────┘ (not solved after all)
 │         └──────────────────────┘ reopened, with a reason
 └──▶ resolved / closed (nothing to do: with a reason)
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    NEW = "new"
    WORKING = "working"
    RESOLVED = "resolved"
    CLOSED = "closed"


_STEPS: dict[State, tuple[State, ...]] = {
    State.NEW: (State.WORKING, State.RESOLVED, State.CLOSED),
    State.WORKING: (State.RESOLVED, State.CLOSED),
    State.RESOLVED: (State.CLOSED, State.WORKING),
    State.CLOSED: (State.WORKING,),
}


def next_states(state: State) -> tuple[State, ...]:
    """What may follow, the usual step first."""
    return _STEPS[state]


def may_follow(old: State, new: State) -> bool:
    return new in _STEPS[old]


def needs_reason(old: State, new: State) -> bool:
    """Closing always says why; so does going back."""
    return new is State.CLOSED or _goes_back(old, new)


def step_name(old: State, new: State) -> str:
    """What the step is called where people choose it and are told of it: going back is `reopened`, any other its new state."""
    return "reopened" if _goes_back(old, new) else new.value


def _goes_back(old: State, new: State) -> bool:
    return new is State.WORKING and old in {State.RESOLVED, State.CLOSED}
