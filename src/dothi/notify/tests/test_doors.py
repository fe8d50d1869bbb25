"""What people see of messages and channels, and the doors at which providers tell what became of them."""

from __future__ import annotations

import json

import pytest

from dothi.connectors.sources import secrets
from dothi.kernel import settings
from dothi.kernel.drill import Mark
from dothi.kernel.testing.cast import Cast
from dothi.notify import actions_channels, course
from dothi.notify.actions import send
from dothi.notify.channels.kinds import settings_of
from dothi.notify.channels.web_push.kind import public_key
from dothi.notify.models import Address, Channel, ChannelSecret, Delivery, Message, Preference, Shown
from dothi.notify.receipts import token_of
from dothi.notify.tests.making import SAID, a_channel, an_sms, gateway, owner, reachable, state, turns

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9/"


def sent_sms() -> tuple[Channel, str]:
    described = actions_channels.Described("Cổng SMS", owner(), None)
    channel = actions_channels.add_channel(
        "sms", "sms_http", described, settings={"url": NOWHERE, "token": "t0k3n"}, by=None
    )
    an_sms()
    (one,) = course.claim(channel, 1)
    course.note_accepted(one, course.Accepted("m-1"))
    return channel, f"/notify/receipts/sms/{token_of(channel)}/"


def test_a_receipt_at_the_door_is_taken_once_and_a_stranger_finds_no_door(client) -> None:
    _, door = sent_sms()
    told = {"id": "m-1", "status": "DELIVRD"}
    answers = [client.post(door, json.dumps(told), content_type="application/json").json() for _ in range(2)]
    assert answers == [{"new": 1}, {"new": 0}] and state() == "delivered"
    assert client.post(
        door, json.dumps({"id": "unknown", "status": "failed"}), content_type="application/json"
    ).json() == {"new": 0}
    assert client.post("/notify/receipts/sms/wrong/", told).status_code == 404
    assert client.post("/notify/receipts/nobody/wrong/", told).status_code == 404
    for rubbish in ("no json", "[" * 100_000, '{"status": "failed"}'):
        assert client.post(door, rubbish, content_type="application/json").status_code == 400
    unseen = {"id": "m\0-9", "status": "failed"}
    assert client.post(door, json.dumps(unseen), content_type="application/json").json() == {"new": 0}
    assert client.get(door, {"id": "m-1", "status": "queued"}).json() == {"new": 0}


def test_a_secret_stands_on_no_page_and_the_address_of_receipts_on_the_managers_alone(
    cast: Cast, client_of
) -> None:
    channel, door = sent_sms()
    page = client_of(cast.quan).get(f"/notify/channels/{channel.code}/").content.decode()
    assert "t0k3n" not in page and door in page
    for one in (cast.quan, cast.minh):
        assert "t0k3n" not in client_of(one).get("/notify/channels/").content.decode()
    assert "t0k3n" not in json.dumps(channel.settings)


def test_numbers_are_masked_for_who_need_not_know_them(cast: Cast, client_of) -> None:
    gateway("sms", NOWHERE)
    an_sms(to="0911222333")
    page = client_of(cast.quan).get("/notify/").content.decode()
    assert "0911222333" not in page and "••• 333" in page


def test_a_failed_message_is_sent_again_by_hand_and_not_twice(cast: Cast, client_of) -> None:
    an_sms()
    assert state() == "failed"
    gateway("sms", NOWHERE)
    message, client = Message.objects.get(), client_of(cast.quan)
    for _ in range(2):
        assert client.post(f"/notify/{message.pk}/again/").status_code == 302
    assert turns() == [("sms", "waiting", "")]


def test_a_channel_is_described_tried_and_switched_off_on_screens(cast: Cast, client_of) -> None:
    client = client_of(cast.quan)
    assert client.get("/notify/channels/new/email/").status_code == 200
    form = {
        "name": "Thư", "code": "thu", "agency": owner().pk, "area": "", "position": "0", "set-host": "smtp.example.vn", "set-port": "587",
        "set-security": "starttls", "set-sender": "no mailbox",
    }  # fmt: skip
    assert client.post("/notify/channels/new/email/", form).status_code == 422
    assert (
        client.post("/notify/channels/new/email/", form | {"set-sender": "ioc@example.vn"}).status_code == 302
    )
    channel = Channel.objects.get(code="thu")
    assert (channel.way, channel.changed_by) == ("email", cast.quan)
    client.post("/notify/channels/thu/test/", {"address": "lan@example.vn"})
    assert Delivery.objects.get().channel == channel
    changed = form | {"set-sender": "ioc@example.vn", "set-host": "mail.example.vn", "reason": "đổi máy"}
    assert client.post("/notify/channels/thu/change/", changed).status_code == 302
    client.post("/notify/channels/thu/switch/", {"on": "no"})
    channel.refresh_from_db()
    assert channel.is_on and channel.settings["host"] == "mail.example.vn"
    client.post("/notify/channels/thu/switch/", {"on": "no", "reason": "hết hạn"})
    channel.refresh_from_db()
    assert not channel.is_on


def test_every_kind_has_a_form_in_both_languages(cast: Cast, client_of) -> None:
    from dothi.connectors.sources import asking
    from dothi.kernel.i18n import has
    from dothi.notify.channels.kinds import kinds

    for kind in kinds().values():
        assert has(kind.words) and has(f"{kind.words}-help"), kind.code
        missing = [
            one.name
            for one in asking.questions(kind.settings)
            if not has(f"{kind.words}-{one.name.replace('_', '-')}")
        ]
        assert not missing, (kind.code, missing)


def test_i_say_how_i_want_to_be_told(cast: Cast, client_of) -> None:
    client = client_of(cast.lan)
    assert client.get("/notify/me/").status_code == 200
    form = {
        "place-email": "1",
        "place-sms": "2",
        "place-zalo": "0",
        "quiet_from": "21:30",
        "quiet_to": "05:30",
        "language": "en",
        "zalo": "8842",
    }
    assert client.post("/notify/me/", form).status_code == 302
    own = Preference.objects.get(person=cast.lan)
    assert (own.ways, own.quiet_from.hour, own.language) == (["email", "sms"], 21, "en")
    assert Address.objects.get(person=cast.lan, way="zalo").value == "8842"
    client.post("/notify/me/", form | {"quiet_to": ""})
    assert Preference.objects.get(person=cast.lan).quiet_to is not None, "half of the hours is no answer"
    other = Address.objects.get()
    assert client_of(cast.tuan).post(f"/notify/me/addresses/{other.pk}/remove/").status_code == 404
    client.post(f"/notify/me/addresses/{other.pk}/remove/")
    assert not Address.objects.exists()


def test_a_browser_is_no_browser_without_its_keys(cast: Cast, client_of) -> None:
    described = actions_channels.Described("Trình duyệt", owner(), None)
    channel = actions_channels.add_channel(
        "push", "web_push", described, settings={"contact": "mailto:ioc@example.vn"}, by=None
    )
    assert len(public_key(settings_of(channel))) == 87  # 65 bytes of a point, without padding
    client = client_of(cast.lan)
    assert public_key(settings_of(channel)) in client.get("/notify/me/").content.decode()
    assert (
        client.post(
            "/notify/me/browser/", {"subscription": '{"endpoint": "https://push.example.com/x"}'}
        ).status_code
        == 400
    )


def test_the_demos_phones_are_one_for_each_person_and_say_that_they_are_simulated(
    cast: Cast, client_of, monkeypatch
) -> None:
    monkeypatch.setenv("DOTHI_DEMO", "yes")
    phones = a_channel("phones", kind="demo_outbox", way="sms")
    for person in (cast.lan, cast.minh):
        reachable(person, phone=f"09000001{person.pk % 100:02d}")
    for key, person in (("a", cast.lan), ("b", cast.minh), ("c", cast.lan)):
        send(person, SAID, importance="critical", purpose="thử", key=key)
    for one in course.claim(phones, 3):
        Shown.objects.create(
            our_id=one.out.our_id,
            channel=phones,
            address=one.out.address,
            title=one.out.title,
            text=one.out.text,
        )
        course.note_accepted(one, course.Accepted(one.out.key, delivered=True))
    client = client_of(cast.quan)
    page = client.get("/notify/phones/").content.decode()
    assert "Mô phỏng" in page
    assert page.count('class="phone"') == 2 and page.count("data-critical") == 3
    newest = Shown.objects.latest("pk")
    client.post(f"/notify/phones/{newest.pk}/read/")
    assert client.get("/notify/phones/rows/").content.decode().count("data-critical") == 2
    assert Message.objects.filter(state="read").count() == 1
    monkeypatch.setenv("DOTHI_DEMO", "no")
    assert client.get("/notify/phones/").status_code == 404


def test_in_the_copy_of_a_drill_each_person_has_a_phone_of_their_own_and_nobody_is_rung(
    cast: Cast, client_of, monkeypatch, tmp_path
) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    Mark("thu-nghiem", "Cháy nhà cao tầng").save(tmp_path)
    reachable(cast.lan, phone="0900000111")
    a_channel("sms", kind="sms_http", way="sms")
    a_channel("phones", kind="demo_outbox", way="push")
    send(cast.lan, SAID, importance="critical", purpose="drill", key="k", origin="simulated")
    assert Delivery.objects.get().address == cast.lan.username and turns() == [("phones", "waiting", "")]
    assert client_of(cast.quan).get("/notify/phones/").status_code == 200


def test_another_agency_sees_nothing_of_a_message(cast: Cast, client_of) -> None:
    a_channel("sms", way="sms")
    reachable(cast.lan, phone="0900000111")
    message = send(cast.lan, SAID, purpose="thử")
    assert client_of(cast.tuan).get(f"/notify/{message.pk}/").status_code in (403, 404)


def test_secrets_of_channels_are_encrypted_anew_with_all_others(monkeypatch) -> None:
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "the one before")
    channel, _ = sent_sms()
    before = dict(ChannelSecret.objects.values_list("name", "token"))
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "the new one,the one before")
    assert actions_channels.encrypt_anew() == len(before) == 2
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "the new one")
    assert not set(before.values()) & set(ChannelSecret.objects.values_list("token", flat=True))
    assert secrets.decrypt(channel.secrets.get(name="token").token) == "t0k3n"
    assert token_of(channel)
