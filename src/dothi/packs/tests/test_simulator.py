"""The simulator: the same seed gives the same city, with rhythm, weather, episodes and silences."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import pytest

import dothi.packs_data
from dothi.packs.profile import ProfileError, load_profile
from dothi.packs.simulator import Simulator, Station

PROFILE = Path(next(iter(dothi.packs_data.__path__))) / "environment" / "simulator.toml"
START = datetime(2026, 3, 1, tzinfo=UTC)
STATIONS = tuple(
    Station(f"s{n}", f"S{n}", 107 + n / 100, 10.3, "street" if n % 2 else "coast") for n in range(6)
)


def simulator(seed: int | None = None) -> Simulator:
    profile = load_profile(PROFILE)
    return Simulator(dataclasses.replace(profile, seed=seed or profile.seed), STATIONS)


def hours(count: int) -> list[datetime]:
    return [START + timedelta(hours=n) for n in range(count)]


def test_the_same_seed_gives_the_same_city_and_another_seed_another() -> None:
    one, same, other = simulator(), simulator(), simulator(7)
    told = [one.values(STATIONS[1], at) for at in hours(100)]
    assert told == [same.values(STATIONS[1], at) for at in hours(100)]
    assert told != [other.values(STATIONS[1], at) for at in hours(100)]


def test_streets_have_a_morning_peak_and_worse_air_than_the_coast() -> None:
    city = simulator()
    calm = dataclasses.replace(city, profile=dataclasses.replace(city.profile, episode=None, gap=None))

    def no2(station: Station, hour: int) -> float:
        times = [START + timedelta(days=day, hours=hour - 7) for day in range(28)]
        return mean(calm.values(station, at)["no2"] for at in times)

    assert no2(STATIONS[1], 7) > 2 * no2(STATIONS[1], 3)
    assert no2(STATIONS[1], 7) > 2 * no2(STATIONS[0], 7)


def test_somewhere_the_air_is_bad_and_somewhere_a_sensor_is_silent() -> None:
    city = simulator()
    city = dataclasses.replace(city, profile=dataclasses.replace(city.profile, stuck_share=0.0))
    at = datetime.fromtimestamp(
        (START.timestamp() // (24 * 3600)) * 24 * 3600 + 2 * 3600, UTC
    )  # inside both windows
    bad, silent = city.in_episode(at), [one for one in STATIONS if city.is_silent(one, at)]
    assert bad is not None
    assert len(silent) == 1
    assert city.values(silent[0], at) == {}
    for _day in range(30):
        at += timedelta(days=1)
        bad = city.in_episode(at)
        if bad and not city.is_silent(bad, at):
            calm = dataclasses.replace(
                city, profile=dataclasses.replace(city.profile, episode=None, gap=None)
            )
            assert city.values(bad, at)["pm25"] == pytest.approx(
                city.profile.episode.factor * calm.values(bad, at)["pm25"], rel=0.02
            )


def test_history_is_told_day_by_day_with_places_once() -> None:
    days = list(simulator().history(START, START + timedelta(hours=47)))
    assert len(days) == 3  # Viet Nam days begin at 17:00 UTC
    entities = [entity for day in days for entity in day]
    assert sum("location" in entity for entity in entities) == len(STATIONS)
    times = [entity["pm25"]["observedAt"] for entity in entities if "pm25" in entity]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("lasts_h = 5", "lasts_h = 7"), "pack-window-too-long"),
        (("weekly = [1.03, 1.05", "weekly = [1.05"), "pack-wrong-count"),
        (("seed = 20260", 'seed = "x"'), "pack-not-a-number"),
        (("[gap]", "[gaps]"), "pack-unknown-key"),
        (("seed =", "seed"), "pack-unreadable"),
    ],
)
def test_a_wrong_profile_is_refused(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    text = PROFILE.read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "simulator.toml"
    path.write_text(text.replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert caught.value.code == code
