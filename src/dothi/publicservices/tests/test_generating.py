"""A year made for load: the same by its seed, closed when offices are, marked wherever it stands, never beside what is real."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

import pytest

from dothi.accounts.models import Agency
from dothi.kernel import calendar, clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.publicservices.generating import calendar as when
from dothi.publicservices.generating import writing
from dothi.publicservices.generating.province import PROCEDURE_PREFIX
from dothi.publicservices.models import Dossier, Feed, Procedure
from dothi.publicservices.score.models import Cell
from dothi.publicservices.tests.counted import at, dossier

AFTERWARDS = at("2026-11-20")


def test_offices_are_closed_on_weekends_tet_and_holidays_and_full_around_tet() -> None:
    days = when.days(2025, calendar.Calendar())
    assert all(day.weekday() < 5 or calendar.computed(day).off is False for day in days)
    closed = [
        dt.date(2025, 1, 1),
        dt.date(2025, 1, 29),
        dt.date(2025, 4, 30),
        dt.date(2025, 9, 2),
        dt.date(2025, 6, 1),
    ]
    assert not set(closed) & set(days)
    monday, before, last, after = (
        days[dt.date(2025, month, day)] for month, day in ((10, 6), (1, 6), (1, 24), (2, 3))
    )
    assert before > monday > last
    assert after > before
    assert days[dt.date(2025, 10, 6)] > days[dt.date(2025, 10, 10)]  # Monday, Friday


def test_hours_are_those_of_a_desk() -> None:
    choose = Random(3)
    hours = Counter(when.minute(choose) // 60 for _ in range(4000))
    assert set(hours) <= set(range(7, 17))
    assert 12 not in hours
    assert hours[9] > hours[11]
    assert hours[14] > hours[16]


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_year(cast: Cast) -> None:
    with clock.stopped_at(AFTERWARDS):
        assert writing.generate(400, 2025, seed=5) == 400
        first = _rows()
        assert writing.forget() == 400
        writing.generate(400, 2025, seed=5)
        assert _rows() == first
        writing.forget()
        writing.generate(400, 2025, seed=6)
        assert _rows() != first


def _rows() -> list[tuple[Any, ...]]:
    columns = (
        "code",
        "procedure_code",
        "received_at",
        "handled_at",
        "state",
        "on_time",
        "channel",
        "digitised_papers",
        "unit__code",
    )
    return list(Dossier.objects.order_by("code").values_list(*columns))


@pytest.mark.django_db
def test_what_is_made_says_so_everywhere(cast: Cast) -> None:
    with clock.stopped_at(AFTERWARDS):
        writing.generate(600, 2025)
    assert not Dossier.objects.exclude(generated=True, origin=Origin.SIMULATED, feed__generated=True).exists()
    assert Feed.objects.get(generated=True).name_vi.startswith("Sinh ra để thử tải")
    assert set(Dossier.objects.values_list("agency__code", flat=True)) <= set(_made(Agency))
    assert all(
        code.startswith(PROCEDURE_PREFIX) for code in Dossier.objects.values_list("procedure_code", flat=True)
    )
    assert all("sinh thử" in name for name in Procedure.objects.values_list("name_vi", flat=True))
    assert Cell.objects.exists()
    assert not Cell.objects.filter(generated=False).exists()
    _plausible()


def _made(table: Any) -> list[str]:
    return list(table.objects.filter(code__startswith="sinh-thu-").values_list("code", flat=True))


def _plausible() -> None:
    rows = list(Dossier.objects.all())
    late = sum(row.on_time is False for row in rows) / len(rows)
    online = sum(row.channel == "online" for row in rows) / len(rows)
    assert 0.01 < late < 0.4
    assert 0.2 < online < 0.9
    assert {row.supplement_count for row in rows} == {0, 1, 2}
    assert all(row.handled_at is None or row.handled_at >= row.received_at for row in rows)
    assert all(row.received_at.astimezone(clock.VIETNAM).weekday() < 6 for row in rows)
    assert len({row.unit_id for row in rows}) == 3  # two wards, and what departments have
    assert all(row.on_time is False for row in rows if row.supplement_count > 1)


@pytest.mark.django_db
def test_a_year_that_is_not_over_ends_now_and_leaves_some_open(cast: Cast) -> None:
    with clock.stopped_at(at("2026-03-20T10:00")):
        made = writing.generate(800, 2026)
    assert 0 < made < 800
    assert not Dossier.objects.filter(received_at__gt=at("2026-03-20T10:00")).exists()
    assert not Dossier.objects.filter(handled_at__gt=at("2026-03-20T10:00")).exists()
    assert Dossier.objects.filter(state="handling").exists()


@pytest.mark.django_db
def test_it_is_not_written_beside_real_dossiers_unless_told_and_goes_without_them(cast: Cast) -> None:
    dossier("2026-09-01", code="that-1")
    with pytest.raises(Conflict):
        writing.generate(10, 2025)
    with clock.stopped_at(AFTERWARDS):
        writing.generate(10, 2025, beside_real=True)
        with pytest.raises(Conflict):
            writing.generate(10, 2025, beside_real=True)  # the same year and seed
    assert Dossier.objects.count() == 11
    assert writing.forget() == 10
    assert [row.code for row in Dossier.objects.all()] == ["that-1"]
    assert not _made(Agency)
    assert not Procedure.objects.filter(code__startswith=PROCEDURE_PREFIX).exists()


@pytest.mark.django_db
def test_without_communes_or_with_a_foolish_number_nothing_is_made() -> None:
    for count, year in ((10, 2025), (0, 2025), (10, 1990)):
        with pytest.raises(BadRequest):
            writing.generate(count, year)
    assert not Dossier.objects.exists()
