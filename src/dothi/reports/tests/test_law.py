"""Which states the reports of a category pass is dated data: inspected first, reviewed or not, taken first, asked or not. An open report
goes by the rules of the day it was received (decision 0028)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions, showing
from dothi.reports.dated.handling import law_of
from dothi.reports.models import Handling, Photo, Report
from dothi.reports.ruling.tests.test_ruling import confirmed
from dothi.reports.tests.course import LEAK, LONG_AGO, competent, prepared, told
from dothi.reports.workflow import State, allows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)
    competent(LEAK, None, cast.environment)


def row(valid_from: dt.date = LONG_AGO, **columns: Any) -> Handling:
    told_ = {"due": "days:5", "source": "thử", "certainty": "D", **columns}
    return Handling.objects.create(code=LEAK, valid_from=valid_from, **told_)


@pytest.mark.parametrize(
    ("step", "state", "untaken", "may_ask", "answer"),
    [
        ("answer", State.GIVEN, True, True, True),
        ("answer", State.GIVEN, False, True, False),
        ("answer", State.WORKING, False, True, True),
        ("ask", State.WORKING, True, False, False),
        ("return", State.GIVEN, False, False, True),
    ],
)
def test_what_a_row_allows(step: str, state: State, untaken: bool, may_ask: bool, answer: bool) -> None:
    assert allows(Handling(untaken_answer=untaken, may_ask=may_ask), step, state) is answer


def test_an_answer_without_review_is_public_at_once_but_its_picture_waits(cast: Cast) -> None:
    row(reviewed=False)
    report = told(category=LEAK).report
    report.photos.create(number=1, kind=Photo.Kind.RESULT, sha256="0" * 64, size=1, recorded_at=clock.now())
    answered = actions.answer(report, "Đã khóa van", by=cast.nga)
    assert answered.state == "done"
    assert answered.window_ends_at is not None
    line = answered.lines.get(what="publish")
    assert (line.person, line.fields["answer"], line.public) == (cast.nga, "Đã khóa van", True)
    assert answered.photos.get().released_at is None


def test_an_answer_needs_a_visit_where_the_row_says_so_and_anew_after_reopening(cast: Cast) -> None:
    row(inspected=True)
    report = told(category=LEAK).report
    with pytest.raises(BadRequest):
        actions.answer(report, "Đã sửa", by=cast.nga)
    actions.arrive(report, by=cast.nga)
    actions.publish(actions.answer(report, "Đã sửa", by=cast.nga), by=cast.minh)
    report.refresh_from_db()
    actions.reopen(report, words="Vẫn rò")
    with pytest.raises(BadRequest):
        actions.answer(report, "Đã sửa lại", by=cast.nga)


def test_taken_first_and_no_question(cast: Cast) -> None:
    row(untaken_answer=False, may_ask=False)
    report = told(category=LEAK).report
    with pytest.raises(Conflict):
        actions.answer(report, "Đã sửa", by=cast.nga)
    actions.take(report, by=cast.nga)
    with pytest.raises(Conflict):
        actions.ask(report, reason="Ở đâu?", by=cast.nga)
    assert "ask" not in {one.name for one in showing.steps_for(report, desk=False, agency=True)}
    assert actions.answer(report, "Đã sửa", by=cast.nga).state == "answered"


def test_the_page_offers_no_answer_that_would_be_refused_and_says_why(cast: Cast, client_of: Any) -> None:
    row(untaken_answer=False, inspected=True, result_photo=True)
    report, nga = told(category=LEAK).report, client_of(cast.nga)
    pages = (f"/reports/{report.code}/", f"/reports/{report.code}/field/")
    for path in pages:
        page = nga.get(path).text
        assert "phải được nhận xử lý trước khi trả lời" in page
        assert 'name="photos"' not in page
    actions.take(report, by=cast.nga)
    for path in pages:
        page = nga.get(path).text
        assert "phải kiểm tra tại chỗ trước khi trả lời" in page
        assert 'name="photos"' not in page
    actions.arrive(report, by=cast.nga)
    for path in pages:
        assert re.search(r'name="photos"[^>]* required', nga.get(path).text)


def test_somebody_who_was_there_says_it_anew_after_a_reopening(cast: Cast, client_of: Any) -> None:
    row(inspected=True)
    report, nga = told(category=LEAK).report, client_of(cast.nga)
    actions.arrive(report, by=cast.nga)
    actions.publish(actions.answer(report, "Đã sửa", by=cast.nga), by=cast.minh)
    report.refresh_from_db()
    actions.reopen(report, words="Vẫn rò")
    assert 'value="arrived"' in nga.get(f"/reports/{report.code}/field/").text
    actions.arrive(report, by=cast.nga)
    assert actions.answer(report, "Đã sửa lại", by=cast.nga).state == "answered"


def test_what_was_returned_often_enough_is_not_offered_to_be_returned(cast: Cast) -> None:
    row(most_returns=1)
    report = told(category=LEAK).report
    for may in (True, False):
        assert ("return" in {one.name for one in showing.steps_for(report, desk=False, agency=True)}) is may
        if may:
            actions.give_back(report, reason="Không thuộc", by=cast.nga)
            actions.give(report, cast.environment, by=cast.minh)


def test_a_category_that_is_not_public_has_no_form_to_release(cast: Cast, client_of: Any) -> None:
    row(is_public=False)
    page = client_of(cast.minh).get(f"/reports/{told(category=LEAK).report.code}/").text
    assert 'value="release"' not in page
    assert "không công khai" in page


def test_a_row_of_tomorrow_touches_neither_today_nor_what_was_received_before(cast: Cast) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    row()
    before = told(category=LEAK).report
    row(tomorrow, reviewed=False, most_returns=0)
    assert law_of(told(category=LEAK).report).reviewed
    with clock.stopped_at(clock.now() + dt.timedelta(days=1)):
        after = told(category=LEAK).report
        assert law_of(before).reviewed
        assert not law_of(after).reviewed
        assert actions.answer(before, "Đã sửa", by=cast.nga).state == "answered"
        assert actions.answer(after, "Đã sửa", by=cast.nga).state == "done"
        actions.give_back(
            told(category="urban-services.waste-left").report, reason="Không thuộc", by=cast.nga
        )


def test_the_inspector_is_asked_for_a_picture_by_the_rules_of_the_day_received(
    cast: Cast, client_of: Any
) -> None:
    row()
    before = told(category=LEAK).report
    row(clock.today() + dt.timedelta(days=1), result_photo=True)
    with clock.stopped_at(clock.now() + dt.timedelta(days=1)):
        after = told(category=LEAK).report
        nga = client_of(cast.nga)
        pages = [nga.get(f"/reports/{one.code}/field/").content.decode() for one in (before, after)]
    asked = ['capture="environment" required' in page for page in pages]
    assert all('capture="environment"' in page for page in pages)
    assert asked == [False, True]


def test_the_screen_sets_states_after_a_preview_that_tells_of_open_ones(cast: Cast, client_of: Any) -> None:
    told(category=LEAK)
    tomorrow = clock.today() + dt.timedelta(days=1)
    form = {
        "code": LEAK, "process": "timed", "due_number": 5, "due_unit": "days", "take_number": 4, "take_unit": "hours", "extensions": 1,
        "extended_by": "desk", "most_returns": 2, "window_days": 10, "most_reopened": 2, "most_pauses": 1, "inspected": "on",
        "reviewed": "on", "pauses": ["weather"], "near_metres": 30, "valid_from": tomorrow.isoformat(), "source": "QĐ 7",
        "certainty": "S", "reason": "Thử",
    }  # fmt: skip
    quan = client_of(cast.quan)
    page = quan.post("/reports/rules/handling/", form)
    assert "1 phản ánh đang xử lý giữ cách xử lý" in page.text
    sent = confirmed(page, form)
    assert (
        quan.post("/reports/rules/handling/", {**sent, "may_ask": "on"}).status_code == 200
    )  # another row than was previewed
    assert quan.post("/reports/rules/handling/", sent).status_code == 302
    made = Handling.objects.get(code=LEAK)
    assert (made.inspected, made.reviewed, made.untaken_answer, made.may_ask) == (True, True, False, False)
    assert (made.pauses, made.most_pauses, made.near_metres, made.near_days) == (["weather"], 1, 30, None)
    assert Report.objects.filter(state="given").exists()
