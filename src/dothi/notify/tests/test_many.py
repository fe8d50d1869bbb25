"""Many addresses at once: the same messages as one by one, once each, also where nothing carries them."""

from __future__ import annotations

import pytest

from dothi.kernel.errors import BadRequest
from dothi.kernel.models import Event
from dothi.notify import course
from dothi.notify.many import Letter, send_to_addresses
from dothi.notify.models import Delivery, Message
from dothi.notify.tests.making import SAID, a_channel

pytestmark = pytest.mark.django_db


def letters(number: int, way: str = "sms", **more: str) -> list[Letter]:
    return [
        Letter(way=way, address=f"090000000{n}", text=SAID, key=f"{way}-{n}", **more) for n in range(number)
    ]


def test_each_is_sent_once_by_the_channel_that_serves_it() -> None:
    sms, mail = a_channel("sms", kind="demo_outbox", way="sms"), a_channel("mail", way="email")
    assert send_to_addresses(letters(5), purpose="thử") == 5
    assert send_to_addresses(letters(6), purpose="thử") == 1
    assert (
        Message.objects.filter(state="waiting").count() == Delivery.objects.filter(channel=sms).count() == 6
    )
    assert Event.objects.filter(topic="notify.changed").count() == 6
    assert len(course.claim(sms, 10)) == 6 and course.claim(mail, 10) == []


def test_what_nothing_carries_has_failed_and_says_so() -> None:
    a_channel("mail", kind="email", way="email")
    send_to_addresses([*letters(2), *letters(1, way="email", origin="simulated")], purpose="thử")
    assert set(Message.objects.values_list("state", "trouble")) == {("failed", "no-channel")}
    assert Event.objects.filter(topic="notify.failed").count() == 3
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "letter",
    [Letter(way="x", address="1", text=SAID, key="k"), Letter(way="sms", address=" ", text=SAID, key="k")],
)
def test_what_cannot_be_sent_sends_nothing(letter: Letter) -> None:
    with pytest.raises(BadRequest):
        send_to_addresses([*letters(1), letter], purpose="thử")
    assert not Message.objects.exists()
