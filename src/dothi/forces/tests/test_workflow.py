"""Every state can be left, short codes are told apart, and what needs a word refuses to go without."""

from __future__ import annotations

import pytest

from dothi.forces.models import State as Stored
from dothi.forces.workflow import (
    CODES,
    SENDABLE,
    SHORT,
    State,
    goes_back,
    may_follow,
    needs,
    next_states,
    read,
)


def test_states_are_those_that_are_stored() -> None:
    assert {one.value for one in State} == set(Stored.values)
    assert set(CODES) == set(State) and len(SHORT) == len(State)


@pytest.mark.parametrize("state", State)
def test_every_state_leads_back_to_readiness_and_none_to_being_sent(state: State) -> None:
    seen, waiting = set(), [state]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += next_states(one)
    assert State.AVAILABLE in seen
    assert State.ALERTED not in next_states(state)


def test_a_step_may_be_left_out_but_nobody_is_sent_out_of_a_rest() -> None:
    assert may_follow(State.ALERTED, State.ON_SCENE)
    assert not may_follow(State.AVAILABLE, State.ON_SCENE)
    assert {State.RESTING, State.OFF_DUTY, State.OUT_OF_SERVICE}.isdisjoint(SENDABLE)


def test_what_needs_a_word() -> None:
    assert needs(State.OUT_OF_SERVICE) == "reason"
    assert needs(State.TRANSPORTING, State.ON_SCENE) == "destination"
    assert needs(State.AVAILABLE, State.EN_ROUTE) == "reason"  # left before it was there
    assert needs(State.AVAILABLE, State.ON_SCENE) is None
    assert goes_back(State.ON_SCENE, State.EN_ROUTE) and needs(State.EN_ROUTE, State.ON_SCENE) == "reason"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ld", (State.EN_ROUTE, "")),
        ("CB  BV Bà Rịa", (State.TRANSPORTING, "BV Bà Rịa")),
        ("on-scene", (State.ON_SCENE, "")),
        ("xyz", None),
        ("", None),
    ],
)
def test_short_codes_are_read_with_what_follows(typed: str, meant: object) -> None:
    assert read(typed) == meant
