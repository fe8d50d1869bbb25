"""The life of an incident as a table."""

from __future__ import annotations

import itertools

import pytest

from dothi.incidents.workflow import State, may_follow, needs_reason, next_states

N, W, R, C = State.NEW, State.WORKING, State.RESOLVED, State.CLOSED
ALLOWED = {(N, W), (N, R), (N, C), (W, R), (W, C), (R, C), (R, W), (C, W)}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(State, State)))
def test_steps(old: State, new: State) -> None:
    assert may_follow(old, new) is ((old, new) in ALLOWED)


def test_closing_and_going_back_say_why() -> None:
    assert {(old, new) for old, new in ALLOWED if needs_reason(old, new)} == {
        (N, C),
        (W, C),
        (R, C),
        (R, W),
        (C, W),
    }


def test_every_state_leads_somewhere() -> None:
    assert all(next_states(state) for state in State)
