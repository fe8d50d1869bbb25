"""An answer that waits for review is none yet: its report may fall late, its reviewers owe the review, and the public reads nothing of it."""

from __future__ import annotations

import datetime as dt
import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from dothi.accounts.actions import grant_role
from dothi.accounts.models import Person, RoleGrant
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.notify.models import Message
from dothi.reports import actions, queries
from dothi.reports.clock.watching import tell_due
from dothi.reports.models import Handling, Report, ReportRule
from dothi.reports.showing import shown
from dothi.reports.telling import renew_debts
from dothi.reports.tests.course import LEAK, LONG_AGO, competent, prepared, told
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 16, 9, 0, tzinfo=clock.VIETNAM)
DUE = dt.datetime(2026, 11, 18, 17, 0, tzinfo=clock.VIETNAM)  # two working days
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)
    competent(LEAK, None, cast.environment)
    Handling.objects.create(code=LEAK, due="days:2", valid_from=LONG_AGO, source="thử", certainty="D")


def answered(cast: Cast, at: dt.datetime, **more: Any) -> Report:
    """Received on Monday, answered then, and not reviewed."""
    with clock.stopped_at(MONDAY):
        report = told(category=LEAK, **more).report
        actions.release(report, text="Vỡ ống nước", photos=[], by=cast.minh)
    with clock.stopped_at(at):
        return actions.answer(report, "Đã khóa van", by=cast.nga)


def debts(kind: str = "report-review") -> dict[int | None, Owed]:
    return {one.agency_id: one for one in Owed.objects.filter(kind=kind, closed_at__isnull=True)}


def late_at(at: dt.datetime) -> bool:
    with clock.stopped_at(at):
        listed = Report.objects.filter(queries.late(at)).exists()
        (one,) = Report.objects.all()
        assert shown(one).is_late == listed  # the list and the page say the same
        return listed


def test_the_deadline_is_kept_by_the_public_answer_alone(cast: Cast) -> None:
    report = answered(cast, DUE - 4 * HOUR)
    assert report.due_at == DUE
    assert report.answered_at is None
    assert not late_at(DUE - HOUR)
    assert late_at(DUE + HOUR)
    with clock.stopped_at(DUE + 2 * HOUR):
        actions.publish(report, by=cast.minh)
        assert shown(report).late_by == 2 * HOUR
    assert late_at(DUE + 9 * HOUR)


def test_one_published_in_time_stays_in_time(cast: Cast) -> None:
    report = answered(cast, MONDAY + HOUR)
    with clock.stopped_at(DUE - HOUR):
        actions.publish(report, by=cast.minh)
    assert not late_at(DUE + 99 * HOUR)


def test_the_public_reads_nothing_of_an_answer_before_its_release(cast: Cast, client_of: Any) -> None:
    report = answered(cast, DUE + HOUR)  # after its deadline
    addresses = (
        f"/phan-anh/{report.code}/",
        "/phan-anh/?tre=1",
        f"/open311/v2/requests/{report.code}.json?extensions=true",
    )
    with clock.stopped_at(DUE + 3 * HOUR):
        waiting = [client_of(None).get(address).text for address in addresses]
        assert "Quá hạn 3 giờ" in waiting[0]
        for text in waiting:
            assert "Đã khóa van" not in text
            assert "Trả lời trễ" not in text
        assert '"answered_datetime": null' in waiting[2]
        actions.publish(report, by=cast.minh)
        page = client_of(None).get(addresses[0]).text
    assert "Đã khóa van" in page
    assert "Trả lời trễ" in page


def test_the_review_is_a_dated_debt_of_the_reviewing_desk_until_it_decides(cast: Cast) -> None:
    report = answered(cast, MONDAY)
    assert not debts("report")
    assert set(debts()) == {cast.centre.pk}  # nobody at the department that answered may review
    owed = debts()[cast.centre.pk]
    assert (owed.permission, owed.path) == ("reports.route", report.path)
    assert owed.due_at == dt.datetime(2026, 11, 17, 9, 30, tzinfo=clock.VIETNAM)  # eight hours of work
    actions.send_back(report, reason="Chưa có ảnh", by=cast.minh)
    assert not debts()
    assert set(debts("report")) == {cast.environment.pk}
    actions.answer(report, "Đã khóa van, có ảnh", by=cast.nga)
    assert set(debts()) == {cast.centre.pk}
    actions.publish(report, by=cast.minh)
    assert not debts()


def test_the_desk_that_reviews_sees_the_debt_among_what_it_owes(cast: Cast, client_of: Any) -> None:
    with clock.stopped_at(clock.now()):
        report = actions.answer(told(category=LEAK).report, "Đã khóa van", by=cast.nga)
        page = client_of(cast.minh).get("/mine/").text
        assert f"{report.code}: " in page
        assert "duyệt kết quả" in page
        assert "Duyệt kết quả phản ánh" in page
        assert report.code not in client_of(cast.nga).get("/mine/").text


def test_a_review_is_owed_no_later_than_the_public_answer(cast: Cast) -> None:
    answered(cast, DUE - 2 * HOUR)
    assert debts()[cast.centre.pk].due_at == DUE


def test_one_that_is_late_already_is_owed_within_the_limit(cast: Cast) -> None:
    answered(cast, DUE + 16 * HOUR)  # Thursday at nine
    assert debts()[cast.centre.pk].due_at == dt.datetime(2026, 11, 20, 9, 30, tzinfo=clock.VIETNAM)


def test_a_row_of_the_limit_holds_from_its_day_and_changes_no_debt_that_stands(cast: Cast) -> None:
    first = answered(cast, MONDAY)
    with clock.stopped_at(MONDAY):
        ReportRule.objects.create(
            code="review-hours", value=2, valid_from=clock.today(), source="thử", certainty="D"
        )
        actions.answer(told(category=LEAK).report, "Đã sửa", by=cast.nga)
        renew_debts(first)  # as any change of it does
    dues = {one.code.split("/")[0]: one.due_at for one in Owed.objects.filter(kind="report-review")}
    assert sorted(dues.values()) == [MONDAY + 2 * HOUR, dt.datetime(2026, 11, 17, 9, 30, tzinfo=clock.VIETNAM)]  # fmt: skip
    assert dues[first.code] == max(dues.values())


def test_the_agency_that_answered_reviews_only_where_nobody_else_may(cast: Cast) -> None:
    RoleGrant.objects.filter(person__in=Person.objects.exclude(pk=cast.nga.pk)).delete()
    grant_role(cast.nga, "duty-officer", by=None, valid_from=SINCE)
    answered_by = told(category=LEAK).report
    actions.answer(answered_by, "Đã sửa", by=cast.nga)
    assert set(debts()) == {cast.environment.pk}


def test_what_needs_no_review_owes_none_and_is_in_time_at_once(cast: Cast) -> None:
    Handling.objects.filter(code=LEAK).update(reviewed=False)
    report = answered(cast, MONDAY + HOUR)
    assert (report.state, report.answered_at) == ("done", MONDAY + HOUR)
    assert not Owed.objects.filter(kind="report-review").exists()


def test_one_that_waits_for_review_is_told_soon_and_late_once_to_those_who_review(cast: Cast) -> None:
    answered(cast, MONDAY + HOUR)
    with clock.stopped_at(DUE - HOUR):
        scope = cast.minh.scope("reports.view")
        assert queries.inbox(scope, "soon", clock.now(), None).exists()
        assert (tell_due(), tell_due()) == (1, 0)
    with clock.stopped_at(DUE + HOUR):
        assert (tell_due(), tell_due()) == (1, 0)
        assert queries.inbox(scope, "late", clock.now(), None).exists()
    for what in ("soon", "late"):
        people = {one.person.username for one in Message.objects.filter(text_key=f"reports-message-{what}")}
        assert "minh" in people
        assert "nga" not in people  # she did her part


def test_answers_from_before_count_from_their_publication_after_an_upgrade(cast: Cast) -> None:
    """Before this version an answer kept its deadline though nobody outside had read it."""
    in_time, late, waits = (answered(cast, MONDAY + HOUR) for _ in range(3))
    for report, at in ((in_time, DUE - HOUR), (late, DUE + HOUR)):
        with clock.stopped_at(at):
            actions.publish(report, by=cast.minh)
    Report.objects.update(answered_at=MONDAY + HOUR)  # as it stood
    step = import_module("dothi.reports.migrations.0020_answered_when_public")
    for _ in range(2):  # walked again it changes nothing
        step.tell_when_public(None, SimpleNamespace(connection=connection))
    found = dict(Report.objects.values_list("pk", "answered_at"))
    assert found == {in_time.pk: DUE - HOUR, late.pk: DUE + HOUR, waits.pk: None}
    assert set(Report.objects.filter(queries.late(DUE + 2 * HOUR))) == {late, waits}
    assert history_of(late)[0].reason.startswith("Trả lời được tính từ lúc công khai")


def test_an_answer_that_took_the_place_of_the_one_that_was_read_is_not_published_unread(
    cast: Cast, client_of: Any
) -> None:
    report = answered(cast, DUE - HOUR)
    page = client_of(cast.minh).get(f"/reports/{report.code}/").text
    (read,) = re.findall('name="read" value="([0-9]+)"', page)
    actions.send_back(report, reason="Chưa rõ", by=cast.minh)
    actions.answer(report, "Gọi chị Hoa 0903 000 111", by=cast.nga)
    form = {"step": "publish", "seen": "answered", "read": read}
    client_of(cast.minh).post(f"/reports/{report.code}/step/", form)
    report.refresh_from_db()
    assert report.state == "answered"
    client_of(cast.minh).post(
        f"/reports/{report.code}/step/", form | {"read": str(queries.answer_number(report))}
    )
    report.refresh_from_db()
    assert report.state == "done"
