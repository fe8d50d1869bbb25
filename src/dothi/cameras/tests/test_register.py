"""Who may look at what, for what, until when; the register from a file; passwords that stay where they are."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import Workbook

from dothi.accounts import looks
from dothi.cameras import actions, looking_at, queries, secrets, sheet
from dothi.cameras.actions import Leave
from dothi.cameras.models import Camera, CameraHealth, CameraSecret
from dothi.cameras.secrets import Login
from dothi.cameras.tests.register import ADDRESS, camera
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.testing.statements import asked_of

pytestmark = pytest.mark.django_db
HEAD = "code,name,agency,address,lon,lat,groups,purposes\n"


def codes(person: Any, found: Camera) -> set[str]:
    return {one.code for one in queries.purposes_of(person, [found])[found.pk]}


def test_the_owners_people_look_for_every_purpose_of_the_camera_and_others_for_none(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    assert codes(cast.nga, found) == {"incident", "verify", "device-check"}
    assert (
        codes(cast.minh, found) == set()
    )  # he may look everywhere, at what is not lent to his agency he may not
    assert codes(cast.quan, found) == set()  # keeping the register is no leave to look
    assert codes(cast.dung, found) == set()


def test_leave_is_for_a_group_an_agency_a_purpose_and_its_days(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    other = camera("cong-1", cast.environment, cast.ward_a, groups=("cong",))
    today = clock.today()
    for begin, last in (
        (today + dt.timedelta(days=1), None),
        (today - dt.timedelta(days=9), today - dt.timedelta(days=1)),
    ):
        actions.grant(
            Leave("cho", cast.environment, cast.centre, "verify", "QĐ 1", begin, last), by=cast.quan
        )
    assert codes(cast.minh, found) == set()
    row = actions.grant(
        Leave("cho", cast.environment, cast.centre, "verify", "QĐ 2", today, today), by=cast.quan
    )
    assert (codes(cast.minh, found), codes(cast.minh, other)) == ({"verify"}, set())
    assert codes(cast.lan, found) == set()  # her agency was given nothing
    actions.end_grant(row, by=cast.quan, reason="hết đợt")
    assert codes(cast.minh, found) == set()
    with pytest.raises(Conflict):
        actions.end_grant(row, by=cast.quan, reason="hết đợt")


def test_leave_widens_whose_cameras_never_where(cast: Any) -> None:
    in_a = camera("a-1", cast.environment, cast.ward_a)
    in_b = camera("b-1", cast.environment, cast.ward_b)
    actions.grant(
        Leave("cho", cast.environment, cast.office_a, "incident", "QĐ 3", clock.today()), by=cast.quan
    )
    assert (codes(cast.lan, in_a), codes(cast.lan, in_b)) == ({"incident"}, set())
    assert queries.get_camera("a-1", cast.lan) == in_a
    with pytest.raises(NotFound):
        queries.get_camera("b-1", cast.lan)


def test_nobody_lends_what_is_not_theirs_wholly_and_no_purpose_is_invented(cast: Any) -> None:
    camera("cho-1", cast.environment, cast.ward_a)
    leave = Leave("cho", cast.environment, cast.centre, "verify", "QĐ 1", clock.today())
    with pytest.raises(NotAllowed):
        actions.grant(leave, by=cast.lan)
    actions.grant(leave, by=cast.nga)  # she manages all cameras of her department
    for wrong in (
        {"purpose": "curiosity"},
        {"document": " "},
        {"group": "khac"},
        {"agency": cast.environment},
    ):
        with pytest.raises(BadRequest):
            actions.grant(Leave(**{
                "group": "cho", "owner": cast.environment, "agency": cast.office_b, "purpose": "verify",
                "document": "QĐ", "valid_from": clock.today(),
            } | wrong), by=cast.nga)  # fmt: skip


def test_a_look_needs_its_purpose_its_words_and_a_camera_in_service(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    with pytest.raises(NotAllowed):
        looking_at.begin(found, "complaint", "đơn của ông A ngày 3/11", by=cast.nga)  # not of this camera
    with pytest.raises(BadRequest):
        looking_at.begin(found, "verify", "xem", by=cast.nga)
    look = looking_at.begin(found, "verify", "khói trên nóc chợ, 114 báo", by=cast.nga)
    view = looking_at.open_view(found, cast.nga)
    assert view is not None
    assert (look.subject, look.purpose, look.person) == ("cho-1", "verify", cast.nga)
    looks.end(look, cast.nga)
    assert looking_at.open_view(found, cast.nga) is None
    actions.switch(found, on=False, by=cast.nga, reason="thay ống kính")
    with pytest.raises(NotAllowed):
        looking_at.begin(found, "verify", "khói trên nóc chợ, 114 báo", by=cast.nga)


def test_a_right_that_ends_ends_the_open_look_too(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    row = actions.grant(
        Leave("cho", cast.environment, cast.centre, "verify", "QĐ 2", clock.today()), by=cast.nga
    )
    look = looking_at.begin(found, "verify", "khói trên nóc chợ, 114 báo", by=cast.minh)
    own = looking_at.begin(found, "verify", "khói trên nóc chợ, 114 báo", by=cast.nga)
    assert looking_at.open_view(found, cast.minh) is not None
    assert looking_at.stands(found, look)
    actions.end_grant(row, by=cast.nga, reason="hết đợt")
    assert looking_at.open_view(found, cast.minh) is None
    assert not looking_at.stands(found, look)
    assert looking_at.stands(found, own)
    cast.nga.is_active = False
    cast.nga.save()
    own.refresh_from_db()
    assert not looking_at.stands(found, own)


def test_a_password_stands_encrypted_apart_and_never_in_an_address_or_history(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a, address="rtsp://admin:b%40ck@10.0.0.9:554/s?x=1")
    assert found.address == "rtsp://10.0.0.9:554/s?x=1"
    assert secrets.login_of(found) == Login("admin", "b@ck")
    assert "b@ck" not in CameraSecret.objects.get(camera=found).token
    assert (
        secrets.whole(found.address, "10.0.0.9", secrets.login_of(found))
        == "rtsp://admin:b%40ck@10.0.0.9:554/s?x=1"
    )
    told = actions.Described("Camera", cast.environment, 107.0, 10.3, cast.ward_a)
    with pytest.raises(BadRequest, match="camera-login-again"):
        actions.change(found, "rtsp://10.9.9.9/s", told, by=cast.nga)  # the password would go to a stranger
    actions.change(found, found.address, told, by=cast.nga)
    assert secrets.login_of(found) == Login("admin", "b@ck")


@pytest.mark.parametrize(
    "address",
    [
        "http://a/b",
        "file:///etc/passwd",
        "rtsp://",
        "rtsp://a b/c",
        "rtsp://a:port/c",
        "rtsp://a/x@y",
        "concat:a|b",
    ],
)
def test_only_an_address_of_a_stream_is_taken(address: str) -> None:
    with pytest.raises(BadRequest, match="camera-address"):
        secrets.split(address)


def test_a_view_is_confirmed_only_where_there_is_one(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    with pytest.raises(Conflict):
        actions.confirm_view(found, by=cast.nga)
    CameraHealth.objects.filter(camera=found).update(state="moved", newest=b"\0" * 4608)
    actions.confirm_view(found, by=cast.nga)
    health = CameraHealth.objects.get(camera=found)
    assert (len(health.references), health.confirmed_by) == (4608, cast.nga)


def test_a_register_comes_from_a_file_whole_or_not_at_all(cast: Any) -> None:
    good = f'cho-1,"Cổng chợ",so-nnmt,{ADDRESS},"107,08",10.35,cho;vung-1,incident verify\n'
    bad = f"CHO 2,Hẻm,so-nnmt,{ADDRESS},107,10,,\ncho-3,Hẻm,ioc,{ADDRESS},107,10,,\ncho-4,Hẻm,so-nnmt,{ADDRESS},x,10,,\n"
    outcome = sheet.take_in((HEAD + good + bad).encode(), by=cast.nga)
    assert [one.line for one in outcome.wrong] == [3, 4, 5]
    assert "CHO 2" in outcome.wrong[0].why
    assert not Camera.objects.exists()
    assert sheet.take_in((HEAD + good).encode("utf-8-sig"), by=cast.nga).new == 1
    row = Camera.objects.get()
    assert (row.lon, row.groups, row.purposes) == (107.08, ["cho", "vung-1"], ["incident", "verify"])
    again = sheet.take_in((HEAD + good.replace("Cổng chợ", "Cổng sau")).encode(), by=cast.nga)
    assert (again.new, again.changed, Camera.objects.get().name) == (0, 1, "Cổng sau")


def xlsx(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_taken_in_and_agencies_and_recorders_are_read_once_for_all_its_lines(cast: Any) -> None:
    heads = ["Mã", "Tên", "Mã cơ quan", "Địa chỉ luồng", "Kinh độ", "Vĩ độ", "Hướng nhìn", "Nhóm"]
    costs = []
    for begin, many in ((0, 5), (5, 25)):
        lines = [
            [f"c-{n}", f"Camera {n}", "so-nnmt", ADDRESS, 107 + n / 10_000, 10.35, 90, "cho"]
            for n in range(begin, begin + many)
        ]
        with asked_of("accounts_agency", "cameras_recorder") as asked:
            assert sheet.take_in(xlsx(heads, *lines), by=cast.nga).new == many
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert Camera.objects.get(code="c-12").direction == 90


HOSTILE = {
    "no-number": ("x", "10"), "infinite": ("inf", "10"), "not-a-number": ("107", "nan"), "beyond-earth": ("1e400", "10"),
    "outside": ("200", "10"), "a-formula": ("=1+1", "10"),
}  # fmt: skip


def test_hostile_lines_are_told_one_by_one_and_write_nothing(cast: Any) -> None:
    lines = [f"h-{n},Hẻm,so-nnmt,{ADDRESS},{lon},{lat},,\n" for n, (lon, lat) in enumerate(HOSTILE.values())]
    rest = [
        f"ok-1,Hẻm,so-nnmt,{ADDRESS},107,10,,\n",
        f"ok-1,Hẻm,so-nnmt,{ADDRESS},107,10,,\n",  # the same code once more
        "h-7,Hẻm,so-nnmt,file:///etc/passwd,107,10,,\n",
        f"../h,Hẻm,so-nnmt,{ADDRESS},107,10,,\n",
        f"h-9,\0,so-nnmt,{ADDRESS},107,10,,\n",
        f"h-10,Hẻm,so-nnmt,{ADDRESS},107,10,<script>,\n",
        f"h-11,Hẻm,so-nnmt,{ADDRESS},107,10,,curiosity\n",
        f"h-12,{'x' * 40_000},ioc,{ADDRESS},107,10,,\n",
        "h-13\n",
    ]
    outcome = sheet.take_in((HEAD + "".join(lines + rest)).encode(), by=cast.nga)
    good = {len(HOSTILE) + 2}  # of the lines with the same code the first is right
    assert {one.line for one in outcome.wrong} == set(range(2, len(HOSTILE) + len(rest) + 2)) - good
    assert all(one.why for one in outcome.wrong)
    assert not Camera.objects.exists()
    turned = sheet.take_in(
        f"{HEAD.strip()},direction\nh-1,Hẻm,so-nnmt,{ADDRESS},107,10,,,1e400\n".encode(), by=cast.nga
    )
    assert len(turned.wrong) == 1


def test_a_file_without_its_columns_or_in_another_code_is_told(cast: Any) -> None:
    for data in (b"a,b\n1,2\n", "mã,tên\n".encode("utf-16"), HEAD.encode()):
        with pytest.raises(BadRequest):
            sheet.take_in(data, by=cast.nga)
    assert sheet.model().startswith("\ufeff")
