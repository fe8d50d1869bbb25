"""Figures as other systems read them: what a key reaches and nothing else; and how long they are kept."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dothi.accounts import actions as people
from dothi.indicators.models import Figure, Indicator
from dothi.kernel import clock, retention
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
HERE = "/api/v1/indicators"
NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
_number = itertools.count()


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with clock.moved_to(NOON):
        yield


@pytest.fixture
def heat(cast: Cast) -> Indicator:
    """Two hours of a mean; one has a cell in either ward."""
    one = Indicator.objects.create(
        code="heat-hour", version=1, valid_from=dt.date(2026, 1, 1), pack="city", name_vi="Nóng", name_en="Heat", figure="mean",
        over="hour", entity_type="Weather", attribute="temperature", unit_code="CEL", better="low", source="x", certainty="D",
        recorded_at=NOON,
    )  # fmt: skip
    cell(one, NOON - 2 * HOUR, cast.ward_a.pk, 60.0, 2)
    cell(one, NOON - HOUR, cast.ward_a.pk, 70.0, 2)
    cell(one, NOON - HOUR, cast.ward_b.pk, 20.0, 1)
    return one


def cell(one: Indicator, begin: dt.datetime, unit_id: int, total: float, number: int, **more: Any) -> Figure:
    return Figure.objects.create(
        code=one.code, method=one, starts_at=begin, ends_at=begin + HOUR, unit_id=unit_id, numerator=total, denominator=number,
        count=number, entities=1, expected=1, origins=[0, 0, number, 0, 0], recorded_at=NOON, **more,
    )  # fmt: skip


def asked(path: str = "", **limits: Any) -> Any:
    _key, text = people.issue_key(f"figures-{next(_number)}", kind="read", by=None, **limits)
    return Client().get(f"{HERE}{path}", headers={"Authorization": f"Bearer {text}"})


def test_a_key_reads_definitions_and_figures_with_their_origin(heat: Indicator) -> None:
    listed = asked("?q=nong").json()
    assert [one["code"] for one in listed["indicators"]] == ["heat-hour"]
    assert asked("/heat-hour").json()["certainty"] == "D"
    told = asked("/heat-hour/figures").json()
    assert [one["value"] for one in told["figures"]] == [30.0, 30.0]
    assert told["figures"][0]["origins"] == {"simulated": 3} and told["figures"][0]["origin"] == "simulated"
    since = (NOON - HOUR).isoformat().replace("+00:00", "Z")
    assert len(asked(f"/heat-hour/figures?from={since}").json()["figures"]) == 1
    assert asked("/heat-hour/figures?from=2026").status_code == 400
    assert asked("/no-such/figures").status_code == 404


def test_each_unit_for_itself(heat: Indicator, cast: Cast) -> None:
    rows = asked("/heat-hour/figures?by=unit&limit=1").json()["figures"]
    assert [(row["unit"], row["value"]) for row in rows] == [
        (cast.ward_a.code, 35.0),
        (cast.ward_b.code, 20.0),
    ]


def test_a_key_of_a_ward_gets_the_figure_of_that_ward(heat: Indicator, cast: Cast) -> None:
    told = asked("/heat-hour/figures?limit=1", units=[cast.ward_b]).json()
    assert [one["value"] for one in told["figures"]] == [20.0]


def test_a_key_of_other_types_gets_none_and_one_that_no_figure_can_be_cut_by_is_refused(
    heat: Indicator,
) -> None:
    assert asked("", entity_types=["Weather"]).json()["total"] == 1
    assert asked("", entity_types=["Bin"]).json()["total"] == 0
    assert asked("/heat-hour/figures", entity_types=["Bin"]).status_code == 404
    refused = asked("/heat-hour/figures", entity_prefixes=["urn:ngsi-ld:Weather:a"])
    assert (refused.status_code, refused.json()["code"]) == (403, "indicators-key-limited")


def test_a_person_reads_what_their_scope_covers(heat: Indicator, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.lan)
    rows = browser.get(f"{HERE}/heat-hour/figures?by=unit").json()["figures"]
    assert {row["unit"] for row in rows} == {cast.ward_a.code}


def test_hours_and_replaced_cells_go_after_their_time_and_days_stay(heat: Indicator, cast: Cast) -> None:
    old = NOON - dt.timedelta(days=1200)
    gone = cell(heat, old, cast.ward_a.pk, 1.0, 1)
    replaced = cell(
        heat, NOON - 3 * HOUR, cast.ward_a.pk, 1.0, 1, superseded_at=NOON - dt.timedelta(days=800)
    )
    day = Indicator.objects.get(pk=heat.pk)
    day.pk, day.code, day.over = None, "heat-day", "day"
    day.save()
    kept = cell(day, old, cast.ward_a.pk, 1.0, 1)
    retention.forget_all()
    left = set(Figure.objects.values_list("pk", flat=True))
    assert left.isdisjoint({gone.pk, replaced.pk}) and kept.pk in left and len(left) == 4
