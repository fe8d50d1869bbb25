"""The simulator: the same seed gives the same city, with rhythm, weather, episodes and silences."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

import dothi.packs_data
from dothi.packs.profile import Profile, ProfileError, load_profile, read_profile
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
        return mean(float(calm.values(station, at)["no2"]) for at in times)

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
                city.profile.episode.factor * float(calm.values(bad, at)["pm25"]), rel=0.02
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


def profile_of(*attributes: str, top: str = "") -> Profile:
    head = f'seed = 1\ntype = "X"\nprovider = "x"\n{top}\n'
    return read_profile(
        tomllib.loads(head + "\n".join(f"[[attribute]]\n{one}" for one in attributes)), "simulator/x.toml"
    )


METER = 'name = "volume"\nunit = "MTQ"\nbase = 2.0\nchance = 0.2\nreset_every_d = 20\ndigits = 3'


def test_a_counter_grows_by_its_rate_and_begins_again_once_in_its_days() -> None:
    one = Simulator(profile_of(METER), STATIONS[:1])
    told = [float(one.values(STATIONS[0], at)["volume"]) for at in hours(24 * 41)]
    steps = [after - before for before, after in pairwise(told)]
    resets = [n for n, step in enumerate(steps) if step < 0]
    assert len(resets) == 2 and resets[1] - resets[0] == 20 * 24
    grown = [step for step in steps if step >= 0]
    assert all(0 < step < 5 for step in grown)
    assert mean(grown) == pytest.approx(2.0, rel=0.1)


def test_a_leak_shows_in_what_a_counter_counts() -> None:
    leak = '[episode]\nevery_h = 48\nlasts_h = 24\nfactor = 10.0\nattributes = ["volume"]'
    one = Simulator(profile_of(METER, top=leak), STATIONS[:1])
    told = [float(one.values(STATIONS[0], at)["volume"]) for at in hours(96)]
    steps = sorted(after - before for before, after in pairwise(told))
    assert steps[-10] > 6 * abs(steps[10])


def test_states_follow_the_plan_of_the_hours_and_now_and_then_something_else() -> None:
    plan = ["on"] * 6 + ["off"] * 12 + ["on"] * 6
    lamp = f'name = "status"\nplanned = {plan}\nstates = {{ fault = 0.05 }}\nholds_h = 3'
    one = Simulator(profile_of(lamp), STATIONS)
    told = [(at, one.values(station, at)["status"]) for at in hours(24 * 60) for station in STATIONS]
    share = sum(state == "fault" for _at, state in told) / len(told)
    assert 0.03 < share < 0.07
    planned = [state for at, state in told if (at.hour + 7) % 24 == 12 and state != "fault"]
    assert set(planned) == {"off"}


def test_the_first_state_has_what_the_others_leave() -> None:
    one = Simulator(
        profile_of('name = "status"\nstates = { open = 0.9, closed = 0.1 }\nholds_h = 1'), STATIONS[:1]
    )
    told = [one.values(STATIONS[0], at)["status"] for at in hours(2000)]
    assert 0.06 < told.count("closed") / len(told) < 0.14


def test_one_rain_falls_on_every_pack_and_a_river_feels_it_later() -> None:
    rainfall = Simulator(profile_of('name = "rain"\nunit = "H67"\nbase = 0.0\nrain = 40.0'), STATIONS[:1])
    river = Simulator(
        profile_of(
            'name = "level"\nunit = "MTR"\nbase = 1.0\nrain = 2.0\nrain_over_h = 12\ndigits = 3', top=""
        ),
        STATIONS[:1],
    )
    wet = [START + timedelta(days=150, hours=n) for n in range(24 * 60)]
    fallen = [float(rainfall.values(STATIONS[0], at)["rain"]) for at in wet]
    levels = [float(river.values(STATIONS[0], at)["level"]) for at in wet]
    assert 0.05 < sum(one > 0 for one in fallen) / len(fallen) < 0.5
    assert max(fallen) > 15
    hardest = levels.index(max(levels))
    assert sum(fallen[max(0, hardest - 12) : hardest + 1]) > 4 * mean(fallen) * 13
    dry = [START - timedelta(days=30) + timedelta(hours=n) for n in range(24 * 30)]  # February
    assert sum(float(rainfall.values(STATIONS[0], at)["rain"]) for at in dry) < 0.2 * sum(fallen)


def test_a_place_tells_what_never_changes_with_its_name() -> None:
    station = Station("n", "Trạm ồn", 107.0, 10.3, "coast", {"areaKind": "special"})
    one = Simulator(profile_of('name = "status"\nstates = { on = 1.0 }'), (station,))
    told = one.payload(station, START, one.values(station, START), standing=True)
    assert told["areaKind"]["value"] == "special"
    assert told["status"] == {"type": "Property", "value": "on", "observedAt": "2026-03-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ('name = "s"\nstates = { a = 0.7, b = 0.7 }', "pack-shares-above-one"),
        ('name = "s"\nplanned = ["a"]\nstates = { a = 0.7 }', "pack-wrong-count"),
        ('name = "v"\nunit = "MTQ"\nbase = 1.0\nreset_every_d = 4000', "pack-counts-too-long"),
        ('name = "v"\nunit = "MTQ"\nbase = 1.0\nholds_h = 2', "pack-unknown-key"),
    ],
)
def test_wrong_counters_and_states_are_refused(attribute: str, code: str) -> None:
    with pytest.raises(ProfileError) as caught:
        profile_of(attribute)
    assert caught.value.code == code


def test_what_is_told_once_may_name_another_entity() -> None:
    zone = {"type": "Relationship", "object": "urn:ngsi-ld:WaterZone:z1"}
    station = dataclasses.replace(STATIONS[0], values={"refZone": zone, "households": 40.0})
    told = simulator().payload(station, START, {}, standing=True)
    assert told["refZone"] == {**zone, "observedAt": "2026-03-01T00:00:00Z"}
    assert told["households"]["value"] == 40.0


SPELLS = """
seed = 1
type = "ServiceInterruption"
provider = "x"

[spell]
every_h = 30
lasts_h = 5

[[attribute]]
name = "interruptionState"
during = "current"
between = "restored"

[[attribute]]
name = "householdsOut"
unit = "C62"
base = 400.0
in_spell = true
digits = 0

[[attribute]]
name = "endsAt"
edge = "end"

[kind.street]
[kind.coast]
"""


def test_a_spell_begins_whole_and_ends_when_it_says() -> None:
    city = Simulator(read_profile(tomllib.loads(SPELLS), "x.toml"), STATIONS)
    told = [city.values(STATIONS[0], at) for at in hours(60)]
    on = [n for n, values in enumerate(told) if values["interruptionState"] == "current"]
    assert len(on) == 10, "two spells of five hours in sixty"
    first = next(n for n in on if n and n - 1 not in on)
    households = [float(told[n]["householdsOut"]) for n in range(first, first + 5)]
    assert households[0] == 400
    assert households == sorted(households, reverse=True)
    assert {datetime.fromisoformat(str(told[n]["endsAt"])) for n in range(first, first + 5)} == {
        START + timedelta(hours=first + 5)
    }
    assert all(values["householdsOut"] == 0 for n, values in enumerate(told) if n not in on)
    assert city.spell(STATIONS[0], START) != city.spell(STATIONS[1], START), "each place has times of its own"


def test_what_is_of_a_spell_needs_one() -> None:
    tree = tomllib.loads(SPELLS)
    del tree["spell"]
    with pytest.raises(ProfileError):
        read_profile(tree, "x.toml")
