"""The screens of subscriptions: who sees which, what is masked, and what a data steward does to delivery."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dothi.accounts import actions as people
from dothi.entities import deliveries
from dothi.entities.models import Act
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast

SignIn = Callable[[Any], Client]
ENDPOINT = "https://user:geheim@example.vn:8443/hook?token=geheim"
ADDRESS = "/subscriptions/{}/"


def _subscribe(key_id: str, name: str, letters: int = 0, waiting: int = 0) -> int:
    body = {
        "subscriptionName": name,
        "entities": [{"type": "https://uri.etsi.org/ngsi-ld/default-context/AirQualityObserved"}],
        "notification": {"endpoint": {"uri": ENDPOINT}},
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into entities_subscription (urn, key_id, is_active, created_at, modified_at, endpoint, body, context)"
            " values (%s, %s, true, now(), now(), %s, %s, '{}') returning id",
            [f"urn:ngsi-ld:Subscription:{name}", key_id, ENDPOINT, json.dumps(body)],
        )
        pk: int = cursor.fetchone()[0]
        cursor.execute(
            "insert into entities_subscription_state (subscription_id, times_sent) values (%s, 12)", [pk]
        )
        for number in range(letters + waiting):
            dead = clock.now() if number < letters else None
            cursor.execute(
                "insert into entities_notification (subscription_id, made_at, dead_at, attempts, urn, endpoint, body, last_error)"
                " values (%s, %s, %s, 3, %s, %s, '{\"told\": 1}', 'HTTP 410')",
                [
                    pk,
                    clock.now() - dt.timedelta(hours=1),
                    dead,
                    f"urn:ngsi-ld:Notification:{name}-{number}",
                    ENDPOINT,
                ],
            )
    return pk


@pytest.fixture
def of_centre(cast: Cast) -> int:
    return _subscribe(people.issue_key("bảng điều khiển", kind="read", by=None)[0].pk, "board", letters=2)


@pytest.fixture
def of_ward(cast: Cast) -> int:
    key, _ = people.issue_key("phường A", kind="read", units=[cast.ward_a], by=None)
    return _subscribe(key.pk, "ward", waiting=1)


def test_what_opens_the_door_there_is_not_shown(cast: Cast, client_of: SignIn, of_centre: int) -> None:
    for address in ("/subscriptions/", ADDRESS.format(of_centre)):
        page = client_of(cast.vy).get(address).content.decode()
        assert "geheim" not in page
        assert "https://…@example.vn:8443/hook?…" in page
        assert "AirQualityObserved" in page
        assert "có tin bỏ lại" in page or "đang hỏng" in page


def test_each_sees_the_subscriptions_of_keys_in_scope(
    cast: Cast, client_of: SignIn, of_centre: int, of_ward: int
) -> None:
    people.grant_role(cast.lan, "data-steward", unit=cast.ward_a, by=None)
    page = client_of(cast.lan).get("/subscriptions/").content.decode()
    assert ">ward</a>" in page
    assert ">board</a>" not in page
    assert '<span class="count">1</span>' in page
    assert client_of(cast.lan).get(ADDRESS.format(of_centre)).status_code == 404
    assert client_of(cast.lan).post(f"/subscriptions/{of_centre}/again/").status_code == 404
    assert (
        client_of(cast.lan).post(f"/subscriptions/{of_centre}/switch/", {"to": "paused"}).status_code == 404
    )
    assert client_of(cast.tuan).get("/subscriptions/").status_code == 403
    assert client_of(cast.minh).post(f"/subscriptions/{of_centre}/again/").status_code == 403


def test_how_long_something_waits_can_be_seen(
    cast: Cast, client_of: SignIn, of_centre: int, of_ward: int
) -> None:
    """Nothing waits here, one notification there; its age is shown as time goes by (`data-ago`)."""
    since = _seen(cast, of_ward).oldest
    assert since is not None
    for pk, told in (
        (of_centre, "<dd>không có tin nào chờ"),
        (of_ward, f'<dd><time datetime="{clock.iso(since)}"'),
    ):
        page = client_of(cast.vy).get(ADDRESS.format(pk)).content.decode()
        assert page.partition("Chờ lâu nhất từ</dt>")[2].startswith(told)
    assert f'datetime="{clock.iso(since)}"' in client_of(cast.vy).get("/subscriptions/").content.decode()


def test_a_dead_letter_is_sent_again_once(cast: Cast, client_of: SignIn, of_centre: int) -> None:
    vy = client_of(cast.vy)
    letter = deliveries.letters(_seen(cast, of_centre))[0]
    first = vy.post(f"/subscriptions/{of_centre}/again/", {"letter": letter.id}, follow=True)
    assert "Đã xếp 1 tin" in first.content.decode()
    second = vy.post(f"/subscriptions/{of_centre}/again/", {"letter": letter.id}, follow=True)
    assert "đã được gửi lại" in second.content.decode()
    found = _seen(cast, of_centre)
    assert (found.dead, found.waiting) == (1, 1)
    vy.post(f"/subscriptions/{of_centre}/again/")
    found = _seen(cast, of_centre)
    assert (found.dead, found.waiting) == (0, 2)
    assert [(act.kind, act.by) for act in Act.objects.all()] == [("again", cast.vy)] * 2


def test_pause_and_resume_are_noted(cast: Cast, client_of: SignIn, of_centre: int) -> None:
    vy, address = client_of(cast.vy), f"/subscriptions/{of_centre}/switch/"
    before = _revision(of_centre)
    vy.post(address, {"to": "paused"})
    assert _seen(cast, of_centre).status == "paused"
    assert _seen(cast, of_centre).body["isActive"] is False
    assert _revision(of_centre) > before  # the process that delivers reads it anew
    assert "đã tạm dừng rồi" in vy.post(address, {"to": "paused"}, follow=True).content.decode()
    vy.post(address, {"to": "active"})
    assert _seen(cast, of_centre).is_active
    assert list(Act.objects.order_by("id").values_list("kind", flat=True)) == ["pause", "resume"]


def _seen(cast: Cast, pk: int) -> deliveries.Seen:
    return deliveries.one(cast.vy.scope("connectors.view"), pk)


def _revision(pk: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select revision from entities_subscription where id = %s", [pk])
        return int(cursor.fetchone()[0])
