"""What the offline register and its amendments say, stored with dates and lineage."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dothi.kernel.errors import NotFound
from dothi.territory import actions, queries
from dothi.territory.models import Unit, UnitArea, UnitChange

pytestmark = pytest.mark.django_db


def test_code_44_is_another_province_before_and_after_the_reform():
    actions.derive("44", by=None, with_areas=False)
    before, after = (queries.get_unit("44", day) for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1)))
    assert (before.full_name, after.full_name) == ("Tỉnh Quảng Bình", "Tỉnh Quảng Trị")
    assert set(after.came_from.values_list("from_unit__full_name", flat=True)) == {
        "Tỉnh Quảng Bình",
        "Tỉnh Quảng Trị",
    }
    assert after.first_id is None  # a merger makes another unit, rights do not go on by the code


def test_two_meanings_of_one_code_on_one_day_are_refused():
    actions.derive("44", by=None, with_areas=False)
    with pytest.raises(IntegrityError, match="unit_one_meaning_per_day"), transaction.atomic():
        Unit.objects.create(
            code="44", level=1, kind="Tỉnh", name="X", full_name="Tỉnh X", valid_from=dt.date(2026, 1, 1)
        )


def test_dong_nai_becomes_a_city_and_stays_the_same_unit():
    actions.derive("75", by=None, with_areas=False)
    province, city = (queries.get_unit("75", day) for day in (dt.date(2026, 4, 29), dt.date(2026, 4, 30)))
    assert (province.full_name, city.full_name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
    commune = Unit.objects.get(code="25210", valid_to=None)
    assert commune.pk in queries.unit_and_below(city.pk) & queries.unit_and_below(province.pk)
    assert queries.parent_on(commune, dt.date(2026, 5, 1)) == city


def test_a_divided_commune_has_an_unknown_share():
    actions.derive("79", by=None, with_areas=False)
    assert UnitChange.objects.filter(kind="split").exclude(share=None).count() == 0
    assert UnitChange.objects.filter(kind="merged", share=1).count() > 300


def test_deriving_twice_changes_nothing():
    actions.derive("79", by=None)
    areas = UnitArea.objects.count()
    again = actions.derive("79", by=None)
    assert again.is_empty()
    assert (areas, UnitArea.objects.filter(approximate=True).count()) == (169, 169)


def test_quan_9_went_on_as_part_of_thu_duc():
    actions.derive("79", by=None, with_areas=False)
    then, later = (queries.get_unit("26863", day) for day in (dt.date(2020, 5, 1), dt.date(2022, 5, 1)))
    assert (then.parent.full_name, later.parent.full_name) == ("Quận 9", "Thành phố Thủ Đức")
    assert later.first == then


def test_an_unknown_province_is_told():
    with pytest.raises(NotFound):
        actions.derive("77", by=None)
