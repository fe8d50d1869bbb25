"""Alarms on screen: who sees what, who may act, what the page says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.pages import Pages
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.statements import asked_of
from dothi.rules.alarms import actions, queries
from dothi.rules.alarms.models import Alarm
from dothi.rules.alarms.raising import clear_alarm, raise_alarm
from dothi.rules.alarms.tests.cast import raised
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.models import Rule
from dothi.rules.observations import Subject
from dothi.rules.queries import get_rule

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)


@pytest.fixture
def rule(cast: Cast) -> Rule:
    load_rules("environment", "1", tables_of("environment"))
    return get_rule("aqi-hour-unhealthy")


def fired(value: float, origin: str = "live") -> dict[str, dict[str, Any]]:
    return {"airQualityIndex": {"value": value, "unit": "", "origin": origin, "at": clock.iso(NOW)}}


@pytest.fixture
def alarm(rule: Rule, cast: Cast) -> Alarm:
    """In ward A, of the environment department's station."""
    station = Subject(
        7,
        "urn:ngsi-ld:AirQualityObserved:a1",
        cast.ward_a.pk,
        cast.environment.pk,
        107.1,
        10.35,
        ["AirQualityObserved"],
    )
    return raise_alarm(rule, station, name="Trạm An Hải", fired=fired(171, "replayed"), at=NOW)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_list_shows_what_is_abnormal_with_word_owner_and_origin(alarm: Alarm, cast: Cast) -> None:
    page = signed_in(cast.minh).get("/alarms/").content.decode()
    for text in (
        "Trạm An Hải",
        "Chất lượng không khí giờ ở mức Xấu",
        "Đang diễn ra, chưa tiếp nhận",
        "severity-high",
        "Phát lại",
    ):
        assert text in page


def test_another_ward_sees_nothing_of_it(alarm: Alarm, cast: Cast) -> None:
    tuan = signed_in(cast.tuan)
    assert "Trạm An Hải" not in tuan.get("/alarms/").content.decode()
    assert tuan.get("/alarms/active.json").json()["alarms"] == []
    assert tuan.get(f"/alarms/{alarm.pk}/").status_code == 404
    assert tuan.post(f"/alarms/{alarm.pk}/acknowledge/").status_code == 404
    alarm.refresh_from_db()
    assert not alarm.acknowledged


ADDRESSES = [
    "/alarms/of/",
    "/alarms/",
    "/alarms/rows/",
    "/alarms/set-aside/",
    "/alarms/figures/",
    "/alarms/figures.csv",
    "/alarms/figures.xlsx",
    "/alarms/active.json",
    "/alarms/{pk}/",
    "/alarms/{pk}/part/",
]
POSTS = [
    "/alarms/{pk}/acknowledge/",
    "/alarms/{pk}/assign/",
    "/alarms/{pk}/comment/",
    "/alarms/{pk}/close/",
    "/alarms/{pk}/take/",
    "/alarms/{pk}/shelve/",
    "/alarms/{pk}/retire/",
    "/alarms/set-aside/{pk}/end/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_is_for_those_who_may(alarm: Alarm, cast: Cast, address: str) -> None:
    url = address.format(pk=alarm.pk)
    assert Client().get(url).status_code == 302
    assert signed_in(cast.dung).get(url).status_code == 403
    assert signed_in(cast.minh).get(url).status_code == 200
    assert signed_in(cast.minh).post(url).status_code == 405


@pytest.mark.parametrize("address", POSTS)
def test_acting_is_for_those_who_may(alarm: Alarm, cast: Cast, address: str) -> None:
    url = address.format(pk=alarm.pk)
    assert Client().post(url, {"reason": "x", "text": "x"}).status_code == 302
    assert signed_in(cast.hoa).post(url, {"reason": "x", "text": "x"}).status_code == 403
    alarm.refresh_from_db()
    assert (
        alarm.acknowledged,
        alarm.closed_at,
        alarm.comments.count(),
    ) == (False, None, 0)


def test_every_address_of_this_room_is_in_these_tests() -> None:
    ours = {
        str(p.pattern)
        for p in get_resolver().url_patterns
        if getattr(p, "lookup_str", "").startswith("dothi.rules.alarms.")
        and ".views_guides." not in p.lookup_str  # the guides' own tests (test_guides.py)
    }
    tested = {a.strip("/").replace("{pk}", "<int:pk>") for a in ADDRESSES + POSTS}
    assert {address.strip("/") for address in ours} == tested


def test_acknowledging_says_who_and_makes_them_the_owner(alarm: Alarm, cast: Cast) -> None:
    answer = signed_in(cast.lan).post(f"/alarms/{alarm.pk}/acknowledge/", {"next": "/alarms/?state=active"})
    assert answer.url == "/alarms/?state=active"
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.owner, alarm.active, alarm.closed_at) == (
        cast.lan,
        cast.lan,
        True,
        None,
    )


def test_going_back_never_leaves_this_place(alarm: Alarm, cast: Cast) -> None:
    answer = signed_in(cast.lan).post(f"/alarms/{alarm.pk}/acknowledge/", {"next": "https://evil.example/"})
    assert answer.url == f"/alarms/{alarm.pk}/"


def test_the_second_of_two_officers_is_told_who_was_first(alarm: Alarm, cast: Cast) -> None:
    actions.acknowledge(alarm, by=cast.lan)
    with pytest.raises(Conflict) as caught:
        actions.acknowledge(alarm, by=cast.minh)
    assert (caught.value.code, caught.value.fields["by"]) == ("alarm-already-acknowledged", str(cast.lan))


def test_cleared_and_acknowledged_is_closed_in_either_order(alarm: Alarm, rule: Rule, cast: Cast) -> None:
    actions.acknowledge(alarm, by=cast.lan)
    clear_alarm(rule.code, alarm.entity_id, values=fired(90), at=NOW)
    alarm.refresh_from_db()
    assert alarm.closed_at is not None and alarm.close_reason == ""
    station = Subject(8, "urn:x:b", cast.ward_a.pk, None, None, None, ["AirQualityObserved"])
    other = raise_alarm(rule, station, name="", fired=fired(160), at=NOW)
    clear_alarm(rule.code, 8, values=fired(90), at=NOW)
    assert actions.acknowledge(other, by=cast.minh).closed_at is not None


def test_closing_needs_a_reason_on_the_screen_and_in_the_database(alarm: Alarm, cast: Cast) -> None:
    signed_in(cast.minh).post(f"/alarms/{alarm.pk}/close/", {"reason": "  "})
    alarm.refresh_from_db()
    assert alarm.closed_at is None
    signed_in(cast.minh).post(f"/alarms/{alarm.pk}/close/", {"reason": "Đầu đo hỏng"})
    alarm.refresh_from_db()
    assert (alarm.close_reason, alarm.closed_by) == ("Đầu đo hỏng", cast.minh)
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="alarm_closed_early_has_a_reason"), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(close_reason="")


def test_what_is_written_of_an_alarm_has_no_sign_that_nobody_sees(alarm: Alarm, cast: Cast) -> None:
    assert (
        actions.comment(alarm, " ảnh \u202egpj.exe\u200b\x00\r\nhai ", by=cast.minh).text
        == "ảnh gpj.exe\nhai"
    )
    with pytest.raises(BadRequest, match="alarm-comment-empty"):
        actions.comment(alarm, "\u202e \x07", by=cast.minh)
    with pytest.raises(BadRequest, match="alarm-close-needs-reason"):
        actions.close(alarm, reason="\u200b", by=cast.minh)


def test_an_owner_must_be_allowed_to_act_there(alarm: Alarm, cast: Cast) -> None:
    with pytest.raises(BadRequest, match="alarm-owner-may-not-act"):
        actions.assign_owner(alarm, cast.tuan, by=cast.minh)
    assert cast.tuan not in queries.possible_owners(alarm)
    signed_in(cast.minh).post(f"/alarms/{alarm.pk}/assign/", {"owner": cast.lan.pk})
    alarm.refresh_from_db()
    assert alarm.owner == cast.lan


@pytest.mark.parametrize("owner", ["", "²", "-1", "x", "9" * 30, "9" * 5000])
def test_an_owner_that_nobody_is_gets_a_clear_line(alarm: Alarm, cast: Cast, owner: str) -> None:
    answer = signed_in(cast.minh).post(f"/alarms/{alarm.pk}/assign/", {"owner": owner})
    assert answer.status_code == 302
    alarm.refresh_from_db()
    assert alarm.owner is None


def test_the_alarm_can_be_seen_as_it_was_known(alarm: Alarm, cast: Cast) -> None:
    """Versions are told apart by the time they were recorded, with person and reason."""
    client = signed_in(cast.minh)
    client.post(f"/alarms/{alarm.pk}/close/", {"reason": "Đầu đo hỏng"})
    page = client.get(f"/alarms/{alarm.pk}/").content.decode()
    assert "Đầu đo hỏng" in page and cast.minh.full_name in page
    assert "chưa được ghi nhận" in client.get(f"/alarms/{alarm.pk}/?at=2020-01-01T00:00").content.decode()
    opened = queries.history(alarm)[-1]["pgh_created_at"]
    past = client.get(f"/alarms/{alarm.pk}/", {"at": opened.isoformat()}).content.decode()
    assert "Đang xem quá khứ" in past and "chưa tiếp nhận" in past
    assert "Đầu đo hỏng" not in past, "what came later is not known yet"
    assert f"/alarms/{alarm.pk}/close/" not in past and f"/alarms/{alarm.pk}/comment/" not in past


def test_filters_stand_in_the_address(alarm: Alarm, cast: Cast) -> None:
    client = signed_in(cast.minh)
    for query, there in (
        ("severity=high", True), ("severity=low", False), (f"unit={cast.ward_a.pk}", True), (f"unit={cast.ward_b.pk}", False),
        ("kind=no-data", False), ("q=an hải".replace(" ", "+"), True), ("state=closed", False), ("state=nonsense", True), ("unit=x", True),
    ):  # fmt: skip
        assert ("Trạm An Hải" in client.get(f"/alarms/rows/?{query}").content.decode()) is there, query


def test_the_map_gets_alarms_of_its_box(alarm: Alarm, cast: Cast) -> None:
    client = signed_in(cast.minh)
    (found,) = client.get("/alarms/active.json?bbox=107,10,108,11").json()["alarms"]
    assert (found["entity"], found["severity"], found["origin"], found["url"]) == (
        alarm.entity_urn,
        "high",
        "replayed",
        f"/alarms/{alarm.pk}/",
    )
    assert client.get("/alarms/active.json?bbox=1,2,3,4").json()["alarms"] == []
    assert (
        client.get("/alarms/active.json?bbox=1,2", headers={"Accept": "application/json"}).status_code == 400
    )


def test_a_full_list_is_paged(rule: Rule, cast: Cast) -> None:
    for i in range(120):
        raise_alarm(
            rule,
            Subject(100 + i, f"urn:x:{i}", cast.ward_a.pk, None, None, None, []),
            name=f"Trạm {i}",
            fired=fired(160),
            at=NOW,
        )
    client = signed_in(cast.minh)
    assert client.get("/alarms/?fold=no").content.decode().count("data-href") == 50
    assert client.get("/alarms/?fold=no&page=3").content.decode().count("data-href") == 20


def test_the_query_count_of_the_list_does_not_grow_with_it(rule: Rule, cast: Cast) -> None:
    client = signed_in(cast.minh)

    def asked_for(alarms: range) -> int:
        for i in alarms:
            raise_alarm(
                rule,
                Subject(100 + i, f"urn:x:{i}", cast.ward_a.pk, None, None, None, []),
                name=f"Trạm {i}",
                fired=fired(160),
                at=NOW,
            )
        with asked_of("rules_alarm", "rules_occurrence") as asked:
            client.get("/alarms/")
        return len(asked)

    few = asked_for(range(2))
    assert 0 < asked_for(range(2, 44)) == few


def test_a_list_of_the_past_stops_where_nobody_turns_to(
    rule: Rule, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million alarms are not counted for a page of fifty; the page says that there are more."""
    monkeypatch.setattr(Pages, "most", 2)
    for number in range(3):
        raised(rule, 70 + number)
    client = Client()
    client.force_login(cast.minh)
    page = client.get("/alarms/?state=all").content.decode()
    assert "Danh sách dừng ở 2 cảnh báo" in page
    monkeypatch.setattr(Pages, "most", 3)
    assert "Danh sách dừng" not in client.get("/alarms/?state=all").content.decode()
