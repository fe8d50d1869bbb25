"""A browser as the way to a follower: it hands in its own subscription, is told through a push service, and ends it like any other."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from dothi.around.watching import handing, spreading
from dothi.around.watching.models import Watch
from dothi.connectors.sources.tests.serving import serving
from dothi.kernel import clock, events
from dothi.kernel.testing.cast import Cast
from dothi.notify.channels.web_push.kind import fills
from dothi.notify.models import Message
from dothi.notify.tests.making import a_channel, posting
from dothi.reports.models import ReportRule
from dothi.reports.rules import ensure_rules
from dothi.warnings.tests import drafts

from .following import NOON
from .measured import bordered

pytestmark = pytest.mark.django_db(transaction=True)
FORM: dict[str, Any] = {
    "q": "an hai",
    "radius": "commune",
    "topic": ["warnings"],
    "contact": "",
    "air_above": "150",
    "daily": "0",
    "quiet": "1",
}
FOLLOW, MINE = "/quanh-toi/theo-doi/", "/quanh-toi/theo-doi/cua-toi/"


@pytest.fixture(autouse=True)
def city(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DOTHI_CAP_SENDER", "ioc@thu-nghiem.vn")
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://thu-nghiem.vn")
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with clock.moved_to(NOON):
        bordered(cast)
        a_channel(
            "push",
            kind="web_push",
            way="push",
            settings={"contact": "mailto:ioc@example.vn"},
            hidden=fills({}),
        )
        yield


def subscription(service: str = "https://push.example.vn", number: int = 1) -> str:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {
        "p256dh": base64.urlsafe_b64encode(point).decode().rstrip("="),
        "auth": base64.urlsafe_b64encode(b"a" * 16).decode().rstrip("="),
    }
    return json.dumps({"endpoint": f"{service}/{'x' * 180}/{number}", "expirationTime": None, "keys": keys})


def test_a_browser_follows_without_a_number_sees_what_it_follows_and_ends_it(cast: Cast) -> None:
    told, browser = subscription(), Client(headers={"Accept-Language": "vi"})
    assert 'id="push"' in browser.get(FOLLOW).text
    assert browser.post(FOLLOW, FORM | {"subscription": told}, secure=True).status_code == 302
    cookie = browser.cookies["dothi_device"]
    assert (cookie["path"], cookie["httponly"], cookie["secure"]) == ("/quanh-toi/", True, True)
    watch = Watch.objects.get()
    assert (watch.way, json.loads(watch.address)["endpoint"]) == ("push", json.loads(told)["endpoint"])
    page = browser.get(MINE).text
    assert "Phường An Hải" in page and "Tin hiện trên máy này." in page and "push.example.vn" not in page
    assert "Phường An Hải" not in Client().get(MINE).text
    with clock.moved_to(NOON + dt.timedelta(minutes=61)):
        assert "Phường An Hải" not in browser.get(MINE).text, (
            "a copy of the cookie is good for the hour alone"
        )
    # the hour is over: the browser hands its subscription in again, another one sees nothing of it
    later, other = Client(), Client()
    later.post(MINE, {"subscription": told})
    other.post(MINE, {"subscription": subscription(number=2)})
    assert "An Hải" in later.get(MINE).text and "An Hải" not in other.get(MINE).text
    later.post(MINE, {"stop": str(watch.pk)})
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        "x",
        "{}",
        '{"endpoint": "http://127.0.0.1/", "keys": {}}',
        '{"endpoint": "https://x.vn", "keys": {"p256dh": "AA", "auth": "AA"}}',
        "[" * 2000,
        '{"endpoint": "https://x.vn", "keys": {"p256dh": "đ", "auth": "đ"}}',
        '{"endpoint": "https://[x.vn", "keys": {"p256dh": "A", "auth": "A"}}',
        '{"endpoint": "https://x.vn", "keys": {"p256dh": {"a": []}, "auth": 1e999}}',
        '{"endpoint": "https://x.vn", "keys": {"p256dh": "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}}',
    ],
)
def test_what_is_no_subscription_is_refused_in_words(told: str) -> None:
    answer = Client(headers={"Accept-Language": "vi"}).post(FOLLOW, FORM | {"subscription": told})
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert not Watch.objects.exists()


def test_it_is_told_once_by_its_push_service_and_forgotten_when_it_withdraws(cast: Cast) -> None:
    codes = [201, 410]
    with serving(lambda asked: asked.give("", codes[len(service.asked) - 1])) as service, posting() as post:
        browser = Client()
        browser.post(FOLLOW, FORM | {"subscription": subscription(service.url)})
        for kind in ("flood", "tropical-storm"):
            spreading.spread_warning(
                drafts.released(cast.minh, cast.hoa, cast.ward_a, shapes=[], event=kind).code
            )
            handing.hand_over()
            post.round()
    assert [asked.headers["Content-Encoding"] for asked in service.asked] == ["aes128gcm"] * 2
    assert [one.state for one in Message.objects.order_by("pk")] == ["sent", "failed"]
    while events.deliver():
        pass
    assert not Watch.objects.exists(), "a browser that took its permission back follows nothing"


def test_who_signs_up_browsers_without_end_is_held(cast: Cast) -> None:
    ensure_rules()
    ReportRule.objects.filter(code="device-address").update(value=3)
    answers = [
        Client().post(FOLLOW, FORM | {"subscription": subscription(number=n)}).status_code for n in range(5)
    ]
    assert answers == [302] * 3 + [429] * 2
