"""From stored values to alarms on a real database: once, in order, across restarts."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dothi.kernel import clock
from dothi.kernel.models import Event
from dothi.kernel.origin import Origin
from dothi.rules import actions, engine, passing
from dothi.rules.engine import Engine
from dothi.rules.loading import load_rules
from dothi.rules.models import Alarm, Cursor, RuleState
from dothi.rules.tests.feed import send, send_all

pytestmark = pytest.mark.django_db(transaction=True)

_number = itertools.count()


def rule(**changes: Any) -> dict[str, Any]:
    return {
        "code": "aqi-high",
        "valid_from": dt.date(2026, 1, 1),
        "kind": "threshold",
        "type": "AirQualityObserved",
        "condition": "airQualityIndex.value > 150.0",
        "clear": "airQualityIndex.value <= 120.0",
        "severity": "high",
        "name": {"vi": "Không khí xấu", "en": "Bad air"},
        "source": "test",
        "certainty": "D",
        **changes,
    }


SILENT = rule(
    code="silent",
    kind="no-data",
    condition="",
    clear="",
    attributes=["airQualityIndex"],
    no_data_after="2h",
    severity="low",
)


def _next() -> str:
    return f"urn:ngsi-ld:AirQualityObserved:engine-{next(_number)}"


@pytest.fixture
def urn() -> str:
    return _next()


@pytest.fixture
def now() -> dt.datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)


def armed(*tables: dict[str, Any]) -> Engine:
    """An engine with these rules; what other tests left in the log was read before there were any."""
    engine.catch_up()
    load_rules("test", "1", tables)
    fresh = Engine()
    while fresh.step():
        pass
    return fresh


def hours(n: float) -> dt.timedelta:
    return dt.timedelta(hours=n)


def test_a_value_above_the_limit_raises_one_alarm_that_names_version_and_values(
    urn: str, now: dt.datetime
) -> None:
    running = armed(rule())
    send(urn, now, airQualityIndex=170, name="Trạm thử")
    assert running.step() == 1
    alarm = Alarm.objects.get()
    assert (alarm.rule.version, alarm.entity_urn, alarm.entity_name, alarm.raised_at) == (
        1,
        urn,
        "Trạm thử",
        now,
    )
    assert alarm.fired == {
        "airQualityIndex": {"value": 170, "unit": "", "origin": "live", "at": clock.iso(now)}
    }
    assert (alarm.active, alarm.acknowledged, alarm.origin) == (True, False, Origin.LIVE)
    event = Event.objects.get(topic="alarms.raised")
    assert event.payload["entity"] == urn and event.permission == "alarms.view"


def test_between_the_limits_it_stays_and_below_the_clear_limit_it_ends(urn: str, now: dt.datetime) -> None:
    running = armed(rule())
    for i, value in enumerate([170, 130, 160, 120]):
        send(urn, now - hours(4 - i), airQualityIndex=value)
        running.step()
        assert Alarm.objects.get().active is (i < 3)
    alarm = Alarm.objects.get()
    assert (alarm.occurrences, alarm.cleared_at, alarm.closed_at) == (1, now - hours(1), None)


def test_a_condition_that_comes_back_unacknowledged_is_the_same_alarm_again(
    urn: str, now: dt.datetime
) -> None:
    running = armed(rule())
    for i, value in enumerate([170, 100, 180]):
        send(urn, now - hours(3 - i), airQualityIndex=value)
    running.step()
    alarm = Alarm.objects.get()
    assert (alarm.occurrences, alarm.active, alarm.first_raised_at, alarm.raised_at) == (
        2,
        True,
        now - hours(3),
        now - hours(1),
    )
    assert list(Event.objects.order_by("id").values_list("topic", flat=True)) == [
        "alarms.raised",
        "alarms.cleared",
        "alarms.raised",
    ]


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


def test_late_and_repeated_values_change_nothing(urn: str, now: dt.datetime) -> None:
    running = armed(rule())
    send(urn, now, airQualityIndex=100)
    running.step()
    send(urn, now - hours(1), airQualityIndex=400)
    send(urn, now, airQualityIndex=100)
    running.step()
    assert not Alarm.objects.exists()
    assert RuleState.objects.get().last_at == now


def test_out_of_order_inside_one_batch_is_judged_in_order_of_time(urn: str, now: dt.datetime) -> None:
    running = armed(rule(**{"for": "1h"}))
    for at, value in ((now, 170), (now - hours(2), 170), (now - hours(1), 100)):
        send(urn, at, airQualityIndex=value)
    running.step()
    assert not Alarm.objects.exists()


def test_a_correction_of_the_newest_value_clears(urn: str, now: dt.datetime) -> None:
    running = armed(rule())
    send(urn, now, airQualityIndex=170)
    running.step()
    send(urn, now, airQualityIndex=70)
    running.step()
    assert Alarm.objects.get().active is False


def test_old_recordings_are_history_and_raise_nothing(urn: str, now: dt.datetime) -> None:
    running = armed(rule())
    send(urn, now - hours(24 * 400), airQualityIndex=170)
    running.step()
    assert not Alarm.objects.exists() and not RuleState.objects.exists()


def test_a_restart_fires_nothing_again_and_misses_nothing(urn: str, now: dt.datetime) -> None:
    armed(rule(**{"for": "1h"}))
    send(urn, now - hours(2), airQualityIndex=170)
    Engine().step()
    send(urn, now - hours(1), airQualityIndex=170)  # comes while nobody runs
    assert Engine().step() == 1
    assert Engine().step() == 0
    assert Alarm.objects.get().occurrences == 1


def test_what_dies_between_state_and_cursor_leaves_no_trace(
    urn: str, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = armed(rule())
    send(urn, now, airQualityIndex=170)
    before = Cursor.objects.get(reader="rules")

    def die(last: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(engine, "_move_cursor", die)
        running.step()
    assert not Alarm.objects.exists() and not RuleState.objects.exists() and not Event.objects.exists()
    after = Cursor.objects.get(reader="rules")
    assert (after.tx, after.flush_id) == (before.tx, before.flush_id)
    assert Engine().step() == 1
    assert Alarm.objects.count() == 1


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


def test_a_source_that_sends_only_changes_still_fulfils_a_duration(urn: str, now: dt.datetime) -> None:
    running = armed(rule(**{"for": "1h"}))
    send(urn, now, airQualityIndex=170)
    running.step()
    assert running.tick(now + hours(1.1)) == 0  # the next hourly value may be on its way
    assert running.tick(now + hours(1.3)) == 1
    assert Alarm.objects.get().active


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


def test_another_type_and_another_attribute_concern_no_rule(urn: str, now: dt.datetime) -> None:
    running = armed(rule(type="WaterQualityObserved"))
    send(urn, now, airQualityIndex=170, pm25=900.0)
    running.step()
    assert not RuleState.objects.exists()


def test_a_new_version_is_in_force_at_once(urn: str, now: dt.datetime, django_user_model: Any) -> None:
    running = armed(rule())
    person = django_user_model.objects.create(username="quan", full_name="Quân")
    from dothi.rules.book import versions_in_force

    changed = actions.change_rule(
        versions_in_force()[0], {"condition": "airQualityIndex.value > 100.0"}, reason="thử", by=person
    )
    send(urn, now, airQualityIndex=130)
    running.step()
    assert (changed.version, Alarm.objects.get().rule_id) == (2, changed.pk)


def test_a_thousand_series_in_one_batch_take_few_statements(
    now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    running = armed(rule(), SILENT)
    stations = [
        (f"urn:ngsi-ld:AirQualityObserved:many-{next(_number)}", now, {"airQualityIndex": 100.0})
        for _ in range(1000)
    ]
    send_all(stations)
    with django_assert_max_num_queries(16):
        running.step()
    assert RuleState.objects.count() == 2000


def test_more_turn_than_one_page_holds_and_none_is_forgotten(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = armed(SILENT)
    send_all([(_next(), now - hours(1), {"airQualityIndex": 50}) for _ in range(5)])
    running.step()
    monkeypatch.setattr(passing, "PAGE", 2)
    assert running.tick(now + hours(1.1)) == 5
    assert Alarm.objects.count() == 5


def test_states_that_wait_long_starve_nobody(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations far from their end, first by key, once filled the page that a silent source stood behind."""
    running = armed(rule(code="a-long", **{"for": "20h"}), SILENT)
    monkeypatch.setattr(passing, "PAGE", 3)
    send_all([(_next(), now - hours(1), {"airQualityIndex": 170}) for _ in range(4)])
    running.step()
    with CaptureQueriesContext(connection) as asked:
        assert running.tick(now + hours(1.1)) == 4
    assert Alarm.objects.filter(kind="no-data").count() == 4
    assert (
        sum("rules_state s" in query["sql"] and "for update of s" in query["sql"] for query in asked) == 2
    ), "states that cannot turn are not read"


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


def test_a_long_step_gives_a_sign_of_life_for_each_entity_and_each_alarm(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that judges what an import left behind must not look stuck (three minutes of silence end it)."""
    one = armed(rule())
    signs: list[str] = []
    monkeypatch.setattr(engine.health, "moving", signs.append)
    for name in (_next() for _ in range(5)):
        send(name, now, airQualityIndex=171)
    assert one.step() == 5
    assert Alarm.objects.count() == 5
    assert len(signs) >= 10
    assert set(signs) == {"rules"}
    signs.clear()
    one.tick(now + hours(1))
    assert signs
