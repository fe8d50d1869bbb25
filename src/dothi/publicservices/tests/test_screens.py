"""Screens of officers and of citizens: who must act by when, files, what is wrong with a feed, one's own dossier by code and phone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dothi.kernel import clock, holdings
from dothi.kernel.holdings import Subject
from dothi.kernel.testing.cast import Cast
from dothi.publicservices.models import Dossier
from dothi.publicservices.tests.feeding import PHONE, delivered, one, prepared, row
from dothi.publicservices.watching import mark_overdue, owe_letters
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db
LOOK = "/tra-cuu-ho-so/"


@pytest.fixture(autouse=True)
def _feed(cast: Cast) -> None:
    prepared(cast)


def standing(folder: Path, **days: int) -> None:
    """Open dossiers by name: due in so many days, received ten days ago."""
    received = (clock.now() - dt.timedelta(days=10)).replace(hour=2, minute=0)
    rows = []
    for number, left in enumerate(days.values(), 1):
        due = clock.now() + dt.timedelta(days=left)
        rows.append(
            row(
                number,
                f"{received.astimezone(clock.VIETNAM):%Y-%m-%dT%H:%M}",
                promised=f"{due.astimezone(clock.VIETNAM):%Y-%m-%dT%H:%M}",
            )
        )
    delivered(folder, *rows)


def codes(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [line.row.code[-4:] for line in page.context["rows"]]


def test_what_will_be_late_stands_first_with_who_must_act(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    standing(tmp_path, far=90, soon=1, late=-2)
    minh = client_of(cast.minh)
    assert codes(minh, "/dossiers/?tab=soon&days=5") == ["0002"]
    assert codes(minh, "/dossiers/?tab=soon&days=60") == ["0002"] or codes(
        minh, "/dossiers/?tab=soon&days=60"
    ) == ["0002", "0001"]
    assert codes(minh, "/dossiers/?tab=late") == ["0003"]
    assert set(codes(minh, "/dossiers/?tab=all")) == {"0001", "0002", "0003"}
    text = minh.get("/dossiers/?tab=late").text
    assert "Trễ hạn" in text and "Cơ quan xử lý" in text and "UBND phường An Hải" in text
    assert codes(minh, f"/dossiers/?tab=all&agency={cast.office_b.pk}") == []


def test_another_ward_sees_none_of_it(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    standing(tmp_path, soon=1)
    assert codes(client_of(cast.lan), "/dossiers/?tab=all") == ["0001"]
    assert codes(client_of(cast.tuan), "/dossiers/?tab=all") == []
    assert client_of(cast.tuan).get(f"/dossiers/{one().pk}/").status_code == 404
    assert client_of(cast.tuan).get(f"/dossiers/code/{one().code}/").status_code == 404
    assert client_of(cast.tuan).get("/dossiers/list.csv?tab=all").text.count("\n") == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_list_as_a_file(cast: Cast, client_of: Any, tmp_path: Path, ending: str) -> None:
    standing(tmp_path, soon=1)
    answer = client_of(cast.minh).get(f"/dossiers/list.{ending}?tab=all")
    assert answer.status_code == 200
    if ending == "csv":
        assert one().code in answer.text and "UBND phường An Hải" in answer.text
    else:
        assert answer.content[:2] == b"PK"


def test_the_list_reads_no_table_whole(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    """With sequential reading forbidden no plan of the list may need it."""
    standing(tmp_path, soon=1)
    client = client_of(cast.minh)
    with CaptureQueriesContext(connection) as asked:
        for tab in ("soon", "late", "letter", "all"):
            client.get(f"/dossiers/?tab={tab}")
    told = [one["sql"] for one in asked if 'FROM "publicservices_dossier"' in one["sql"]]
    assert told
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        for sql in told:
            cursor.execute("explain " + sql.replace("%", "%%"))
            plan = "\n".join(line[0] for line in cursor.fetchall())
            assert "Seq Scan on publicservices_dossier" not in plan, plan


def test_one_dossier_with_its_states_apart(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    delivered(
        tmp_path,
        row(state="9", handled="2026-09-10T08:00", payment="paid", delivery="waiting", sync="failed"),
    )
    text = client_of(cast.minh).get(f"/dossiers/{one().pk}/").text
    for word in ("Đã xử lý xong", "Đã nộp", "Kết quả chờ trả", "Đồng bộ lỗi", "Đúng hạn"):
        assert word in text
    assert client_of(cast.minh).get(f"/dossiers/code/{one().code}/").url == f"/dossiers/{one().pk}/"


def test_the_consistency_report(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    from dothi.publicservices.actions import describe_feed

    describe_feed("mot-cua-bo", name_vi="Một cửa bộ", by=None)
    delivered(tmp_path, row(1), row(2) | {"code": "HS-9"}, told=7)
    delivered(tmp_path, row(1, state="9", handled="2026-09-10T08:00"), feed="mot-cua-bo")
    text = client_of(cast.minh).get("/dossiers/feeds/").text
    for word in (
        "hệ thống nói có 7",
        "Lệch 6",
        "HS-9",
        "Mã hồ sơ không đúng dạng",
        "Hai hệ thống nói khác nhau",
        "Hệ thống khác cũng báo mã này: 1",
    ):
        assert word in text, word
    assert client_of(cast.lan).get("/dossiers/feeds/").status_code == 403


def test_a_feed_is_reported_to_whose_it_is(cast: Cast) -> None:
    from dothi.kernel.permissions import Grant, Scope
    from dothi.publicservices.actions import describe_feed
    from dothi.publicservices.queries import feeds_of

    describe_feed("mot-cua-phuong-a", name_vi="Một cửa phường A", agency=cast.office_a.code, by=None)
    mine = Scope((Grant(frozenset({cast.ward_a.pk}), None),))
    other = Scope((Grant(frozenset({cast.ward_b.pk}), None),))
    assert [one.code for one in feeds_of(mine)] == ["mot-cua-phuong-a"]  # not that of the province
    assert not feeds_of(other)
    assert feeds_of(Scope((Grant(None, None),))).count() == 2


def look(code: str, phone: str) -> Any:
    return Client().post(LOOK, {"code": code, "phone": phone})


def test_a_citizen_finds_their_own_and_nobody_elses(tmp_path: Path) -> None:
    delivered(tmp_path, row(phone=PHONE), row(2))
    found = look(one().code, "+84905123456")
    assert found.status_code == 200 and "Đang xử lý" in found.text
    wrong = [
        look(one().code, "0905999999"),
        look("H15.07.04-260907-9999", PHONE),
        look(one(2).code, PHONE),
        look(one(2).code, ""),
    ]
    assert {answer.status_code for answer in wrong} == {404}
    bodies = {answer.text.split("<form")[0] + answer.text.rpartition("</form>")[2] for answer in wrong}
    assert len(bodies) == 1  # a wrong code and a wrong number are one answer
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from publicservices_dossier d where d::text like '%905123456%'")
        assert cursor.fetchone() == (0,)


def test_nobody_finds_a_number_by_trying(tmp_path: Path) -> None:
    delivered(tmp_path, row(phone=PHONE))
    answers = [look(one().code, f"09051234{number:02}").status_code for number in range(25)]
    assert answers[0] == 404 and answers[-1] == 429


def test_the_clock_makes_late_once(tmp_path: Path) -> None:
    standing(tmp_path, soon=1)
    assert mark_overdue() == 0
    later = clock.now() + dt.timedelta(days=2)
    assert (mark_overdue(later), mark_overdue(later)) == (1, 0)
    assert one().on_time is False


def test_a_letter_of_apology_is_owed_until_it_was_sent(cast: Cast, tmp_path: Path) -> None:
    standing(tmp_path, soon=1)
    assert owe_letters()[0] == 1
    debt = Owed.objects.get(kind="apology", closed_at__isnull=True)
    assert (debt.agency_id, debt.due_at) == (cast.office_a.pk, one().letter_by)
    Dossier.objects.update(letter_at=clock.now())
    assert owe_letters() == (0, 1)
    assert not Owed.objects.filter(kind="apology", closed_at__isnull=True).exists()


def test_a_person_is_told_of_their_dossiers_and_the_mark_is_forgotten(tmp_path: Path) -> None:
    delivered(tmp_path, row(phone=PHONE), row(2, phone="0911222333"))
    them = Subject("sms", "0905123456")
    assert [told["code"] for told in holdings.told(them)["dossiers"]] == [one().code]
    assert holdings.forget(them)["dossiers"] == 1
    assert (one().phone_mark, one(2).phone_mark != "") == ("", True)
    assert look(one().code, PHONE).status_code == 404
