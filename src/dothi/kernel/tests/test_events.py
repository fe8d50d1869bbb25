"""Events between rooms: seen after commit, gone with a rollback, handled once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from dothi.kernel import clock, events
from dothi.kernel.models import EventFailure


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    seen: list[dict] = []
    monkeypatch.setitem(events._handlers, "test.happened", [lambda event: seen.append(event.payload)])
    return seen


@pytest.mark.django_db(transaction=True)
def test_an_event_is_handled_once_after_commit(heard: list[dict]) -> None:
    with transaction.atomic():
        events.publish("test.happened", {"n": 1}, permission="alarms.view")
        assert events.deliver() == 0  # not committed: not readable
    assert events.deliver() == 1
    assert events.deliver() == 0
    assert heard == [{"n": 1}]


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_rolled_back_change_never_happened(heard: list[dict]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish("test.happened", {"n": 1}, permission="alarms.view")
        raise RuntimeError
    assert events.deliver() == 0
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_a_failing_handler_is_recorded_and_holds_up_nobody(
    heard: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(event: object) -> None:
        raise ValueError("no")

    monkeypatch.setitem(events._handlers, "test.happened", [refuse, *events._handlers["test.happened"]])
    events.publish("test.happened", {"n": 2}, permission="alarms.view")
    assert events.deliver() == 1
    assert heard == [{"n": 2}]
    assert "ValueError" in EventFailure.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_the_lag_is_the_wait_of_the_oldest_unread_event(heard: list[dict]) -> None:
    events.deliver()
    assert events.lag_s() == 0.0
    with clock.moved_to(clock.now() - dt.timedelta(seconds=90)):
        events.publish("test.happened", {"n": 3}, permission="alarms.view")
    assert 89 < events.lag_s() < 100
    events.deliver()
    assert events.lag_s() == 0.0
