"""What a simulated crew says and when: it goes on from the state that it finds, and its vehicle drives a straight line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dothi.demo.desk.crews import (
    ALERTED,
    AVAILABLE,
    EN_ROUTE,
    ON_SCENE,
    RETURNING,
    TRANSPORTING,
    Errand,
    Ride,
    Word,
    nearest,
    next_word,
)

NOW = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ALERT = Errand("115-VT-01", ALERTED, NOW, number=1, carries=True)


def test_a_crew_hears_leaves_arrives_carries_and_comes_home() -> None:
    def said(errand: Errand, *, arrived: bool = False) -> Word | None:
        return next_word(errand, NOW + HOUR, arrived=arrived, hospital="Bệnh viện mẫu")

    assert next_word(ALERT, NOW, arrived=True, hospital="") is None, "nobody hears at once"
    assert said(ALERT) == Word("acknowledge")
    assert said(replace(ALERT, acknowledged=True)) == Word(EN_ROUTE)
    assert said(replace(ALERT, state=EN_ROUTE)) is None, "it is not there yet"
    assert said(replace(ALERT, state=EN_ROUTE), arrived=True) == Word(ON_SCENE)
    assert said(replace(ALERT, state=ON_SCENE)) == Word(TRANSPORTING, "Bệnh viện mẫu")
    assert said(replace(ALERT, state=ON_SCENE, carries=False)) == Word(RETURNING)
    assert said(replace(ALERT, state=RETURNING, number=0), arrived=True) == Word(AVAILABLE)
    for state in (AVAILABLE, "resting", "off-duty", "out-of-service"):
        assert said(replace(ALERT, state=state, number=0), arrived=True) is None, "that is a person's to say"


def test_some_crews_are_silent_and_some_decline_with_a_reason() -> None:
    later = NOW + dt.timedelta(seconds=60)
    said = [
        next_word(replace(ALERT, number=number), later, arrived=False, hospital="")
        for number in range(1, 400)
    ]
    assert 5 < sum(one is None for one in said) < 60
    declined = [one for one in said if one and one.what == "decline"]
    assert 5 < len(declined) < 60
    assert all("mô phỏng" in one.text for one in declined)


def test_a_vehicle_drives_evenly_and_stops_at_the_end() -> None:
    ride = Ride((107.08, 10.36), (107.10, 10.36), NOW)
    assert ride.at(NOW) == (107.08, 10.36)
    half = ride.at(NOW + dt.timedelta(seconds=ride.seconds / 2))
    assert abs(half[0] - 107.09) < 1e-9
    assert ride.at(NOW + HOUR) == (107.10, 10.36)
    assert not ride.is_over(NOW)
    assert ride.is_over(NOW + HOUR)
    assert nearest((107.0, 10.0), {"xa": (108.0, 11.0), "gần": (107.1, 10.0)}) == "gần"
