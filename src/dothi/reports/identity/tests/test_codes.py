"""A code proves whose telephone it is: what opens by it, and what stays shut to those who guess, enumerate or bring others' tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Message
from dothi.reports import actions
from dothi.reports.identity import codes, vault
from dothi.reports.identity.models import Code
from dothi.reports.identity.retention import forget_codes
from dothi.reports.models import Report, ReportRule
from dothi.reports.models.people import Follower, Reporter
from dothi.reports.tests.course import prepared, told

pytestmark = pytest.mark.django_db
PHONE, OTHER = "0903000111", "0903000999"  # the reporter's; somebody else's


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


def sent_code() -> str:
    return str(Message.objects.filter(purpose="proof").latest("pk").text_fields["one_time_code"])


def asked(address: str = PHONE, browser: Client | None = None, **more: str) -> Client:
    browser = browser or Client()
    assert browser.post("/phan-anh/xac-nhan/", {"address": address, **more}).status_code == 302
    return browser


def proven(address: str = PHONE, **more: str) -> Client:
    browser = asked(address, **more)
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": sent_code()}).status_code == 302
    return browser


def wrong_code() -> str:
    return f"{(int(sent_code()) + 1) % 10**6:06d}"


def released(cast: Cast) -> Report:
    return actions.release(told().report, text="Rác chất đống", photos=[], by=cast.minh)


def answered(cast: Cast, report: Report) -> None:
    report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    actions.answer(report, "Đã dọn", by=cast.nga)
    actions.publish(report, by=cast.minh)


def test_a_code_opens_one_s_own_reports_to_see_rate_and_reopen(cast: Cast) -> None:
    report = told().report
    browser = proven("+84 903 000 111")  # one number, however it is written
    assert report.code in browser.get("/phan-anh/cua-toi/").text
    page = browser.get(f"/phan-anh/cua-toi/ma/{report.code}/")
    assert "Rác chất đống trước nhà số 12" in page.text  # one's own words, not released
    assert page["Cache-Control"] == "no-store"
    answered(cast, report)
    browser.post(f"/phan-anh/cua-toi/ma/{report.code}/", {"do": "rate", "face": "fair"})
    assert report.ratings.get().face == "fair"
    browser.post(f"/phan-anh/cua-toi/ma/{report.code}/", {"do": "reopen", "text": "Vẫn còn rác"})
    report.refresh_from_db()
    assert (report.state, report.reopened) == ("given", 1)
    assert Reporter.objects.get(report=report).proven_at is not None


def test_by_link_and_by_code_it_is_one_voice(cast: Cast) -> None:
    report, token = told()
    answered(cast, report)
    Client().post(f"/phan-anh/cua-toi/{token}/", {"do": "rate", "face": "good"})
    proven().post(f"/phan-anh/cua-toi/ma/{report.code}/", {"do": "rate", "face": "bad"})
    assert report.ratings.get().face == "bad"


def test_somebody_else_s_report_does_not_exist_for_one_s_own_code(cast: Cast) -> None:
    report = told().report
    browser = proven(OTHER)
    assert report.code not in browser.get("/phan-anh/cua-toi/").text
    assert browser.get(f"/phan-anh/cua-toi/ma/{report.code}/").status_code == 404
    assert (
        browser.post(f"/phan-anh/cua-toi/ma/{report.code}/", {"do": "reopen", "text": "x"}).status_code == 404
    )
    assert browser.get(f"/phan-anh/cua-toi/ma/{report.code}/anh/1/").status_code == 404


def test_nobody_learns_by_asking_whether_a_number_is_known(cast: Cast) -> None:
    told()
    pages = []
    for address in (PHONE, OTHER):
        browser = asked(address)
        answer = browser.get("/phan-anh/xac-nhan/ma/")
        said = answer.text.partition("<main")[2]  # the style before it holds figures, too
        pages.append(said.replace(address[-3:], "···"))
    known, unknown = ("".join(page.split("csrfmiddlewaretoken")[0]) for page in pages)
    assert known == unknown
    assert Message.objects.filter(purpose="proof").count() == 2  # a code goes to either
    for _again in range(3):  # asked for too often: nothing goes, and nothing says so
        asked(PHONE)
        Code.objects.update(asked_at=clock.now() - dt.timedelta(minutes=5))
    assert Message.objects.filter(purpose="proof", address=PHONE).count() == 3


def test_a_code_is_guessed_a_few_times_and_then_is_over(cast: Cast) -> None:
    browser = asked()
    code, bad = sent_code(), wrong_code()
    for _guess in range(5):
        assert browser.post("/phan-anh/xac-nhan/ma/", {"code": bad}).status_code == 422
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": code}).status_code == 409
    assert browser.get("/phan-anh/cua-toi/").status_code == 302


def test_a_code_serves_once_for_the_browser_that_asked_and_in_its_time(cast: Cast) -> None:
    browser = asked()
    code = sent_code()
    stranger = asked(OTHER)
    assert stranger.post("/phan-anh/xac-nhan/ma/", {"code": code}).status_code == 422
    assert (
        Client().post("/phan-anh/xac-nhan/ma/", {"code": code}).status_code == 302
    )  # to where a code is asked for
    with clock.moved_to(clock.now() + dt.timedelta(minutes=11)):
        assert browser.post("/phan-anh/xac-nhan/ma/", {"code": code}).status_code == 409
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": code}).status_code == 302
    assert Code.objects.filter(proved_at__isnull=False).count() == 1


def test_the_short_time_ends_by_the_clock_and_by_leaving_also_for_a_copied_cookie(cast: Cast) -> None:
    report = told().report
    browser, thief = proven(), Client()
    for name, morsel in browser.cookies.items():
        thief.cookies[name] = morsel.value
    assert report.code in thief.get("/phan-anh/cua-toi/").text
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        assert thief.get("/phan-anh/cua-toi/").status_code == 302
    browser.post("/phan-anh/thoat/")
    assert thief.get("/phan-anh/cua-toi/").status_code == 302


def test_a_cookie_of_another_kind_or_of_nobody_opens_nothing(cast: Cast) -> None:
    told()
    browser = asked()
    browser.cookies["dothi_holder"] = browser.cookies["dothi_code"].value  # a code under way is no proof
    assert browser.get("/phan-anh/cua-toi/").status_code == 302
    for text in ("", "x", "a.b", "9" * 5000):
        browser.cookies["dothi_holder"] = text
        assert browser.get("/phan-anh/cua-toi/").status_code == 302


def test_no_table_holds_the_number_that_was_proved_or_the_code(cast: Cast) -> None:
    asked(OTHER)
    row, code = Code.objects.get(), sent_code()
    kept = " ".join(str(value) for value in vars(row).values())
    assert OTHER not in kept
    assert code not in kept
    with clock.moved_to(clock.now() + dt.timedelta(days=8)):
        assert forget_codes(clock.now() - dt.timedelta(days=7), 10) == 1
    assert Message.objects.get(purpose="proof").text_fields == {}


def test_one_network_asks_so_often_as_its_dated_row_says(cast: Cast) -> None:
    ReportRule.objects.create(
        code="codes-network-hour", value=5, valid_from=clock.today(), source="thử", certainty="D"
    )
    for number in range(5):
        asked(f"09030002{number:02d}")
    answer = Client().post("/phan-anh/xac-nhan/", {"address": "0903000333"})
    assert answer.status_code == 429
    assert "Mạng này" in answer.text


def test_the_addresses_of_one_ipv6_household_are_one_network(cast: Cast) -> None:
    ReportRule.objects.create(
        code="codes-network-hour", value=5, valid_from=clock.today(), source="thử", certainty="D"
    )
    for number in range(5):
        asked(f"09030002{number:02d}", Client(REMOTE_ADDR=f"2001:db8:1:2::{number + 1}"))
    form = {"address": "0903000333"}
    assert Client(REMOTE_ADDR="2001:db8:1:2:ffff::9").post("/phan-anh/xac-nhan/", form).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").post("/phan-anh/xac-nhan/", form).status_code == 302


@pytest.mark.parametrize("address", ["", "abc", "12", "a@b", "0903\x00000111 or 1=1", "<script>@x.vn"])
def test_what_is_no_address_is_said_kindly(cast: Cast, address: str) -> None:
    answer = Client().post("/phan-anh/xac-nhan/", {"address": address})
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert not Code.objects.exists()


def test_a_neighbour_follows_after_a_code_and_stops_by_one_link(cast: Cast) -> None:
    report = released(cast)
    browser = Client()
    assert browser.post(f"/phan-anh/{report.code}/theo-doi/", {"address": "ba@example.vn"}).status_code == 302
    assert not Follower.objects.filter(address="ba@example.vn").exists()  # nobody follows unproved
    answer = browser.post("/phan-anh/xac-nhan/ma/", {"code": sent_code()})
    assert "Đang theo dõi" in browser.get(answer["Location"]).text
    browser.post(f"/phan-anh/{report.code}/theo-doi/")  # again: the same
    reporter, neighbour = vault.addresses_of(report)
    assert (reporter.way, reporter.is_reporter) == ("sms", True)
    assert (neighbour.way, neighbour.address, neighbour.is_reporter) == ("email", "ba@example.vn", False)
    assert Client().get(neighbour.unfollow).status_code == 200
    assert len(vault.addresses_of(report)) == 2  # a machine that looks ends nothing
    Client().post(neighbour.unfollow)
    assert [one.is_reporter for one in vault.addresses_of(report)] == [True]
    assert "Không gửi tin" in Client().post(neighbour.unfollow).text


def test_a_reporter_who_stops_messages_keeps_report_and_link(cast: Cast) -> None:
    report, token = told()
    Client().post(vault.addresses_of(report)[0].unfollow)
    assert vault.addresses_of(report) == []
    assert Client().get(f"/phan-anh/cua-toi/{token}/").status_code == 200
    assert report.code in proven().get("/phan-anh/cua-toi/").text


def test_a_follower_is_no_reporter(cast: Cast) -> None:
    report = released(cast)
    browser = proven(OTHER, then=f"follow:{report.code}")
    page = browser.get(f"/phan-anh/cua-toi/ma/{report.code}/").text
    assert "anh Ba" not in page
    assert "12 Trần Phú" not in page


def test_a_follower_rates_and_never_speaks_for_the_reporter(cast: Cast) -> None:
    report = released(cast)
    follower, page = proven(OTHER, then=f"follow:{report.code}"), f"/phan-anh/cua-toi/ma/{report.code}/"
    actions.take(report, by=cast.nga)
    actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    assert 'value="supply"' not in follower.get(page).text
    refused = follower.post(page, {"do": "supply", "text": "Số 99"})
    assert (refused.status_code, "Chỉ người gửi phản ánh" in refused.text) == (403, True)
    report.refresh_from_db()
    assert (report.state, report.paused_at is None) == ("asking", False)
    assert 'value="supply"' in (reporter := proven()).get(page).text
    assert reporter.post(page, {"do": "supply", "text": "Số 12"}).status_code == 302
    report.refresh_from_db()
    answered(cast, report)
    assert 'value="reopen"' not in follower.get(page).text
    assert follower.post(page, {"do": "reopen", "text": "Còn rác"}).status_code == 403
    assert follower.post(page, {"do": "rate", "face": "good"}).status_code == 302
    assert 'value="reopen"' in reporter.get(page).text
    report.refresh_from_db()
    assert (report.state, report.reopened, report.ratings.get().face) == ("done", 0, "good")


def test_what_nobody_released_cannot_be_followed_or_found_so(cast: Cast) -> None:
    report = told().report
    assert Client().post(f"/phan-anh/{report.code}/theo-doi/", {"address": OTHER}).status_code == 404
    browser = asked(OTHER, then=f"follow:{report.code}")
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": sent_code()}).status_code == 404
    assert not Follower.objects.filter(address=OTHER).exists()


@pytest.mark.parametrize("token", ["x", "MQ.x", "a.b.c", "9" * 500])
def test_an_unfollow_link_of_nobody_ends_nothing(cast: Cast, token: str) -> None:
    report = told().report
    assert Client().post(f"/phan-anh/thoi-theo-doi/{token}/").status_code in (401, 404)
    assert len(vault.addresses_of(report)) == 1


def test_where_a_code_leads_is_ours_alone(cast: Cast) -> None:
    browser = asked(OTHER, then="https://evil.example/")
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": sent_code()})["Location"] == "/phan-anh/cua-toi/"


def test_pressed_twice_is_one_code(cast: Cast) -> None:
    first = codes.ask("sms", PHONE, network="1.2.3.4")
    assert codes.ask("sms", PHONE, network="1.2.3.4") == first
    assert Message.objects.filter(purpose="proof").count() == 1
