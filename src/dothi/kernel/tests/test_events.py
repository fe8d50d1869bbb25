"""Events between rooms: seen after commit, gone with a rollback, handled once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from dothi.kernel import clock, events, health
from dothi.kernel.errors import Conflict, InvalidRequest
from dothi.kernel.models import Event, EventFailure


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
def test_each_handled_event_is_a_sign_of_life(heard: list[dict], monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred slow handlings are one delivery; three minutes of silence would end the worker."""
    events.deliver()
    signs: list[str] = []
    monkeypatch.setattr(health, "moving", signs.append)
    for n in range(3):
        events.publish("test.happened", {"n": n}, permission="alarms.view")
    assert events.deliver() == 3
    assert signs == ["events"] * 3


@pytest.mark.django_db(transaction=True)
def test_the_lag_is_the_wait_of_the_oldest_unread_event(heard: list[dict]) -> None:
    events.deliver()
    assert events.lag_s() == 0.0
    with clock.moved_to(clock.now() - dt.timedelta(seconds=90)):
        events.publish("test.happened", {"n": 3}, permission="alarms.view")
    assert events.lag_s() >= 90
    events.deliver()
    assert events.lag_s() == 0.0


@pytest.fixture
def failure(heard: list[dict], monkeypatch: pytest.MonkeyPatch) -> EventFailure:
    """An event that its handler refuses while `broken` holds."""
    _broken.append(1)
    monkeypatch.setitem(events._handlers, "test.happened", [_refuse])
    events.deliver()
    events.publish("test.happened", {"n": 4}, permission="alarms.view")
    events.deliver()
    yield EventFailure.objects.get()
    _broken.clear()


_broken: list[int] = []
_seen: list[dict] = []


def _refuse(event: Event) -> None:
    _seen.append(event.payload)
    if _broken:
        raise ValueError("not yet")


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_handled_again_once_its_cause_is_mended(failure: EventFailure) -> None:
    again = events.retry(failure.pk)
    assert (again.settled_at, again.tries) == (None, 2)
    _broken.clear()
    _seen.clear()
    assert events.retry(failure.pk).settled_at is not None
    assert _seen == [{"n": 4}]
    with pytest.raises(Conflict):
        events.retry(failure.pk)
    assert _seen == [{"n": 4}]


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_set_aside_only_with_a_reason(failure: EventFailure) -> None:
    with pytest.raises(InvalidRequest):
        events.set_aside(failure.pk, reason=" ")
    events.set_aside(failure.pk, reason="the incident is closed")
    failure.refresh_from_db()
    assert failure.settled_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_handler_of_an_earlier_version_is_named(failure: EventFailure) -> None:
    EventFailure.objects.update(handler="dothi.gone.handler")
    with pytest.raises(Conflict) as caught:
        events.retry(failure.pk)
    assert caught.value.code == "event-handler-gone"
