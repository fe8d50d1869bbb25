"""Addresses as callers say them: taken apart, and found among streets of a real streets file, units and named things."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import osmium
import pytest
from osmium.osm import mutable

from dothi.calls.understanding import places
from dothi.calls.understanding.addresses import Address, parsed, street_name
from dothi.calls.understanding.models import Street
from dothi.calls.understanding.streets import keep, named_lines
from dothi.livemap.streets import tiles
from dothi.territory import actions

DAY = dt.date(2026, 11, 22)
LON, LAT = 107.08, 10.35  # Vũng Tàu


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("12/3 đường 30/4, p. Thắng Nhất", Address("12/3", "30 thang 4", "", "p. Thắng Nhất")),
        ("30/4", Address("", "30 thang 4", "", "")),
        ("30 tháng 4 phường Rạch Dừa", Address("", "30 thang 4", "", "phuong rach dua")),
        ("15 3/2", Address("15", "3 thang 2", "", "")),
        ("số 45 Lê Lợi", Address("45", "le loi", "", "")),
        ("so 45b duong le loi p1 tp vung tau", Address("45b", "le loi", "", "phuong 1 thanh pho vung tau")),
        ("hẻm 120 Trương Công Định", Address("120", "truong cong dinh", "", "")),
        ("Lê Lợi giao Ba Cu", Address("", "le loi", "ba cu", "")),
        ("ngã tư Lê Lợi và Ba Cu, Vũng Tàu", Address("", "le loi", "ba cu", "Vũng Tàu")),
        ("QL51 × Võ Nguyên Giáp", Address("", "quoc lo 51", "vo nguyen giap", "")),
        ("phường 1, TP Vũng Tàu", Address("", "", "", "phuong 1, TP Vũng Tàu")),
        ("", Address("", "", "", "")),
        ("45", Address("", "45", "", "")),
    ],
)
def test_an_address_is_taken_apart(typed: str, address: Address) -> None:
    found = parsed(typed)
    assert (found.number, found.street, found.crosses) == (address.number, address.street, address.crosses)
    assert places.folded(found.area) == places.folded(address.area)


def test_a_street_has_one_name() -> None:
    assert {street_name(one) for one in ("Đường Ba Cu", "ba cu", "đường  BA CU")} == {"ba cu"}


# Ba Cu runs east, Lê Lợi crosses it; a Lê Lợi of another town lies 60 km north.
STREETS = {
    "Đường Ba Cu": [[(LON, LAT), (LON + 0.01, LAT), (LON + 0.02, LAT)]],
    "Đường Lê Lợi": [
        [(LON + 0.01, LAT + 0.01), (LON + 0.01, LAT), (LON + 0.01, LAT - 0.01)],
        [(LON, LAT + 0.55), (LON + 0.01, LAT + 0.55)],
    ],
    "Đường 30 tháng 4": [[(LON, LAT), (LON + 0.01, LAT + 0.01)]],
}


@pytest.mark.slow
def test_streets_are_read_from_the_maps_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What OpenStreetMap draws comes back name by name, within the grid of a tile (about 1 m)."""
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path / "var"))
    writer, number = osmium.SimpleWriter(str(tmp_path / "town.osm.pbf")), 0
    ways = []
    for name, pieces in STREETS.items():
        for piece in pieces:
            nodes = []
            for point in piece:
                number += 1
                writer.add_node(mutable.Node(id=number, location=point, version=1))
                nodes.append(number)
            ways.append((nodes, name))
    for at, (nodes, name) in enumerate(ways, start=1):
        tags = {"highway": "residential", "name": name}
        writer.add_way(mutable.Way(id=at, nodes=nodes, tags=tags, version=1))
    writer.close()
    found = named_lines(tiles.import_streets(tmp_path / "town.osm.pbf"))
    assert found.keys() == STREETS.keys()
    ends = {point for line in found["Đường Ba Cu"] for point in line}
    assert min(lon for lon, _ in ends) == pytest.approx(LON, abs=0.0001)
    assert max(lon for lon, _ in ends) == pytest.approx(LON + 0.02, abs=0.0001)
    assert all(lat == pytest.approx(LAT, abs=0.0001) for _, lat in ends)


@pytest.fixture
def city(db: None) -> None:
    actions.derive("79", by=None, with_areas=False)
    assert keep(STREETS, "test") >= 4


@pytest.mark.django_db
def test_places_are_found(city: None) -> None:
    (street, *_rest) = places.find_address("45 ba cu", day=DAY)
    assert (
        street.name.startswith("45 Đường Ba Cu, ") and "45" in street.why
    )  # and says that it knows no house numbers
    assert abs(street.lat - LAT) < 0.0001 and 200 < street.accuracy_m < 1_700

    (crossing, *_rest) = places.find_address("le loi giao ba cu", day=DAY)
    assert (crossing.lon, crossing.lat) == pytest.approx((LON + 0.01, LAT), abs=0.0002)
    assert crossing.accuracy_m <= 40

    near = [one for one in places.find_address("Lê Lợi, TP Vũng Tàu", day=DAY) if "Lê Lợi" in one.name]
    assert near and all(one.lat < LAT + 0.1 for one in near)  # the one of the other town is left out
    assert "tên cũ" in near[0].why or "formerly" in near[0].why

    (ward, *_rest) = places.find_address("phường 1, TP Vũng Tàu", day=DAY)
    assert "Vũng Tàu" in ward.name and "Phường 1" in ward.why and ward.accuracy_m > 300

    (fallback, *_rest) = places.find_address("12 đường không có, phường Rạch Dừa", day=DAY)
    assert "Rạch Dừa" in fallback.name
    assert places.find_address("zzzzzz qqqqq", day=DAY) == []
    assert places.find_address("'; drop table calls_street; --%_", day=DAY) is not None
    assert Street.objects.exists()
