"""The public scorecard: counted by SQL as by hand, late with an extension apart, nothing below the least number, frozen once."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.test import Client

from dothi.kernel import clock, settings
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions, queries
from dothi.reports.models import Report, ReportRule
from dothi.reports.publicity import scorecard
from dothi.reports.publicity.models import Score, ScoreDraft
from dothi.reports.tests.course import LEAK, prepared, told
from dothi.tasks.working_time import Deadline

pytestmark = pytest.mark.django_db
BEGAN = dt.datetime(2026, 10, 5, 9, 0, tzinfo=clock.VIETNAM)  # a Monday
OCTOBER = dt.date(2026, 10, 1)
AFTER = dt.datetime(2026, 11, 2, 9, 0, tzinfo=clock.VIETNAM)
STREET = "urban-services.electricity-none"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)
    ReportRule.objects.create(code="score-least", value=3, valid_from=OCTOBER, source="thử", certainty="D")


def received(cast: Cast, category: str = STREET, at: dt.datetime = BEGAN) -> Report:
    with clock.moved_to(at):
        report = told(category=category).report
        return actions.give(report, cast.office_a, by=cast.minh) if report.state == "new" else report


def answered(cast: Cast, report: Report, at: dt.datetime) -> Report:
    with clock.moved_to(at):
        report.refresh_from_db()
        actions.answer(report, "Đã sửa", by=cast.lan)
        return actions.publish(report, by=cast.minh)


def days(number: float, since: dt.datetime = BEGAN) -> dt.datetime:
    return since + dt.timedelta(days=number)


def extended(cast: Cast, report: Report, until: dt.datetime) -> None:
    with clock.moved_to(days(3)):
        asked = actions.ask_more_time(report, until=Deadline(until), reason="Chờ vật tư", by=cast.lan)
        actions.decide_time(asked, grant=True, by=cast.minh)


def october(cast: Cast) -> scorecard.Row:
    card = scorecard.card_of(OCTOBER)
    return next(row for row in card.of_kind("") if row.agency == cast.office_a)


def test_a_month_by_hand(cast: Cast) -> None:
    """Five working days from Monday the 5th end on Monday the 12th at 17:00."""
    in_time = answered(cast, received(cast), days(1))
    answered(cast, received(cast), days(9))
    more = received(cast)
    extended(cast, more, days(14))
    answered(cast, more, days(10))
    received(cast)  # nobody answers it
    refused = received(cast)
    with clock.moved_to(days(1)):
        actions.refuse(refused, reason="Không có thật", by=cast.minh)
        actions.rate(in_time, "good", "a" * 64)
    with clock.moved_to(AFTER):
        row = october(cast)
    told_ = row.figures
    assert (told_.received, told_.in_time, told_.extended, told_.late, told_.overdue) == (5, 1, 1, 1, 1)
    assert (told_.good, told_.judged, told_.rated, told_.silent) == (1, 1, 1, 2)
    assert (row.in_time, row.extended, row.late) == (25.0, 25.0, 50.0)
    assert row.good is None  # one voice is nobody's share
    assert told_.median == 7 * 450  # of one, seven and eight working days of seven and a half hours


def test_the_late_are_those_that_the_list_calls_late(cast: Cast) -> None:
    """Counted apart, by the page's own condition: answered late and open late together."""
    for day in (1, 3, 8, 9, 12):
        answered(cast, received(cast), days(day))
    received(cast)
    with clock.moved_to(AFTER):
        told_ = october(cast).figures
        assert told_.late + told_.overdue == Report.objects.filter(queries.late(clock.now())).count() == 4


def test_what_happens_later_changes_no_month_that_is_over(cast: Cast) -> None:
    report, slow = answered(cast, received(cast, at=days(22)), days(23)), received(cast)
    with clock.moved_to(AFTER):
        before = october(cast).figures
        actions.reopen(report, words="Vẫn tối")
        assert october(cast).figures.in_time == before.in_time == 1
        report.refresh_from_db()
    answered(cast, report, days(3, AFTER))
    answered(cast, slow, days(3, AFTER))
    with clock.moved_to(days(4, AFTER)):
        assert october(cast).figures == before
        november = scorecard.counted(dt.date(2026, 11, 1))
        (told_,) = [figures for _, kind, figures in november if not kind]
        assert (told_.reopened, told_.in_time, told_.late) == (1, 1, 1)


def test_an_extension_after_the_month_s_end_does_not_mend_the_month(cast: Cast) -> None:
    report = received(cast)
    with clock.moved_to(AFTER):
        assert october(cast).figures.overdue == 1
        asked = actions.ask_more_time(report, until=Deadline(days(9, AFTER)), reason="Chờ", by=cast.lan)
        actions.decide_time(asked, grant=True, by=cast.minh)
        assert october(cast).figures.overdue == 1


def test_a_month_is_told_for_good_once_and_nobody_changes_it(cast: Cast) -> None:
    answered(cast, received(cast), days(1))
    with clock.moved_to(AFTER):
        assert scorecard.due_to_freeze() == dt.date(
            2026, 9, 1
        )  # those who may judge October have time until the 15th
    with clock.moved_to(dt.datetime(2026, 11, 17, 9, tzinfo=clock.VIETNAM)):
        assert scorecard.due_to_freeze() == OCTOBER
        counted = scorecard.card_of(OCTOBER).rows
        assert scorecard.freeze(OCTOBER) == len(counted)
        assert scorecard.freeze(OCTOBER) == 0
        assert scorecard.due_to_freeze() is None
        Report.objects.update(first_due_at=days(-9), due_at=days(-8))
        frozen = scorecard.card_of(OCTOBER)
    assert frozen.frozen_at is not None
    assert {(row.agency.pk, row.kind): row.figures for row in frozen.rows} == {
        (row.agency.pk, row.kind): row.figures for row in counted
    }
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Score.objects.update(figures={})


def test_below_the_least_number_stands_no_share_and_no_time(cast: Cast) -> None:
    answered(cast, received(cast), days(1))
    with clock.moved_to(AFTER):
        row = october(cast)
        page = Client().get("/phan-anh/bang-diem/?thang=2026-10").text
    assert (row.in_time, row.late, row.median_hours, row.silent) == (None, None, None, None)
    assert "Dưới 3 phản ánh" in page
    assert "100 %" not in page


def test_agencies_stand_beside_each_other_for_one_kind_alone(cast: Cast) -> None:
    answered(cast, received(cast), days(1))
    received(cast, LEAK)
    with clock.moved_to(AFTER):
        everything = Client().get("/phan-anh/bang-diem/?thang=2026-10").text
        kinds = scorecard.card_of(OCTOBER).kinds
        one = Client().get(f"/phan-anh/bang-diem/?thang=2026-10&loai={kinds[0][0]}").text
    assert "không so sánh các đơn vị ở đây" in everything
    assert "cùng một loại phản ánh" in one
    assert len(kinds) == 2


def test_the_sheet_says_the_same(cast: Cast) -> None:
    for _one in range(3):
        answered(cast, received(cast), days(1))
    with clock.moved_to(AFTER):
        answer = Client().get("/phan-anh/bang-diem.csv?thang=2026-10")
    lines = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    total = next(line for line in lines if line["Loại phản ánh"] == "Tất cả các loại")
    assert (total["Đã nhận trong tháng"], total["Đúng hạn ban đầu"], total["Đúng hạn ban đầu (%)"]) == (
        "3",
        "3",
        "100.0",
    )


@pytest.mark.parametrize("month", ["2026-13", "x", "9999-01", "1999-01", "'; --"])
def test_a_month_that_is_none_is_said_so(cast: Cast, month: str) -> None:
    answer = Client().get("/phan-anh/bang-diem/", {"thang": month})
    assert answer.status_code == 404
    assert "bảng điểm" in answer.text


def test_nothing_of_the_person_or_the_words_stands_in_the_figures(cast: Cast) -> None:
    answered(cast, received(cast), days(1))
    with clock.moved_to(dt.datetime(2026, 11, 17, 9, tzinfo=clock.VIETNAM)):
        scorecard.freeze(OCTOBER)
        page = Client().get("/phan-anh/bang-diem/?thang=2026-10").text
    kept = " ".join(str(row.figures) for row in Score.objects.all()) + page
    assert "0903" not in kept
    assert "Rác chất" not in kept


def test_in_a_real_centre_only_what_is_live_counts_and_a_demo_says_what_it_shows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, simulated, replayed = (answered(cast, received(cast), days(1)) for _ in range(3))
    Report.objects.filter(pk=simulated.pk).update(origin=int(Origin.SIMULATED))
    Report.objects.filter(pk=replayed.pk).update(origin=int(Origin.REPLAYED))
    with clock.moved_to(AFTER):
        assert october(cast).figures.in_time == 3  # tests run as a demo city
        assert "Thành phố mẫu" in Client().get("/phan-anh/bang-diem/?thang=2026-10").text
        monkeypatch.setenv("DOTHI_DEMO", "no")
        ScoreDraft.objects.all().delete()
        row = october(cast)
        assert (row.figures.received, row.figures.in_time) == (1, 1)
        assert "Thành phố mẫu" not in Client().get("/phan-anh/bang-diem/?thang=2026-10").text
        assert ",phản ánh thật" in Client().get("/phan-anh/bang-diem.csv?thang=2026-10").text
    assert live


def test_a_month_that_is_not_final_is_counted_every_few_minutes_and_says_when(
    cast: Cast,
) -> None:
    answered(cast, received(cast), days(1))
    with clock.moved_to(AFTER):
        assert october(cast).figures.in_time == 1
        made = ScoreDraft.objects.get().made_at
    answered(cast, received(cast), days(2))
    with clock.moved_to(AFTER + dt.timedelta(minutes=9)):
        assert october(cast).figures.in_time == 1
        assert ScoreDraft.objects.get().made_at == made
        assert "Tính lúc 09:00" in Client().get("/phan-anh/bang-diem/?thang=2026-10").text
    with clock.moved_to(AFTER + dt.timedelta(minutes=11)):
        assert october(cast).figures.in_time == 2
    with clock.moved_to(AFTER + dt.timedelta(days=30)):
        scorecard.freeze(OCTOBER)
    assert not ScoreDraft.objects.exists()


def test_what_is_not_due_yet_is_not_late_in_the_month_that_runs(cast: Cast) -> None:
    received(cast)
    with clock.moved_to(days(2)):
        assert october(cast).figures.overdue == 0
    with clock.moved_to(days(8)):
        assert october(cast).figures.overdue == 1


def test_an_answer_that_waits_for_review_is_overdue_in_its_month_and_late_in_that_of_its_publication(
    cast: Cast,
) -> None:
    report = received(cast)
    with clock.moved_to(days(1)):
        actions.answer(report, "Đã sửa", by=cast.lan)
    with clock.moved_to(AFTER):
        assert (october(cast).figures.in_time, october(cast).figures.overdue) == (0, 1)
        actions.publish(report, by=cast.minh)
        ScoreDraft.objects.all().delete()
        assert october(cast).figures.overdue == 1
    with clock.moved_to(days(1, AFTER)):
        november = scorecard.counted(dt.date(2026, 11, 1))
    (told_,) = [figures for _, kind, figures in november if not kind]
    assert (told_.in_time, told_.late) == (0, 1)
