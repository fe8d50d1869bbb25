"""The engine and the dry run say the same of the same values: one feed with gaps, noise and corrections, many rules, both ways."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope
from dothi.rules import queries
from dothi.rules.alarms.models import Alarm
from dothi.rules.dryrun.trying import Span, tried
from dothi.rules.schedules.models import Schedule
from dothi.rules.tests.feed import send_all
from dothi.rules.tests.running import armed, rule

pytestmark = pytest.mark.django_db(transaction=True)

EVERYWHERE = Scope((Grant(None, None),))
STEP = dt.timedelta(minutes=10)
STEPS, STATIONS = 45, 4
RULES = (
    rule(code="plain", clear=""),
    rule(code="between"),
    rule(code="lasting", **{"for": "20m", "clear_for": "20m"}),
    rule(code="mean", condition="airQualityIndex.mean('1h') > 140.0", clear="airQualityIndex.mean('1h') <= 130.0"),
    rule(code="hourly", condition="airQualityIndex.hours('3h') >= 2.0 && airQualityIndex.hourlyMean('3h') > 135.0", clear=""),
    rule(code="jumpy", condition="airQualityIndex.jump('30m') > 60.0 || airQualityIndex.rise('1h') > 80.0", clear=""),
    rule(code="two", condition="airQualityIndex.value > 120.0 && !(pm25.value < 40.0)", clear="pm25.value < 35.0"),
    rule(code="richer", condition="airQualityIndex.value - pm25.value > 90.0", clear="", **{"for": "20m"}),
    rule(code="often", condition="airQualityIndex.timesAbove('2h', 130.0) >= 2.0", clear=""),
    rule(code="worded", condition="pm25.origin == 'live' && pm25.value > 70.0", clear=""),
    rule(code="at-minutes", condition="airQualityIndex.value > 110.0 && now.minute != 20", clear=""),
    rule(code="at-times", condition="airQualityIndex.value > 110.0", clear="", when="trial"),
    rule(code="together", condition="airQualityIndex.value > 130.0", clear="", together={"at_least": 2, "within": "30m", "radius_m": 5000}),
    rule(code="silent", kind="no-data", condition="", clear="", attributes=["airQualityIndex", "pm25"], no_data_after="30m"),
    rule(code="silent-at-times", kind="no-data", condition="", clear="", attributes=["pm25"], no_data_after="20m", when="trial"),
)  # fmt: skip
Turn = tuple[str, str, dt.datetime, str]


def _urn(station: int) -> str:
    return f"urn:ngsi-ld:AirQualityObserved:agree-{station}"


def _place(station: int) -> dict[str, Any]:
    """Some hundred metres from each other."""
    point = {"type": "Point", "coordinates": [107.1 + station / 500, 10.35]}
    return {"type": "GeoProperty", "value": point}


def _messages(
    chance: random.Random, begin: dt.datetime
) -> list[list[tuple[str, dt.datetime, dict[str, Any]]]]:
    """What comes at each step: some stations, sometimes only one of the two attributes."""
    level = [120.0] * STATIONS
    steps = []
    for number in range(STEPS):
        said = []
        for station in range(STATIONS):
            level[station] = min(230.0, max(40.0, level[station] + chance.gauss(0, 30)))
            if chance.random() < 0.75 and not (20 < number < 27 and station == 1):
                values = {
                    "airQualityIndex": round(level[station], 1),
                    "pm25": round(chance.uniform(20, 90), 1),
                }
                if chance.random() < 0.2:
                    del values[chance.choice(sorted(values))]
                values["location"] = _place(station)
                said.append((_urn(station), begin + number * STEP, values))
        steps.append(said)
    return steps


def _schedule(begin: dt.datetime) -> None:
    """Three spells of the feed, which begin and end between two values."""
    local = begin.astimezone(clock.VIETNAM) + dt.timedelta(minutes=4)
    spells = [(local + dt.timedelta(hours=n), local + dt.timedelta(hours=n + 1)) for n in (1, 4, 7)]
    hours = [f"{one:%H:%M}-{other:%H:%M}" for one, other in spells]
    given = {"days": ["workday", "day-off"], "name_vi": "x", "name_en": "x", "source": "x", "certainty": "D"}
    Schedule.objects.create(code="trial", valid_from=dt.date(2026, 1, 1), pack="test", hours=hours, **given)


def test_the_engine_and_the_dry_run_agree() -> None:
    begin = clock.now().replace(minute=0, second=0, microsecond=0) - STEPS * STEP
    _schedule(begin)
    running = armed(*RULES)
    told: set[Turn] = set()
    for number, said in enumerate(_messages(random.Random(7), begin)):
        if said:
            send_all(said)
        running.step()
        told |= _turns()
        for part in (STEP / 5, STEP / 2):
            running.tick(begin + number * STEP + part)
            told |= _turns()
    until = begin + (STEPS - 1) * STEP + STEP / 2
    for table in RULES:
        code = table["code"]
        result = tried([queries.get_rule(code)], EVERYWHERE, Span(begin - STEP, until))
        ours = {turn for turn in told if turn[0] == code}
        assert _tried_turns(code, result.found[0]) == ours, code
        assert ours, f"{code} never turned: this feed proves nothing about it"
    assert result.entities == STATIONS and not result.unheard


def _turns() -> set[Turn]:
    found = set()
    for alarm in Alarm.objects.all():
        found.add((alarm.rule_code, alarm.entity_urn, alarm.raised_at, "raised"))
        if alarm.cleared_at:
            found.add((alarm.rule_code, alarm.entity_urn, alarm.cleared_at, "cleared"))
    return found


def _tried_turns(code: str, found: list[Any]) -> set[Turn]:
    raised = {(code, one.urn, one.since, "raised") for one in found}
    return raised | {(code, one.urn, one.until, "cleared") for one in found if one.until}
