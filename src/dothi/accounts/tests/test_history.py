"""Who changed what and why, and anything as it was known at a past minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from dothi.accounts import actions
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at, find_as_known_at
from dothi.kernel.audit.history import history_of
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]


def instant() -> dt.datetime:
    """The database's clock now, which stamps versions."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]


def test_a_row_is_shown_as_it_was_known(cast: Cast) -> None:
    before = instant() - dt.timedelta(hours=1)
    first = instant()
    actions.change_person(cast.lan, title="Trưởng phòng", by=cast.quan, reason="bổ nhiệm")
    second = instant()
    actions.move_person(cast.lan, cast.office_b, by=cast.quan, reason="điều động")
    assert find_as_known_at(cast.lan, before) is None
    assert find_as_known_at(cast.lan, first).title == ""
    then = find_as_known_at(cast.lan, second)
    assert (then.title, then.agency) == ("Trưởng phòng", cast.office_a)
    assert find_as_known_at(cast.lan, instant()).agency == cast.office_b


def test_a_query_is_answered_as_of_a_time_and_a_deleted_row_was_there(cast: Cast) -> None:
    extra = actions.add_agency("tam", name_vi="Tạm", name_en="Temporary", kind="centre", by=None)
    there = instant()
    pk = extra.pk
    extra.delete()
    assert pk in {agency.pk for agency in as_known_at(Agency, there)}
    assert pk not in {agency.pk for agency in as_known_at(Agency, instant())}
    wards = Agency.objects.filter(kind="commune")
    assert {agency.code for agency in as_known_at(wards, there)} == {"ubnd-an-hai", "ubnd-binh-minh"}


def test_the_history_tells_who_when_why_and_what(cast: Cast) -> None:
    actions.change_person(cast.lan, title="Trưởng phòng", by=cast.quan, reason="bổ nhiệm")
    newest, first = history_of(cast.lan)[0], history_of(cast.lan)[-1]
    assert (newest.who, newest.person_id, newest.reason, newest.source) == (
        "Vũ Minh Quân",
        cast.quan.pk,
        "bổ nhiệm",
        "accounts.change_person",
    )
    assert [(change.label, change.before, change.after) for change in newest.changes] == [
        ("Chức vụ", "—", "Trưởng phòng")
    ]
    assert first.act == "insert"


def test_secrets_are_not_in_the_history(cast: Cast) -> None:
    actions.reset_password(cast.lan, by=cast.quan)
    actions.issue_key("k", kind="read", by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_name in ('accounts_personevent', 'accounts_apikeyevent')"
        )
        columns = {row[0] for row in cursor.fetchall()}
    assert not columns & {"password", "secret_sha256"}


def test_the_page_keeps_the_reason_and_the_address_of_a_form(cast: Cast, client_of: Clients) -> None:
    client_of(cast.quan).post(
        f"/people/{cast.lan.pk}/move/", {"agency": cast.office_b.pk, "reason": "theo quyết định 12"}
    )
    newest = history_of(cast.lan)[0]
    assert (newest.who, newest.reason, newest.source) == (
        "Vũ Minh Quân",
        "theo quyết định 12",
        f"/people/{cast.lan.pk}/move/",
    )


def test_a_failing_action_leaves_neither_row_nor_version(cast: Cast) -> None:
    count = len(history_of(cast.lan))
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.change_person(cast.lan, title="x", by=cast.quan)
        raise RuntimeError
    assert len(history_of(cast.lan)) == count


def test_the_history_page_answers_for_a_minute(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.kien)
    now = clock.now().astimezone(clock.VIETNAM)
    shown = browser.get(f"/history/person/{cast.lan.pk}/?at={now:%Y-%m-%dT%H:%M}").content.decode()
    assert "Đang xem quá khứ" in shown
    assert "UBND phường An Hải" in shown
    past = browser.get(f"/history/person/{cast.lan.pk}/?at=2020-01-01T00:00").content.decode()
    assert "chưa được ghi nhận" in past
    assert browser.get(f"/history/person/{cast.lan.pk}/?at=hôm-qua").status_code == 400
    assert browser.get("/history/person/999999/").status_code == 404
    assert browser.get("/history/person/1;drop/").status_code == 404
    assert browser.get("/history/session/1/").status_code == 404
    assert browser.get("/history/apikey/k/").status_code == 403


def test_a_person_is_shown_as_known_then_with_the_roles_of_then(cast: Cast, client_of: Clients) -> None:
    before = history_of(cast.lan)[0].at
    actions.change_person(cast.lan, title="Phó phòng", by=cast.quan)
    browser, address = client_of(cast.quan), f"/people/{cast.lan.pk}/"
    assert "Phó phòng" in browser.get(address).content.decode()
    then = browser.get(address, {"at": before.isoformat()}).content.decode()
    assert "Đang xem quá khứ" in then
    assert "Phó phòng" not in then, "what came later is not known yet"
    assert 'action="/people/' not in then, "nothing can be done in the past"
    assert "chưa được ghi nhận" in browser.get(address, {"at": "2020-01-01T00:00"}).content.decode()


def test_unused_accounts_are_switched_off_but_never_the_last_administrator(cast: Cast) -> None:
    from dothi.accounts import jobs

    long_ago = clock.today() - dt.timedelta(days=46)
    Person.objects.filter(username__in=["lan", "quan"]).update(last_seen_on=long_ago)
    Person.objects.filter(username="tuan").update(last_seen_on=clock.today() - dt.timedelta(days=44))
    assert jobs.disable_unused() == 1
    assert not Person.objects.get(username="lan").is_active
    assert Person.objects.get(username="quan").is_active
    assert history_of(Person.objects.get(username="lan"))[0].source == "job:accounts"
    actions.restore_person(cast.lan, by=cast.quan, reason="vẫn cần")
    assert jobs.disable_unused() == 0


def test_the_auditors_page_says_things_by_name_and_no_table(cast: Cast, client_of: Clients) -> None:
    actions.change_person(cast.lan, title="Phó phòng", by=cast.quan, reason="bổ nhiệm")
    page = client_of(cast.kien).get("/audit/").content.decode()
    assert "Người dùng: Nguyễn Thị Lan" in page
    assert "accounts.person" not in page
    english = client_of(cast.kien).get("/audit/", headers={"Accept-Language": "en"}).content.decode()
    assert "Person: Nguyễn Thị Lan" in english


def test_a_unit_and_its_past_are_shown_in_words(cast: Cast, client_of: Clients) -> None:
    cast.ward_a.decree = "NQ thử"
    cast.ward_a.save()
    before = instant()
    cast.ward_a.decree = "NQ sau"
    cast.ward_a.save()
    browser = client_of(cast.quan)
    now = browser.get(f"/history/unit/{cast.ward_a.pk}/").content.decode()
    assert "Văn bản" in now
    assert "NQ sau" in now
    minute = before.astimezone(clock.VIETNAM).strftime("%Y-%m-%dT%H:%M")
    assert browser.get(f"/history/unit/{cast.ward_a.pk}/?at={minute}").status_code == 200
    assert client_of(None).get(f"/history/unit/{cast.ward_a.pk}/").status_code == 302
