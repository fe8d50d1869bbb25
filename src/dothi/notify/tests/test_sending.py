"""The loop and what becomes of messages, with gateways on real sockets: down, slow, refusing, silent, talking twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dothi.connectors.sources.tests.serving import serving
from dothi.kernel import clock
from dothi.kernel.models import Event
from dothi.notify import course, routing
from dothi.notify.actions import erase_text, send
from dothi.notify.channels.kinds import Report, kinds
from dothi.notify.models import Channel, ChannelStanding, Delivery, Message, Receipt, State
from dothi.notify.tests.making import (
    SAID,
    SECRET,
    a_channel,
    an_sms,
    gateway,
    posting,
    reachable,
    state,
    turns,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_network")]
NOWHERE = "http://127.0.0.1:9/"  # nobody listens on the discard port
Answering = Callable[[Any], None]


def takes(key: str = "m-1") -> Answering:
    return lambda asked: asked.give(json.dumps({"id": key}))


def later(seconds: float) -> Any:
    return clock.moved_to(clock.now() + dt.timedelta(seconds=seconds))


def test_it_is_sent_and_says_so_when_the_receipt_comes() -> None:
    with serving(takes()) as server:
        channel = gateway("sms", server.url)
        an_sms()
        with posting() as post:
            post.round()
    assert json.loads(server.asked[0].body)["to"] == "0911222333"
    assert state() == "sent"
    assert course.take_receipt(channel, Report("m-1", State.DELIVERED))
    assert state() == "delivered"
    assert course.take_receipt(channel, Report("m-1", State.READ))
    assert state() == "read"
    told = list(
        Event.objects.filter(topic__startswith="notify.").order_by("pk").values_list("topic", flat=True)
    )
    assert told == ["notify.changed", "notify.changed", "notify.delivered", "notify.read"]


def test_a_receipt_twice_changes_nothing_and_one_of_an_unknown_message_waits() -> None:
    with serving(takes()) as server:
        channel = gateway("sms", server.url)
        an_sms()
        with posting() as post:
            post.round()
    assert course.take_receipt(channel, Report("m-1", State.DELIVERED))
    assert not course.take_receipt(channel, Report("m-1", State.DELIVERED))
    assert not course.take_receipt(channel, Report("nobody's", State.FAILED))
    assert state() == "delivered" and Receipt.objects.filter(delivery__isnull=True).count() == 1
    assert Event.objects.filter(topic="notify.delivered").count() == 1


def test_a_receipt_that_is_quicker_than_we_are_is_taken_up() -> None:
    with serving(takes("quick")) as server:
        channel = gateway("sms", server.url)
        an_sms()
        assert not course.take_receipt(channel, Report("quick", State.DELIVERED))
        with posting() as post:
            post.round()
    assert state() == "delivered"


def test_a_yes_without_a_receipt_goes_on_to_the_next_channel() -> None:
    with serving(takes("a")) as first, serving(takes("b")) as second:
        one, other = gateway("first", first.url), gateway("second", second.url, position=1)
        an_sms(importance="critical")
        with posting() as post:
            post.round()
            assert turns() == [("first", "sent", "")]
            with later(61):
                post.round()
            assert turns() == [("first", "no-receipt", "no-receipt"), ("second", "sent", "")]
            with later(130):
                post.round()
    assert state() == "no-receipt" and len(first.asked) == len(second.asked) == 1
    assert Event.objects.filter(topic="notify.failed").get().payload["state"] == "no-receipt"
    assert course.take_receipt(one, Report("a", State.DELIVERED)), "a late receipt is believed"
    assert state() == "delivered"
    assert other.code == "second"


def test_a_channel_that_is_down_is_tried_again_after_the_dated_waits_and_rests() -> None:
    channel = gateway("down", NOWHERE)
    an_sms()
    with posting() as post:
        for wait in (0, 11, 80):
            with later(wait):
                post.round()
    assert turns() == [("down", "failed", "no-connection")] and state() == "failed"
    assert Delivery.objects.get().tries == 3
    standing = ChannelStanding.objects.get(channel=channel)
    assert (standing.failures, standing.trouble) == (3, "no-connection") and standing.rests_until is not None


def test_what_is_critical_leaves_a_channel_that_rests_at_once() -> None:
    with serving(takes()) as server:
        down = gateway("down", NOWHERE)
        gateway("up", server.url, position=1)
        now = clock.now()
        ChannelStanding.objects.create(channel=down, failures=3, rests_until=now + dt.timedelta(minutes=5))
        an_sms(importance="critical")
        an_sms("calm", importance="normal")
        with posting() as post:
            post.round()
    assert turns() == [("down", "failed", "channel-down"), ("up", "sent", "")]
    assert turns("calm") == [("down", "waiting", "")]


def test_what_is_critical_waits_for_its_only_channel_and_goes_when_that_works_again() -> None:
    with serving(takes()) as server:
        only, now = gateway("only", server.url), clock.now()
        ChannelStanding.objects.create(
            channel=only, failures=3, trouble="busy", rests_until=now + dt.timedelta(seconds=90)
        )
        an_sms(importance="critical")
        with posting() as post:
            with later(70):  # later than a channel that is merely slow is waited for
                post.round()
            assert turns() == [("only", "waiting", "")] and server.asked == []
            with later(95):
                post.round()
    assert state() == "sent"


def test_one_that_cannot_be_looked_after_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = gateway("sms", NOWHERE)
    for key in ("bad", "good"):
        an_sms(key)
    course.claim(channel, 2)
    again, bad = course._again, Delivery.objects.get(message__key="bad").pk

    def breaks(row: Delivery, *told: Any) -> None:
        if row.pk == bad:
            raise ValueError("a fault of ours")
        again(row, *told)

    monkeypatch.setattr(course, "_again", breaks)
    with later(60):
        assert course.look_after() == 1
    assert (turns("bad"), turns("good")) == ([("sms", "sending", "")], [("sms", "waiting", "broke-off")])


def test_a_text_that_was_erased_while_it_was_being_sent_goes_no_second_time() -> None:
    channel = gateway("sms", NOWHERE)
    an_sms()
    (one,) = course.claim(channel, 1)
    erase_text("k")
    course.note_failed(one, course.NotSent("busy", down=True))
    assert turns() == [("sms", "failed", "busy")]


def test_a_second_try_keeps_the_quiet_hours(cast: Any) -> None:
    mail = a_channel("mail", way="email")
    reachable(cast.minh, email="minh@example.vn")
    evening = dt.datetime(2026, 11, 20, 21, 59, 50, tzinfo=clock.VIETNAM)
    with clock.moved_to(evening):
        send(cast.minh, SAID, importance="high", purpose="thử", key="k")
        (one,) = course.claim(mail, 1)
        course.note_failed(one, course.NotSent("busy", down=True))
    row = Delivery.objects.get()
    assert (row.held, row.next_try_at) == ("quiet", evening.replace(day=21, hour=6, minute=0, second=0))


def test_once_more_goes_through_every_channel_again() -> None:
    first, second = gateway("first", NOWHERE), gateway("second", NOWHERE, position=1)
    message = an_sms()
    for channel in (first, second):
        (one,) = course.claim(channel, 1)
        course.note_failed(one, course.NotSent("refused", permanent=True))
    assert state() == "failed"
    message.refresh_from_db()
    routing.begin(message, again=True)
    (one,) = course.claim(first, 1)
    course.note_failed(one, course.NotSent("refused", permanent=True))
    assert turns()[-1] == ("second", "waiting", "")


def test_a_channel_that_is_slow_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds(), "sms_http", replace(kinds()["sms_http"], patience_s=0.5))
    # a kind of its own, which is not that impatient
    with serving(lambda asked: asked.server.released.wait()) as slow, serving(takes()) as quick:
        a_channel("slow", kind="sms_http", way="sms", settings={"url": slow.url})
        a_channel(
            "quick",
            kind="voice_webhook",
            way="other",
            settings={"url": quick.url},
            hidden={"signing_secret": SECRET},
        )
        for number in range(6):
            an_sms(f"slow-{number}")
        message = Message.objects.create(
            key="quick", way="other", address="0911222333", text_key=SAID.key, importance="normal", purpose="thử",
            created_at=clock.now(),
        )  # fmt: skip
        course.routing.begin(message)
        with posting() as post:
            post.begin()
            assert Delivery.objects.filter(channel__code="slow", state="sending").count() == 4, (
                "and no more side by side"
            )
            post.until(lambda: state("quick") == "sent")
            post.settle()
    assert set(Delivery.objects.filter(channel__code="slow", tries=1).values_list("state", "trouble")) == {
        ("waiting", "slow")
    }


@pytest.mark.parametrize(
    ("status", "trouble", "ends"), [(400, "refused", True), (401, "refused-us", False), (503, "busy", False)]
)
def test_a_refusal_of_the_message_is_for_good_one_of_us_is_not(status: int, trouble: str, ends: bool) -> None:
    with serving(lambda asked: asked.give("{}", status)) as server:
        gateway("sms", server.url)
        an_sms()
        with posting() as post:
            post.round()
    assert turns() == [("sms", "failed" if ends else "waiting", trouble)]


def test_a_wait_that_the_other_side_asks_for_is_kept() -> None:
    with serving(lambda asked: asked.give("{}", 429, Retry_After="900")) as server:
        gateway("sms", server.url)
        an_sms()
        with posting() as post:
            post.round()
    waits = Delivery.objects.get().next_try_at - clock.now()
    assert dt.timedelta(minutes=14) < waits <= dt.timedelta(minutes=15)


def test_a_killed_sender_loses_its_lease_and_the_message_goes_again_under_the_same_id() -> None:
    channel = gateway("sms", NOWHERE)
    an_sms()
    (first,) = course.claim(channel, 5)
    assert course.claim(channel, 5) == [], "nobody else takes it meanwhile"
    with later(60):
        course.look_after()
        assert turns() == [("sms", "waiting", "broke-off")]
    with later(80):
        (second,) = course.claim(channel, 5)
        assert second.out.our_id == first.out.our_id and second.claim != first.claim
        course.note_failed(
            first, course.NotSent("slow")
        )  # the dead sender was only slow: it may no longer write
        assert turns() == [("sms", "sending", "broke-off")]


def test_a_late_receipt_spares_the_next_channel() -> None:
    first, _ = gateway("first", NOWHERE), gateway("second", NOWHERE, position=1)
    an_sms(importance="critical")
    (one,) = course.claim(first, 1)
    course.note_accepted(one, course.Accepted("a"))
    with later(61):
        course.look_after()
        assert turns() == [("first", "no-receipt", "no-receipt"), ("second", "waiting", "")]
        course.take_receipt(first, Report("a", State.DELIVERED))
    assert turns() == [("first", "delivered", ""), ("second", "needless", "")] and state() == "delivered"


def test_a_provider_that_says_undelivered_hands_it_on() -> None:
    first, _ = gateway("first", NOWHERE), gateway("second", NOWHERE, position=1)
    an_sms()
    (one,) = course.claim(first, 1)
    course.note_accepted(one, course.Accepted("a"))
    course.take_receipt(first, Report("a", State.FAILED, "ABSENT"))
    assert turns() == [("first", "failed", "undelivered"), ("second", "waiting", "")]


def test_what_was_switched_off_keeps_nothing_waiting() -> None:
    channel = gateway("sms", NOWHERE)
    an_sms()
    Channel.objects.filter(pk=channel.pk).update(is_on=False)
    with posting() as post:
        post.round()
    assert state() == "failed"


def test_a_text_that_was_erased_is_not_sent() -> None:
    with serving(takes()) as server:
        gateway("sms", server.url)
        an_sms()
        erase_text("k")
        with posting() as post:
            post.round()
    assert server.asked == []


def test_the_most_urgent_goes_first() -> None:
    channel = gateway("sms", NOWHERE)
    for importance in ("normal", "high", "critical"):
        an_sms(importance, importance=importance)
    found = [one.out.importance for one in course.claim(channel, 2)]
    assert found == ["critical", "high"]


def test_settings_that_cannot_be_are_told_at_the_channel_and_stop_no_other() -> None:
    with serving(takes()) as server:
        broken = gateway("broken", "no address")
        gateway("good", server.url, position=1)
        an_sms(importance="critical")
        with posting() as post:
            for wait in (0, 61):
                with later(wait):
                    post.round()
    assert ChannelStanding.objects.get(channel=broken).trouble == "settings"
    assert turns() == [("broken", "failed", "channel-down"), ("good", "sent", "")]


def test_by_a_way_without_receipts_a_critical_message_goes_on_and_another_rests(cast: Any) -> None:
    mail = a_channel("mail", way="email")
    reachable(cast.minh, email="minh@example.vn")
    with clock.moved_to(dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)):
        for importance in ("critical", "normal"):
            send(cast.minh, SAID, importance=importance, purpose="thử", key=importance)
            (one,) = course.claim(mail, 1)
            course.note_accepted(one, course.Accepted("x"))
        with later(7200):
            course.look_after()
    assert (state("critical"), state("normal")) == ("no-receipt", "sent")
    assert course.lag_s() == 0
