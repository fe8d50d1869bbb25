"""What will be late is told before it is, what is late one level up, too, and what nobody took is told: each once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Message
from dothi.reports import actions, queries
from dothi.reports.clock.watching import tell_due
from dothi.reports.models import Report
from dothi.reports.tests.course import WASTE, prepared, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


def at(day: int, hour: int) -> Any:
    return clock.stopped_at(dt.datetime(2026, 11, day, hour, 0, tzinfo=clock.VIETNAM))


def who(what: str) -> set[str]:
    return {one.person.username for one in Message.objects.filter(text_key=f"reports-message-{what}")}


def test_not_taken_in_time_soon_and_late_are_told_once_each_and_late_one_level_up(cast: Cast) -> None:
    with at(16, 9):
        report = told().report
        assert report.take_due_at == dt.datetime(2026, 11, 16, 15, 0, tzinfo=clock.VIETNAM)
        assert tell_due() == 0
    with at(16, 15):
        assert tell_due() == 1
        assert tell_due() == 0
    assert who("untaken") == {"nga"}
    with at(16, 16):
        actions.take(report, by=cast.nga)
        assert report.take_due_at is None
    with at(17, 16):
        assert tell_due() == 0
    with at(18, 9):  # eight working hours before Wednesday 17:00 begin on Tuesday afternoon
        assert tell_due() == 1
        assert queries.inbox(cast.minh.scope("reports.view"), "soon", clock.now(), None).get() == report
    assert who("soon") == {"nga"}
    with at(18, 18):
        assert tell_due() == 1
        assert tell_due() == 0
        assert not queries.inbox(cast.minh.scope("reports.view"), "soon", clock.now(), None)
    assert "nga" in who("late")
    assert "minh" in who("late")  # the desk above it
    topics = list(Event.objects.filter(topic__startswith="reports.").values_list("topic", flat=True))
    assert [one for one in topics if one in ("reports.untaken", "reports.soon", "reports.late")] == ["reports.untaken", "reports.soon", "reports.late"]  # fmt: skip


def test_more_time_and_another_agency_begin_anew_and_a_rest_is_quiet(cast: Cast) -> None:
    with at(16, 9):
        report = told().report
        actions.take(report, by=cast.nga)
        actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    with at(19, 9):
        assert tell_due() == 0  # it rests
    with at(19, 10):
        actions.give_back(told().report, reason="Không phải", by=cast.nga)
    with at(20, 8):
        Report.objects.filter(state="new").update(soon_told_at=clock.now())
        given = Report.objects.get(state="new")
        actions.give(given, cast.office_a, by=cast.minh)
        assert (given.soon_told_at, given.overdue_told_at) == (None, None)
        assert given.take_due_at == dt.datetime(2026, 11, 20, 14, 0, tzinfo=clock.VIETNAM)


def test_simulated_and_imported_reports_wake_nobody(cast: Cast) -> None:
    with at(16, 9):
        told(origin=2)
        told(door="import")
    with at(20, 9):
        assert tell_due() == 0


def test_more_time_is_asked_and_granted_on_the_page_and_both_deadlines_stay(cast: Cast, client_of: Any) -> None:  # fmt: skip
    report = told(category=WASTE).report
    first = report.due_at
    nga, minh = client_of(cast.nga), client_of(cast.minh)
    assert "Xin gia hạn" in nga.get(f"/reports/{report.code}/").text
    nga.post(f"/reports/{report.code}/more-time/", {"due": "days:3", "reason": "Chờ xe ép rác"})
    asked = report.extensions.get()
    page = minh.get(f"/reports/{report.code}/").text
    assert "Chờ xe ép rác" in page
    assert report.code in minh.get("/reports/?tab=time").text
    address = f"/reports/{report.code}/more-time/{asked.pk}/"
    assert nga.post(address, {"grant": "yes"}).status_code == 403
    minh.post(address, {"grant": "yes"})
    report.refresh_from_db()
    assert (report.first_due_at, report.due_at) == (first, asked.new_due)
    assert "đã cho" in minh.get(f"/reports/{report.code}/").text
    assert (
        "Xin gia hạn</summary>" not in nga.get(f"/reports/{report.code}/").text
    )  # once is what its row allows
