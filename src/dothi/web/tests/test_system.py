"""The page of the system: what failed between the parts is seen, and repeated, by who manages the system only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from dothi.kernel import clock, events
from dothi.kernel.models import Event, EventFailure
from dothi.kernel.testing.cast import Cast

handled: list[int] = []


def _handle(event: Event) -> None:
    handled.append(event.pk)


@pytest.fixture
def failure(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventFailure]:
    handled.clear()
    monkeypatch.setitem(events._handlers, "test.happened", [_handle])
    event = events.publish("test.happened", {}, permission="alarms.view")
    yield EventFailure.objects.create(
        event=event, handler=f"{__name__}._handle", error="ValueError('no')", recorded_at=clock.now()
    )


def test_who_manages_the_system_sees_the_failure_and_has_it_handled(
    cast: Cast, client_of: Callable[..., Client], failure: EventFailure
) -> None:
    quan = client_of(cast.quan)
    page = quan.get("/system/").content.decode()
    assert "test.happened" in page
    assert "ValueError" in page
    assert quan.post(f"/system/events/{failure.pk}/retry/").status_code == 302
    assert handled == [failure.event_id]
    failure.refresh_from_db()
    assert failure.settled_at is not None
    assert "test.happened" not in quan.get("/system/").content.decode()
    assert quan.post(f"/system/events/{failure.pk}/retry/").status_code == 409


def test_setting_aside_wants_a_reason_and_keeps_it(
    cast: Cast, client_of: Callable[..., Client], failure: EventFailure
) -> None:
    quan = client_of(cast.quan)
    assert quan.post(f"/system/events/{failure.pk}/aside/").status_code == 400
    assert quan.post(f"/system/events/{failure.pk}/aside/", {"reason": "vụ việc đã đóng"}).status_code == 302
    assert handled == []
    newest = failure.pgh_event_model.objects.filter(pgh_obj_id=failure.pk).order_by("-pgh_created_at").first()
    assert newest.pgh_context["reason"] == "vụ việc đã đóng"


def test_others_neither_see_nor_touch_it(
    cast: Cast, client_of: Callable[..., Client], failure: EventFailure
) -> None:
    for person in (cast.lan, cast.vy, None):
        client = client_of(person)
        assert "test.happened" not in client.get("/system/").content.decode()
        assert client.post(f"/system/events/{failure.pk}/retry/").status_code in {302, 403, 404}
        assert client.post(f"/system/events/{failure.pk}/aside/", {"reason": "x"}).status_code in {
            302,
            403,
            404,
        }
    assert handled == []
