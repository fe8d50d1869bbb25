"""One's own data: seen, corrected, erased and objected to by whoever proved the number, within the dated time, and by nobody else."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from dothi.accounts.actions import grant_role
from dothi.kernel import clock, settings
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.notify.models import Message
from dothi.reports import actions, photos
from dothi.reports.actions.receiving import Spot
from dothi.reports.hiding.tests.test_hiding import jpeg, striped
from dothi.reports.identity import requests, retention, vault
from dothi.reports.identity.models import Controller, DataRequest
from dothi.reports.identity.sessions import Holder
from dothi.reports.identity.tests.test_codes import OTHER, PHONE, proven
from dothi.reports.identity.tests.test_codes import asked as asked_code
from dothi.reports.identity.vault import contact_of
from dothi.reports.models import Report, ReportRule
from dothi.reports.models.people import Follower, Reporter
from dothi.reports.tests.course import prepared, told
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db
HOLDER = Holder("sms", PHONE, 0)
MONDAY = dt.datetime(2026, 11, 16, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


def photographed(cast: Cast) -> Report:
    """Released with the first of two pictures, of which a part is hidden."""
    from dothi.reports.hiding.actions import hide
    from dothi.reports.hiding.boxes import Box

    report = told(spot=Spot(words="12 Trần Phú")).report
    Report.objects.filter(pk=report.pk).update(lon=107.08123, lat=10.34567, accuracy_m=8)
    for number, side in ((1, 400), (2, 300)):
        kept = photos.keep(jpeg(striped().resize((side, 200))))
        report.photos.create(number=number, sha256=kept, size=1, recorded_at=report.received_at)
    hide(report.photos.get(number=1), [Box(0, 0, 100, 100)], by=cast.minh)
    return actions.release(report, text="Rác chất đống", photos=[1], by=cast.minh)


def test_two_working_days_and_a_debt_of_those_who_may_see_people(cast: Cast) -> None:
    told()
    with clock.moved_to(MONDAY):
        asked = requests.ask(HOLDER, "erasure")
        assert requests.ask(HOLDER, "erasure") == asked  # pressed twice
    assert asked.due_at == dt.datetime(2026, 11, 18, 17, 0, tzinfo=clock.VIETNAM)
    debts = Owed.objects.filter(kind="report-data", closed_at__isnull=True)
    assert {one.agency_id for one in debts} >= {cast.minh.agency_id}
    assert not [one for one in debts if PHONE in str(one.title_fields)]
    with pytest.raises(NotAllowed):
        requests.fulfil(asked, by=cast.nga)
    requests.fulfil(asked, by=cast.minh)
    assert not debts.all().exists()
    with pytest.raises(Conflict):
        requests.refuse(asked, reason="Không đủ căn cứ xác minh", by=cast.minh)


def test_erasure_takes_the_person_the_words_the_pictures_as_sent_and_the_place(cast: Cast) -> None:
    report = photographed(cast)
    first, second = report.photos.order_by("number")
    asked = requests.ask(HOLDER, "erasure")
    requests.fulfil(asked, by=cast.minh)
    report.refresh_from_db()
    assert not Reporter.objects.exists()
    assert not Follower.objects.exists()
    assert (report.text, report.place, report.accuracy_m, report.public_text) == (
        "",
        "",
        None,
        "Rác chất đống",
    )
    assert report.officer_text == report.code.lower().replace(
        "-", " "
    )  # the officers' search forgets the words and the place, too
    assert (report.lon, report.lat) != (107.08123, 10.34567)
    assert photos.STORE.read(first.sha256) is None
    assert photos.STORE.read(second.sha256) is None
    assert Client().get(f"/phan-anh/{report.code}/anh/1/").status_code == 200  # the public's copy stays
    assert Client().get(f"/phan-anh/{report.code}/anh/2/").status_code == 404
    assert "Rác chất đống" in Client().get(f"/phan-anh/{report.code}/").text
    assert report.lines.filter(what="erased").exists()
    kept = " ".join(str(value) for row in DataRequest.objects.all() for value in vars(row).values())
    assert PHONE not in kept


def test_erasure_reaches_where_a_merge_took_it_and_a_second_way_only_in_one_s_own_reports(cast: Cast) -> None:
    mail, other = "ba@example.vn", contact_of("Bà Tư", OTHER, "tu@example.vn", "vi")
    report = told(contact=contact_of("Nguyễn Văn Ba", PHONE, mail, "vi")).report
    into, later = told(contact=other).report, told(contact=other).report
    actions.merge(report, into, by=cast.minh)
    assert into.followers.filter(address=mail).exists()
    theirs = actions.release(told(contact=other).report, text="Hố ga", photos=[], by=cast.minh)
    vault.follow(theirs, "email", mail, "vi", clock.now())  # whoever reads there: perhaps somebody else
    asked_code(mail)
    Message.objects.filter(address=mail).update(state="sent")
    asked = requests.ask(HOLDER, "erasure")
    actions.merge(into, later, by=cast.minh)  # while it waits
    requests.fulfil(asked, by=cast.minh)
    assert not Follower.objects.filter(address=PHONE).exists()
    assert [one.report for one in Follower.objects.filter(address=mail)] == [theirs]
    assert not Reporter.objects.filter(report=report).exists()
    assert Message.objects.filter(address=mail).exists()  # nobody proved that it is the same person's
    assert {one.address for one in vault.addresses_of(later)} == {OTHER, "tu@example.vn"}


def test_what_was_reported_after_asking_is_erased_too(cast: Cast) -> None:
    asked = requests.ask(HOLDER, "erasure")
    report = told().report
    requests.fulfil(asked, by=cast.minh)
    report.refresh_from_db()
    assert (report.text, Reporter.objects.count()) == ("", 0)
    asked.refresh_from_db()
    assert asked.sealed == ""


def test_a_request_is_the_debt_of_the_agency_that_answers_for_the_data(cast: Cast) -> None:
    told()
    grant_role(cast.lan, "duty-officer", by=None, valid_from=SINCE, unit=cast.ward_b)
    Controller.objects.create(
        code="reports", agency=cast.lan.agency, valid_from=SINCE, source="thử", certainty="D"
    )
    asked = requests.ask(HOLDER, "erasure")
    debts = Owed.objects.filter(kind="report-data", closed_at__isnull=True)
    assert [one.agency_id for one in debts] == [cast.lan.agency_id]
    requests.fulfil(asked, by=cast.lan)  # of that agency, wherever the report lies
    assert not debts.all().exists()


def test_who_may_set_the_controller_sets_it_on_the_screen(cast: Cast, client_of: Any) -> None:
    quan, told_day = client_of(cast.quan), clock.today().isoformat()
    form = {
        "agency": cast.centre.pk,
        "valid_from": told_day,
        "source": "QĐ 5/2026",
        "certainty": "S",
        "reason": "Phân công",
    }
    assert "Chưa có quy định đơn vị nào" in quan.get("/reports/rules/").text
    assert quan.post("/reports/rules/controller/", form).status_code == 302
    assert "QĐ 5/2026" in quan.get("/reports/rules/").text
    assert "Trung tâm IOC" in client_of(cast.minh).get("/reports/data-requests/").text
    assert client_of(cast.minh).post("/reports/rules/controller/", form).status_code == 403


def test_one_person_asks_so_often_a_day_and_no_more(cast: Cast) -> None:
    browser, page = proven(), "/phan-anh/du-lieu-cua-toi/tai-ve/"
    ReportRule.objects.create(
        code="data-asks-day", value=3, valid_from=clock.today(), source="thử", certainty="D"
    )
    assert [browser.post(page).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert DataRequest.objects.count() == 3
    with clock.moved_to(clock.now() + dt.timedelta(days=1, minutes=1)):
        requests.ask(HOLDER, "access")


def test_a_neighbour_reads_what_everybody_reads_and_no_more(cast: Cast) -> None:
    report = actions.release(told().report, text="Rác chất đống", photos=[], by=cast.minh)
    vault.follow(report, "sms", OTHER, "vi", clock.now())
    browser = proven(OTHER)
    assert browser.get("/phan-anh/cua-toi/").text.count(report.code)
    Report.objects.filter(pk=report.pk).update(released_at=None)
    assert browser.get("/phan-anh/cua-toi/").text.count(report.code) == 0
    own = json.loads(browser.post("/phan-anh/du-lieu-cua-toi/tai-ve/").content)["reports"]
    assert own["reports"] == []
    assert "Rác chất đống" not in json.dumps(own, ensure_ascii=False)
    mine = json.loads(proven().post("/phan-anh/du-lieu-cua-toi/tai-ve/").content)["reports"]["reports"]
    assert mine[0]["public_text"] == ""  # withdrawn for its reporter, too


def test_a_request_is_read_and_decided_by_who_may_see_people_in_every_report_of_it(
    cast: Cast, client_of: Any
) -> None:
    first, second = told().report, told().report
    Report.objects.filter(pk__in=(first.pk, second.pk)).update(unit=cast.ward_a)
    grant_role(cast.lan, "duty-officer", by=None, valid_from=SINCE, unit=cast.ward_a)
    grant_role(cast.tuan, "duty-officer", by=None, valid_from=SINCE, unit=cast.ward_b)
    asked, of_nothing = requests.ask(HOLDER, "erasure"), requests.ask(Holder("sms", OTHER, 0), "erasure")
    lan, tuan, page = client_of(cast.lan), client_of(cast.tuan), "/reports/data-requests/"
    shown = lan.get(page).text
    assert (asked.code in shown, of_nothing.code in shown) == (True, False)
    shown = tuan.get(page).text
    assert (asked.code in shown, first.code in shown) == (False, False)
    tuan.post(f"{page}{asked.pk}/", {"do": "fulfil"})
    with pytest.raises(NotAllowed):
        requests.refuse(of_nothing, reason="Không đủ căn cứ xác minh", by=cast.lan)
    Report.objects.filter(pk=second.pk).update(unit=cast.ward_b)  # one of two is not enough
    for officer in (cast.lan, cast.tuan):
        with pytest.raises(NotAllowed):
            requests.fulfil(asked, by=officer)
    assert Reporter.objects.count() == 2
    Report.objects.filter(pk=second.pk).update(unit=cast.ward_a)
    requests.fulfil(asked, by=cast.lan)
    requests.fulfil(of_nothing, by=cast.minh)
    assert asked.code in lan.get(page).text  # among those that are over
    assert asked.code not in tuan.get(page).text


def test_what_others_hold_stays_theirs(cast: Cast) -> None:
    report = photographed(cast)
    vault.follow(report, "sms", OTHER, "vi", clock.now())
    stranger = requests.ask(Holder("sms", OTHER, 0), "erasure")
    requests.fulfil(stranger, by=cast.minh)
    report.refresh_from_db()
    assert report.text != ""
    assert Reporter.objects.filter(report=report).exists()
    assert [one.is_reporter for one in vault.addresses_of(report)] == [True]


def test_an_objection_ends_messages_and_nothing_else(cast: Cast) -> None:
    report, token = told()
    requests.fulfil(requests.ask(HOLDER, "objection"), by=cast.minh)
    assert vault.addresses_of(report) == []
    assert Client().get(f"/phan-anh/cua-toi/{token}/").status_code == 200
    assert Reporter.objects.filter(report=report).exists()


def test_a_correction_says_what_and_a_refusal_why(cast: Cast) -> None:
    told()
    with pytest.raises(BadRequest):
        requests.ask(HOLDER, "correction")
    with pytest.raises(BadRequest):
        requests.ask(HOLDER, "everything")
    asked = requests.ask(HOLDER, "correction", "Tên tôi là Bá")
    with pytest.raises(BadRequest):
        requests.fulfil(asked, by=cast.minh)
    with pytest.raises(BadRequest):
        requests.refuse(asked, reason="không", by=cast.minh)
    requests.refuse(asked, reason="Không xác định được điều cần sửa", by=cast.minh)
    page = proven().get("/phan-anh/du-lieu-cua-toi/").text
    assert "Không xác định được điều cần sửa" in page


def test_one_s_file_is_there_at_once_and_holds_nobody_else(cast: Cast) -> None:
    report = photographed(cast)
    vault.follow(report, "sms", OTHER, "vi", clock.now())
    own = json.loads(proven().post("/phan-anh/du-lieu-cua-toi/tai-ve/").content)
    assert own["reports"]["people"][0]["name"] == "Nguyễn Văn Ba"
    assert own["reports"]["reports"][0]["text"].startswith("Rác chất đống trước nhà")
    other = proven(OTHER).post("/phan-anh/du-lieu-cua-toi/tai-ve/").text
    assert "Ba" not in json.loads(other)["reports"]["people"].__repr__()
    assert "Trần Phú" not in other
    assert PHONE not in other
    assert DataRequest.objects.filter(kind="access", state="done").count() == 2


def test_nobody_asks_for_data_without_a_code(cast: Cast) -> None:
    told()
    assert Client().post("/phan-anh/du-lieu-cua-toi/", {"kind": "erasure"}).status_code == 302
    assert Client().post("/phan-anh/du-lieu-cua-toi/tai-ve/").status_code == 403
    assert not DataRequest.objects.exists()


def test_on_the_pages_from_the_code_to_the_officer_s_word(cast: Cast, client_of: Any) -> None:
    report = told().report
    browser = proven(then="data")
    assert browser.post("/phan-anh/du-lieu-cua-toi/", {"kind": "erasure"}).status_code == 302
    assert "Chờ trả lời" in browser.get("/phan-anh/du-lieu-cua-toi/").text
    assert client_of(cast.nga).get("/reports/data-requests/").status_code == 403
    officer = client_of(cast.minh)
    page = officer.get("/reports/data-requests/").text
    assert report.code in page
    assert PHONE not in page and "Nguyễn Văn Ba" not in page
    asked = DataRequest.objects.get(kind="erasure")
    officer.post(f"/reports/data-requests/{asked.pk}/", {"do": "fulfil"})
    assert not Reporter.objects.exists()
    assert "Chưa có phản ánh" in browser.get("/phan-anh/cua-toi/").text
    assert not Message.objects.filter(address=PHONE, erased_at__isnull=True).exclude(state="waiting").exists()


def test_the_page_on_privacy_is_made_from_the_rows_that_the_night_goes_by(cast: Cast) -> None:
    from dothi.kernel.retention import set_time

    set_time(
        "report-codes",
        3,
        valid_from=clock.today(),
        purpose="Đếm mã",
        source="QĐ 1/2026",
        certainty="S",
        by=None,
        reason="thử",
    )
    page = Client().get("/phan-anh/quyen-rieng-tu/").text
    for word in ("Đếm mã", "3 ngày", "QĐ 1/2026", "365 ngày", "2 ngày làm việc", "Luật 91/2025/QH15"):
        assert word in page, word


def test_followers_originals_and_requests_are_forgotten_by_class(cast: Cast) -> None:
    report = photographed(cast)
    vault.follow(report, "sms", OTHER, "vi", clock.now())
    waiting, over = requests.ask(HOLDER, "objection"), requests.ask(Holder("sms", OTHER, 0), "access")
    later = clock.now() + dt.timedelta(days=1)
    assert (vault.forget_followers(later, 9), retention.forget_originals(later, 9)) == (
        0,
        0,
    )  # it has not ended
    actions.refuse(report, reason="Đã xử lý ở phản ánh khác", by=cast.minh)
    original = report.photos.get(number=1).sha256
    assert vault.forget_followers(later, 9) == 1
    assert retention.forget_originals(later, 9) == 2
    assert photos.STORE.read(original) is None
    assert Client().get(f"/phan-anh/{report.code}/anh/1/").status_code == 200
    assert retention.forget_requests(later, 9) == 1
    assert list(DataRequest.objects.all()) == [waiting] != [over]


def test_a_rating_of_the_erased_stays_and_names_nobody(cast: Cast) -> None:
    report, token = told()
    report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    actions.answer(report, "Đã dọn", by=cast.nga)
    actions.publish(report, by=cast.minh)
    Client().post(f"/phan-anh/cua-toi/{token}/", {"do": "rate", "face": "good"})
    requests.fulfil(requests.ask(HOLDER, "erasure"), by=cast.minh)
    assert report.ratings.count() == 1
    assert Client().get(f"/phan-anh/cua-toi/{token}/").status_code == 404


# ---- who left nothing but a link


def linked() -> tuple[Report, str]:
    """Who reported it left neither number nor e-mail."""
    found = told(contact=contact_of("Nguyễn Văn Ba"))
    return found.report, f"/phan-anh/cua-toi/{found.token}/"


def test_the_link_of_who_left_nothing_else_asks_to_be_erased_by_the_rules_of_a_code(cast: Cast) -> None:
    report, own = linked()
    browser = Client()
    assert "Xóa dữ liệu của tôi" in browser.get(own).text
    for _ in range(2):  # pressed twice
        assert browser.post(own, {"do": "erase"}).status_code == 302
    asked = DataRequest.objects.get()
    assert (asked.kind, asked.state, asked.reports) == ("erasure", "asked", [report.code])
    assert Owed.objects.filter(kind="report-data", closed_at__isnull=True).exists()
    page = browser.get(own).text
    assert "Chờ trả lời" in page and 'value="erase"' not in page
    requests.refuse(asked, reason="Đang khiếu nại, giữ đến khi xong", by=cast.minh)
    page = browser.get(own).text
    assert "Đang khiếu nại" in page and 'value="erase"' in page
    browser.post(own, {"do": "erase"})
    requests.fulfil(DataRequest.objects.get(state="asked"), by=cast.minh)
    report.refresh_from_db()
    assert (report.text, report.place) == ("", "")
    assert not Reporter.objects.exists() and not Follower.objects.exists()
    assert report.lines.filter(what="erased").exists()
    assert browser.get(own).status_code == 404


def test_a_second_matter_taken_out_is_erased_by_the_same_link(cast: Cast) -> None:
    report, own = linked()
    other = actions.split(report, text="Đèn hỏng", category=report.category, by=cast.minh)
    Client().post(own, {"do": "erase"})
    requests.fulfil(DataRequest.objects.get(), by=cast.minh)
    assert [one.text for one in Report.objects.filter(pk__in=(report.pk, other.pk))] == ["", ""]


def test_where_a_number_is_known_it_is_proved_first_and_a_neighbours_link_erases_nothing(cast: Cast) -> None:
    found = told()
    own, browser = f"/phan-anh/cua-toi/{found.token}/", Client()
    assert 'value="erase"' not in browser.get(own).text
    answer = browser.post(own, {"do": "erase"})
    assert answer.status_code == 403 and "xác nhận bằng mã" in answer.text
    actions.release(found.report, text="Rác", photos=[], by=cast.minh)
    vault.follow(found.report, "sms", OTHER, "vi", clock.now())
    answer = proven(OTHER).post(f"/phan-anh/cua-toi/ma/{found.report.code}/", {"do": "erase"})
    assert answer.status_code == 403
    assert not DataRequest.objects.exists()
