"""Sources that fall silent or never speak: against the wall clock, a replay, and the hours in which values are awaited."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dothi.kernel import clock, settings
from dothi.kernel.drill import Mark
from dothi.kernel.origin import Origin
from dothi.rules.alarms.models import Alarm
from dothi.rules.engine import Engine
from dothi.rules.models import RuleState
from dothi.rules.schedules.models import Schedule
from dothi.rules.tests.feed import send, send_all
from dothi.rules.tests.running import SILENT, armed, hours

pytestmark = pytest.mark.django_db(transaction=True)


def test_silence_raises_an_alarm_for_the_source_and_a_value_ends_it(urn: str, now: dt.datetime) -> None:
    running = armed(SILENT)
    send(urn, now - hours(1), airQualityIndex=50)
    running.step()
    assert running.tick(now + hours(0.9)) == 0
    assert running.tick(now + hours(1.1)) == 1
    assert running.tick(now + hours(2)) == 0
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.raised_at) == ("no-data", now + hours(1))
    send(urn, now, airQualityIndex=50)
    running.step()
    assert Alarm.objects.get().active is False


def test_in_a_replay_a_station_is_silent_against_the_other_stations(urn: str, now: dt.datetime) -> None:
    running = armed(SILENT)
    send_all(
        [
            (urn, now - hours(9), {"airQualityIndex": 50}),
            (urn + "b", now - hours(9), {"airQualityIndex": 50}),
        ],
        origin=Origin.REPLAYED,
    )
    running.step()
    assert running.tick(now + hours(50)) == 0  # the replay stands still: nobody is late
    send(urn + "b", now - hours(5), origin=Origin.REPLAYED, airQualityIndex=50)
    running.step()
    assert running.tick(now) == 1
    assert Alarm.objects.get().entity_urn == urn


def test_a_source_that_has_never_sent_is_missed(urn: str, now: dt.datetime) -> None:
    send(urn, now, name="Trạm chưa lắp xong")
    running = armed(SILENT)
    begin = clock.now()
    assert running.tick(begin + hours(1.9)) == 0
    assert running.tick(begin + hours(2.1)) == 1
    alarm = Alarm.objects.get()
    assert (alarm.entity_urn, alarm.kind, alarm.fired) == (urn, "no-data", {})
    send(urn, clock.now(), airQualityIndex=50)
    running.step()
    assert Alarm.objects.get().active is False


def test_a_source_that_fell_silent_before_the_rule_came_is_missed_with_its_last_value(
    urn: str, now: dt.datetime
) -> None:
    send(urn, now - hours(5), airQualityIndex=50)
    running = armed(SILENT)
    RuleState.objects.all().delete()  # the log was read while there was no such rule
    assert running.tick(now) == 1
    alarm = Alarm.objects.get()
    assert (alarm.raised_at, alarm.fired["airQualityIndex"]["value"]) == (now - hours(3), 50)


def test_archives_and_replays_of_the_past_are_awaited_by_nobody(urn: str, now: dt.datetime) -> None:
    send(urn, now - hours(24 * 400), airQualityIndex=50)
    send(urn + "r", now - hours(30), origin=Origin.REPLAYED, airQualityIndex=50)
    running = armed(SILENT)
    RuleState.objects.all().delete()
    assert running.tick(now + hours(9)) == 0
    assert not RuleState.objects.exists()


def test_in_a_drill_s_copy_only_what_spoke_there_is_missed(
    urn: str, now: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stations of the city do not speak in the copy: a long drill would drown in their silence."""
    send(urn, now - hours(1), airQualityIndex=50)
    Mark("x", "X", since=clock.iso(clock.now())).save(tmp_path)
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    send(urn + "d", now - hours(1), airQualityIndex=50)
    running = armed(SILENT)
    RuleState.objects.all().delete()  # as in the copy, where nothing was judged yet
    assert running.tick(now + hours(9)) == 1
    assert [one.entity_urn for one in Alarm.objects.all()] == [urn + "d"]


def test_silence_counts_only_in_the_hours_in_which_values_are_awaited(urn: str) -> None:
    """A bus that went home at 20:00 rings nobody at night; from 5:00 on its silence counts."""
    day = dt.datetime.combine(clock.today() - dt.timedelta(days=1), dt.time(5), clock.VIETNAM)
    given = {"name_vi": "x", "name_en": "x", "source": "x", "certainty": "D"}
    Schedule.objects.create(
        code="service", valid_from=dt.date(2026, 1, 1), pack="test", days=["workday", "day-off"],
        hours=["05:00-21:00"], **given,
    )  # fmt: skip
    running = armed({**SILENT, "when": "service"})
    with clock.moved_to(day - hours(9) + dt.timedelta(minutes=1)):
        send(urn, day - hours(9), airQualityIndex=50)
    running.step()
    for hour in (-7.9, -6.5, 0, 1.9):
        assert running.tick(day + hours(hour)) == 0, hour
    assert running.tick(day + hours(2.1)) == 1
    alarm = Alarm.objects.get()
    assert (alarm.active, alarm.raised_at) == (True, day + hours(2))
    assert running.tick(day + hours(15.9)) == 0
    assert running.tick(day + hours(16.1)) == 1, "whoever waits for nothing misses nothing"
    alarm.refresh_from_db()
    assert (alarm.active, alarm.cleared_at) == (False, day + hours(16))
    assert Engine().tick(day + hours(23)) == 0
    assert Engine().tick(day + hours(26.1)) == 1
    assert Engine().tick(day + hours(52)) == 1, "nobody looked while the night went by"
    alarm.refresh_from_db()
    assert (alarm.active, alarm.cleared_at) == (False, day + hours(40))


def test_a_replay_awaits_values_by_its_own_clock(urn: str) -> None:
    running = armed({**SILENT, "when": "night"})
    night = dt.datetime.combine(clock.today() - dt.timedelta(days=3), dt.time(22), clock.VIETNAM)
    send(urn, night - hours(5), origin=Origin.REPLAYED, airQualityIndex=50)
    for hour, happens in ((-1, 0), (1.9, 0), (2.5, 1), (9, 1)):
        send(urn + "b", night + hours(hour), origin=Origin.REPLAYED, airQualityIndex=50)
        running.step()
        assert running.tick(clock.now()) == happens, hour
    alarm = Alarm.objects.get()
    assert (alarm.entity_urn, alarm.raised_at, alarm.cleared_at) == (urn, night + hours(2), night + hours(8))
