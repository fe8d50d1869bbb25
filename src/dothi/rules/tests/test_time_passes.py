"""What time alone turns: durations, the begin and end of a schedule, page by page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules import passing
from dothi.rules.alarms.models import Alarm
from dothi.rules.engine import Engine
from dothi.rules.tests.feed import send, send_all
from dothi.rules.tests.running import SILENT, armed, hours, next_urn, rule

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_duration_counts_in_the_time_of_the_data(urn: str, now: dt.datetime) -> None:
    running = armed(rule(**{"for": "1h"}))
    send(urn, now - hours(2), origin=Origin.REPLAYED, airQualityIndex=170)
    running.step()
    assert not Alarm.objects.exists()
    send(
        urn, now - hours(1), origin=Origin.REPLAYED, airQualityIndex=170
    )  # a replay at 600 plays this hour in six seconds
    running.step()
    alarm = Alarm.objects.get()
    assert (alarm.raised_at, alarm.origin) == (now - hours(1), Origin.REPLAYED)


def test_a_source_that_sends_only_changes_still_fulfils_a_duration(urn: str, now: dt.datetime) -> None:
    running = armed(rule(**{"for": "1h"}))
    send(urn, now, airQualityIndex=170)
    running.step()
    assert running.tick(now + hours(1.1)) == 0  # the next hourly value may be on its way
    assert running.tick(now + hours(1.3)) == 1
    assert Alarm.objects.get().active


def test_more_turn_than_one_page_holds_and_none_is_forgotten(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = armed(SILENT)
    send_all([(next_urn(), now - hours(1), {"airQualityIndex": 50}) for _ in range(5)])
    running.step()
    monkeypatch.setattr(passing, "PAGE", 2)
    assert running.tick(now + hours(1.1)) == 5
    assert Alarm.objects.count() == 5


def test_states_that_wait_long_starve_nobody(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations far from their end, first by key, once filled the page that a silent source stood behind."""
    running = armed(rule(code="a-long", **{"for": "20h"}), SILENT)
    monkeypatch.setattr(passing, "PAGE", 3)
    send_all([(next_urn(), now - hours(1), {"airQualityIndex": 170}) for _ in range(4)])
    running.step()
    with CaptureQueriesContext(connection) as asked:
        assert running.tick(now + hours(1.1)) == 4
    assert Alarm.objects.filter(kind="no-data").count() == 4
    assert (
        sum("rules_state s" in query["sql"] and "for update of s" in query["sql"] for query in asked) == 2
    ), "states that cannot turn are not read"


def test_a_schedule_begins_and_ends_a_condition_without_a_new_value(urn: str) -> None:
    """A door opened at 21:50 is open at night from 22:00 on, and no matter of the night any more at 06:00."""
    running = armed(rule(condition="open.value == true", clear="", when="night"))
    night = dt.datetime.combine(clock.today() - dt.timedelta(days=1), dt.time(22), clock.VIETNAM)
    with clock.moved_to(
        night - dt.timedelta(minutes=9)
    ):  # told as it was seen, at whatever hour this test runs
        send(urn, night - dt.timedelta(minutes=10), open=True)
    running.step()
    assert running.tick(night - dt.timedelta(minutes=1)) == 0
    assert running.tick(night + dt.timedelta(seconds=5)) == 1
    alarm = Alarm.objects.get()
    assert (alarm.active, alarm.raised_at, alarm.fired["open"]["value"]) == (True, night, True)
    assert Engine().tick(night + hours(1)) == 0, "a restart fires nothing again"
    assert Engine().tick(night + hours(8)) == 1
    alarm = Alarm.objects.get()
    assert (alarm.active, alarm.cleared_at, alarm.occurrences) == (False, night + hours(8), 1)
    assert Engine().tick(night + hours(9)) == 0


def test_outside_its_schedule_a_value_raises_nothing(urn: str) -> None:
    running = armed(rule(condition="open.value == true && now.during('night')", clear=""))
    noon = dt.datetime.combine(clock.today() - dt.timedelta(days=1), dt.time(12), clock.VIETNAM)
    send(urn, noon, origin=Origin.REPLAYED, open=True)
    running.step()
    assert not Alarm.objects.exists()
    send(urn, noon + hours(11), origin=Origin.REPLAYED, open=True)
    running.step()
    assert Alarm.objects.get().active
