"""Shelving and out of service: an end that comes by itself, a graver alarm that is not held back, two people at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms import aside, life, queries
from dothi.rules.alarms.models import Alarm, Hidden, Occurrence, SetAside

from .cast import cleared, raised, rule

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def alarm(cast: Cast) -> Alarm:
    return raised(rule("dust"), 7, unit=cast.ward_a.pk)


def later(monkeypatch: pytest.MonkeyPatch, by: dt.timedelta) -> None:
    """The process's clock goes on; the database's own stays, as it does when a worker is late."""
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + by)


def listed(cast: Cast) -> list[int]:
    return [row.pk for row in queries.listed(cast.minh.scope("alarms.view"), queries.Filter())]


def test_a_shelved_alarm_leaves_the_list_and_comes_back_at_its_time(
    alarm: Alarm, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside.shelve(alarm, until=clock.now() + HOUR, reason="đang rửa đường", by=cast.minh)
    assert listed(cast) == []
    scope = cast.minh.scope("alarms.view")
    (row,) = queries.aside_rows(scope, 10)
    assert (row["aside"].reason, row["alarm"].pk, queries.counts(scope)["shelved"]) == (
        "đang rửa đường",
        alarm.pk,
        1,
    )
    assert life.step() == 0
    later(monkeypatch, HOUR)
    assert life.step() == 1
    assert listed(cast) == [alarm.pk]
    ended = SetAside.objects.get()
    assert (ended.end, ended.ended_by) == (SetAside.End.TIME, None)
    assert Event.objects.filter(topic="alarms.raised").count() == 2, "it rings again"


def test_at_its_time_it_is_back_on_the_list_though_the_worker_stands_still(alarm: Alarm, cast: Cast) -> None:
    made = aside.shelve(alarm, until=clock.now() + HOUR, reason="x", by=cast.minh)
    past = clock.now() - HOUR
    SetAside.objects.filter(pk=made.pk).update(since=past - HOUR, until=past)
    assert listed(cast) == [alarm.pk]
    assert queries.counts(cast.minh.scope("alarms.view"))["shelved"] == 0
    assert aside.shelve(alarm, until=clock.now() + HOUR, reason="again", by=cast.minh).pk != made.pk


def test_it_is_recorded_while_it_is_shelved_and_rings_nobody(alarm: Alarm, cast: Cast) -> None:
    aside.shelve(alarm, until=clock.now() + HOUR, reason="x", by=cast.minh)
    cleared(alarm)
    again = raised(alarm.rule, 7, unit=cast.ward_a.pk)
    assert (again.pk, again.occurrences, again.hidden) == (alarm.pk, 2, Hidden.SHELVED)
    assert list(Occurrence.objects.order_by("pk").values_list("hidden", flat=True)) == ["", "shelved"]
    assert Event.objects.filter(topic="alarms.raised").count() == 1
    (row,) = queries.aside_rows(cast.minh.scope("alarms.view"), 10)
    assert row["meanwhile"] == 1


def test_a_new_alarm_of_the_pair_is_shelved_too(alarm: Alarm, cast: Cast) -> None:
    aside.shelve(alarm, until=clock.now() + HOUR, reason="x", by=cast.minh)
    Alarm.objects.filter(pk=alarm.pk).update(closed_at=clock.now(), close_reason="x")
    assert raised(alarm.rule, 7).hidden == Hidden.SHELVED
    assert raised(alarm.rule, 8).hidden == ""


def test_a_graver_alarm_ends_the_shelving(alarm: Alarm, cast: Cast) -> None:
    aside.shelve(alarm, until=clock.now() + HOUR, reason="x", by=cast.minh)
    cleared(alarm)
    graver = rule("dust", severity="high", condition="pm25.value > 150.0")
    assert raised(graver, 7, unit=cast.ward_a.pk).hidden == ""
    assert SetAside.objects.get().end == SetAside.End.SEVERITY
    assert listed(cast) == [alarm.pk]


def test_shelving_has_limits_and_says_them(alarm: Alarm, cast: Cast) -> None:
    now = clock.now()
    for until, code in ((now - HOUR, "alarm-shelve-past"), (now + 9 * HOUR, "alarm-shelve-too-long")):
        with pytest.raises(BadRequest) as caught:
            aside.shelve(alarm, until=until, reason="x", by=cast.minh)
        assert caught.value.code == code
    with pytest.raises(BadRequest, match="alarm-shelve-needs-reason"):
        aside.shelve(alarm, until=now + HOUR, reason=" ", by=cast.minh)
    critical = raised(rule("fire", severity="critical"), 9)
    with pytest.raises(BadRequest) as caught:
        aside.shelve(critical, until=now + 2 * HOUR, reason="x", by=cast.minh)
    assert caught.value.fields["hours"] == "1"
    assert not SetAside.objects.exists()


def test_the_second_of_two_is_told_who_was_first(alarm: Alarm, cast: Cast) -> None:
    made = aside.shelve(alarm, until=clock.now() + HOUR, reason="x", by=cast.lan)
    with pytest.raises(Conflict) as caught:
        aside.shelve(alarm, until=clock.now() + HOUR, reason="y", by=cast.minh)
    assert (caught.value.code, caught.value.fields["by"]) == ("alarm-already-aside", str(cast.lan))
    aside.bring_back(made.pk, by=cast.lan)
    with pytest.raises(Conflict, match="alarm-aside-ended-by"):
        aside.bring_back(made.pk, by=cast.minh)


def test_the_database_holds_one_per_pair_with_an_end_and_a_reason(alarm: Alarm, cast: Cast) -> None:
    made = aside.shelve(alarm, until=clock.now() + HOUR, reason="x", by=cast.minh)
    row = {f.attname: getattr(made, f.attname) for f in SetAside._meta.concrete_fields if not f.primary_key}
    for change, constraint in (
        ({}, "set_aside_once_per_rule_and_entity"),
        ({"entity_id": 8, "until": None}, "set_aside_has_its_end"),
        ({"entity_id": 8, "reason": ""}, "set_aside_has_a_reason"),
        ({"entity_id": 8, "ended_at": clock.now()}, "set_aside_ended_because"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            SetAside.objects.create(**row | change)


def test_out_of_service_stays_until_a_person_brings_it_back(
    alarm: Alarm, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = clock.today() + dt.timedelta(days=3)
    for wrong in (clock.today(), clock.today() + dt.timedelta(days=91)):
        with pytest.raises(BadRequest, match="alarm-review-day"):
            aside.take_out_of_service(alarm, review_on=wrong, reason="x", by=cast.vy)
    made = aside.take_out_of_service(alarm, review_on=day, reason="tháo đầu đo", by=cast.vy)
    later(monkeypatch, dt.timedelta(days=5))
    assert life.step() == 0 and listed(cast) == []
    assert SetAside.objects.get().overdue
    page = signed_in(cast.minh).get("/alarms/set-aside/").content.decode()
    assert "tháo đầu đo" in page and "quá ngày xem xét" in page
    aside.bring_back(made.pk, by=cast.vy)
    assert listed(cast) == [alarm.pk]


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_on_the_screen(alarm: Alarm, cast: Cast) -> None:
    minh = signed_in(cast.minh)
    said = minh.post(
        f"/alarms/{alarm.pk}/shelve/", {"hours": "12", "reason": "x"}, follow=True
    ).content.decode()
    assert "nhiều nhất 8 giờ" in said
    for wrong in (
        {"hours": "nan"},
        {"hours": "1e400"},
        {"until": "hôm qua"},
        {"until": "0001-01-01T00:00"},
        {},
    ):
        assert minh.post(f"/alarms/{alarm.pk}/shelve/", wrong | {"reason": "x"}).status_code == 302, wrong
    assert not SetAside.objects.exists()
    said = minh.post(
        f"/alarms/{alarm.pk}/shelve/", {"hours": "1", "reason": "đang sửa"}, follow=True
    ).content.decode()
    assert "Đang tạm gác" in said and "đang sửa" in said
    made = SetAside.objects.get()
    assert "đang sửa" in minh.get("/alarms/set-aside/").content.decode()
    assert signed_in(cast.tuan).post(f"/alarms/set-aside/{made.pk}/end/").status_code == 404
    assert (
        signed_in(cast.vy).post(f"/alarms/{alarm.pk}/shelve/", {"hours": "1", "reason": "x"}).status_code
        == 403
    )
    minh.post(f"/alarms/set-aside/{made.pk}/end/")
    assert listed(cast) == [alarm.pk]
