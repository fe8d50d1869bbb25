"""The link to locate goes to the caller's phone by SMS where a channel is set up, and the desk knows how far it is."""

from __future__ import annotations

import pytest

from dothi.calls.actions.locating import open_link, send_link, sms_state
from dothi.calls.models import PlaceLink
from dothi.calls.tests.exchange import Desks, desks, rings
from dothi.kernel import events
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.notify import course
from dothi.notify.models import Message
from dothi.notify.tests.making import gateway

pytestmark = pytest.mark.django_db
BASE = "https://ioc.example.vn"


@pytest.fixture
def city(cast: Cast) -> Desks:
    return desks(cast)


def test_it_is_sent_and_its_text_is_erased_when_the_phone_opens_it(city: Desks) -> None:
    channel, call = gateway("sms", "http://127.0.0.1:9/"), rings()
    path = send_link(call, by=city.phong, base=BASE)
    link = PlaceLink.objects.get()
    (one,) = course.claim(channel, 1)
    assert (
        one.out.address == call.caller_number
        and f"{BASE}{path}" in one.out.text
        and one.out.importance == "critical"
    )
    assert sms_state(link) == "waiting"
    course.note_accepted(one, course.Accepted("m-1"))
    assert sms_state(link) == "sent"
    open_link(path.split("/")[2])
    assert Message.objects.get().text_fields == {}


def test_the_desk_hears_what_became_of_it(city: Desks) -> None:
    channel, call = gateway("sms", "http://127.0.0.1:9/"), rings()
    send_link(call, by=city.phong, base=BASE)
    (one,) = course.claim(channel, 1)
    course.note_failed(one, course.NotSent("refused", permanent=True))
    failed = Event.objects.get(topic="notify.failed")
    for handler in events._handlers["notify.failed"]:
        handler(failed)
    assert Event.objects.filter(
        topic="calls.changed", payload__what="link-sms", payload__call=call.code
    ).exists()


@pytest.mark.parametrize("why", ["no channel", "no address of ours"])
def test_without_a_channel_it_is_read_out_as_before(city: Desks, why: str) -> None:
    if why == "no address of ours":
        gateway("sms", "http://127.0.0.1:9/")
    send_link(rings(), by=city.phong, base="" if why == "no address of ours" else BASE)
    assert not Message.objects.exists() and sms_state(PlaceLink.objects.get()) == ""
