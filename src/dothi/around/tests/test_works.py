"""Planned works: who may announce them, what the public reads and when, moving and cancelling with a reason, files in, feeds out."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from dothi.around.here.place import by_point
from dothi.around.here.reach import works_at
from dothi.around.works import actions, sheet
from dothi.around.works.forms import initial_of
from dothi.around.works.models import Work
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed
from dothi.kernel.testing.cast import Cast

from .measured import bordered
from .works import drafted, published, said

pytestmark = pytest.mark.django_db
HEAD = "loại;nội dung;phường xã;địa điểm;từ;đến;nguồn;liên hệ\n"


def test_a_draft_is_nobodys_and_what_is_published_stays_readable_with_its_record(cast: Cast) -> None:
    work, anybody = drafted(cast.lan, cast.ward_a), Client()
    assert anybody.get(f"/cong-viec/{work.code}/").status_code == 404
    assert work.title_vi not in anybody.get("/cong-viec/").text
    actions.publish(work, by=cast.lan)
    assert work.title_vi in anybody.get("/cong-viec/").text
    was = work.starts_at
    actions.move(
        work, was + dt.timedelta(days=1), work.ends_at + dt.timedelta(days=1), reason="Mưa to", by=cast.lan
    )
    actions.cancel(work, reason="Đã sửa xong hôm nay", by=cast.lan)
    page = anybody.get(f"/cong-viec/{work.code}/").text
    for word in (
        "Đã hủy",
        "Mưa to",
        "Đã sửa xong hôm nay",
        f"{was.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
        "Thông báo 12/TB-ĐL",
    ):
        assert word in page
    assert "Nguyễn Thị Lan" not in page, "who typed it is the office's"


def test_how_it_stands_by_its_plan_says_that_it_is_the_plan(cast: Cast) -> None:
    work = published(cast.lan, cast.ward_a)
    with clock.moved_to(work.starts_at + dt.timedelta(minutes=1)):
        assert "Đang làm (theo kế hoạch)" in Client().get("/cong-viec/").text
        actions.begin(work, by=cast.lan)
        assert "theo kế hoạch" not in Client().get("/cong-viec/").text
    with clock.moved_to(work.ends_at):
        assert work.title_vi not in Client().get("/cong-viec/").text
        assert "Hết giờ (theo kế hoạch)" in Client().get("/cong-viec/?past=1").text


def test_nobody_announces_for_another_ward_or_without_the_right(cast: Cast, client_of: Any) -> None:
    work = published(cast.lan, cast.ward_a)
    for other in (cast.tuan, cast.hoa):
        with pytest.raises(NotAllowed):
            drafted(other, cast.ward_a)
        with pytest.raises(NotAllowed):
            actions.cancel(work, reason="x", by=other)
    with pytest.raises(NotAllowed):
        actions.change(work, said(cast.ward_b), revision=work.revision, by=cast.lan, reason="x")
    assert client_of(cast.tuan).get(f"/around/works/{work.code}/").status_code == 404
    assert client_of(cast.hoa).get("/around/works/").status_code == 403


def test_of_two_officers_who_change_one_work_one_wins(cast: Cast) -> None:
    work = published(cast.lan, cast.ward_a)
    seen = work.revision
    actions.change(
        work, said(cast.ward_a, place="đường khác"), revision=seen, by=cast.lan, reason="nhầm đường"
    )
    with pytest.raises(Conflict):
        actions.change(work, said(cast.ward_a, place="đường nữa"), revision=seen, by=cast.minh, reason="x")
    actions.cancel(work, reason="x", by=cast.lan)
    for step in (actions.begin, actions.finish, actions.publish):
        with pytest.raises(Conflict):
            step(work, by=cast.lan)


FAR, LONG_AGO = dt.datetime(9999, 12, 31, 9, tzinfo=clock.VIETNAM), dt.datetime(1, 1, 1, tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "party"}, "work-kind"),
        ({"title_vi": " \u200b"}, "work-missing"),
        ({"source": ""}, "work-missing"),
        ({"place": "x" * 301}, "work-too-long"),
        ({"unit": None}, "work-unit"),
        ({"starts_at": None}, "work-times"),
        ({"starts_at": FAR, "ends_at": FAR + dt.timedelta(hours=1)}, "work-times"),
        ({"starts_at": LONG_AGO, "ends_at": LONG_AGO + dt.timedelta(hours=1)}, "work-times"),
        ({"points": [(10.3, 107.0)], "drawn": "line"}, "work-shape"),
        ({"points": [(10.3, 107.0), (10.4, 107.0)]}, "work-shape"),
        ({"points": [(float("nan"), 107.0)] * 4}, "work-shape"),
        ({"points": [(10.3, 1e9)] * 4}, "work-shape"),
        ({"points": [(10.3, 107.0)] * 501, "drawn": "line"}, "work-shape"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(cast: Cast, more: dict[str, Any], code: str) -> None:
    unit = more.pop("unit", cast.ward_a)
    with pytest.raises(DothiError) as refused:
        drafted(cast.lan, unit, **more)
    assert refused.value.code == code
    assert not Work.objects.exists()


def test_it_ends_after_it_begins(cast: Cast) -> None:
    now = clock.now()
    for end in (now, now - dt.timedelta(hours=1), now + dt.timedelta(days=800)):
        with pytest.raises(BadRequest):
            drafted(cast.lan, cast.ward_a, starts_at=now, ends_at=end)


def test_works_are_near_in_their_commune_or_where_they_are_drawn(cast: Cast) -> None:
    bordered(cast)
    own = published(cast.lan, cast.ward_a)
    # along the border, half a kilometre east of it: in ward B, and near for who stands beside it in ward A
    line = [(10.34, 107.105), (10.36, 107.105)]
    drawn = published(cast.tuan, cast.ward_b, points=line, drawn="line")
    far = published(cast.tuan, cast.ward_b, points=[(10.34, 107.18), (10.36, 107.18), (10.36, 107.19)])
    at_the_border = {one.code for one in works_at(by_point("107.099", "10.35"))}
    assert at_the_border == {own.code, drawn.code}
    assert {one.code for one in works_at(by_point("107.01", "10.35"))} == {own.code}
    assert {one.code for one in works_at(by_point("107.15", "10.35"))} == {drawn.code, far.code}
    assert works_at(by_point("109.5", "10.0")) == []
    actions.cancel(own, reason="x", by=cast.lan)
    assert works_at(by_point("107.01", "10.35")) == []


def test_a_calendar_that_other_programs_read(cast: Cast) -> None:
    work = published(
        cast.lan, cast.ward_a, title_vi="Cắt điện; trạm A, B\\C " + "ệ" * 60, text_vi="Dòng 1\nBEGIN:VEVENT"
    )
    actions.cancel(work, reason="x", by=cast.lan)
    answer = Client().get("/cong-viec/lich.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    body = answer.content.decode()
    lines = body.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = body.replace("\r\n ", "").split("\r\n")
    assert f"UID:{work.code}@testserver" in whole and "STATUS:CANCELLED" in whole
    assert whole.count("BEGIN:VEVENT") == 1, "what is typed opens no event of its own"
    assert "SUMMARY:Cắt điện\\; trạm A\\, B\\\\C " + "ệ" * 60 in whole
    assert f"DTSTART:{work.starts_at:%Y%m%dT%H%M%SZ}" in whole


def test_geojson_says_where_it_is_drawn_and_invents_no_point(cast: Cast) -> None:
    published(cast.lan, cast.ward_a)
    published(cast.lan, cast.ward_a, points=[(10.34, 107.05), (10.36, 107.05)], drawn="line")
    answer = Client().get("/cong-viec/ban-do.geojson")
    told = json.loads(answer.content)
    assert [one["geometry"] and one["geometry"]["type"] for one in told["features"]] == [None, "LineString"]
    assert told["features"][1]["geometry"]["coordinates"][0] == [107.05, 10.34]
    assert told["features"][0]["properties"]["unit"] == "96001"


def test_a_file_makes_drafts_once_and_says_what_it_refused(cast: Cast, client_of: Any) -> None:
    bordered(cast)
    rows = (
        "Cắt điện;Bảo trì trạm 1;Phường An Hải;Trần Phú;25/11/2026 07:30;25/11/2026 11:00;TB 12;1022\n"
        "cat nuoc;Súc xả ống;an hai;Lê Lợi;26/11/2026 07:30;26/11/2026 11:00;TB 13;\n"
        "điện;Không có phường;Phường Xa Lạ;Trần Phú;25/11/2026 07:30;25/11/2026 11:00;TB 14;\n"
        "điện;Sai giờ;Phường An Hải;Trần Phú;25/11/2026 11:30;25/11/2026 11:00;TB 15;\n"
        "điện;Của phường khác;Phường Bình Minh;Trần Phú;25/11/2026 07:30;25/11/2026 11:00;TB 16;\n"
    )
    lan = client_of(cast.lan)

    def send() -> str:
        file = SimpleUploadedFile("a.csv", ("\ufeff" + HEAD + rows).encode())
        return str(lan.post("/around/works/file/", {"file": file}).text)

    page = send()
    assert "Đã thêm 2 bản nháp" in page
    for line in ("Dòng 4:", "Dòng 5:", "Dòng 6:"):
        assert line in page
    assert "Đã thêm 0 bản nháp; 2 dòng đã có" in send()
    assert [(one.kind, one.state) for one in Work.objects.order_by("pk")] == [
        ("power", "draft"),
        ("water", "draft"),
    ]
    assert Work.objects.earliest("pk").starts_at == dt.datetime(2026, 11, 25, 0, 30, tzinfo=dt.UTC)


def test_a_spreadsheet_with_days_of_its_own_is_read_too(cast: Cast) -> None:
    made, out = Workbook(), io.BytesIO()
    made.active.append(HEAD.strip().split(";"))
    made.active.append(
        [
            "đường",
            "Sửa cầu",
            "96001",
            "Trần Phú",
            dt.datetime.fromisoformat("2026-11-25T07:30"),
            dt.datetime.fromisoformat("2026-11-25T11:00"),
            "TB 1",
            "",
        ]
    )
    made.save(out)
    assert sheet.take(out.getvalue(), by=cast.lan).made == 1
    assert Work.objects.get().starts_at == dt.datetime(2026, 11, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("body", [b"", b"a;b\n1;2", b"PK\x03\x04 broken", b"\xff\xfe\x00", b"%PDF-1.7"])
def test_a_file_that_is_none_is_refused_kindly(cast: Cast, client_of: Any, body: bytes) -> None:
    answer = client_of(cast.lan).post("/around/works/file/", {"file": SimpleUploadedFile("a.csv", body)})
    assert answer.status_code in (400, 413)
    assert 'role="alert"' in answer.text
    assert not Work.objects.exists()


def test_officers_do_it_on_their_screens(cast: Cast, client_of: Any) -> None:
    lan, told = client_of(cast.lan), initial_of(Work(**said(cast.ward_a).columns))
    form = {name: value for name, value in told.items() if name not in ("starts_at", "ends_at")} | {
        "key": str(uuid4()), "starts_at": f"{told['starts_at']:%Y-%m-%dT%H:%M}", "ends_at": f"{told['ends_at']:%Y-%m-%dT%H:%M}",
        "title_vi": "<script>alert(1)</script>", "polygon": "10.34 107.05\n10.36 107.05\n10.36 107.06",
    }  # fmt: skip
    assert lan.get("/around/works/new/").status_code == 200
    assert lan.post("/around/works/new/", form).status_code == 302
    work = Work.objects.get()
    assert work.code in lan.get("/around/works/?tab=drafts").text
    lan.post(f"/around/works/{work.code}/step/", {"step": "publish"})
    edited = form | {"revision": Work.objects.get().revision, "place": "chỗ khác"}
    assert lan.post(f"/around/works/{work.code}/edit/", edited).status_code == 422, "a reason is asked for"
    assert lan.post(f"/around/works/{work.code}/edit/", edited | {"reason": "nhầm"}).status_code == 302
    assert (
        lan.post(
            f"/around/works/{work.code}/step/",
            {"step": "move", "starts_at": "", "ends_at": "", "reason": "x"},
        ).status_code
        == 400
    )
    assert lan.post(f"/around/works/{work.code}/step/", {"step": "cancel", "reason": ""}).status_code == 400
    assert lan.post(f"/around/works/{work.code}/step/", {"step": "jump"}).status_code == 400
    page = Client().get(f"/cong-viec/{work.code}/").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "nhầm" in page
    assert "chỗ khác" in page
