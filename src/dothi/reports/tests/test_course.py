"""A report from its form to its rating: who has it, who may do what, what the public reads, and what is owed meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from dothi.accounts.actions import grant_role
from dothi.accounts.models import Look
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.reports import actions, queries
from dothi.reports.actions.receiving import Spot
from dothi.reports.identity import vault
from dothi.reports.jobs import close_settled
from dothi.reports.models import Extension, Report, ReportLine
from dothi.reports.tests.course import LEAK, WASTE, competent, contact, prepared, told
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 16, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


def test_a_report_goes_to_whom_the_rows_name_answered_and_rated(cast: Cast) -> None:
    report, token = told()
    assert report.code == f"PA-{clock.today().year}-000001"
    assert (report.state, report.agency) == ("given", cast.environment)
    assert Owed.objects.get(kind="report", closed_at__isnull=True).agency == cast.environment

    actions.take(report, by=cast.nga)
    with pytest.raises(BadRequest):  # waste asks for a picture of the result
        actions.answer(report, "Đã dọn", by=cast.nga)
    report.photos.create(number=1, kind="result", sha256="0" * 64, size=1, recorded_at=clock.now())
    actions.answer(report, "Đã dọn sạch, đặt thêm thùng", by=cast.nga)
    assert not Owed.objects.filter(kind="report", closed_at__isnull=True).exists()
    with pytest.raises(NotAllowed):  # nobody reviews an answer who only works
        actions.publish(report, by=cast.nga)
    actions.publish(report, by=cast.minh)
    assert report.state == "done"

    opened, is_reporter = vault.report_of(token)
    assert (opened, is_reporter) == (report, True)
    voice = vault.digest_of(token)
    actions.rate(report, "bad", voice)
    actions.rate(report, "good", voice, text="Nhanh")
    assert [one.face for one in report.ratings.all()] == ["good"]

    with clock.stopped_at(clock.now() + dt.timedelta(days=11)):
        assert close_settled() == 1
        report.refresh_from_db()
        assert report.state == "closed"
        with pytest.raises(Conflict):
            actions.rate(report, "bad", voice)


def test_a_category_decides_before_an_area_and_a_commune_before_its_province(cast: Cast) -> None:
    competent("", None, cast.centre)
    competent(LEAK, cast.ward_a, cast.office_a)
    competent(LEAK, None, cast.environment)
    competent(LEAK, None, cast.office_b, valid_from=clock.today() + dt.timedelta(days=1))
    from dothi.reports.matching.routing import find_route

    found = [find_route(kind, unit) for kind, unit in ((WASTE, cast.ward_a), (LEAK, cast.ward_a), (LEAK, cast.ward_b), ("urban-services.electricity", cast.ward_a), ("urban-services.electricity", cast.ward_b))]  # fmt: skip
    agencies = [one.agency if one else None for one in found]
    assert agencies == [cast.environment, cast.office_a, cast.environment, cast.office_a, cast.centre]


def test_what_no_row_names_is_the_desk_s(cast: Cast) -> None:
    report = told(category="urban-services.electricity-none").report
    assert (report.state, report.agency) == ("new", None)
    assert queries.inbox(cast.minh.scope("reports.view"), "new", clock.now(), None).get() == report
    actions.give(report, cast.office_a, by=cast.minh)
    assert queries.get_report(report.code, cast.lan.scope("reports.view")) == report


def test_not_ours_comes_back_with_a_reason_and_not_for_ever(cast: Cast) -> None:
    report = told().report
    for _round in range(2):
        actions.give_back(report, reason="Thuộc công ty vệ sinh môi trường", by=cast.nga)
        assert (report.state, report.agency) == ("new", None)
        actions.give(report, cast.environment, by=cast.minh)
    with pytest.raises(Conflict, match="report-returned-often"):
        actions.give_back(report, reason="Vẫn không phải", by=cast.nga)
    with pytest.raises(NotAllowed):
        actions.take(report, by=cast.lan)


def test_the_clock_counts_working_time_and_rests_while_something_is_asked(cast: Cast) -> None:
    with clock.stopped_at(MONDAY):
        report = told().report
        assert report.due_at == dt.datetime(2026, 11, 18, 17, 0, tzinfo=clock.VIETNAM)  # two working days
        actions.take(report, by=cast.nga)
        actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    with clock.stopped_at(MONDAY + dt.timedelta(days=1)):
        actions.supply(report, "Số 12, cạnh quán nước")
        assert report.due_at == dt.datetime(2026, 11, 19, 17, 0, tzinfo=clock.VIETNAM)
        assert report.first_due_at == dt.datetime(2026, 11, 18, 17, 0, tzinfo=clock.VIETNAM)


def test_the_day_of_culture_is_a_holiday_from_2026_on(cast: Cast) -> None:
    """24 November 2026, a Tuesday: Luật/NQ as in kernel/calendar.toml; two working days after Monday end on Thursday."""
    with clock.stopped_at(dt.datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)):
        assert told().report.due_at == dt.datetime(2026, 11, 26, 17, 0, tzinfo=clock.VIETNAM)


def test_the_same_form_twice_is_one_report_and_one_reporter(cast: Cast) -> None:
    key = uuid4()
    first, again = told(key=key), told(key=key)
    assert first.report == again.report
    assert (bool(first.token), again.token) == (True, "")
    assert Report.objects.count() == 1


def test_the_public_reads_what_was_released_and_nobody_s_name(cast: Cast) -> None:
    report = told().report
    with pytest.raises(NotFound):
        queries.get_public(report.code)
    with pytest.raises(NotAllowed):
        actions.release(report, text="Rác chất đống", photos=[], by=cast.nga)
    actions.release(report, text="Rác chất đống trước một nhà dân", photos=[], by=cast.minh)
    assert queries.get_public(report.code).public_text == "Rác chất đống trước một nhà dân"
    words = " ".join(str(event.payload) for event in Event.objects.filter(topic__startswith="reports."))
    assert "0903" not in words
    assert "Rác" not in words
    assert "0903" not in report.search_text


def test_who_reported_is_seen_by_those_alone_whose_right_reaches_the_report(
    cast: Cast, client_of: Any
) -> None:
    report = told().report
    Report.objects.filter(pk=report.pk).update(unit=cast.ward_b)
    report.refresh_from_db()
    grant_role(cast.nga, "duty-officer", by=None, valid_from=SINCE, unit=cast.ward_a)
    page = client_of(cast.nga).get(f"/reports/{report.code}/")  # her agency's, so she sees it
    assert (page.status_code, f"/reports/{report.code}/person/" in page.text) == (200, False)
    with pytest.raises(NotAllowed):
        vault.unmask(report, reason="Cần hỏi thêm địa chỉ", by=cast.nga)
    Report.objects.filter(pk=report.pk).update(unit=cast.ward_a)
    report.refresh_from_db()
    assert vault.unmask(report, reason="Cần hỏi thêm địa chỉ", by=cast.nga) == contact()


def test_who_reported_is_seen_with_a_reason_alone_and_on_the_record(cast: Cast) -> None:
    report = told().report
    with pytest.raises(NotAllowed):
        vault.unmask(report, reason="Cần hỏi thêm địa chỉ", by=cast.nga)
    with pytest.raises(BadRequest):
        vault.unmask(report, reason="xem", by=cast.minh)
    assert vault.unmask(report, reason="Cần hỏi thêm địa chỉ", by=cast.minh) == contact()
    assert ReportLine.objects.filter(report=report, what="unmasked", person=cast.minh).exists()
    look = Look.objects.get(kind="reporter", person=cast.minh)  # beside looks at cameras and recordings
    assert (look.subject, look.words) == (report.code, "Cần hỏi thêm địa chỉ")
    assert "Ba" not in f"{look.label} {look.subject}"


def test_a_reopened_report_is_its_agency_s_again(cast: Cast) -> None:
    report, _ = told(category="urban-services.electricity-none")
    actions.give(report, cast.office_a, by=cast.minh)
    actions.answer(report, "Đã sửa", by=cast.lan)
    actions.publish(report, by=cast.minh)
    for _round in range(2):
        actions.reopen(report, words="Vẫn chưa sáng")
        assert (report.state, report.agency, report.answered_at) == ("given", cast.office_a, None)
        actions.answer(report, "Đã thay bóng", by=cast.lan)
        actions.publish(report, by=cast.minh)
    with pytest.raises(Conflict, match="report-reopened-often"):
        actions.reopen(report, words="Lại tắt")


def test_of_two_officers_one_decides_and_the_other_is_told(cast: Cast) -> None:
    report = told().report
    same = Report.objects.get(pk=report.pk)
    actions.refuse(report, reason="Phản ánh không có thật", by=cast.minh)
    with pytest.raises(Conflict) as told_of:
        actions.take(same, by=cast.nga, seen="given")
    assert told_of.value.fields["who"] == str(cast.minh)


def test_the_same_seen_by_two_is_answered_for_both(cast: Cast) -> None:
    first, second = told().report, told(contact=contact()).report
    actions.merge(second, first, by=cast.minh)
    assert (second.state, second.merged_into) == ("merged", first)
    with pytest.raises(Conflict):
        actions.merge(first, second, by=cast.minh)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "  "}, "report-needs-words-or-photo"),
        ({"category": "urban-services.nothing"}, "report-category"),
        ({"spot": Spot()}, "report-needs-place"),
        ({"spot": Spot(lon=float("nan"), lat=10.0)}, "report-place-outside"),
        ({"spot": Spot(lon=109.5, lat=8.0)}, "report-place-outside"),
    ],
)
def test_what_cannot_be_a_report_is_refused_with_its_reason(
    cast: Cast, more: dict[str, object], code: str
) -> None:
    with pytest.raises(BadRequest, match=code):
        told(**more)
    assert not Report.objects.exists()


def test_more_time_is_asked_once_and_decided_by_the_desk(cast: Cast) -> None:
    from dothi.tasks.working_time import Deadline

    report = told().report
    later = Deadline(report.due_at + dt.timedelta(days=3))
    asked = actions.ask_more_time(report, until=later, reason="Chờ xe ép rác", by=cast.nga)
    with pytest.raises(NotAllowed):
        actions.decide_time(asked, grant=True, by=cast.nga)
    actions.decide_time(asked, grant=True, by=cast.minh)
    report.refresh_from_db()
    assert report.due_at == later.at
    with pytest.raises(Conflict, match="report-extended-often"):
        actions.ask_more_time(
            report, until=Deadline(later.at + dt.timedelta(days=3)), reason="Nữa", by=cast.nga
        )


def test_more_time_that_waits_moves_no_deadline_that_was_missed_and_none_nearer(cast: Cast) -> None:
    from dothi.tasks.working_time import Deadline

    def asked_for(report: Report) -> Extension:
        later = Deadline(report.due_at + dt.timedelta(days=3))
        return actions.ask_more_time(report, until=later, reason="Chờ xe ép rác", by=cast.nga)

    report = told().report
    extension = asked_for(report)
    Report.objects.filter(pk=report.pk).update(due_at=clock.now() - dt.timedelta(days=1))
    report.photos.create(number=1, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    actions.answer(report, "Đã dọn", by=cast.nga)
    actions.publish(report, by=cast.minh)
    with pytest.raises(Conflict, match="report-not-in-work"):
        actions.decide_time(extension, grant=True, by=cast.minh)
    report.refresh_from_db()
    assert report.answered_at is not None and report.answered_at > report.due_at
    other = told().report
    extension = asked_for(other)
    Report.objects.filter(pk=other.pk).update(due_at=extension.new_due + dt.timedelta(days=1))  # it rested
    with pytest.raises(BadRequest, match="report-due-not-later"):
        actions.decide_time(extension, grant=True, by=cast.minh)
    actions.decide_time(extension, grant=False, text="Đã đủ thời gian", by=cast.minh)
    other.refresh_from_db()
    assert other.due_at > extension.new_due


def test_a_city_s_row_holds_from_its_day_on(cast: Cast) -> None:
    from dothi.reports.models import Handling

    Handling.objects.create(
        code="urban-services.waste", valid_from=clock.today(), due="hours:4", source="QĐ thử", certainty="S"
    )
    assert told().report.due_said == "hours:4"
