"""The life of a task: which step may follow which, who takes it, and the five words that provinces report it by. Pure.

given ──▶ accepted ──▶ working ──▶ handed in ──▶ confirmed
  │  └───────────────────▲  ▲──────────┘ given back, with a reason
  └──▶ refused ("not ours", with a reason) ──▶ given again, to the same or another lead
any state that is not over ──▶ withdrawn, with a reason
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    GIVEN = "given"
    ACCEPTED = "accepted"
    WORKING = "working"
    HANDED_IN = "handed-in"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Whose step it is."""

    LEAD = "lead"
    GIVER = "giver"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from which states, to which, by whom, and whether it says why."""

    name: str
    olds: tuple[State, ...]
    new: State
    side: Side
    reason: bool = False


OVER = (State.CONFIRMED, State.WITHDRAWN)
_OPEN = tuple(state for state in State if state not in OVER)
_WORKED_ON = (State.GIVEN, State.ACCEPTED, State.WORKING)

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("accept", (State.GIVEN,), State.ACCEPTED, Side.LEAD),
        Step("start", (State.GIVEN, State.ACCEPTED), State.WORKING, Side.LEAD),
        Step("hand-in", _WORKED_ON, State.HANDED_IN, Side.LEAD),
        Step("refuse", (State.GIVEN, State.ACCEPTED), State.REFUSED, Side.LEAD, reason=True),
        Step("confirm", (State.HANDED_IN,), State.CONFIRMED, Side.GIVER),
        Step("give-back", (State.HANDED_IN,), State.WORKING, Side.GIVER, reason=True),
        Step("give-again", (State.REFUSED,), State.GIVEN, Side.GIVER),
        Step("withdraw", _OPEN, State.WITHDRAWN, Side.GIVER, reason=True),
    )
}


def may_take(step: str, state: State) -> bool:
    return state in STEPS[step].olds


def open_steps(state: State, side: Side) -> list[Step]:
    """What one side may do now, the usual step first."""
    return [step for step in STEPS.values() if step.side is side and state in step.olds]


class Word(StrEnum):
    """The five words by which provinces report tasks; computed, never stored."""

    NOT_STARTED = "not-started"
    IN_TIME = "in-time"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done-in-time"
    DONE_LATE = "done-late"


@dataclass(frozen=True, slots=True)
class WordRule:
    """What decides between two words, as it holds from a day on. `moment`: handed-in or confirmed, the instant that counts as done;
    `extended`: is it in time by the deadline that an extension gave, or only by the first one?"""

    moment: str
    extended: bool


def word(
    state: State,
    rule: WordRule,
    *,
    first_due: dt.datetime,
    due: dt.datetime,
    handed_in: dt.datetime | None,
    ended: dt.datetime | None,
    now: dt.datetime,
) -> Word | None:
    """The province's word for a task; None for one that was withdrawn: it is not reported."""
    if state is State.WITHDRAWN:
        return None
    limit = due if rule.extended else first_due
    if state is State.CONFIRMED:
        done = handed_in if rule.moment == "handed-in" else ended
        return Word.DONE_IN_TIME if done is not None and done <= limit else Word.DONE_LATE
    # what was handed in in time does not grow late because its giver is slow to look at it
    looked_at = handed_in if state is State.HANDED_IN and rule.moment == "handed-in" else now
    if (looked_at or now) > limit:
        return Word.OVERDUE
    return Word.NOT_STARTED if state in (State.GIVEN, State.REFUSED) else Word.IN_TIME
