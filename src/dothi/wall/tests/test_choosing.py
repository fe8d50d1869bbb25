"""Which scene stands, by tables: hands, pins, causes, and the minute."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.wall.choosing import Cause, Hand, choose

NOON = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
RANKS = {"normal": 0, "briefing": 1, "event": 2, "disaster": 3}
LASTING = dt.timedelta(minutes=15)


def at(minutes: int) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minutes)


def case(scene: str, began: int, ended: int | None = None) -> Cause:
    return Cause("incident", "VV-1", scene, "high", at(began), None if ended is None else at(ended))


def hand(scene: str, when: int, until: int, *, pinned: bool = False) -> Hand:
    return Hand(scene, at(when), at(until), pinned, "Minh", "họp")


@pytest.mark.parametrize(
    ("by_hand", "causes", "stands"),
    [
        pytest.param(None, [], "normal", id="nothing"),
        pytest.param(None, [case("event", -5)], "event", id="an open case"),
        pytest.param(None, [case("event", -5), case("disaster", -1)], "disaster", id="the higher rank"),
        pytest.param(None, [case("event", -60, -14)], "event", id="ended, lasts"),
        pytest.param(None, [case("event", -60, -15)], "normal", id="ended, returned by itself"),
        pytest.param(None, [case("event", -60, -1), case("event", -9)], "event", id="another goes on"),
        pytest.param(hand("briefing", -5, 55), [], "briefing", id="a hand"),
        pytest.param(hand("briefing", -65, 0), [], "normal", id="a hand ends by itself"),
        pytest.param(hand("briefing", -5, 55), [case("event", -1)], "event", id="a graver cause came after"),
        pytest.param(hand("briefing", -5, 55), [case("event", -9)], "briefing", id="who knew the case is obeyed"),
        pytest.param(hand("disaster", -5, 55), [case("event", -1)], "disaster", id="a graver hand stays"),
        pytest.param(hand("briefing", -5, 55, pinned=True), [case("disaster", -1)], "briefing", id="a pin stays"),
        pytest.param(hand("briefing", -99, -1, pinned=True), [case("disaster", -1)], "disaster", id="a pin ends"),
        pytest.param(hand("gone", -5, 55, pinned=True), [], "normal", id="a scene that is no more"),
        pytest.param(None, [case("gone", -5)], "normal", id="a rule names a scene that is no more"),
        pytest.param(Hand("", at(-2)), [case("event", -60, -4)], "normal", id="let go: what had ended lasts no longer"),
        pytest.param(Hand("", at(-2)), [case("event", -60)], "event", id="let go: what goes on still calls"),
    ],
)  # fmt: skip
def test_the_scene_that_stands(by_hand: Hand | None, causes: list[Cause], stands: str) -> None:
    assert choose(by_hand, causes, RANKS, LASTING, NOON).scene == stands


def test_it_says_until_when() -> None:
    assert choose(None, [case("event", -60, -5)], RANKS, LASTING, NOON).until == at(10)
    assert choose(hand("briefing", -5, 55), [], RANKS, LASTING, NOON).until == at(55)
    assert choose(None, [case("event", -5)], RANKS, LASTING, NOON).until is None
