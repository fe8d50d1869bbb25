"""From stored values to alarms on a real database: once, in order, across restarts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from dothi.kernel import calendar, clock
from dothi.kernel.models import Event
from dothi.kernel.origin import Origin
from dothi.rules import actions, engine, summarising
from dothi.rules.alarms.models import Alarm, Occurrence
from dothi.rules.engine import Engine
from dothi.rules.models import Cursor, Rule, RuleState
from dothi.rules.tests.feed import send, send_all
from dothi.rules.tests.running import SILENT, armed, hours, next_urn, rule
from dothi.territory.models import Level, Unit

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.mark.parametrize("restarted", [False, True])
def test_late_and_repeated_values_change_nothing(urn: str, now: dt.datetime, restarted: bool) -> None:
    """Of a rule that is quiet nothing is written: after a restart history says how far it was judged."""
    running = armed(rule())
    send(urn, now, airQualityIndex=100)
    running.step()
    assert not RuleState.objects.exists()
    send(urn, now - hours(1), airQualityIndex=400)
    send(urn, now, airQualityIndex=100)
    (Engine() if restarted else running).step()
    assert not Alarm.objects.exists()


def test_after_a_restart_the_other_attribute_is_what_it_was_at_the_cursor(urn: str, now: dt.datetime) -> None:
    """Not what has come since and is still to be judged."""
    running = armed(rule(condition="airQualityIndex.value > 150.0 && no2.value > 200.0", clear=""))
    send(urn, now - hours(3), airQualityIndex=100.0, no2=10.0)
    running.step()
    send(urn, now - hours(2), airQualityIndex=170.0)
    send(urn, now - hours(1), airQualityIndex=100.0)
    send(urn, now, no2=300.0)
    Engine().step()
    assert not Alarm.objects.exists()


def test_what_another_process_judged_meanwhile_is_not_judged_from_memory(urn: str, now: dt.datetime) -> None:
    running = armed(rule())
    send(urn, now - hours(2), airQualityIndex=100)
    running.step()
    send(urn, now - hours(1), airQualityIndex=170)
    Engine().step()
    send(urn, now, airQualityIndex=100)
    running.step()
    alarm = Alarm.objects.get()
    assert (alarm.active, alarm.occurrences, alarm.cleared_at) == (False, 1, now)


def test_a_silence_that_another_process_found_ends_with_the_next_value(urn: str, now: dt.datetime) -> None:
    running = armed(SILENT)
    send(urn, now - hours(3), airQualityIndex=50)
    running.step()
    assert Engine().tick(now) == 1
    send(urn, now, airQualityIndex=50)
    running.step()
    assert Alarm.objects.get().active is False


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
    stations = [(next_urn(), now, {"airQualityIndex": 100.0}) for _ in range(1000)]
    send_all(stations)
    calendar.in_force()  # kept for some seconds by every process: not of the batch
    with django_assert_max_num_queries(12):
        running.step()
    assert RuleState.objects.count() == 1000, "only who may fall silent is written"


def test_a_long_step_gives_a_sign_of_life_for_each_entity_and_some_alarms(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that judges what an import left behind must not look stuck (three minutes of silence end it)."""
    one = armed(rule())
    signs: list[str] = []
    monkeypatch.setattr(engine.health, "moving", signs.append)
    monkeypatch.setattr(engine, "AT_ONCE", 1)
    for name in (next_urn() for _ in range(5)):
        send(name, now, airQualityIndex=171)
    assert one.step() == 5
    assert Alarm.objects.count() == 5
    assert len(signs) >= 10
    assert set(signs) == {"rules"}
    signs.clear()
    one.tick(now + hours(1))
    assert signs


def test_many_alarms_of_one_batch_take_few_statements(
    now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    running = armed(rule())
    urns = [next_urn() for _ in range(50)]
    for minutes, value, most in ((0, 170, 26), (1, 100, 22), (2, 180, 26)):
        send_all([(urn, now + dt.timedelta(minutes=minutes), {"airQualityIndex": value}) for urn in urns])
        with django_assert_max_num_queries(most):
            running.step()
    topics = ["alarms.raised"] * 50 + ["alarms.cleared"] * 50 + ["alarms.raised"] * 50
    assert list(Event.objects.order_by("id").values_list("topic", flat=True)) == topics
    assert set(Alarm.objects.values_list("occurrences", "active", "fired__airQualityIndex__value")) == {(2, True, 180)}  # fmt: skip
    assert Occurrence.objects.count() == 100


def test_rules_of_other_units_are_not_even_looked_at(urn: str, now: dt.datetime) -> None:
    running = armed(rule(), rule(code="elsewhere"))
    Rule.objects.filter(code="elsewhere").update(unit=_ward())
    running = Engine()
    send(urn, now, airQualityIndex=170)
    running.step()
    assert list(Alarm.objects.values_list("rule_code", flat=True)) == ["aqi-high"]
    assert not RuleState.objects.filter(rule_code="elsewhere").exists()


def _ward() -> Unit:
    day = dt.date(2025, 7, 1)
    return Unit.objects.create(
        code="96001",
        level=Level.COMMUNE,
        kind="Phường",
        name="An Hải",
        full_name="Phường An Hải",
        valid_from=day,
    )


def test_the_log_is_summarised_as_it_is_read(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every reader looks through all that was written since the server's own last summary."""
    monkeypatch.setattr(summarising, "EVERY_S", 0.0)
    running = armed(rule())
    values = {f"a{n}": 1.0 for n in range(20)}
    send_all(
        [(next_urn(), now, values) for _ in range(150)]
    )  # 3,000 rows: more than one of the index's ranges
    running.step()
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(brin_summarize_new_values(indexrelid)) from pg_index where indrelid = %s::regclass"
            " and indexrelid::regclass::text like '%%flush_id%%'",
            [f"entities_history_{now.astimezone(dt.UTC):%Y_%m}"],
        )
        assert cursor.fetchone() == (0,)
