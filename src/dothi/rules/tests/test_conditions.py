"""The state machine of a condition, as tables: minutes, values, what must happen."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.rules.conditions import Change, Hold, Phase, State, heard, judge, pass_time, silence

T0 = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


def at(minutes: float) -> dt.datetime:
    return T0 + dt.timedelta(minutes=minutes)


def minutes(n: float) -> dt.timedelta:
    return dt.timedelta(minutes=n)


def play(values: list[tuple[float, float]], hold: Hold) -> list[tuple[float, str]]:
    """Limit 150, clear at 120: minute and change of everything that happens."""
    state, happened = State(), []
    for minute, value in values:
        state, change = judge(state, at(minute), raises=value > 150, clears=value <= 120, hold=hold)
        if change:
            happened.append((minute, change.value))
    return happened


@pytest.mark.parametrize(
    ("hold", "values", "expected"),
    [
        (Hold(), [(0, 100), (1, 151)], [(1, "raised")]),
        (Hold(), [(0, 150)], []),
        (Hold(), [(0, 160), (1, 170), (2, 160)], [(0, "raised")]),
        (Hold(), [(0, 160), (1, 140), (2, 160), (3, 121)], [(0, "raised")]),  # between the limits it stays
        (Hold(), [(0, 160), (1, 120), (2, 140), (3, 160)], [(0, "raised"), (1, "cleared"), (3, "raised")]),
        (Hold(minutes(60)), [(0, 160), (59, 160)], []),
        (Hold(minutes(60)), [(0, 160), (60, 160)], [(60, "raised")]),
        (Hold(minutes(60)), [(0, 160), (30, 140), (60, 160)], []),  # interrupted: begins again
        (Hold(minutes(60)), [(0, 160), (30, 140), (60, 160), (120, 160)], [(120, "raised")]),
        (Hold(minutes(60), gap=minutes(120)), [(0, 160), (300, 160)], []),  # nobody knows what was in between
        (Hold(minutes(60), gap=minutes(120)), [(0, 160), (300, 160), (360, 160)], [(360, "raised")]),
        (
            Hold(clearing=minutes(30)),
            [(0, 160), (10, 100), (20, 160), (30, 100), (60, 100)],
            [(0, "raised"), (60, "cleared")],
        ),
    ],
)
def test_what_happens(
    hold: Hold, values: list[tuple[float, float]], expected: list[tuple[float, str]]
) -> None:
    assert play(values, hold) == expected


def test_late_values_change_nothing() -> None:
    state, _ = judge(State(), at(10), raises=True, clears=False, hold=Hold())
    assert judge(state, at(5), raises=False, clears=True, hold=Hold()) == (state, None)


def test_a_correction_of_the_newest_value_is_judged() -> None:
    state, _ = judge(State(), at(10), raises=True, clears=False, hold=Hold())
    assert judge(state, at(10), raises=False, clears=True, hold=Hold())[1] is Change.CLEARED


def test_time_alone_fulfils_a_duration_until_the_gap() -> None:
    hold = Hold(minutes(60), gap=minutes(120))
    pending, _ = judge(State(), at(0), raises=True, clears=False, hold=hold)
    assert pass_time(pending, at(59), hold)[1] is None
    assert pass_time(pending, at(60), hold)[1] is Change.RAISED
    assert pass_time(pending, at(121), hold)[1] is None
    assert pass_time(State(), at(60), hold) == (State(), None)


def test_silence_raises_once_and_a_value_ends_it() -> None:
    state, _ = heard(State(), at(0))
    assert silence(state, at(120), minutes(120))[1] is None
    state, change = silence(state, at(121), minutes(120))
    assert (change, state.phase) == (Change.RAISED, Phase.ACTIVE)
    assert silence(state, at(500), minutes(120))[1] is None
    assert heard(state, at(-5)) == (state, None)
    state, change = heard(state, at(501))
    assert (change, state.phase, state.last_at) == (Change.CLEARED, Phase.NORMAL, at(501))
