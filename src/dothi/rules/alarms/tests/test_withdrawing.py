"""Alarms of rules that their pack no longer has, by the real engine: closed with the reason; those of changed rules stay."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.incidents import actions as incidents
from dothi.incidents.models import IncidentLog
from dothi.kernel import clock, events
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms.models import Alarm
from dothi.rules.engine import Engine
from dothi.rules.loading import load_rules
from dothi.rules.models import RuleState
from dothi.rules.tests.feed import send
from dothi.rules.tests.test_engine import SILENT, armed, rule

pytestmark = pytest.mark.django_db(transaction=True)
URN = "urn:ngsi-ld:AirQualityObserved:withdrawing"


def raised(now: dt.datetime) -> Engine:
    running = armed(rule(), SILENT)
    send(URN, now, airQualityIndex=170, name="Trạm")
    running.step()
    return running


def test_it_closes_with_its_rule_and_the_case_says_so(cast: Cast) -> None:
    now = clock.now().replace(microsecond=0)
    running = raised(now)
    case, _ = incidents.open_from_alarm(Alarm.objects.get(), by=cast.minh)
    load_rules("test", "2", [SILENT], reason="Không dùng nữa")
    alarm = Alarm.objects.get()
    assert (alarm.state, alarm.close_reason, alarm.closed_by, alarm.active) == (
        "closed", "Quy tắc đã rút", None, True,
    )  # fmt: skip
    assert case.alarms.get().alarm_id == alarm.pk
    assert alarm.links.get().reference == case.code
    assert not RuleState.objects.filter(rule_code="aqi-high").exists()
    assert RuleState.objects.filter(rule_code="silent").exists()
    while events.deliver():
        pass
    said = case.log.filter(kind=IncidentLog.Kind.ALARM).values_list("fields__what", flat=True)
    assert list(said) == ["raised", "withdrawn"]  # the raising was delivered late

    send(URN, now + dt.timedelta(minutes=1), airQualityIndex=175)
    running.step()
    assert Alarm.objects.count() == 1
    load_rules("test", "3", [rule(), SILENT])  # what comes back begins anew
    send(URN, now + dt.timedelta(minutes=2), airQualityIndex=175)
    running.step()
    assert Alarm.objects.filter(closed_at=None).count() == 1


def test_a_changed_rule_keeps_its_alarm_and_judges_it_on() -> None:
    now = clock.now().replace(microsecond=0)
    running = raised(now)
    load_rules("test", "2", [rule(clear="airQualityIndex.value <= 100.0"), SILENT])
    assert Alarm.objects.get().closed_at is None
    for minute, value, active in ((1, 110, True), (2, 90, False)):
        send(URN, now + dt.timedelta(minutes=minute), airQualityIndex=value)
        running.step()
        assert Alarm.objects.get().active is active


def test_a_rule_that_turns_to_another_type_leaves_no_alarm_behind() -> None:
    raised(clock.now().replace(microsecond=0))
    load_rules("test", "2", [rule(type="WaterQualityObserved"), SILENT])
    assert Alarm.objects.get().why_closed == "Quy tắc đã rút"
    assert Event.objects.filter(payload__because="rule-withdrawn").count() == 1


def test_time_alone_raises_nothing_by_rules_that_were_withdrawn_meanwhile() -> None:
    """A tick whose rules were read before the pack changed waits for the next one."""
    now = clock.now().replace(microsecond=0)
    running = raised(now)
    opened = running.book()
    load_rules("test", "2", [])
    later = now + dt.timedelta(hours=5)
    assert running._pages(lambda after: pytest.fail(f"judged by {opened}")) == 0
    running.tick(later)
    assert not Alarm.objects.filter(closed_at=None).exists()
