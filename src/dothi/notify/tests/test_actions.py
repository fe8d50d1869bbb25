"""What other rooms ask for, and what they are told."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel import clock, drill
from dothi.kernel.drill import Mark
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.models import Event
from dothi.notify import queries, quiet
from dothi.notify.actions import erase_text, send, send_to_address
from dothi.notify.models import Channel, Delivery, Message, Preference
from dothi.notify.said import Said
from dothi.notify.tests.making import a_channel, reachable

pytestmark = pytest.mark.django_db
SAID = Said("notify-title-plain")
NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 20, 18, 0, tzinfo=dt.UTC)  # 01:00 in Viet Nam


@pytest.fixture
def person(cast):
    return reachable(cast.minh, phone="0900000111", email="minh@example.vn")


def test_a_message_waits_at_the_first_channel_that_its_person_has(person) -> None:
    a_channel("mail", way="email")
    sms = a_channel("sms", way="sms")
    with clock.moved_to(NOON):
        message = send(
            person, SAID, importance="high", about="/alarms/12/", purpose="báo động", key="alarm-12"
        )
    delivery = message.deliveries.get()
    assert (delivery.channel, delivery.address, delivery.state, delivery.held) == (
        sms,
        "0900000111",
        "waiting",
        "",
    )
    assert queries.state_of("alarm-12") == "waiting"


def test_the_same_key_again_is_the_same_message(person) -> None:
    a_channel("sms", way="sms")
    first = send(person, SAID, purpose="thử", key="once")
    assert send(person, Said("notify-state-sent"), purpose="thử", key="once").pk == first.pk
    assert Delivery.objects.count() == 1


def test_without_a_channel_it_fails_at_once_and_says_so(person) -> None:
    message = send(person, SAID, purpose="thử", key="nowhere")
    assert (message.state, message.trouble) == ("failed", "no-channel")
    told = Event.objects.get(topic="notify.failed")
    assert told.payload["key"] == "nowhere"


@pytest.mark.parametrize(("importance", "held"), [("normal", "quiet"), ("high", "quiet"), ("critical", "")])
def test_what_is_not_critical_waits_for_the_morning(person, importance, held) -> None:
    a_channel("sms", way="sms")
    with clock.moved_to(NIGHT):
        delivery = send(person, SAID, importance=importance, purpose="thử").deliveries.get()
    assert delivery.held == held
    if held:
        assert delivery.next_try_at == dt.datetime(2026, 11, 20, 23, 0, tzinfo=dt.UTC)  # 06:00


def test_who_trains_at_night_is_awake(person, monkeypatch: pytest.MonkeyPatch) -> None:
    a_channel("phones", way="push", kind="demo_outbox")
    monkeypatch.setattr(drill, "mark", lambda: Mark("d", "Diễn tập"))
    with clock.moved_to(NIGHT):
        assert send(person, SAID, importance="high", purpose="thử").deliveries.get().held == ""


def test_a_person_sets_the_order_and_the_hours(person) -> None:
    a_channel("sms", way="sms")
    mail = a_channel("mail", way="email")
    Preference.objects.create(
        person=person, ways=["email", "sms"], quiet_from=dt.time(12), quiet_to=dt.time(13), language="en"
    )
    with clock.moved_to(NOON):
        message = send(person, SAID, purpose="thử")
    delivery = message.deliveries.get()
    assert (delivery.channel, delivery.held, message.language) == (mail, "quiet", "en")


@pytest.mark.parametrize(
    ("hour", "begin", "end", "over"),
    [
        (1, "22:00", "06:00", 6),
        (23, "22:00", "06:00", 30),
        (6, "22:00", "06:00", None),
        (12, "12:00", "13:00", 13),
        (13, "12:00", "13:00", None),
        (12, "12:00", "12:00", None),
    ],
)
def test_quiet_hours(hour, begin, end, over) -> None:
    day = dt.datetime(2026, 11, 20, tzinfo=clock.VIETNAM)
    found = quiet.ends_at(
        (day + dt.timedelta(hours=hour)).astimezone(dt.UTC),
        dt.time.fromisoformat(begin),
        dt.time.fromisoformat(end),
    )
    assert found == (None if over is None else (day + dt.timedelta(hours=over)).astimezone(dt.UTC))


def test_an_address_has_no_account_and_no_quiet_hours(cast) -> None:
    a_channel("sms", way="sms")
    with clock.moved_to(NIGHT):
        message = send_to_address("sms", "0911222333", SAID, purpose="định vị", unit_id=None, agency_id=None)
    assert message.deliveries.get().held == ""


def test_a_channel_of_one_unit_serves_that_unit_and_what_lies_below(cast) -> None:
    own = cast.lan.agency
    a_channel("of-the-ward", way="sms", unit=own.unit)

    def asked(unit_id):
        return send_to_address(
            "sms", "0911222333", SAID, purpose="thử", unit_id=unit_id, agency_id=None
        ).state

    assert (asked(own.unit_id), asked(None)) == ("waiting", "failed")


@pytest.mark.parametrize(
    "wrong", [{"channel": "pigeon"}, {"address": "  "}, {"purpose": " "}], ids=lambda one: next(iter(one))
)
def test_what_cannot_be_sent_is_refused(wrong) -> None:
    given = {"channel": "sms", "address": "0911222333", "purpose": "thử"} | wrong
    with pytest.raises(BadRequest):
        send_to_address(
            given["channel"], given["address"], SAID, purpose=given["purpose"], unit_id=None, agency_id=None
        )
    assert not Message.objects.exists()


def test_a_text_that_did_its_service_is_erased_and_leaves_no_more() -> None:
    a_channel("sms", way="sms")
    said = Said("notify-title-plain", {"link": "/here/abc/"})
    message = send_to_address(
        "sms", "0911222333", said, purpose="thử", key="link", unit_id=None, agency_id=None
    )
    assert erase_text("link") and not erase_text("link")
    message.refresh_from_db()
    assert (message.text_fields, message.state, message.deliveries.get().state) == ({}, "failed", "needless")


def test_a_key_of_no_message_has_no_state() -> None:
    with pytest.raises(NotFound):
        queries.state_of("nobody")
    assert not Channel.objects.exists() and not queries.has_channel("sms")


def test_what_is_simulated_reaches_no_real_telephone() -> None:
    def asked() -> str:
        return send_to_address(
            "sms", "0911222333", SAID, purpose="thử", unit_id=None, agency_id=None, origin="simulated"
        ).state

    a_channel("sms", kind="sms_http", way="sms")
    assert asked() == "failed"
    a_channel("phones", kind="demo_outbox", way="sms")
    assert asked() == "waiting"
