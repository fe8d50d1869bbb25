"""Every scenario of every pack that comes with the program, played through the real parts: store, derived values, rules, alarm, case.

What a scenario expects at its times must hold; at its end each alarm was told of and is closed, and the case is closed with a reason and
no mandatory step left. A new scenario is a file in the pack; it is played here by itself.
"""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.incidents import queries
from dothi.incidents.models import IncidentLog
from dothi.incidents.playing import Player, Strayed, play_at_once
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED, pack_of, read_pack
from dothi.packs.scenario import scenarios_of

PACKS = sorted(path.parent.name for path in SHIPPED.glob("*/pack.toml"))
SCENARIOS = sorted(f"{path.parent.parent.name}/{path.stem}" for path in SHIPPED.glob("*/scenarios/*.toml"))
AIR = "environment/air-burning"


def play(name: str, cast: Cast, swap: tuple[str, str] = ("", "")) -> Player:
    """Loads the pack and plays one of its scenarios, with `swap[0]` replaced in its text."""
    code, _, stem = name.partition("/")
    load_pack(SHIPPED / code, by=None)
    file = f"scenarios/{stem}.toml"
    pack = read_pack(SHIPPED / code)
    assert swap[0] in pack.texts[file]
    pack = pack_of(code, pack.texts | {file: pack.texts[file].replace(*swap, 1)} if swap[0] else pack.texts)
    scenario = next(one for one in scenarios_of(pack) if one.file == file)
    begin = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return play_at_once(pack, scenario, crew={"duty-officer": cast.minh, "shift-lead": cast.lan}, begin=begin)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_story_ends_as_its_scenario_says(name: str, cast: Cast) -> None:
    player = play(name, cast)
    incident = player.incident
    assert incident is not None
    assert incident.close_reason
    if incident.alarms.exists():
        assert incident.origin == Origin.SIMULATED  # and so it says on every screen
    kinds = set(IncidentLog.objects.filter(incident=incident).values_list("kind", flat=True))
    assert {"opened", "status"} <= kinds
    assert all(walk.next is None or walk.next.optional for walk in queries.walks_of(incident))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("swap", "found"),
    [
        (("pm25 = 28.0", "pm25 = 170.0"), "step.2. at 2:00:00: quiet aqi-hour-unhealthy: the alarm"),
        (("pm25 = 150.0", "pm25 = 60.0"), "step.5. at 4:00:00: raised aqi-hour-unhealthy: it was not raised"),
        (("pm25 = 150.0", "pm25 = 220.0"), "does not tell of: aqi-hour-very-unhealthy"),
    ],
    ids=["too early", "never", "more than told"],
)
def test_a_story_that_goes_another_way_is_told(swap: tuple[str, str], found: str, cast: Cast) -> None:
    with pytest.raises(Strayed, match=found):
        play(AIR, cast, swap)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("swap", "found"),
    [
        (('on = "nhanh"\nsuppressed = true', 'on = "nhanh"\nsuppressed = false'), "raised link-access-down: it is suppressed"),
        (('severity = "critical"\nsuppressed = false', 'suppressed = true'), "raised link-trunk-down: it rings"),
    ],
    ids=["suppressed", "rings"],
)  # fmt: skip
def test_a_story_knows_which_alarm_rings(swap: tuple[str, str], found: str, cast: Cast) -> None:
    with pytest.raises(Strayed, match=found):
        play("ict/link-cut", cast, swap)


def test_every_pack_that_calls_its_scenario_done_has_one() -> None:
    done = {
        code
        for code in PACKS
        if read_pack(SHIPPED / code).trees["quality.toml"]["scenario"]["state"] == "done"
    }
    assert done <= {name.partition("/")[0] for name in SCENARIOS}
    assert AIR in SCENARIOS
