"""The calendar of holidays on its screen: what a person confirms wins over the library, with the number of its notice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel.calendar import computed, in_force
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.rules.schedules.models import ConfirmedDay, DecidedDay, YearNotice

pytestmark = pytest.mark.django_db
SECOND, TENTH = dt.date(2026, 1, 2), dt.date(2026, 1, 10)
NOTICE = {"notice": "9441/TB-BNV", "source": "Thông báo của Bộ Nội vụ", "certainty": "S"}


def day(date: str, kind: str, **more: str) -> dict[str, str]:
    return {"date": date, "kind": kind, "name_vi": "Nghỉ", "name_en": "Off", "reason": "Đối chiếu", **NOTICE, **more}  # fmt: skip


def test_the_library_has_two_days_of_2026_the_wrong_way_round_and_the_confirmed_rows_win(
    cast: Cast, client_of: Any
) -> None:
    assert (computed(SECOND).off, computed(TENTH).off) == (False, True)
    vy = client_of(cast.vy)
    assert vy.post("/calendar/2026/day/", day("2026-01-02", "off")).status_code == 302
    assert vy.post("/calendar/2026/day/", day("2026-01-10", "works")).status_code == 302
    assert (in_force().day(SECOND).off, in_force().day(TENTH).off) == (True, False)
    page = vy.get("/calendar/?year=2026").text
    assert "9441/TB-BNV" in page
    assert "thư viện nói khác: làm việc" in page


def test_a_confirmed_day_wins_over_a_pack_too(cast: Cast, client_of: Any) -> None:
    date = dt.date(2027, 6, 7)
    DecidedDay.objects.create(date=date, pack="x", off=True, name_vi="x", name_en="x", source="x", certainty="D")  # fmt: skip
    assert in_force().day(date).off
    client_of(cast.vy).post("/calendar/2027/day/", day(date.isoformat(), "works"))
    assert not in_force().day(date).off


def test_the_day_of_culture_is_a_holiday_from_2026_on() -> None:
    days = [dt.date(year, 11, 24) for year in (2025, 2026, 2027)]
    assert [bool(in_force().day(one).name) for one in days] == [False, True, True]


def test_a_year_is_expected_until_its_notice_is_confirmed(cast: Cast, client_of: Any) -> None:
    vy, may = client_of(cast.vy), dt.date(2027, 5, 1)
    assert in_force().is_expected(may)
    page = vy.get("/calendar/?year=2027").text
    assert "dự kiến" in page
    assert "năm 2027" in page
    assert "Thứ Sáu 01/01/2027" in page
    assert vy.post("/calendar/2027/notice/", {**NOTICE, "notice": ""}).status_code == 422
    assert vy.post("/calendar/2027/notice/", NOTICE).status_code == 302
    assert not in_force().is_expected(may)
    assert in_force().is_expected(dt.date(2028, 5, 1))
    kept = ConfirmedDay.objects.get(date=may)
    assert (kept.off, kept.notice, kept.confirmed_by) == (True, "9441/TB-BNV", cast.vy)
    assert kept.name_en != kept.name_vi
    assert YearNotice.objects.get().year == 2027
    assert Event.objects.filter(topic="rules.calendar-confirmed", payload={"year": 2027}).exists()


def test_who_only_reads_confirms_nothing(cast: Cast, client_of: Any) -> None:
    reader = client_of(cast.minh)
    assert reader.get("/calendar/").status_code == 200
    assert "<form" not in reader.get("/calendar/").text.partition("<main")[2].partition("</main")[0]
    assert reader.post("/calendar/2027/notice/", NOTICE).status_code == 403
    assert client_of(cast.vy).get("/calendar/?year=9999").status_code == 404
