"""A consultation from draft to result: who reads what, one voice of a browser, moderated before anybody outside reads it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dothi.accounts import actions as accounts
from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.reports.models import ReportRule
from dothi.surveys import actions
from dothi.surveys.forgetting import forget_opinions
from dothi.surveys.models import Consultation, Opinion
from dothi.surveys.tests.course import proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_draft_is_read_by_nobody_outside(cast: Cast) -> None:
    row = proposed(cast, open_=False)
    assert Client().get(f"/khao-sat/y-kien/{row.code}/").status_code == 404
    assert row.title_vi not in Client().get("/khao-sat/").text
    actions.announce(row, by=cast.minh)
    assert row.title_vi in Client().get("/khao-sat/").text
    with pytest.raises(Exception, match="not-allowed"):
        actions.announce(proposed(cast, open_=False), by=cast.lan)


def test_the_people_of_an_agency_manage_what_it_asks_wherever_their_right_lies(cast: Cast) -> None:
    """The desk of a centre looks after some wards; the centre itself lies in none of them."""
    accounts.grant_role(
        cast.dung, "duty-officer", by=None, valid_from=SINCE, unit=cast.ward_a
    )  # of the centre
    row = proposed(cast, open_=False)
    assert actions.announce(row, by=cast.dung).announced_at is not None
    assert signed_in(cast.dung).get(f"/surveys/consultations/{row.code}/").status_code == 200
    assert signed_in(cast.lan).get(f"/surveys/consultations/{row.code}/").status_code == 404


def test_a_browser_gives_its_opinion_so_often_and_no_more(cast: Cast) -> None:
    ReportRule.objects.filter(code="voice-browser").update(value=3)
    browser, page = Client(), f"/khao-sat/y-kien/{proposed(cast).code}/"
    browser.get(page)
    said = [browser.post(page, {"q1": "1", "text": f"Ý {n}"}).status_code for n in range(4)]
    assert said == [302, 302, 302, 429]


def test_an_opinion_is_read_by_others_after_an_officer_released_a_copy(cast: Cast) -> None:
    row = proposed(cast)
    page, browser = f"/khao-sat/y-kien/{row.code}/", Client()
    assert browser.post(page, {"q1": "1", "text": "Gọi tôi 0903 000 111"}).status_code == 302
    assert browser.post(page, {"q1": "1", "text": "Gọi tôi 0903 000 111"}).status_code == 302
    opinion = Opinion.objects.get()
    assert "0903" not in Client().get(page).text
    assert "0903" in browser.get(page).text  # their own words, to change them
    officers = signed_in(cast.minh)
    assert "0903" in officers.get(f"/surveys/consultations/{row.code}/").text
    step = f"/surveys/consultations/{row.code}/step/"
    officers.post(step, {"do": "release", "opinion": opinion.pk, "text": "Đồng ý <b>ngay</b>"})
    shown = Client().get(page).text
    assert "Đồng ý &lt;b&gt;ngay" in shown
    assert "0903" not in shown
    officers.post(
        step, {"do": "reply", "title": "Đồng ý", "text": "Sẽ làm từ tháng sau", "opinion": opinion.pk}
    )
    assert "Sẽ làm từ tháng sau" in Client().get(page).text
    browser.post(page, {"q1": "2", "text": "Tôi đổi ý"})
    assert "Đồng ý &lt;b&gt;ngay" not in Client().get(page).text  # what they say now nobody read yet
    assert Opinion.objects.count() == 1


def test_what_was_changed_meanwhile_is_not_released_in_its_former_words(cast: Cast) -> None:
    row = proposed(cast)
    actions.speak(row, "v" * 64, {"q1": "1", "text": "Gọi tôi 0903 000 111"})
    step, officers = f"/surveys/consultations/{row.code}/step/", signed_in(cast.minh)
    page = officers.get(f"/surveys/consultations/{row.code}/").text
    (seen, *_) = re.findall('name="seen" value="([^"]+)"', page)
    form = {
        "do": "release",
        "opinion": Opinion.objects.get().pk,
        "text": "Gọi tôi 0903 000 111",
        "seen": seen,
    }
    actions.speak(row, "v" * 64, {"q1": "1", "text": "Xin bỏ số của tôi"})
    assert "đã được sửa" in officers.post(step, form, follow=True).text
    assert "0903" not in Client().get(f"/khao-sat/y-kien/{row.code}/").text
    assert Opinion.objects.get().state == "new"


def test_after_its_time_only_the_public_copy_of_an_opinion_stays(cast: Cast) -> None:
    row = proposed(cast)
    opinion = actions.speak(row, "v" * 64, {"q1": "1", "text": "Tôi là Ba ở số 12"})
    actions.release(opinion, text="Đồng ý", by=cast.minh)
    assert forget_opinions(row.closes_at, 10) == 0
    assert forget_opinions(row.closes_at + dt.timedelta(seconds=1), 10) == 1
    opinion.refresh_from_db()
    assert (opinion.text, opinion.public_text, opinion.values) == ("", "Đồng ý", {"q1": "1"})


def test_hiding_needs_a_reason_and_is_counted(cast: Cast) -> None:
    row = proposed(cast)
    page = f"/khao-sat/y-kien/{row.code}/"
    Client().post(page, {"text": "xúc phạm người khác"})
    opinion = Opinion.objects.get()
    with pytest.raises(Exception, match="opinion-needs-reason"):
        actions.hide(opinion, reason=" ", by=cast.minh)
    actions.hide(opinion, reason="Xúc phạm cá nhân", by=cast.minh)
    shown = Client().get(page).text
    assert "xúc phạm" not in shown
    assert "1 ý kiến không hiện" in shown


def test_nobody_speaks_before_it_opens_or_after_it_closed(cast: Cast) -> None:
    row = proposed(cast, opens_at=clock.now() + dt.timedelta(hours=1))
    page = f"/khao-sat/y-kien/{row.code}/"
    assert Client().post(page, {"text": "sớm"}).status_code == 409
    with clock.moved_to(row.closes_at + dt.timedelta(minutes=1)):
        assert Client().post(page, {"text": "muộn"}).status_code == 409
        assert "<textarea" not in Client().get(page).text
    assert not Opinion.objects.exists()


def test_the_result_comes_after_it_closed_with_the_counts(cast: Cast) -> None:
    row = proposed(cast)
    page = f"/khao-sat/y-kien/{row.code}/"
    for place in range(6):
        Client().post(page, {"q1": "1" if place < 4 else "2"})
    with pytest.raises(Exception, match="consultation-still-open"):
        actions.conclude(row, vi="Làm", en="Done", by=cast.minh)
    assert "67 %" not in Client().get(page).text  # nobody is led by what others chose
    with clock.moved_to(row.closes_at + dt.timedelta(minutes=1)):
        actions.conclude(row, vi="Làm từ 1/1", en="From 1 January", by=cast.minh)
        shown = Client().get(page).text
        assert re.search(r"Có: 4 \(67 %\)", shown)
        assert "Làm từ 1/1" in shown
        assert "không đại diện" in shown


def test_files_are_distrusted_and_saved_not_shown(cast: Cast) -> None:
    officers, begin = signed_in(cast.minh), clock.now().astimezone(clock.VIETNAM)
    told = {
        "title_vi": "a", "title_en": "b", "text_vi": "c", "text_en": "d", "basis": "e", "agency": cast.centre.pk,
        "opens_at": f"{begin:%Y-%m-%dT%H:%M}", "closes_at": f"{begin + dt.timedelta(days=3):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    false = SimpleUploadedFile("ban-ve.pdf", b"<html><script>alert(1)</script>")
    assert officers.post("/surveys/consultations/new/", told | {"papers": [false]}).status_code == 422
    true = SimpleUploadedFile("bản vẽ.pdf", b"%PDF-1.4 x")
    assert officers.post("/surveys/consultations/new/", told | {"papers": [true]}).status_code == 302
    row = Consultation.objects.get()
    paper = row.papers.get()
    address = f"/khao-sat/y-kien/{row.code}/tep/{paper.pk}/"
    assert Client().get(address).status_code == 404  # a draft
    actions.announce(row, by=cast.minh)
    answer = Client().get(address)
    assert answer.content == b"%PDF-1.4 x"
    assert answer["Content-Disposition"].startswith("attachment")
