"""Each channel against a server on a real socket: a mail server, an SMSC, gateways, a push service."""

from __future__ import annotations

import base64
import json
import logging
import uuid
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dothi.connectors.sources import secrets
from dothi.connectors.sources.tests.serving import serving
from dothi.kernel import clock
from dothi.notify import actions_channels
from dothi.notify.actions import send, send_to_address
from dothi.notify.channels import posting
from dothi.notify.channels.kinds import Request, Told, settings_of
from dothi.notify.channels.voice_webhook.kind import KIND as VOICE
from dothi.notify.channels.web_push.kind import fills
from dothi.notify.channels.zalo_oa.kind import KIND as ZALO
from dothi.notify.models import Address, ChannelSecret, ChannelStanding, Delivery, Shown
from dothi.notify.receipts import token_of
from dothi.notify.said import Said
from dothi.notify.tests.making import SECRET, a_channel, an_sms, gateway, owner, reachable, state, turns
from dothi.notify.tests.making import posting as running
from dothi.notify.tests.servers import centre, mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_network")]
VIETNAMESE = Said("notify-test-text", {"name": "Đường bị ngập", "by": "Lan"})


# ---- e-mail


def by_mail(port: int) -> None:
    a_channel(
        "mail", settings={"host": "127.0.0.1", "port": port, "security": "none", "sender": "ioc@example.vn"}
    )


def a_letter(cast: Any) -> None:
    reachable(cast.minh, email="minh@example.vn")
    send(cast.minh, VIETNAMESE, importance="critical", purpose="thử", key="k")


def test_a_letter_arrives_with_an_id_that_does_not_change(cast: Any) -> None:
    with mail() as (box, port), running() as post:
        by_mail(port)
        a_letter(cast)
        post.round()
    assert turns() == [("mail", "sent", "")]
    assert f"Message-ID: <{Delivery.objects.get().our_id}@example.vn>" in box.letters[0]


@pytest.mark.parametrize(("answer", "after"), [("550 no such user", "failed"), ("450 later", "waiting")])
def test_a_mail_server_that_refuses(cast: Any, answer: str, after: str) -> None:
    with mail(answer) as (box, port), running() as post:
        by_mail(port)
        a_letter(cast)
        post.round()
    assert turns() == [("mail", after, "refused")] and not box.letters


def test_a_mail_server_that_is_down_is_the_channels_trouble(cast: Any) -> None:
    with running() as post:
        by_mail(9)
        a_letter(cast)
        post.round()
    assert turns() == [("mail", "waiting", "no-connection")]
    assert ChannelStanding.objects.get().failures == 1


# ---- SMPP


def by_smpp(port: int) -> None:
    settings = {"host": "127.0.0.1", "port": port, "system_id": "dothi", "sender": "IOC"}
    a_channel("smpp", kind="sms_smpp", way="sms", settings=settings, hidden={"password": "pw"})


def test_an_sms_by_smpp_is_taken_and_its_receipts_come_over_the_session() -> None:
    with centre() as smsc, running() as post:
        by_smpp(smsc.server_address[1])
        an_sms(said=VIETNAMESE)
        post.round()
        assert turns() == [("smpp", "sent", "")]
        last = f"s-{len(smsc.taken)}"
        assert Delivery.objects.get().provider_id == last and b"84911222333" in smsc.taken[0]
        smsc.receipt("unknown", "DELIVRD")
        post.until(smsc.answered.is_set)
        assert state() == "sent"
        for _ in range(2):
            smsc.receipt(last, "DELIVRD")
            post.until(smsc.answered.is_set)
    assert state() == "delivered"


def test_a_receipt_by_smpp_that_says_no() -> None:
    with centre() as smsc, running() as post:
        by_smpp(smsc.server_address[1])
        an_sms()
        post.round()
        smsc.receipt("s-1", "UNDELIV")
        post.until(smsc.answered.is_set)
    assert turns() == [("smpp", "failed", "undelivered")]


@pytest.mark.parametrize(
    ("how", "after"),
    [
        ({"bind": 0x0E}, ("waiting", "refused-us")),
        ({"submit": 0x0B}, ("failed", "refused")),
        ({"submit": 0x58}, ("waiting", "busy")),
    ],
    ids=["password", "number", "throttled"],
)
def test_an_smsc_that_refuses(how: dict[str, int], after: tuple[str, str]) -> None:
    with centre(**how) as smsc, running() as post:
        by_smpp(smsc.server_address[1])
        an_sms()
        post.round()
    assert turns() == [("smpp", *after)]


def test_an_smsc_that_is_down() -> None:
    with running() as post:
        by_smpp(9)
        an_sms()
        post.round()
    assert turns() == [("smpp", "waiting", "no-connection")]


# ---- Zalo


@pytest.mark.parametrize(
    ("told", "after"),
    [
        ({"error": 0, "data": {"message_id": "z-1"}}, ("sent", "")),
        ({"error": -216, "message": "token"}, ("waiting", "refused-us")),
        ({"error": -213, "message": "not a follower"}, ("failed", "refused")),
    ],
)
def test_zalo_says_yes_and_no_in_its_body(cast: Any, told: dict[str, Any], after: tuple[str, str]) -> None:
    Address.objects.create(person=cast.minh, way="zalo", value="8842", created_at=clock.now())
    with serving(lambda asked: asked.give(json.dumps(told))) as server, running() as post:
        a_channel(
            "zalo", kind="zalo_oa", way="zalo", settings={"url": server.url}, hidden={"access_token": "t"}
        )
        send(cast.minh, VIETNAMESE, importance="critical", purpose="thử", key="k")
        post.round()
    assert turns() == [("zalo", *after)]
    assert json.loads(server.asked[0].body)["recipient"] == {"user_id": "8842"}


def test_zalos_events_are_judged_by_their_signature() -> None:
    settings = ZALO.settings(access_token="t", webhook_secret="s", app_id="a")
    body = json.dumps(
        {"event_name": "user_seen_message", "timestamp": "1", "message": {"msg_ids": ["z-1"]}}
    ).encode()
    with pytest.raises(Told) as refused:
        ZALO.read(Request(body, {}, {"x-zevent-signature": "mac=0"}), settings)
    assert refused.value.status == 403
    import hashlib

    right = "mac=" + hashlib.sha256(b"a" + body + b"1" + b"s").hexdigest()
    (told,) = ZALO.read(Request(body, {}, {"x-zevent-signature": right}), settings)
    assert (told.provider_id, told.state) == ("z-1", "read")


# ---- web-hooks


def test_a_hook_is_signed_and_so_is_what_it_reports() -> None:
    with serving(lambda asked: asked.give("", 202)) as server, running() as post:
        channel = a_channel(
            "call",
            kind="voice_webhook",
            way="sms",
            settings={"url": server.url},
            hidden={"signing_secret": SECRET},
        )
        an_sms(said=VIETNAMESE)
        post.round()
    (asked,) = server.asked
    headers = {name.lower(): value for name, value in asked.headers.items()}
    now = int(headers["webhook-timestamp"])
    assert posting.is_signed(headers, asked.body, SECRET, now) and not posting.is_signed(
        headers, asked.body + b" ", SECRET, now
    )
    body, key = (
        json.dumps({"id": json.loads(asked.body)["id"], "state": "answered"}).encode(),
        Delivery.objects.get().our_id,
    )
    settings, at = settings_of(channel), int(clock.now().timestamp())
    (told,) = VOICE.read(Request(body, {}, posting.signed(key, at, body, SECRET)), settings)
    assert (told.provider_id, told.state) == (str(key), "read")
    with pytest.raises(Told):
        VOICE.read(Request(body, {}, posting.signed(key, at - 900, body, SECRET)), settings)


def loudspeakers(url: str) -> str:
    """A system of loudspeakers at `url`; returns its door of receipts."""
    described = actions_channels.Described("Loa phường", owner(), None)
    channel = actions_channels.add_channel(
        "loa", "loudspeaker_webhook", described, settings={"url": url, "signing_secret": SECRET}, by=None
    )
    return f"/notify/receipts/loa/{token_of(channel)}/"


def reported(client: Any, door: str, **told: str) -> int:
    """What the system says of a message, signed by both sides' secret."""
    body = json.dumps(told).encode()
    signed = posting.signed(uuid.uuid4(), int(clock.now().timestamp()), body, SECRET)
    return client.post(door, body, content_type="application/json", headers=signed).status_code


@pytest.mark.parametrize(
    ("told", "after"),
    [
        ({"state": "delivered"}, ("delivered", "")),
        ({"state": "failed", "said": "mất điện"}, ("failed", "undelivered")),
    ],
    ids=["spoken", "silent"],
)
def test_loudspeakers_are_told_what_to_say_where_and_say_whether_they_did(
    client: Any, told: dict[str, str], after: tuple[str, str]
) -> None:
    with serving(lambda asked: asked.give(json.dumps({"id": "lk-7"}), 202)) as server, running() as post:
        door = loudspeakers(server.url)
        send_to_address(
            "loudspeaker", "Cụm loa số 3", VIETNAMESE, purpose="thử", key="k", unit_id=None, agency_id=None
        )
        post.round()
    (asked,) = server.asked
    said, headers = json.loads(asked.body), {name.lower(): value for name, value in asked.headers.items()}
    assert (said["to"], said["language"]) == ("Cụm loa số 3", "vi") and "Đường bị ngập" in said["text"]
    assert posting.is_signed(headers, asked.body, SECRET, int(headers["webhook-timestamp"]))
    assert turns() == [("loa", "sent", "")]
    assert reported(client, door, id="lk-7", **told) == 200
    assert turns() == [("loa", *after)]
    assert client.post(door, {"id": "lk-7", "state": "read"}).status_code == 403, "unsigned"


def test_loudspeakers_without_power_are_tried_again() -> None:
    with running() as post:
        loudspeakers("http://127.0.0.1:9/")
        send_to_address(
            "loudspeaker", "Cụm loa số 3", VIETNAMESE, purpose="thử", key="k", unit_id=None, agency_id=None
        )
        post.round()
    assert turns() == [("loa", "waiting", "no-connection")]


# ---- the demo's own phones


@pytest.mark.django_db(transaction=True)
def test_what_the_demos_phones_are_given_stands_there_once_and_has_arrived() -> None:
    phones = a_channel("phones", kind="demo_outbox", way="sms", settings={"way": "sms"})
    an_sms(said=VIETNAMESE)
    with running() as post:
        post.round()
    assert turns() == [("phones", "delivered", "")]
    shown = Shown.objects.get()
    assert (shown.channel, shown.address) == (phones, "0911222333") and "Đường bị ngập" in shown.text
    # its sender was killed before it could note the yes: the same message again is one entry
    Delivery.objects.update(state="waiting", next_try_at=clock.now(), receipt_at=None)
    with running() as post:
        post.round()
    assert Shown.objects.count() == 1 and Delivery.objects.get().tries == 2


# ---- what the other side repeats of ours


def test_what_a_gateway_repeats_of_ours_stands_in_no_outbox_and_no_log(
    cast: Any, client_of: Any, caplog: Any
) -> None:
    said = {"error": "bad token t0k3n-of-ours", "msisdn": "84911222333", "number": "0911222333"}
    with serving(lambda asked: asked.give(json.dumps(said))) as server, running() as post:
        channel = gateway("sms", server.url, ok_at="error", ok_is="none")
        ChannelSecret.objects.create(channel=channel, name="token", token=secrets.encrypt("t0k3n-of-ours"))
        an_sms()
        with caplog.at_level(logging.INFO):
            post.round()
    assert server.asked[0].headers["Authorization"] == "Bearer t0k3n-of-ours"
    row = Delivery.objects.get()
    assert row.trouble == "refused" and "bad token •••" in row.said
    page = client_of(cast.quan).get(f"/notify/{row.message_id}/").content.decode()
    for text in (row.said, caplog.text, page):
        assert "t0k3n-of-ours" not in text and "911222333" not in text


# ---- web push


def a_browser(url: str) -> tuple[str, Any, bytes]:
    key, auth = ec.generate_private_key(ec.SECP256R1()), b"a" * 16
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    code = lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")  # noqa: E731
    return json.dumps({"endpoint": url, "keys": {"p256dh": code(point), "auth": code(auth)}}), key, auth


def test_a_browser_is_told_a_title_that_names_nobody_and_says_that_it_came(cast: Any, client: Any) -> None:
    with serving(lambda asked: asked.give("", 201)) as server, running() as post:
        subscription, key, auth = a_browser(f"{server.url}/push/1")
        Address.objects.create(person=cast.minh, way="push", value=subscription, created_at=clock.now())
        a_channel(
            "push",
            kind="web_push",
            way="push",
            settings={"contact": "mailto:ioc@example.vn"},
            hidden=fills({}),
        )
        send(cast.minh, VIETNAMESE, importance="critical", about="/alarms/12/", purpose="thử", key="k")
        post.round()
    (asked,) = server.asked
    payload = json.loads(http_ece.decrypt(asked.body, private_key=key, auth_secret=auth, version="aes128gcm"))
    assert (
        payload["path"] == "/alarms/12/"
        and "Lan" not in payload["title"]
        and set(payload) == {"id", "title", "path"}
    )
    assert asked.headers["Authorization"].startswith("vapid ") and asked.headers["Urgency"] == "high"
    assert client.post("/notify/arrived/", {"id": payload["id"], "state": "delivered"}).status_code == 204
    assert state() == "delivered" and Address.objects.get().verified_at is not None


def test_a_browser_that_withdrew_is_asked_no_more(cast: Any) -> None:
    with serving(lambda asked: asked.give("", 410)) as server, running() as post:
        subscription, _, _ = a_browser(f"{server.url}/push/1")
        Address.objects.create(person=cast.minh, way="push", value=subscription, created_at=clock.now())
        a_channel(
            "push",
            kind="web_push",
            way="push",
            settings={"contact": "mailto:ioc@example.vn"},
            hidden=fills({}),
        )
        send(cast.minh, VIETNAMESE, importance="critical", purpose="thử", key="k")
        post.round()
    assert turns() == [("push", "failed", "gone")] and not Address.objects.exists()


# ---- apprise


@pytest.mark.parametrize(
    ("allowed", "after"),
    [("127.0.0.1", ("sent", "")), ("", ("waiting", "inside"))],
    ids=["allowed", "inside"],
)
def test_apprise_goes_only_where_the_guard_lets_it(
    monkeypatch: pytest.MonkeyPatch, allowed: str, after: tuple[str, str]
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", allowed)
    with serving(lambda asked: asked.give("{}")) as server, running() as post:
        url = f"json://127.0.0.1:{server.server_port}/{{to}}"
        a_channel("other", kind="apprise", way="sms", settings={"way": "sms"}, hidden={"url": url})
        an_sms()
        post.round()
    assert turns() == [("other", *after)]
    assert len(server.asked) == (1 if allowed else 0)
