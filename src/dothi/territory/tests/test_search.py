"""Names as people type them find today's units, by former names too."""

import datetime as dt

import pytest

from dothi.territory import actions, groups, queries
from dothi.territory.models import Unit
from dothi.territory.names import asked, folded

TODAY = dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("q9", "quan 9"),
        ("Q.9", "quan 9"),
        ("quận 09", "quan 9"),
        ("p vung tau", "phuong vung tau"),
        ("P.3 Q.10", "phuong 3 quan 10"),
        ("tp thu duc", "thanh pho thu duc"),
        ("TPHCM", "thanh pho ho chi minh"),
        ("x. long son", "xa long son"),
        ("Đặc khu Côn Đảo", "dac khu con dao"),
        ("ba x", "ba x"),
    ],
)
def test_abbreviations_are_written_out(typed, meant):
    assert asked(typed) == meant


def test_the_place_of_the_tone_mark_and_composed_letters_do_not_matter():
    assert folded("Hoà Bình") == folded("Hòa Bình") == folded("Ho\u0300a Bi\u0300nh") == "hoa binh"


@pytest.mark.django_db
def test_searching_the_city():
    actions.derive("79", by=None, with_areas=False)
    first = {
        text: queries.search(text, TODAY)[0]
        for text in ("p vung tau", "ben nghe", "vung tao", "thanh pho ho chi minh", "xã long sơn")
    }
    assert {text: found.unit.full_name for text, found in first.items()} == {
        "p vung tau": "Phường Vũng Tàu",
        "ben nghe": "Phường Sài Gòn",
        "vung tao": "Phường Vũng Tàu",
        "thanh pho ho chi minh": "Thành phố Hồ Chí Minh",
        "xã long sơn": "Xã Long Sơn",
    }
    assert first["ben nghe"].old == "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"
    assert {one.unit.full_name for one in queries.search("q9", TODAY)} == {
        "Phường Long Bình", "Phường Long Phước", "Phường Long Trường", "Phường Phước Long", "Phường Tăng Nhơn Phú",
    }  # fmt: skip
    assert len(queries.search("tp thu duc", TODAY)) == 12
    assert queries.search("q9", dt.date(2015, 1, 1))[0].unit.full_name == "Quận 9"
    assert queries.search("x", TODAY) == []  # one letter names nothing
    assert queries.search("% _ '", TODAY) == []


@pytest.mark.django_db
def test_a_group_holds_its_units_since_its_first_day_only():
    actions.derive("79", by=None, with_areas=False)
    first = dt.date(2025, 7, 1)
    ids = [queries.get_unit(code, first).pk for code in ("26506", "26526", "26536", "26542", "26545")]
    group = actions.form_group(
        "tp-vung-tau-cu", name_vi="TP Vũng Tàu cũ", name_en="", unit_ids=ids, valid_from=first, by=None
    )
    names = {unit.full_name for unit in queries.member_units(group.pk, TODAY)}
    assert names == {
        "Phường Vũng Tàu",
        "Phường Tam Thắng",
        "Phường Rạch Dừa",
        "Phường Phước Thắng",
        "Xã Long Sơn",
    }
    assert (
        len(queries.members_of(group.pk, TODAY)) == 6
    )  # Long Sơn with its version before the reform: the same unit
    assert queries.members_of(group.pk, dt.date(2025, 6, 30)) == frozenset()


@pytest.mark.django_db
def test_a_province_in_a_group_brings_what_lies_below_it():
    actions.derive("44", by=None, with_areas=False)
    province = queries.get_unit("44", TODAY)
    group = groups.form_group(
        "bac", name_vi="Bắc", name_en="", unit_ids=[province.pk], valid_from=TODAY, by=None
    )
    commune = Unit.objects.filter(parent=province).first()
    assert {province.pk, commune.pk} <= queries.members_of(group.pk, TODAY)
