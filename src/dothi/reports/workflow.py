"""The life of a citizen's report: which step may follow which, whose it is, and the five words that the public reads. Pure.

new ──▶ given ──▶ working ──▶ answered ──▶ done ──▶ closed (by the clock, when its window is over)
 ▲       │  ▲       │  │ ▲        └──▶ working (sent back before anybody outside reads it)
 └───────┘  │       │  └─┴ asking (what is missing is asked of the reporter; the clock rests)
 "not ours" └───────┘                         done ──▶ given (the reporter reopens it within the window)
new, given, working ──▶ refused, with a reason · merged, into another that is open
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """`new`: nobody's yet; `given`: an agency has it and has not taken it; `answered`: waits for review; `done`: public, may be rated."""

    NEW = "new"
    GIVEN = "given"
    WORKING = "working"
    ASKING = "asking"
    ANSWERED = "answered"
    DONE = "done"
    CLOSED = "closed"
    REFUSED = "refused"
    MERGED = "merged"


class Side(StrEnum):
    """Whose step it is."""

    DESK = "desk"  # whoever receives, routes and reviews: `reports.route`
    AGENCY = "agency"  # whoever has it: `reports.work`
    REPORTER = "reporter"  # who proved that it is theirs
    CLOCK = "clock"


class Word(StrEnum):
    """What the public reads of a report: five words, however many states there are inside."""

    RECEIVED = "received"
    WORKING = "working"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from which states, to which, by whom, and whether it says why."""

    name: str
    olds: tuple[State, ...]
    new: State
    side: Side
    reason: bool = False


OPEN = (State.NEW, State.GIVEN, State.WORKING, State.ASKING, State.ANSWERED)
OVER = (State.CLOSED, State.REFUSED, State.MERGED)
HELD = (State.GIVEN, State.WORKING, State.ASKING, State.ANSWERED)  # an agency has it
_IN_HAND = (State.GIVEN, State.WORKING)

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("give", (State.NEW,), State.GIVEN, Side.DESK),
        Step("take", (State.GIVEN,), State.WORKING, Side.AGENCY),
        Step("return", _IN_HAND, State.NEW, Side.AGENCY, reason=True),
        Step("ask", (State.WORKING,), State.ASKING, Side.AGENCY, reason=True),
        Step("supply", (State.ASKING,), State.WORKING, Side.REPORTER),
        Step("answer", _IN_HAND, State.ANSWERED, Side.AGENCY),
        Step("send-back", (State.ANSWERED,), State.WORKING, Side.DESK, reason=True),
        Step("publish", (State.ANSWERED,), State.DONE, Side.DESK),
        Step("refuse", (State.NEW, *_IN_HAND), State.REFUSED, Side.DESK, reason=True),
        Step("merge", (State.NEW, *_IN_HAND, State.ASKING), State.MERGED, Side.DESK),
        Step("reopen", (State.DONE,), State.GIVEN, Side.REPORTER, reason=True),
        Step("close", (State.DONE,), State.CLOSED, Side.CLOCK),
    )
}

WORDS: dict[State, Word] = {
    State.NEW: Word.RECEIVED,
    State.GIVEN: Word.RECEIVED,
    State.WORKING: Word.WORKING,
    State.ASKING: Word.WORKING,
    State.ANSWERED: Word.WORKING,
    State.DONE: Word.ANSWERED,
    State.CLOSED: Word.CLOSED,
    State.REFUSED: Word.REFUSED,
    State.MERGED: Word.CLOSED,
}


class Law(Protocol):
    """What a category's dated row says of the way (`models.Handling`)."""

    untaken_answer: bool
    may_ask: bool


def allows(law: Law, step: str, state: State) -> bool:
    """Does the row of the category let this step be taken from here? The workflow is asked apart (`may_take`)."""
    if step == "ask":
        return law.may_ask
    return step != "answer" or law.untaken_answer or state == State.WORKING


def may_take(step: str, state: str) -> bool:
    return state in STEPS[step].olds


def open_steps(state: State, side: Side) -> list[Step]:
    """What one side may do now, the usual step first."""
    return [step for step in STEPS.values() if step.side is side and state in step.olds]


def states_of(word: Word) -> tuple[State, ...]:
    return tuple(state for state, told in WORDS.items() if told is word)
