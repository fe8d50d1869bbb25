"""Typed figures: owed by a deadline, judged, with a paper, approved by a second person, corrected and returned."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from dothi.connectors import retention
from dothi.indicators import book, computing, queries
from dothi.indicators.models import Figure, Report
from dothi.indicators.tests.feed import environment
from dothi.indicators.typed import actions, papers
from dothi.indicators.typed import owed as owing
from dothi.indicators.typed.deadlines import due_at, periods
from dothi.indicators.typed.forms import get_form
from dothi.kernel import clock
from dothi.kernel.calendar import Calendar
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 23, 8, tzinfo=clock.VIETNAM)
DAY = dt.date(2026, 11, 20)  # the Friday before: due on Monday at 7:30
EVERYWHERE = Scope((Grant(None, None),))
FIGURES = {"waste-collected": "1.234,5", "waste-treated": "1200", "waste-complaints": "7"}


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("Phiếu cân.pdf", b"%PDF-1.7 ...", content_type="application/pdf")


@pytest.fixture
def city(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    with clock.moved_to(MONDAY):
        environment()
        yield cast


def handed_in(cast: Cast, by: Any = None, **figures: str) -> Report:
    typed = FIGURES | {key.replace("_", "-"): value for key, value in figures.items()}
    return actions.hand_in(
        get_form("waste-daily"),
        cast.environment,
        DAY,
        typed=typed,
        remark="cân lại",
        document=pdf(),
        by=by or cast.nga,
    )


def value(code: str) -> float | None:
    one = book.get_indicator(code)
    begin = dt.datetime.combine(DAY, dt.time.min, clock.VIETNAM)
    found = queries.merged(one, list(queries.visible(EVERYWHERE, [code]).filter(starts_at=begin)))
    return found.value if found else None


def test_from_what_is_owed_to_a_figure_that_holds(city: Cast, client_of: Callable[[Any], Client]) -> None:
    nga, hoa = client_of(city.nga), client_of(city.hoa)
    owed = [(one.day, one.is_late) for one in owing.owed(city.nga.scope("indicators.enter"))]
    assert (DAY, True) in owed and (dt.date(2026, 11, 23), False) in owed
    assert not {dt.date(2026, 11, 21), dt.date(2026, 11, 22)} & {day for day, _ in owed}, (
        "no form for a weekend"
    )
    address = f"/figures/waste-daily/{city.environment.pk}/{DAY}/"
    assert address in nga.get("/figures/").content.decode()
    for form, word in (
        ({**FIGURES, "document": pdf()}, "Ghi chú"),  # above the usual: a remark is asked
        ({**FIGURES, "waste-treated": "-1", "document": pdf()}, "Không thể nhỏ hơn 0"),
        ({**FIGURES, "waste-treated": "nhiều", "document": pdf()}, "không phải một số"),
        ({**FIGURES, "remark": "x"}, "tài liệu làm căn cứ"),
        (
            {**FIGURES, "remark": "x", "document": SimpleUploadedFile("a.pdf", b"MZ nothing")},
            "không phải PDF",
        ),
    ):
        answer = nga.post(address, form)
        assert (answer.status_code, word in answer.content.decode()) == (422, True), word
    assert Report.objects.count() == 0
    answer = nga.post(address, {**FIGURES, "document": pdf(), "remark": "lễ hội"})
    report = Report.objects.get()
    assert (answer.status_code, report.late, report.state, report.values["waste-collected"]) == (
        302,
        True,
        "waiting",
        1234.5,
    )
    assert value("waste-collected") is None, "nothing holds before the second person"
    page = f"/figures/reports/{report.pk}/"
    nga.post(page + "approve/")
    report.refresh_from_db()
    assert report.state == "waiting"
    hoa.post(page + "approve/")
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("approved", city.hoa)
    assert value("waste-collected") == 1234.5
    cell = Figure.objects.get(code="waste-collected")
    assert (cell.origins[Origin.TYPED], cell.report) == (1, report)
    computing.catch_up()
    assert value("waste-treated-share") == pytest.approx(100 * 1200 / 1234.5)
    assert DAY not in [one.day for one in owing.owed(city.nga.scope("indicators.enter"))]
    told = hoa.get(page).content.decode()
    assert "Phiếu cân.pdf" in told and "Trễ" in told
    assert b"".join(hoa.get(page + "paper/").streaming_content) == b"%PDF-1.7 ..."  # type: ignore[attr-defined]
    assert "origin-typed" in hoa.get("/boards/environment/").content.decode()
    assert page in hoa.get("/indicators/waste-collected/").content.decode(), "from the figure to its paper"


def test_a_paper_outlives_the_time_of_imported_files(city: Cast) -> None:
    paper = papers.path_of(handed_in(city))
    for folder in paper.parents[:2]:
        os.utime(folder, (0, 0))
    retention.forget_waiting(clock.now(), 100)
    assert paper.is_file()


def test_a_correction_keeps_the_old_and_a_return_is_owed_again(city: Cast) -> None:
    first = actions.approve(handed_in(city), by=city.hoa)
    with pytest.raises(Conflict, match="figures-stand-already"):
        handed_in(city)
    second = actions.give_back(handed_in(city, waste_treated="1100"), by=city.hoa, reason="thiếu phiếu")
    assert [(one.day, one.returned) for one in owing.owed(EVERYWHERE) if one.returned] == []
    third = actions.approve(handed_in(city, waste_treated="1150"), by=city.hoa)
    first.refresh_from_db()
    assert (first.state, second.state, third.number) == ("replaced", "returned", 3)
    assert value("waste-treated") == 1150
    old = Figure.objects.filter(code="waste-treated").exclude(superseded_at=None)
    assert [(cell.numerator, cell.report) for cell in old] == [(1200, first)]
    with pytest.raises(BadRequest, match="figures-need-a-remark"):
        actions.hand_in(
            get_form("waste-daily"), city.environment, DAY, typed=FIGURES, document=pdf(), by=city.nga
        )


def test_a_returned_report_stands_on_the_list_with_its_remark(city: Cast) -> None:
    actions.give_back(handed_in(city), by=city.hoa, reason="thiếu phiếu cân")
    found = [one.returned for one in owing.owed(city.nga.scope("indicators.enter")) if one.day == DAY]
    assert [one.decision for one in found if one] == ["thiếu phiếu cân"]


def test_nobody_decides_their_own_or_outside_their_right(city: Cast) -> None:
    report = handed_in(city)
    with pytest.raises(Conflict, match="figures-second-person"):
        actions.approve(report, by=city.nga)
    with pytest.raises(NotAllowed):
        actions.approve(report, by=city.lan)
    with pytest.raises(NotAllowed):
        handed_in(city, by=city.lan)
    with pytest.raises(Conflict, match="figures-wait-already"):
        handed_in(city)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as db:
        db.execute(
            "update indicators_report set state = 'approved', decided_by_id = typed_by_id, decided_at = now() where id = %s",
            [report.pk],
        )
    assert actions.approve(report, by=city.hoa).state == "approved"
    with pytest.raises(Conflict, match="figures-decided-meanwhile"):
        actions.give_back(report, by=city.hoa, reason="x")


def test_another_ward_sees_nothing_of_it(city: Cast, client_of: Callable[[Any], Client]) -> None:
    report = handed_in(city)
    tuan = client_of(city.tuan)
    for path in (
        f"/figures/reports/{report.pk}/",
        f"/figures/reports/{report.pk}/paper/",
        f"/figures/waste-daily/{city.environment.pk}/{DAY}/",
    ):
        assert tuan.get(path).status_code == 404, path
    assert tuan.post(f"/figures/reports/{report.pk}/approve/").status_code == 404
    assert "waste-daily" not in tuan.get("/figures/").content.decode()
    assert client_of(city.quan).get("/figures/").status_code == 403
    for day in ("9999-12-31", "0001-01-01", "2026-02-30"):
        assert (
            client_of(city.nga).get(f"/figures/waste-daily/{city.environment.pk}/{day}/").status_code == 404
        )


def test_deadlines_go_by_working_days_and_holidays(city: Cast) -> None:
    form, calendar = get_form("waste-daily"), Calendar()

    def due(*day: int) -> str:
        return f"{due_at(form, dt.date(*day), calendar):%d/%m %H:%M}"

    assert due(2026, 11, 20) == "23/11 07:30"  # over the weekend
    assert due(2026, 4, 29) == "04/05 07:30"  # 30/4 and 1/5, then a weekend
    assert due(2027, 2, 4) == "11/02 07:30"  # over Tết
    asked = periods(form, dt.date(2026, 11, 23), calendar)
    assert asked[0] == dt.date(2026, 11, 13) and len(asked) == 7
