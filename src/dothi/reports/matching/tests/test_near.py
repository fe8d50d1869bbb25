"""What is near and may be the same: distance, days, kinship of categories, words without accents – and what is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.reports import rules
from dothi.reports.actions.receiving import Spot
from dothi.reports.matching.likeness import likeness, trigrams
from dothi.reports.matching.near import near
from dothi.reports.models import Report
from dothi.reports.public.mapping import public_point
from dothi.reports.tests.course import LEAK, WASTE, drawn, prepared, told

pytestmark = pytest.mark.django_db
LON, LAT = 106.05, 20.05  # inside the cast's ward
DUMPED = "urban-services.waste-dumped"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)
    drawn(cast.ward_a)


def released(**more: Any) -> Report:
    """A report that everybody may read, a given way north of the place."""
    north = more.pop("north", 0.0)
    report = told(**{"spot": Spot("", LON, LAT + north / 111_195, 5.0), **more}).report
    Report.objects.filter(pk=report.pk).update(
        public_text="Rác chất đống trước chợ", released_at=clock.now(), state="working"
    )
    return report


def test_words_are_alike_without_accents() -> None:
    one = trigrams("Rác chất đống trước chợ")
    assert likeness(one, trigrams("rac chat dong truoc cho")) == 1
    assert likeness(one, trigrams("Đèn đường không sáng")) < 0.2
    assert likeness(one, trigrams("")) == 0


@pytest.mark.parametrize(("north", "found"), [(0, True), (70, True), (80, False), (500, False)])
def test_only_what_is_within_the_dated_distance_is_near(north: float, found: bool) -> None:
    report = released(north=north)
    assert [one.report for one in near(LON, LAT, rows=Report.objects.all())] == ([report] if found else [])


def test_the_public_measures_from_the_public_place_and_cannot_find_the_exact_one() -> None:
    """Two reports of one square of the grid look the same from everywhere."""
    first, second = released(north=0), released(north=30)
    grid = rules.value("place-metres")
    places = {public_point(one.lon or 0, one.lat or 0, grid) for one in (first, second)}
    assert len(places) == 1, "the two lie in one square"
    for north in range(-400, 401, 25):
        told = {one.metres for one in near(LON, LAT + north / 111_195)}
        assert len(told) <= 1
    assert len(near(LON, LAT)) == 2


def test_an_inexact_position_reaches_farther_but_not_for_ever() -> None:
    everything = Report.objects.all()
    released(north=130)
    assert not near(LON, LAT, rows=everything)
    assert near(LON, LAT, accuracy_m=60, rows=everything)
    released(north=400)
    assert len(near(LON, LAT, accuracy_m=5_000, rows=everything)) == 1


def test_what_nobody_released_is_over_or_old_is_not_shown() -> None:
    report = released()
    for hidden in (
        {"released_at": None},
        {"state": "closed", "ended_at": clock.now()},
        {"received_at": clock.now() - dt.timedelta(days=31)},
    ):
        before = Report.objects.filter(pk=report.pk).values(*hidden)[0]
        Report.objects.filter(pk=report.pk).update(**hidden)
        assert not near(LON, LAT)
        Report.objects.filter(pk=report.pk).update(**before)
    assert near(LON, LAT)


def test_category_and_words_decide_what_may_be_the_same() -> None:
    same, kin = released(category=WASTE), released(category=DUMPED)
    released(category=LEAK)
    Report.objects.filter(category=LEAK).update(public_text="Vỡ ống nước")
    found = near(LON, LAT, category=WASTE, text="rac chat dong truoc cho")
    assert [one.report for one in found] == [same, kin]
    assert found[0].score > found[1].score
    assert "cùng loại" in found[0].why
    Report.objects.filter(category=LEAK).update(public_text="Rác chất đống trước chợ")
    assert len(near(LON, LAT, category=WASTE, text="rac chat dong truoc cho")) == 3


def test_officers_compare_what_was_written() -> None:
    report = released(text="Xe tải đổ xà bần ban đêm")
    Report.objects.filter(pk=report.pk).update(released_at=None)
    found = near(LON, LAT, text="xe tai do xa ban ban dem", rows=Report.objects.all(), words="text")
    assert found[0].likeness == 1
