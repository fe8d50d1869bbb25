"""The guide: what everybody reads with its source and age, who may write it, and that nothing typed is taken for more than words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from dothi.around.guide import entries
from dothi.around.guide.entries import blocks_of
from dothi.around.guide.models import GuideEntry
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.testing.cast import Cast
from dothi.surveys.tests.course import proposed

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 3, 0, tzinfo=dt.UTC)  # 10:00 in Viet Nam


@pytest.fixture(autouse=True)
def seeded(db: None) -> None:
    entries.ensure_guide()


def told(**more: Any) -> dict[str, Any]:
    return {
        "kind": "page", "audience": "business", "title_vi": "Hỗ trợ doanh nghiệp", "title_en": "", "text_vi": "Đến phòng 3.", "text_en": "",
        "number": "", "hours": "unknown", "agency": None, "position": 5, "source": "TB 1", "review_days": 30, "is_on": True, **more,
    }  # fmt: skip


def test_everybody_reads_numbers_and_pages_with_source_certainty_and_review() -> None:
    page = Client().get("/huong-dan/").text
    for number in ("112", "113", "114", "115", "111", "1022"):
        assert f'href="tel:{number}"' in page
    assert "TT 37/2025/TT-BCA" in page and "Chưa kiểm chứng" in page and "Chưa ghi giờ trực" in page
    one = Client().get("/huong-dan/procedures/").text
    assert 'href="https://dichvucong.gov.vn"' in one and "NĐ 118/2025" in one
    assert Client().get("/huong-dan/khong-co/").status_code == 404
    assert Client().get("/huong-dan/114/").status_code == 404, "a number is no page"


def test_in_english_too(client: Client) -> None:
    client.post("/web/choices/", {"language": "en"})
    assert "Medical emergency" in client.get("/huong-dan/").text
    assert "Any centre of the province" in client.get("/huong-dan/procedures/").text


def test_what_nobody_looked_at_again_says_so(cast: Cast) -> None:
    assert "Có thể đã cũ" not in Client().get("/huong-dan/").text
    with clock.moved_to(MONDAY + dt.timedelta(days=400)):
        assert "Có thể đã cũ" in Client().get("/huong-dan/emergency/").text
        entries.confirm(entries.get_newest("emergency"), by=cast.minh)
        assert "Có thể đã cũ" not in Client().get("/huong-dan/emergency/").text


def test_open_now_goes_by_the_calendar_of_holidays(cast: Cast) -> None:
    with clock.moved_to(MONDAY):
        entries.write(
            "hotline",
            told(kind="line", number="0254 111 222", hours="working-hours"),
            valid_from=clock.today(),
            by=cast.minh,
        )
        assert "Đang trong giờ làm việc" in Client().get("/huong-dan/").text
        assert 'href="tel:0254111222"' in Client().get("/huong-dan/").text
    for closed in (MONDAY + dt.timedelta(hours=12), dt.datetime(2027, 1, 1, 3, 0, tzinfo=dt.UTC)):
        with clock.moved_to(closed):
            page = Client().get("/huong-dan/").text
            assert "Ngoài giờ làm việc" in page and "Đang trong giờ làm việc" not in page


def test_a_row_from_a_day_on_and_the_past_stays(cast: Cast) -> None:
    today = clock.today()
    entries.write(
        "emergency", told(title_vi="Bản mới"), valid_from=today + dt.timedelta(days=3), by=cast.minh
    )
    assert "Bản mới" not in Client().get("/huong-dan/emergency/").text
    with clock.moved_to(clock.now() + dt.timedelta(days=3)):
        assert "Bản mới" in Client().get("/huong-dan/emergency/").text
    with pytest.raises(BadRequest):
        entries.write("emergency", told(), valid_from=today - dt.timedelta(days=1), by=cast.minh)
    assert GuideEntry.objects.filter(code="emergency").count() == 2
    entries.ensure_guide()
    assert GuideEntry.objects.filter(code="emergency").count() == 2, "what a city wrote stays"


def test_an_agency_writes_its_own_and_nobody_elses(cast: Cast) -> None:
    day = clock.today()
    entries.write("phuong", told(agency=cast.office_a), valid_from=day, by=cast.lan)
    for person, code, agency in (
        (cast.lan, "emergency", cast.office_a),
        (cast.lan, "x", None),
        (cast.tuan, "phuong", cast.office_a),
        (cast.tuan, "phuong", cast.office_b),
    ):
        with pytest.raises(NotAllowed):
            entries.write(code, told(agency=agency), valid_from=day, by=person)
    with pytest.raises(NotAllowed):
        entries.confirm(entries.get_newest("emergency"), by=cast.lan)


@pytest.mark.parametrize(
    "more",
    [
        {"title_vi": " "},
        {"source": ""},
        {"kind": "line", "number": ""},
        {"kind": "line", "number": "javascript:alert(1)"},
    ],
)
def test_what_is_missing_is_refused(cast: Cast, more: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        entries.write("x", told(**more), valid_from=clock.today(), by=cast.minh)


def test_officers_write_on_their_screen_and_what_they_type_is_words(cast: Cast, client_of: Any) -> None:
    lan = client_of(cast.lan)
    assert "emergency" not in lan.get("/around/guide/").text.split("/edit/")[0].rsplit('href="', 1)[-1]
    form = told(agency=cast.office_a.pk, is_on="on", title_vi="<b>Chợ</b>", text_vi="<script>alert(1)</script>\n- [x](javascript:alert(1))\n## Giờ") | {
        "code": "cho", "valid_from": f"{clock.today():%Y-%m-%d}",
    }  # fmt: skip
    assert lan.post("/around/guide/new/", form).status_code == 302
    page = Client().get("/huong-dan/cho/").text
    assert "<script>alert" not in page and "<b>Chợ" not in page and 'href="javascript' not in page
    assert "<h2>Giờ</h2>" in page
    assert lan.post("/around/guide/cho/edit/", form | {"title_vi": "Chợ mới"}).status_code == 302
    assert "Chợ mới" in Client().get("/huong-dan/cho/").text
    assert lan.post("/around/guide/cho/confirm/").status_code == 302
    assert lan.post("/around/guide/emergency/edit/", form).status_code == 422
    assert lan.post("/around/guide/new/", form | {"code": "Ă x"}).status_code == 422


def test_lines_are_parted_into_headings_lists_and_paragraphs() -> None:
    text = "Một\nhai\n\nba\n- a\n- b\n\n- c\n## Tên\nbốn"
    assert [(one.kind, one.lines) for one in blocks_of(text)] == [
        ("text", ["Một", "hai"]), ("text", ["ba"]), ("list", ["a", "b"]), ("list", ["c"]), ("heading", ["Tên"]), ("text", ["bốn"]),
    ]  # fmt: skip


def test_businesses_and_visitors_find_their_pages_and_what_stands_open(cast: Cast) -> None:
    browser = Client(headers={"Accept-Language": "vi"})
    page = browser.get("/huong-dan/").text
    assert "Hiện không có dự thảo" in page
    for who, code in (("business", "business-day-to-day"), ("visitor", "visitors-papers")):
        assert f'href="#h-{who}"' in page and f'id="h-{who}"' in page and f"/huong-dan/{code}/" in page
        told = browser.get(f"/huong-dan/{code}/").text
        assert "Theo: " in told and "Chưa kiểm chứng" in told, "its source and how sure it is"
    plan = proposed(cast)
    assert f"/khao-sat/y-kien/{plan.code}/" in browser.get("/huong-dan/").text
    with clock.moved_to(plan.closes_at):
        assert f"/khao-sat/y-kien/{plan.code}/" not in browser.get("/huong-dan/").text
