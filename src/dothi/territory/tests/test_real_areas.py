"""On the real polygons of 2025/2026 and the six stations of HealthyAir."""

import csv
import datetime as dt
import gzip

import pytest

from dothi.territory import actions, lookup, queries
from dothi.territory.models import Unit, UnitArea

pytestmark = [pytest.mark.django_db, pytest.mark.shared]
# Wards of 2026 by where the stations stand in the city, written down before the polygons were asked.
STATIONS = {
    "1": "Phường Linh Xuân",
    "2": "Phường An Lạc",
    "3": "Phường Tây Thạnh",
    "4": "Phường Bình Quới",
    "5": "Phường Xuân Hòa",
    "6": "Phường Hòa Hưng",
}


@pytest.fixture
def city(shared_data):
    actions.derive("79", by=None)
    actions.import_files(
        [shared_data / "admin" / "wards_full_79_ho_chi_minh.geojson.gz"], by=None, on=dt.date(2025, 7, 1)
    )


@pytest.fixture
def stations(shared_data):
    with gzip.open(shared_data / "air" / "hcmc_healthyair_stations.csv.gz", "rt", encoding="utf-8") as file:
        return {row["Station_No"]: (float(row["Lon"]), float(row["Lat"])) for row in csv.DictReader(file)}


def test_the_stations_stand_in_their_wards_of_2026(city, stations):
    places = lookup.units_at(list(stations.values()), dt.date(2026, 5, 1))
    names = {
        unit.pk: unit.full_name for unit in Unit.objects.filter(pk__in=[place.unit_id for place in places])
    }
    assert {
        station: names[place.unit_id] for station, place in zip(stations, places, strict=True)
    } == STATIONS
    assert not any(place.approximate for place in places)
    assert UnitArea.objects.filter(unit__level=3, unit__valid_to=None, approximate=False).count() == 168


def test_for_2022_the_units_they_may_have_stood_in_are_listed_as_approximate(city, stations):
    for lon, lat in stations.values():
        place = lookup.unit_at(lon, lat, dt.date(2022, 3, 1))
        listed = lookup.candidates_at(lon, lat, dt.date(2022, 3, 1))
        assert place.approximate
        assert place.unit_id == listed[0].unit_id
        assert len(listed) == 5
        assert listed[0].became_todays


def test_one_point_on_three_days(shared_data):
    actions.derive("75", by=None)
    folder = shared_data / "admin"
    actions.import_files([folder / "wards_full_75_dong_nai.geojson.gz"], by=None, on=dt.date(2026, 4, 30))
    long_thanh = (106.9500, 10.7930)
    told = []
    for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 5, 1)):
        place = lookup.unit_at(*long_thanh, day)
        unit = Unit.objects.get(pk=place.unit_id)
        told.append((unit.full_name, queries.parent_on(unit, day).full_name, place.approximate))
    assert told == [
        ("Thị trấn Long Thành", "Huyện Long Thành", True),
        ("Xã Long Thành", "Tỉnh Đồng Nai", False),
        ("Phường Long Thành", "Thành phố Đồng Nai", False),
    ]
