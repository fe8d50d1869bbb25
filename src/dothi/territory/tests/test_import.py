"""Files in: what is refused and in which words, what a dry run leaves, and that a repeat changes nothing."""

import datetime as dt
import gzip
import json

import pytest

from dothi.kernel.errors import BadRequest, NotFound
from dothi.territory import actions, lookup, queries
from dothi.territory.models import Unit, UnitArea, UnitChange

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 4, 30)


def square(west, south, size=0.1):
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(code, full_name, geometry, **more):
    return {
        "type": "Feature",
        "properties": {"code": code, "fullName": full_name, **more},
        "geometry": geometry,
    }


@pytest.fixture
def file(tmp_path):
    def write(*features, name="areas.geojson.gz"):
        path = tmp_path / name
        path.write_bytes(
            gzip.compress(json.dumps({"type": "FeatureCollection", "features": list(features)}).encode())
        )
        return path

    return write


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


PROVINCE = feature("96", "Tỉnh Thử Nghiệm", square(106, 9, 1))
AN_HAI = feature(96001, "Phường An Hải", square(106.1, 9.1))
BINH_MINH = feature("96002", "Phường Bình Minh", square(106.2, 9.1))


def load(path, **more):
    return actions.import_files([path], by=None, **({"on": DAY} | more))


def test_provinces_and_communes_come_in_one_file_and_a_repeat_changes_nothing(file):
    path = file(PROVINCE, AN_HAI, BINH_MINH)
    load(path)
    assert queries.get_unit("96001", DAY).parent.full_name == "Tỉnh Thử Nghiệm"
    place = lookup.unit_at(106.15, 9.15, DAY)
    assert (Unit.objects.get(pk=place.unit_id).code, place.approximate) == ("96001", False)
    assert load(path).is_empty()


def test_a_dry_run_writes_nothing(file):
    plan = load(file(PROVINCE, AN_HAI), dry_run=True)
    assert dict(plan.figures())["territory-plan-units-new"] == 2
    assert (Unit.objects.count(), UnitArea.objects.count()) == (0, 0)


def test_overlaps_above_the_tolerance_are_refused_with_pair_share_and_remedy(file):
    path = file(PROVINCE, AN_HAI, feature("96002", "Phường Bình Minh", square(106.198, 9.1)))
    with pytest.raises(BadRequest, match="territory-areas-overlap") as refused:
        load(path)
    assert "Phường An Hải (96001) – Phường Bình Minh (96002): 2.00 %" in refused.value.fields["pairs"]
    assert Unit.objects.count() == 0
    load(path, tolerance=float(refused.value.fields["needed"]))
    assert UnitArea.objects.count() == 3


def test_new_areas_may_not_overlap_those_that_stand(file):
    load(file(PROVINCE, AN_HAI))
    with pytest.raises(BadRequest, match="territory-areas-overlap"):
        load(file(feature("96003", "Phường Cát Bà", square(106.15, 9.1), provinceCode="96")))


REFUSED = {
    "territory-bare-code": (PROVINCE, {"on": None}),
    "territory-parent-unknown": (AN_HAI, {}),
    "territory-code-twice": (PROVINCE, {}),
    "territory-coordinates-swapped": (feature("96", "Tỉnh A", square(9, 106)), {}),
    "territory-coordinates-elsewhere": (feature("96", "Tỉnh A", square(600000, 1100000)), {}),
    "territory-feature-incomplete": (feature("96", "A", square(106, 9)), {}),
    "territory-code-malformed": (feature("9A", "Tỉnh A", square(106, 9)), {}),
    "territory-not-a-polygon": (feature("96", "Tỉnh A", {"type": "Point", "coordinates": [106, 9]}), {}),
    "territory-polygon-invalid": (
        feature(
            "96",
            "Tỉnh A",
            {"type": "Polygon", "coordinates": [[[106, 9], [107, 10], [107, 9], [106, 10], [106, 9]]]},
        ),
        {},
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_right_is_refused_and_nothing_is_written(code, file):
    bad, more = REFUSED[code]
    features = [bad, feature("96", "Tỉnh Khác", square(108, 9))] if code == "territory-code-twice" else [bad]
    with pytest.raises(BadRequest) as refused:
        load(file(*features), **more)
    assert refused.value.code == code
    assert Unit.objects.count() == 0


def test_an_invalid_polygon_may_be_mended(file):
    load(file(REFUSED["territory-polygon-invalid"][0]), mend=True)
    assert UnitArea.objects.count() == 1


def test_another_kind_from_a_day_on_is_a_new_version_of_the_same_unit(file):
    load(file(PROVINCE, feature("96001", "Xã An Hải", square(106.1, 9.1))), on=dt.date(2025, 7, 1))
    load(file(AN_HAI, name="later.geojson"))
    before, after = queries.get_unit("96001", dt.date(2026, 4, 29)), queries.get_unit("96001", DAY)
    assert (before.kind, after.kind, after.first) == ("Xã", "Phường", before)
    assert UnitChange.objects.get().kind == "type_changed"
    assert not lookup.unit_at(106.15, 9.15, dt.date(2026, 1, 1)).approximate


def test_an_old_to_new_table_with_floats_and_a_divided_commune(table):
    head = "provinceCode,districtCode,wardCode,province,district,ward,newProvince,newWard,newProvinceCode,newWardCode,newWardLon,newWardLat,newWardAreaKm2"
    path = table(f"""{head}
1,1,1.0,Thành phố Hà Nội,Quận Ba Đình,Phường Phúc Xá,Thành phố Hà Nội,Phường Hồng Hà,01,00097,105.845,21.05,15
1,1,1.0,Thành phố Hà Nội,Quận Ba Đình,Phường Phúc Xá,Thành phố Hà Nội,Phường Ba Đình,01,4,105.838,21.03,3
1,1,4.0,Thành phố Hà Nội,Quận Ba Đình,Phường Trúc Bạch,Thành phố Hà Nội,Phường Ba Đình,01,4,105.838,21.03,3
""")
    with pytest.raises(BadRequest, match="territory-bare-code"):
        load(path, on=None)
    load(path, on=dt.date(2025, 7, 1))
    divided = queries.get_unit("00001", dt.date(2025, 6, 30))
    assert {(row.to_unit.code, row.kind, row.share) for row in divided.became.all()} == {
        ("00097", "split", None),
        ("00004", "split", None),
    }
    assert load(path, on=dt.date(2025, 7, 1)).is_empty()


def test_a_plain_lineage_table_needs_units_and_a_share_that_is_a_part(table, file):
    load(file(PROVINCE, AN_HAI), on=dt.date(2025, 7, 1))
    load(file(feature("96009", "Phường Mới", square(106.4, 9.1), provinceCode="96")))
    with pytest.raises(BadRequest, match="territory-bare-code"):
        load(table("from_code,to_code\n96001,96009\n"), on=None)
    with pytest.raises(BadRequest, match="territory-share-out-of-range"):
        load(table("from_code,to_code,changed_on,share\n96001,96009,2026-04-30,1.5\n"))
    with pytest.raises(NotFound, match="territory-unit-does-not-exist"):
        load(table("from_code,to_code,changed_on\n96099,96009,2026-04-30\n"))
    load(table("from_code,to_code,changed_on,share,kind\n96001,96009,2026-04-30,0.4,split\n"))
    assert UnitChange.objects.get(kind="split").share == 0.4


def test_an_approximate_area_never_replaces_an_exact_one(file):
    actions.derive("79", by=None)
    exact = feature("26506", "Phường Vũng Tàu", square(107.05, 10.32, 0.05), provinceCode="79")
    load(file(exact))
    again = actions.derive("79", by=None)
    assert again.skipped["areas"] == 1
    assert not UnitArea.objects.get(unit__code="26506", unit__valid_to=None).approximate
