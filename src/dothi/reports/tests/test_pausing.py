"""A report rests for a reason that a dated row knows: who decides, how the clock goes on, what the public reads, what is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions, queries
from dothi.reports.clock.watching import tell_due
from dothi.reports.dated.pausing import reasons_for
from dothi.reports.models import Handling, Pause, PauseReason, Report
from dothi.reports.publicity import scorecard
from dothi.reports.tests.course import LEAK, LONG_AGO, competent, prepared, told
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db
# the Friday before the days of the nation
FRIDAY = dt.datetime(2026, 8, 28, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)
    competent(LEAK, None, cast.environment)


def worked_on(cast: Cast, **more: Any) -> Report:
    report = told(category=LEAK, **more).report
    return actions.take(report, by=cast.nga)


def test_the_agency_rests_for_weather_and_goes_on_with_what_was_left(cast: Cast) -> None:
    with clock.stopped_at(FRIDAY):
        report = worked_on(cast)
        due, first = report.due_at, report.first_due_at
        made = actions.ask_pause(report, "weather", days=3, text="Bão số 5", by=cast.nga)
    assert (made.state, report.paused_at) == ("granted", FRIDAY)
    assert not Owed.objects.filter(kind="report", closed_at__isnull=True).exists()
    with clock.stopped_at(FRIDAY + dt.timedelta(days=3)):  # Monday, one working day later
        actions.resume(report, by=cast.nga)
    assert report.paused_at is None
    assert report.first_due_at == first
    assert report.due_at > due
    pause = Pause.objects.get()
    assert (pause.due_before, pause.due_after) == (due, report.due_at)
    assert Owed.objects.get(kind="report", closed_at__isnull=True).due_at == report.due_at
    with pytest.raises(Conflict):
        actions.resume(report, by=cast.nga)


def test_holidays_are_no_part_of_a_rest_nor_of_what_is_left(cast: Cast) -> None:
    """Five working days from Friday 28 August, a rest of two: 31 August to 2 September are free by the notice of 2026."""
    with clock.stopped_at(FRIDAY):
        report = worked_on(cast)
        assert report.due_said == "days:5"
        due = report.due_at
        actions.ask_pause(report, "weather", days=2, text="Bão", by=cast.nga)
        pause = queries.resting(report)
    assert pause is not None
    assert pause.until is not None
    assert _day(due) == dt.date(2026, 9, 9)  # 3, 4, 7, 8, 9 September
    assert _day(pause.until) == dt.date(2026, 9, 4)
    with clock.stopped_at(
        pause.until + dt.timedelta(days=9)
    ):  # whenever it is noticed, it ended at its last minute
        assert actions.resume_over() == 1
        assert actions.resume_over() == 0
    report.refresh_from_db()
    pause.refresh_from_db()
    assert (report.paused_at, pause.ended_at) == (None, pause.until)
    assert report.due_at == pause.due_then
    assert _day(report.due_at) == dt.date(2026, 9, 14)  # what was left of Friday, and five whole days


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(clock.VIETNAM).date()


def test_the_desk_decides_where_the_reason_says_so(cast: Cast) -> None:
    report = worked_on(cast)
    asked = actions.ask_pause(report, "contractor", days=5, text="Chờ nhà thầu", by=cast.nga)
    assert (asked.state, report.paused_at) == ("asked", None)
    with pytest.raises(Conflict):  # one waits
        actions.ask_pause(report, "weather", days=2, text="Mưa", by=cast.nga)
    with pytest.raises(NotAllowed):
        actions.decide_pause(asked, grant=True, by=cast.nga)
    with pytest.raises(BadRequest):  # a refusal says why
        actions.decide_pause(asked, grant=False, by=cast.minh)
    actions.decide_pause(asked, grant=True, by=cast.minh)
    report.refresh_from_db()
    assert report.paused_at is not None
    with pytest.raises(Conflict):
        actions.decide_pause(asked, grant=True, by=cast.minh)


def test_what_no_row_allows_is_refused(cast: Cast) -> None:
    report = worked_on(cast)
    for reason, days, text in (
        ("strike", 2, "x"),
        ("weather", 11, "x"),
        ("weather", 0, "x"),
        ("weather", 2, " "),
    ):
        with pytest.raises(BadRequest):
            actions.ask_pause(report, reason, days=days, text=text, by=cast.nga)
    Handling.objects.create(
        code=LEAK, due="days:5", pauses=["court"], valid_from=LONG_AGO, source="thử", certainty="D"
    )
    assert list(reasons_for(report)) == ["court"]
    with pytest.raises(BadRequest):
        actions.ask_pause(report, "weather", days=2, text="Mưa", by=cast.nga)
    Handling.objects.filter(code=LEAK).update(pauses=None, most_pauses=1)
    actions.ask_pause(report, "weather", days=2, text="Mưa", by=cast.nga)
    actions.resume(report, by=cast.nga)
    with pytest.raises(Conflict):  # as often as the category allows
        actions.ask_pause(report, "weather", days=2, text="Mưa", by=cast.nga)


def test_another_step_ends_the_rest_and_nobody_is_told_late_meanwhile(cast: Cast) -> None:
    with clock.stopped_at(FRIDAY):
        report = worked_on(cast)
        actions.ask_pause(report, "weather", days=10, text="Bão", by=cast.nga)
    before = report.due_at
    with clock.stopped_at(before + dt.timedelta(hours=1)):
        assert tell_due() == 0
        actions.answer(report, "Đã sửa ống", by=cast.nga)
    report.refresh_from_db()
    assert (report.state, report.paused_at) == ("answered", None)
    assert not Report.objects.filter(queries.late(before + dt.timedelta(hours=2))).exists()
    assert queries.resting(report) is None


def test_the_public_reads_the_reason_and_both_deadlines_and_the_month_counts_it(
    cast: Cast, client_of: Any
) -> None:
    report = worked_on(cast)
    actions.release(report, text="Vỡ ống nước", photos=[], by=cast.minh)
    actions.ask_pause(report, "weather", days=3, text="Bão số 5 của nội bộ", by=cast.nga)
    pause = queries.resting(report)
    assert pause is not None
    assert pause.due_then is not None
    page = client_of(None).get(f"/phan-anh/{report.code}/").text
    assert "Thời tiết, thiên tai" in page
    assert "tạm dừng tính thời hạn: Thời tiết, thiên tai" in page  # a line of the record
    assert "Bão số 5" not in page  # words of officers stay theirs
    for due in (pause.due_before, pause.due_then):
        assert due is not None
        assert f"{due.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" in page
    month = scorecard.first_day(clock.today())
    told_ = {(agency, kind): one.paused for agency, kind, one in scorecard.counted(month)}
    assert told_[cast.environment.pk, ""] == 1


def test_a_reason_changes_from_tomorrow_on_a_screen(cast: Cast, client_of: Any) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    form = {
        "code": "weather", "name_vi": "Bão, lũ", "name_en": "Storm", "most_days": 4, "approved_by": "desk",
        "valid_from": tomorrow.isoformat(), "source": "QĐ 9", "certainty": "S", "reason": "Sửa",
    }  # fmt: skip
    assert client_of(cast.minh).post("/reports/rules/pause-reason/", form).status_code == 403
    assert client_of(cast.quan).post("/reports/rules/pause-reason/", form).status_code == 302
    today, then = PauseReason.held("weather"), PauseReason.held("weather", tomorrow)
    assert today is not None
    assert then is not None
    assert (today.most_days, then.most_days, then.approved_by) == (10, 4, "desk")
    assert "Bão, lũ" in client_of(cast.quan).get("/reports/rules/").text


def test_the_page_asks_decides_and_goes_on(cast: Cast, client_of: Any) -> None:
    report = worked_on(cast)
    nga, minh = client_of(cast.nga), client_of(cast.minh)
    assert "Đề nghị tạm dừng" in nga.get(report.path).text
    nga.post(f"{report.path}pause/", {"reason": "contractor", "days": "5", "text": "Chờ ống"})
    (asked,) = report.pauses.all()
    assert "Cho tạm dừng" in minh.get(report.path).text
    minh.post(f"{report.path}pause/{asked.pk}/", {"grant": "yes"})
    assert "Xử lý tiếp" in nga.get(report.path).text
    nga.post(f"{report.path}pause/", {"do": "resume"})
    report.refresh_from_db()
    assert report.paused_at is None
