"""The timeline: what is due when, at any pace, across pauses and after a kill. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.drills.playing.timeline import due, ends_after_s, occurrences
from dothi.packs.drill import DrillPlan, drills_of, plan_of
from dothi.packs.folder import SHIPPED, read_pack

BEGAN = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
WORDS = {"vi": "x", "en": "x"}
TREE: dict[str, Any] = {
    "code": "small",
    "name": WORDS,
    "about": WORDS,
    "lasts": "10m",
    "call": [
        {"at": "0s", "id": "a", "line": "114"},
        {"at": "2m", "id": "b", "line": "114", "same_as": "a"},
    ],
    "value": [{"at": "1m", "type": "X", "id": "x", "values": {}, "every": "30s", "until": "2m"}],
    "target": [
        {"code": "t", "measure": "answer", "within": "15s", "valid_from": "2026-07-01", "source": "x", "certainty": "D"}
    ],
}  # fmt: skip


def plan() -> DrillPlan:
    return plan_of("p", "drills/small.toml", TREE)


def keys(
    after_s: float, *, pace: float = 1.0, paused_s: float = 0.0, done: tuple[str, ...] = ()
) -> list[str]:
    now = BEGAN + dt.timedelta(seconds=after_s)
    return [one.key for one in due(plan(), BEGAN, now, paused_s=paused_s, pace=pace, done=done)]


def test_what_is_repeated_happens_as_often_as_the_file_says() -> None:
    found = [(step.key, step.at_s) for step in occurrences(plan())]
    assert [one for one in found if one[0].startswith("value")] == [
        ("value-1-1", 60.0), ("value-1-2", 90.0), ("value-1-3", 120.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("after_s", "pace", "paused_s", "expected"),
    [
        (0, 1, 0, ["call-1"]),
        (59, 1, 0, ["call-1"]),
        (60, 1, 0, ["call-1", "value-1-1"]),
        (120, 1, 0, ["call-1", "value-1-1", "value-1-2", "call-2", "value-1-3"]),
        (12, 10, 0, ["call-1", "value-1-1", "value-1-2", "call-2", "value-1-3"]),
        (120, 1, 61, ["call-1"]),  # nothing goes on while it is paused
    ],
)
def test_only_the_gaps_are_shortened(
    after_s: float, pace: float, paused_s: float, expected: list[str]
) -> None:
    assert keys(after_s, pace=pace, paused_s=paused_s) == expected


def test_a_value_that_moves_does_so_evenly_from_its_first_to_its_last_telling() -> None:
    value = {**TREE["value"][0], "values": {"level": {"from": 1.0, "to": 2.0}, "state": "x"}}
    moving = plan_of("p", "drills/small.toml", {**TREE, "value": [value]})
    told = [step.told["values"] for step in occurrences(moving) if step.kind == "value"]
    assert told == [{"level": 1.0, "state": "x"}, {"level": 1.5, "state": "x"}, {"level": 2.0, "state": "x"}]


def test_a_way_that_fails_is_there_again_and_a_part_comes_back_by_itself() -> None:
    outages = [{"at": "1m", "way": "sms", "lasts": "2m"}, {"at": "4m", "part": "nats", "lasts": "1m"}]
    failing = plan_of("p", "drills/small.toml", {**TREE, "outage": outages})
    found = [(step.key, step.at_s) for step in occurrences(failing) if step.kind == "outage"]
    assert found == [("outage-1", 60.0), ("outage-1-over", 180.0), ("outage-2", 240.0)]


def test_a_player_that_was_killed_goes_on_behind_what_is_noted() -> None:
    assert keys(120, done=("call-1", "value-1-1", "value-1-2")) == ["call-2", "value-1-3"]


def test_a_late_step_keeps_the_instant_at_which_it_was_due() -> None:
    """So that a value that is told again after a kill has the same instant, and changes nothing."""
    for after_s in (60, 75, 89):
        (first,) = due(
            plan(), BEGAN, BEGAN + dt.timedelta(seconds=after_s), paused_s=0, pace=1, done=("call-1",)
        )
        assert first.at == BEGAN + dt.timedelta(seconds=60)


def test_the_end_comes_sooner_at_a_quicker_pace() -> None:
    assert ends_after_s(plan(), 4) == 150.0


def test_the_four_drills_that_come_with_the_system() -> None:
    found = {
        one.key: one
        for code in ("emergency", "disaster", "ict")
        for one in drills_of(read_pack(SHIPPED / code))
    }
    assert found.keys() == {
        "emergency/high-rise-fire", "emergency/mass-casualty", "disaster/storm", "ict/data-centre-outage",
    }  # fmt: skip
    for one in found.values():
        assert one.targets
        assert all(step.at_s <= one.lasts_s for step in occurrences(one))
        assert all(str(step.told["from"]).startswith("010") for step in one.calls().values())
