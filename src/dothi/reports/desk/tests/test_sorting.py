"""The desk puts reports in order: category by its words, a second matter, what may be the same, and links to other rooms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from dothi.incidents import kinds
from dothi.incidents.actions import open_incident
from dothi.incidents.joining.models import IncidentSource
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Message
from dothi.notify.tests.making import a_channel
from dothi.reports import actions, queries, showing
from dothi.reports.desk import linking
from dothi.reports.identity import vault
from dothi.reports.models import Handling, Report
from dothi.reports.models.people import Follower
from dothi.reports.tests.course import LEAK, WASTE, prepared, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


def placed(report: Report, lon: float, lat: float, cast: Cast) -> Report:
    Report.objects.filter(pk=report.pk).update(lon=lon, lat=lat, unit=cast.ward_a)
    return Report.objects.get(pk=report.pk)


def test_a_suggestion_says_its_words_and_one_key_takes_it(cast: Cast, client_of: Any) -> None:
    report = told(category=LEAK, text="rac chat dong boc mui hoi thoi truoc cho").report
    first = report.due_at
    minh = client_of(cast.minh)
    page = minh.get(f"/reports/{report.code}/").text
    assert 'data-key="KeyY"' in page
    assert "<q>" in page
    form = {"category": WASTE, "words": "rac|chat dong", "seen": report.state}
    minh.post(f"/reports/{report.code}/category/", form)
    report.refresh_from_db()
    assert (report.category, report.agency, report.state) == (WASTE, cast.environment, "given")
    assert report.category_why == {"by": "desk", "words": ["rac", "chat dong"]}
    assert report.due_said == "days:2"
    assert report.first_due_at == first
    assert report.take_due_at is not None
    assert 'data-key="KeyY"' not in minh.get(f"/reports/{report.code}/").text


def test_the_category_of_what_was_taken_stays(cast: Cast) -> None:
    report = told().report
    with pytest.raises(NotAllowed):
        actions.recategorise(report, LEAK, by=cast.nga)
    actions.take(report, by=cast.nga)
    with pytest.raises(Conflict, match="report-taken-already"):
        actions.recategorise(report, LEAK, by=cast.minh)
    with pytest.raises(Conflict):
        actions.recategorise(report, LEAK, by=cast.minh, seen="given")
    with pytest.raises(BadRequest):
        actions.recategorise(told().report, "x.y", by=cast.minh)


def test_what_is_moved_to_a_category_that_is_not_public_is_the_public_s_no_more(cast: Cast) -> None:
    report = told().report
    report.photos.create(number=1, sha256="0" * 64, size=1, recorded_at=report.received_at)
    actions.release(report, text="Rác chất đống", photos=[1], by=cast.minh)
    moved = actions.recategorise(report, LEAK, by=cast.minh)  # this one is public, too
    assert (moved.released_at is not None, report.lines.filter(what="withdrawn").exists()) == (True, False)
    any_row = Handling.objects.filter(code="any").order_by("-valid_from").values().first() or {}
    told_ = any_row | {"code": WASTE, "valid_from": clock.today(), "is_public": False}
    Handling.objects.create(**{name: value for name, value in told_.items() if name != "id"})
    moved = actions.recategorise(moved, WASTE, by=cast.minh)
    assert moved.released_at is None
    assert report.photos.get().released_at is None
    assert Client().get(f"/phan-anh/{report.code}/").status_code == 404
    assert Client().get(f"/phan-anh/{report.code}/anh/1/").status_code == 404
    said = [showing.Said(line) for line in queries.record(moved)][-1]
    assert (said.line.what, said.line.public, said.line.person) == ("withdrawn", False, cast.minh)
    assert "ngừng công khai" in said.sentence
    with pytest.raises(Conflict, match="report-not-public"):
        actions.release(moved, text="Rác chất đống", photos=[], by=cast.minh)


def test_a_second_matter_has_its_own_clock_and_the_reporter_hears_of_both(cast: Cast) -> None:
    a_channel("phones", kind="demo_outbox", way="sms")
    report, token = told()
    made = actions.split(report, text="Ống nước vỡ cạnh đó", category=LEAK, by=cast.minh)
    assert (made.split_from, made.code != report.code, made.state) == (report, True, "new")
    with pytest.raises(Conflict, match="report-split-already"):
        actions.split(report, text="Ống nước vỡ cạnh đó", category=LEAK, by=cast.minh)
    assert vault.report_of(token)[0] == report  # the link stays the first one's
    actions.refuse(made, reason="Đã sửa xong", by=cast.minh)
    assert Message.objects.get(purpose="report-reply").address == "0903000111"
    assert report.lines.filter(what="split", public=True).get().fields["into"] == made.code


def test_what_was_reopened_and_is_about_something_else_has_its_time_from_then_on(cast: Cast) -> None:
    with clock.stopped_at(clock.now() - dt.timedelta(days=20)):
        report = told().report
        report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
        actions.answer(report, "Đã dọn", by=cast.nga)
        actions.publish(report, by=cast.minh)
        Report.objects.filter(pk=report.pk).update(window_ends_at=clock.now() + dt.timedelta(days=30))
    report.refresh_from_db()
    actions.reopen(report, words="Vẫn còn")
    actions.recategorise(report, LEAK, by=cast.minh)
    assert report.due_at > clock.now()


def test_what_may_be_the_same_is_shown_with_its_reason_and_merged_by_one_press(
    cast: Cast, client_of: Any
) -> None:
    first = placed(told().report, 107.0843, 10.3460, cast)
    second = placed(told(text="Rác đống cao trước số 12").report, 107.0844, 10.3461, cast)
    page = client_of(cast.minh).get(f"/reports/{second.code}/").text
    alike = page.partition('id="alike"')[2].partition("</section>")[0]
    assert first.code in alike
    client_of(cast.minh).post(f"/reports/{second.code}/step/", {"step": "merge", "into": first.code, "seen": second.state})  # fmt: skip
    second.refresh_from_db()
    assert second.merged_into == first
    assert Follower.objects.filter(report=first, address="0903000111").count() == 1


def test_after_a_merging_one_press_ends_all_messages(cast: Cast) -> None:
    now = clock.now()
    first, second = told().report, told(text="Rác trước số 12").report
    vault.follow(second, "sms", "0905000999", "vi", now)
    actions.merge(second, first, by=cast.minh)
    first.refresh_from_db()
    (link,) = [one.unfollow for one in vault.addresses_of(first) if one.address == "0905000999"]
    assert Client().post(link).status_code == 200
    assert "0905000999" not in {one.address for one in vault.addresses_of(first)}


def test_a_case_is_opened_once_from_a_report_and_both_sides_know(cast: Cast, client_of: Any) -> None:
    report = placed(told(category=LEAK).report, 107.0843, 10.3460, cast)
    minh = client_of(cast.minh)
    answer = minh.post(f"/reports/{report.code}/case/", {"severity": "medium"})
    case = Incident.objects.get()
    assert answer["Location"] == f"/incidents/{case.code}/"
    assert (
        minh.post(f"/reports/{report.code}/case/", {"severity": "medium"})["Location"] == answer["Location"]
    )
    source = IncidentSource.objects.get(incident=case)
    assert (source.kind, source.url, source.opened_it) == ("report", report.path, True)
    assert (case.lon, case.kind, "Ba 0903" in case.title) == (107.0843, LEAK, False)
    assert case.code in minh.get(f"/reports/{report.code}/").text
    assert report.code in minh.get(f"/incidents/{case.code}/").text


def test_a_link_is_made_by_who_sees_both_found_from_both_sides_and_ended(cast: Cast, client_of: Any) -> None:
    report = told().report
    case = open_incident(title="Ngập", kind="disaster", severity="low", by=cast.minh, unit_id=cast.ward_a.pk)
    with pytest.raises(NotFound):
        linking.link(report, "SC-2026-999999", by=cast.minh)
    with pytest.raises(BadRequest):
        linking.link(report, "khong co", by=cast.minh)
    made = linking.link(report, case.code.lower(), by=cast.minh)
    assert linking.link(report, case.code, by=cast.minh) == made
    assert IncidentSource.objects.filter(incident=case, kind="report", reference=report.code).count() == 1
    minh = client_of(cast.minh)
    part = minh.get(f"/reports/of/?kind=incident&reference={case.code}")
    assert report.code in part.text
    assert (
        report.code not in client_of(cast.tuan).get(f"/reports/of/?kind=incident&reference={case.code}").text
    )
    minh.post(f"/reports/{report.code}/link/{made.pk}/end/")
    assert not linking.reports_of("incident", case.code, cast.minh.scope("reports.view"))
    assert queries.record(report)[-1].what == "unlinked"


def test_who_may_not_see_a_linked_thing_reads_only_that_something_is_linked(
    cast: Cast, client_of: Any
) -> None:
    report = told(category=LEAK).report
    Report.objects.filter(pk=report.pk).update(unit=cast.ward_b, agency=cast.office_b, state="given")
    case = open_incident(
        title="Vỡ ống bí mật", kind="disaster", severity="high", by=cast.minh, unit_id=cast.ward_a.pk, agency_id=cast.centre.pk
    )  # fmt: skip
    made = linking.link(report, case.code, by=cast.minh)
    page = f"/reports/{report.code}/"
    shown = client_of(cast.tuan).get(page).text
    assert "Còn 1 liên kết với mục ngoài quyền xem của bạn" in shown
    for word in (case.code, "Vỡ ống bí mật", f"/incidents/{case.code}/"):
        assert word not in shown, word
    client_of(cast.tuan).post(f"{page}link/{made.pk}/end/")
    with pytest.raises(NotFound):
        linking.unlink(made, by=cast.tuan)
    assert "Vỡ ống bí mật" in client_of(cast.minh).get(page).text


def test_an_english_reader_gets_names_in_english(cast: Cast) -> None:
    report = told(category=LEAK).report
    actions.release(report, text="Nước rò", photos=[], by=cast.minh)
    actions.recategorise(report, WASTE, by=cast.minh)
    browser = Client()
    browser.cookies["django_language"] = "en"
    shown, vietnamese = (
        browser.get(f"/phan-anh/{report.code}/").text,
        Client().get(f"/phan-anh/{report.code}/").text,
    )
    english, name = kinds.name_of(WASTE, "en"), kinds.name_of(WASTE, "vi")
    assert english in shown.partition("<ol")[2] and name not in shown.partition("<ol")[2]
    assert name in vietnamese.partition("<ol")[2]
