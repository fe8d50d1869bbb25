"""The workflow by table, and the five words by which provinces report a task."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.tasks.dated import every_rule, word_rule
from dothi.tasks.workflow import STEPS, Side, State, Word, WordRule, may_take, open_steps, word

DAY = dt.timedelta(days=1)
GIVEN = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
FIRST, LATER = GIVEN + 3 * DAY, GIVEN + 6 * DAY
RULE = WordRule("handed-in", extended=True)


@pytest.mark.parametrize(
    ("state", "side", "names"),
    [
        (State.GIVEN, Side.LEAD, ["accept", "start", "hand-in", "refuse"]),
        (State.ACCEPTED, Side.LEAD, ["start", "hand-in", "refuse"]),
        (State.WORKING, Side.LEAD, ["hand-in"]),
        (State.HANDED_IN, Side.LEAD, []),
        (State.HANDED_IN, Side.GIVER, ["confirm", "give-back", "withdraw"]),
        (State.REFUSED, Side.GIVER, ["give-again", "withdraw"]),
        (State.CONFIRMED, Side.GIVER, []),
        (State.WITHDRAWN, Side.GIVER, []),
    ],
)
def test_who_may_do_what(state: State, side: Side, names: list[str]) -> None:
    assert [step.name for step in open_steps(state, side)] == names


def test_what_takes_something_away_says_why() -> None:
    assert {name for name, step in STEPS.items() if step.reason} == {"refuse", "give-back", "withdraw"}
    assert not may_take("confirm", State.WORKING)


@pytest.mark.parametrize(
    ("state", "due", "handed_in", "ended", "now", "expected"),
    [
        (State.GIVEN, FIRST, None, None, GIVEN + DAY, Word.NOT_STARTED),
        (State.REFUSED, FIRST, None, None, GIVEN + DAY, Word.NOT_STARTED),
        (State.ACCEPTED, FIRST, None, None, GIVEN + DAY, Word.IN_TIME),
        (State.WORKING, FIRST, None, None, FIRST, Word.IN_TIME),
        (State.WORKING, FIRST, None, None, FIRST + DAY, Word.OVERDUE),
        (State.GIVEN, FIRST, None, None, FIRST + DAY, Word.OVERDUE),
        (State.WORKING, LATER, None, None, FIRST + DAY, Word.IN_TIME),  # more time was given
        (State.HANDED_IN, FIRST, FIRST, None, FIRST + DAY, Word.IN_TIME),  # its giver is slow to look
        (State.HANDED_IN, FIRST, FIRST + DAY, None, FIRST + DAY, Word.OVERDUE),
        (State.CONFIRMED, FIRST, FIRST, FIRST + DAY, FIRST + DAY, Word.DONE_IN_TIME),
        (State.CONFIRMED, FIRST, FIRST + DAY, FIRST + DAY, FIRST + DAY, Word.DONE_LATE),
        (State.CONFIRMED, LATER, FIRST + DAY, FIRST + DAY, LATER, Word.DONE_IN_TIME),
        (State.WITHDRAWN, FIRST, None, FIRST, FIRST + DAY, None),
    ],
)
def test_the_word_of_a_task(
    state: State,
    due: dt.datetime,
    handed_in: dt.datetime | None,
    ended: dt.datetime | None,
    now: dt.datetime,
    expected: Word | None,
) -> None:
    assert word(state, RULE, first_due=FIRST, due=due, handed_in=handed_in, ended=ended, now=now) is expected


def test_another_rule_says_another_word() -> None:
    """A province that counts the giver's confirmation and no extension needs a row, not a new version."""
    told = {
        "first_due": FIRST,
        "due": LATER,
        "handed_in": FIRST,
        "ended": FIRST + DAY,
        "now": LATER,
    }
    assert word(State.CONFIRMED, WordRule("confirmed", extended=False), **told) is Word.DONE_LATE
    assert word(State.CONFIRMED, RULE, **told) is Word.DONE_IN_TIME


def test_the_rules_of_the_words_carry_source_and_certainty() -> None:
    assert word_rule(dt.date(2026, 11, 2)) == RULE
    assert all(row.source and row.certainty in {"S", "S2", "M", "D"} for row in every_rule())
