"""Technical records go after their time, by dated rules; what somebody still needs stays, however old it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from dothi.kernel import clock, events, retention
from dothi.kernel.apps import _bring_times
from dothi.kernel.models import Event, EventCursor, EventFailure, RetentionRule

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = dt.timedelta(days=200)


@pytest.fixture(autouse=True)
def nothing_before() -> None:
    EventFailure.objects.all().delete()
    Event.objects.all().delete()


def _published(days_ago: int) -> Event:
    with clock.moved_to(clock.now() - dt.timedelta(days=days_ago)):
        return events.publish("test.kept", {}, permission="alarms.view")


def test_events_go_after_their_time_once_everybody_read_them() -> None:
    old, new = _published(31), _published(29)
    EventCursor.objects.update_or_create(reader="slow", defaults={"tx": 0, "event_id": 0})
    assert retention.forget_all()["events"] == 0, "a reader has not read it yet"
    EventCursor.objects.update(tx=new.tx, event_id=new.pk)
    assert retention.forget_all()["events"] == 1
    assert list(Event.objects.values_list("pk", flat=True)) == [new.pk]
    assert not Event.objects.filter(pk=old.pk).exists()


def test_an_unsettled_failure_keeps_its_event_and_a_settled_one_goes() -> None:
    event = _published(200)
    EventCursor.objects.all().delete()
    failure = EventFailure.objects.create(
        event=event, handler="x", error="x", recorded_at=clock.now() - LONG_AGO
    )
    assert retention.forget_all()["events"] == 0
    EventFailure.objects.update(settled_at=clock.now() - dt.timedelta(days=91))
    gone = retention.forget_all()
    assert gone["event-failures"] == 1
    assert not EventFailure.objects.filter(pk=failure.pk).exists()
    assert retention.forget_all()["events"] + gone["events"] == 1


def test_a_city_sets_another_time_from_a_day_on() -> None:
    retention.ensure_rules()
    today = clock.today()
    RetentionRule.objects.filter(code="events").update(valid_to=today)
    RetentionRule.objects.create(
        code="events",
        days=300,
        purpose="Thanh tra",
        valid_from=today,
        source="Quyết định 12/QĐ-UBND",
        certainty="S",
    )
    assert retention.in_force(today - dt.timedelta(days=1))["events"].days == 30
    assert retention.in_force(today)["events"].days == 300
    _published(200)
    EventCursor.objects.all().delete()
    assert retention.forget_all()["events"] == 0


def test_ended_jobs_go_and_others_stay() -> None:
    with connection.cursor() as cursor:
        for status, age in (("succeeded", 40), ("succeeded", 20), ("todo", 40)):
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, status) values (%s, 'test.kept', %s) returning id",
                ["default", status],
            )
            number = cursor.fetchone()[0]
            cursor.execute("delete from procrastinate_events where job_id = %s", [number])
            cursor.execute(
                "insert into procrastinate_events (job_id, type, at) values (%s, 'deferred', %s)",
                [number, clock.now() - dt.timedelta(days=age)],
            )
    assert retention.forget_all()["jobs"] == 1


def test_a_new_system_has_every_time_before_its_first_night() -> None:
    """Each migrate brings what is missing."""
    RetentionRule.objects.all().delete()
    _bring_times("default")
    assert retention.in_force().keys() == retention._kept.keys()
