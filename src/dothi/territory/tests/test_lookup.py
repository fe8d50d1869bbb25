"""Point → unit at a date, on areas derived from points."""

import datetime as dt

import pytest
import shapely

from dothi.territory import actions, derive, lookup
from dothi.territory.models import Unit, UnitArea
from dothi.territory.queries import get_unit
from dothi.territory.sources.offline import register_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 5, 1)
FRONT_BEACH = (107.0745, 10.3460)  # Vũng Tàu, Bãi Trước


@pytest.fixture
def city() -> None:
    register = register_of("79")
    communes = [unit for unit in register.units if unit.level == 3 and unit.valid_to is None]
    register.areas = derive.areas_from_points(
        [unit for unit in register.units if unit.valid_to is None], communes
    )
    actions.load(register, by=None, reason="test")


def test_a_point_in_derived_areas_is_approximate(city):
    place = lookup.unit_at(*FRONT_BEACH, TODAY)
    assert Unit.objects.get(pk=place.unit_id).full_name == "Phường Vũng Tàu"
    assert place.approximate


def test_before_the_reform_the_nearest_former_commune_is_told(city):
    place = lookup.unit_at(*FRONT_BEACH, dt.date(2022, 3, 1))
    unit = Unit.objects.get(pk=place.unit_id)
    assert (unit.parent.full_name, unit.valid_to, place.approximate) == (
        "Thành phố Vũng Tàu",
        dt.date(2025, 7, 1),
        True,
    )


def test_far_at_sea_there_is_no_unit(city):
    assert lookup.unit_at(109.5, 8.0, TODAY) == lookup.Place(None, False)


def test_candidates_stand_nearest_first_and_lineage_before_distance(city):
    listed = lookup.candidates_at(106.6878, 10.7764, dt.date(2022, 1, 1))
    assert len(listed) == 5
    assert listed[0].became_todays
    same = [one.distance_km for one in listed if one.became_todays]
    assert same == sorted(same)


@pytest.mark.parametrize("exact", [True, False])
def test_lineage_comes_before_distance_where_todays_area_is_exact(city, exact):
    """A point at the edge of today's unit, beside the centroid of a former commune that went to its neighbour."""
    today = get_unit("26506", TODAY)  # Phường Vũng Tàu
    area = shapely.from_wkb(bytes(UnitArea.objects.get(unit=today).wkb))
    became = set(today.came_from.values_list("from_unit_id", flat=True))
    strangers = Unit.objects.filter(level=3, valid_to=dt.date(2025, 7, 1), lon__isnull=False).exclude(
        pk__in=became
    )
    stranger = min(strangers, key=lambda unit: area.distance(shapely.Point(unit.lon, unit.lat)))
    wider = area.union(shapely.Point(stranger.lon, stranger.lat).buffer(0.001))
    UnitArea.objects.filter(unit=today).update(
        wkb=shapely.to_wkb(shapely.MultiPolygon(shapely.get_parts(wider).tolist())), approximate=not exact,
        west=wider.bounds[0], south=wider.bounds[1], east=wider.bounds[2], north=wider.bounds[3],
    )  # fmt: skip
    UnitArea.objects.exclude(unit=today).delete()
    place = lookup.unit_at(stranger.lon, stranger.lat, dt.date(2025, 6, 30))
    assert place.approximate
    assert (place.unit_id in became) is exact
    assert (place.unit_id == stranger.pk) is not exact


def test_derived_areas_keep_to_the_land_and_to_what_stands_at_its_edge(city):
    """The roads off Vũng Tàu lie in the circles around its wards' points; Côn Đảo is an island, far out."""
    areas = UnitArea.objects.filter(unit__valid_to=None, unit__level=3).select_related("unit")
    shapes = {area.unit.full_name: shapely.from_wkb(bytes(area.wkb)) for area in areas}
    for roads in ((107.045, 10.330), (107.110, 10.330), (107.140, 10.350)):
        assert lookup.unit_at(*roads, TODAY) == lookup.Place(None, False)
    assert lookup.unit_at(107.0735, 10.3440, TODAY).unit_id  # 60 m before the shore: a pier
    island = shapes["Đặc khu Côn Đảo"]
    assert 0.004 < island.area < 0.012  # 76 km² of land, not the disc around it
    assert all(shape.is_valid and not shape.is_empty for shape in shapes.values())


def test_a_unit_without_known_land_keeps_its_area():
    reef = shapely.Point(113.0, 13.0).buffer(0.02)
    assert derive.ashore(reef) is reef
