"""The map counts what was released and nothing else, before its summary is folded and after; a point is shown on the public's grid."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dothi.kernel.earth import METRES_A_DEGREE
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions
from dothi.reports.actions.receiving import Spot
from dothi.reports.models import MapCell, MapChange, Report
from dothi.reports.public import mapping
from dothi.reports.public.mapping import Asked, Bounds, on_map
from dothi.reports.tests.course import LEAK, WASTE, prepared, told

pytestmark = pytest.mark.django_db
ALL = Bounds(102.0, 8.0, 110.0, 24.0)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


def released(cast: Cast, lon: float, lat: float, category: str = WASTE) -> Report:
    """A report of a place in words whose point an officer found, released."""
    report = told(category=category, spot=Spot(words="12 Trần Phú")).report
    Report.objects.filter(pk=report.pk).update(lon=lon, lat=lat)
    return actions.release(report, text="Rác trước cổng", photos=[], by=cast.minh)


def counted(zoom: float = 9, **more: object) -> tuple[int, int]:
    cells = on_map(ALL, zoom, Asked(**more)).cells  # type: ignore[arg-type]
    return sum(one.count for one in cells), sum(one.open for one in cells)


def test_what_is_not_released_lies_on_no_map(cast: Cast) -> None:
    report = told().report
    Report.objects.filter(pk=report.pk).update(lon=107.0, lat=10.3)
    assert counted() == (0, 0)
    assert not on_map(ALL, 18, Asked()).points


def test_cells_count_the_same_before_and_after_the_summary_is_folded(cast: Cast) -> None:
    released(cast, 107.08, 10.35)
    other = released(cast, 107.08, 10.35, LEAK)
    released(cast, 107.9, 11.2)
    before = {zoom: on_map(ALL, zoom, Asked()) for zoom in (3, 5, 8, 11, 14)}
    assert mapping.fold() >= 3
    assert not MapChange.objects.exists()
    for zoom, seen in before.items():
        assert on_map(ALL, zoom, Asked()) == seen
    assert [one.count for one in before[8].cells] == [2, 1]
    assert counted(category="urban-services.waste") == (2, 2)
    assert counted(category=LEAK) == (1, 1)
    actions.refuse(other, reason="không thuộc thẩm quyền", by=cast.minh)
    assert counted() == (3, 2)
    assert counted(words=("refused",)) == (1, 0)
    mapping.fold()
    assert counted() == (3, 2)


def test_cells_points_and_feeds_tell_what_is_simulated_as_the_list_does(cast: Cast, client: Client) -> None:
    released(cast, 107.08, 10.35)
    other = released(cast, 107.08, 10.35)
    Report.objects.filter(pk=other.pk).update(origin=Origin.SIMULATED, released_at=None)
    other.refresh_from_db()
    actions.release(other, text="Rác trước cổng", photos=[], by=cast.minh)
    Report.objects.update(unit=cast.ward_a)
    for _ in range(2):  # before the summary is folded and after
        for unit in (None, cast.ward_a.pk):
            (cell,) = on_map(ALL, 9, Asked(unit=unit)).cells
            assert (cell.count, cell.not_live) == (2, 1)
        mapping.fold()
    near = client.get("/phan-anh/ban-do.geojson?bbox=107.07,10.34,107.09,10.36&zoom=16").json()["features"]
    assert {one["properties"]["code"]: one["properties"]["origin"] for one in near} == {
        other.code: "Mô phỏng",
        Report.objects.exclude(pk=other.pk).get().code: "",
    }
    newest = client.get("/phan-anh/moi-nhat.geojson").json()["features"]
    assert sorted(one["properties"]["origin"] for one in newest) == ["live", "simulated"]
    for path in ("/phan-anh/moi-nhat.atom", "/phan-anh/"):
        assert client.get(path).text.count("Mô phỏng</") == 1


def test_an_upgrade_makes_the_summary_that_the_fold_would_have_made(cast: Cast) -> None:
    merged = released(cast, 107.08, 10.35)
    actions.merge(merged, released(cast, 107.9, 11.2), by=cast.minh)
    released(cast, 107.081, 10.351, LEAK)
    told()  # nobody released it
    mapping.fold()
    rows = list(MapCell.objects.exclude(number=0).order_by("pk").values_list())
    MapCell.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("dothi.reports.migrations.0021_map_origin")._FILL)
    assert list(MapCell.objects.order_by("pk").values_list()) == rows
    assert len(rows) == 2 * len(mapping.LEVELS)


def test_a_merged_report_leaves_the_map(cast: Cast) -> None:
    first, second = released(cast, 107.08, 10.35), released(cast, 107.08, 10.35)
    mapping.fold()
    actions.merge(second, first, by=cast.minh)
    assert counted() == (1, 1)
    mapping.fold()
    assert counted() == (1, 1)


def test_close_by_there_are_points_on_the_publics_grid(cast: Cast) -> None:
    report = released(cast, 107.08123, 10.35123)
    near = Bounds(107.07, 10.34, 107.09, 10.36)
    (point,) = on_map(near, 16, Asked()).points
    assert point.code == report.code
    assert (point.lon, point.lat) != (107.08123, 10.35123)
    assert abs(point.lon - 107.08123) < 0.0015
    assert not on_map(Bounds(107.0, 10.0, 107.01, 10.01), 16, Asked()).points


def test_ever_smaller_bounds_lead_to_the_public_place_not_to_the_door(cast: Cast) -> None:
    released(cast, 107.08123, 10.35123)
    (shown,) = on_map(Bounds(107.07, 10.34, 107.09, 10.36), 16, Asked()).points
    door = Bounds(107.08120, 10.35120, 107.08126, 10.35126)
    assert not on_map(door, 19, Asked()).points
    square = Bounds(shown.lon - 1e-5, shown.lat - 1e-5, shown.lon + 1e-5, shown.lat + 1e-5)
    assert on_map(square, 19, Asked()).points == [shown]


def test_bounds_that_cut_a_cell_do_not_tell_where_in_it_a_report_lies(cast: Cast) -> None:
    report = released(cast, 107.08123, 10.35123)
    Report.objects.filter(pk=report.pk).update(unit=cast.ward_a)
    (whole,) = on_map(ALL, 13, Asked(unit=cast.ward_a.pk)).cells
    west, half = whole.lon - mapping.step_of(13) / 2, mapping.step_of(13) / 2
    for east in (west + half / 10, west + half, west + half * 1.9):
        part = Bounds(west + half / 20, whole.lat - half / 2, east, whole.lat + half / 2)
        for asked in (Asked(unit=cast.ward_a.pk), Asked()):
            assert on_map(part, 13, asked).cells == [whole]


def test_a_communes_cells_are_counted_by_themselves(cast: Cast) -> None:
    report = released(cast, 107.08, 10.35)
    Report.objects.filter(pk=report.pk).update(unit=cast.ward_a)
    assert counted(unit=cast.ward_a.pk) == (1, 1)
    assert counted(unit=cast.ward_b.pk) == (0, 0)


def test_where_too_many_points_lie_they_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "MOST", 1)
    released(cast, 107.08, 10.35)
    released(cast, 107.0801, 10.35)
    seen = on_map(Bounds(107.07, 10.34, 107.09, 10.36), 16, Asked())
    assert not seen.points
    assert sum(one.count for one in seen.cells) == 2


def test_whether_points_are_too_many_does_not_tell_where_one_of_them_lies(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bounds are moved by centimetres until the answer tips over: it tips at an edge of a cell, wherever in its square the door is."""
    monkeypatch.setattr(mapping, "MOST", 1)
    released(cast, 107.0805, 10.35)
    moved = released(cast, 107.0845, 10.35)
    square, _ = mapping.public_point(107.0845, 10.35, 150)
    east = [107.082 + step / 20_000 for step in range(100)]

    def tips() -> list[bool]:
        return [bool(on_map(Bounds(107.08, 10.349, one, 10.351), 16, Asked()).points) for one in east]

    seen = []
    for door in (square - 0.0006, square, square + 0.0006):
        Report.objects.filter(pk=moved.pk).update(lon=door)
        assert mapping.public_point(door, 10.35, 150)[0] == square
        seen.append(tips())
    assert seen[0] == seen[1] == seen[2]


@given(st.floats(102, 110), st.floats(8, 24), st.integers(10, 2000))
def test_the_public_place_is_at_most_a_square_away_and_says_no_more(
    lon: float, lat: float, metres: int
) -> None:
    shown = mapping.public_point(lon, lat, metres)
    assert abs(shown[1] - lat) <= metres / METRES_A_DEGREE / 2 + 1e-6
    assert abs(shown[0] - lon) <= metres / METRES_A_DEGREE / 0.9 / 2 + 1e-6
    assert mapping.public_point(*shown, metres) == shown
