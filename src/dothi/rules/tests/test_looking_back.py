"""What conditions ask beside the newest number: windows, other attributes, texts, the weeks before."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.rules.alarms.models import Alarm
from dothi.rules.tests.feed import send
from dothi.rules.tests.running import armed, hours, rule

pytestmark = pytest.mark.django_db(transaction=True)


def test_windows_read_the_history(urn: str, now: dt.datetime) -> None:
    condition = "pm25.hours('24h') >= 18.0 && pm25.hourlyMean('24h') > 45.0"
    running = armed(rule(condition=condition, clear="pm25.hourlyMean('24h') <= 40.0"))
    for i in range(17):
        send(urn, now - hours(18 - i), pm25=50.0)
    running.step()
    assert not Alarm.objects.exists()
    send(urn, now - hours(1), pm25=60.0)
    running.step()
    assert Alarm.objects.get().raised_at == now - hours(1)


def test_a_rule_of_two_attributes_takes_the_other_from_what_is_known(urn: str, now: dt.datetime) -> None:
    send(urn, now - hours(1), no2=300.0)
    running = armed(rule(condition="airQualityIndex.value > 150.0 && no2.value > 200.0", clear=""))
    send(urn, now, airQualityIndex=170)
    running.step()
    assert set(Alarm.objects.get().fired) == {"airQualityIndex", "no2"}


def test_three_peaks_within_an_hour_raise_and_the_alarm_names_their_values(
    urn: str, now: dt.datetime
) -> None:
    running = armed(rule(condition="pm25.timesAbove('1h', 150.0) >= 3.0", clear="pm25.max('1h') <= 150.0"))
    for minutes, value in ((50, 160), (40, 90), (30, 170), (20, 180), (10, 80)):
        send(urn, now - dt.timedelta(minutes=minutes), pm25=value)
    running.step()
    assert not Alarm.objects.exists()
    send(urn, now, pm25=151)
    running.step()
    alarm = Alarm.objects.get()
    assert (alarm.raised_at, alarm.rule.version, alarm.fired["pm25"]["value"]) == (now, 1, 151)


def test_texts_truths_and_relationships_are_judged_too(urn: str, now: dt.datetime) -> None:
    condition = "status.value == 'fault' && open.value == true && refDevice.value == 'urn:ngsi-ld:Device:1' && status.times('1h', 'fault') >= 2.0"
    running = armed(rule(condition=condition, clear=""))
    link = {"type": "Relationship", "object": "urn:ngsi-ld:Device:1"}
    for minutes, status in ((30, "fault"), (20, "ok"), (0, "fault")):
        at = now - dt.timedelta(minutes=minutes)
        send(urn, at, status=status, open=True, refDevice=link)
    running.step()
    fired = Alarm.objects.get().fired
    assert {name: each["value"] for name, each in fired.items()} == {
        "status": "fault",
        "open": True,
        "refDevice": "urn:ngsi-ld:Device:1",
    }


def test_a_value_is_compared_with_the_same_hour_of_the_weeks_before(urn: str, now: dt.datetime) -> None:
    running = armed(rule(condition="pm25.value > 2.0 * pm25.usual('4w')", clear=""))
    for week, value in ((4, 20.0), (3, 30.0), (2, 25.0)):
        send(urn, now - dt.timedelta(weeks=week, minutes=-5), pm25=value)
    send(urn, now - dt.timedelta(weeks=1, hours=1), pm25=900.0)  # another hour
    send(urn, now, pm25=49.0)
    running.step()
    assert not Alarm.objects.exists()
    send(urn, now + dt.timedelta(minutes=10), pm25=51.0)
    running.step()
    assert Alarm.objects.get().fired["pm25"]["value"] == 51.0


def test_of_fewer_than_three_weeks_nothing_is_said(urn: str, now: dt.datetime) -> None:
    running = armed(rule(condition="pm25.value > 2.0 * pm25.usual('4w')", clear=""))
    for week in (1, 2):
        send(urn, now - dt.timedelta(weeks=week), pm25=1.0)
    send(urn, now, pm25=900.0)
    running.step()
    assert not Alarm.objects.exists()
