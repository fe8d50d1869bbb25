"""What goes wrong at the form, with real files: each is answered kindly in the reader's language, keeps the words, leaves nothing half done."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from dothi.kernel import clock, networks, settings
from dothi.kernel.testing.cast import Cast
from dothi.reports import photos
from dothi.reports.intake import knocks
from dothi.reports.models import Photo, Report, ReportRule
from dothi.reports.tests.course import WASTE, drawn, prepared
from dothi.territory.models import Unit

pytestmark = pytest.mark.django_db
HEIC = Path(__file__).parent / "samples/photo.heic"  # 64 × 48, with a position in it
FORM = "/phan-anh/moi/"
WORDS = "Rác chất đống trước chợ"
INSIDE = {"lon": "106.05", "lat": "20.05", "accuracy": "12"}


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)
    drawn(cast.ward_a)


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(out, "JPEG")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 400 million points in less than a hundred kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (20_000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes(20_000 // 8 + 1) * 20_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def file(name: str, body: bytes, kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, kind)


def sent(browser: Client | None = None, **more: Any) -> Any:
    told = {"key": str(uuid4()), "text": WORDS, "category": WASTE, "place": "12 Trần Phú", "phone": ""}
    return (browser or Client()).post(FORM, told | more)


@pytest.mark.parametrize(
    ("name", "body", "status", "vi", "en"),
    [
        ("to.jpg", lambda: jpeg() + bytes(40_000_000), 413, "lớn hơn 20 MB", "larger than 20 MB"),
        ("a.jpg", lambda: b"%PDF-1.7\n%%EOF", 400, "không phải ảnh", "no picture that can be read"),
        ("bom.png", bomb, 400, "triệu điểm ảnh", "million pixels"),
        ("cat.jpg", lambda: jpeg()[:200], 400, "không phải ảnh", "no picture that can be read"),
        ("x.svg", lambda: b"<svg onload='alert(1)'/>", 400, "không phải ảnh", "no picture that can be read"),
        ("nua.heic", lambda: HEIC.read_bytes()[:300], 400, "không phải ảnh", "no picture that can be read"),
    ],
)
def test_a_file_that_is_no_photo_is_refused_kindly(
    name: str, body: Any, status: int, vi: str, en: str
) -> None:
    for language, said in (("vi", vi), ("en", en)):
        browser = Client(headers={"Accept-Language": language})
        answer = sent(browser, photos=[file(name, body())])
        assert answer.status_code == status
        assert said in answer.text
        assert WORDS in answer.text
    assert not Report.objects.exists()
    assert not Photo.objects.exists()
    assert not [one for one in photos.STORE.path_of("0" * 64).parents[1].rglob("*") if one.is_file()]


def test_one_bad_photo_among_good_ones_keeps_nothing() -> None:
    answer = sent(photos=[file("1.jpg", jpeg()), file("2.jpg", b"%PDF-1.7")])
    assert answer.status_code == 400
    assert "2.jpg" in answer.text
    assert "riêng ảnh cần chọn lại" in answer.text
    assert not Report.objects.exists()


def test_more_photos_than_are_taken_are_told_apart() -> None:
    answer = sent(photos=[file(f"{n}.jpg", jpeg()) for n in range(6)])
    assert answer.status_code == 400
    assert "nhiều nhất 5 ảnh" in answer.text.lower() or "tối đa 5 ảnh" in answer.text.lower()


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "anh.jpg", "image"])
def test_a_photo_of_a_telephone_is_taken_whatever_it_is_called(name: str) -> None:
    assert sent(photos=[file(name, HEIC.read_bytes())]).status_code == 302
    kept = Image.open(io.BytesIO(photos.body_of(Photo.objects.get())))
    assert (kept.format, kept.size) == ("JPEG", (64, 48))
    assert not dict(kept.getexif())


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"lon": "112.0", "lat": "12.0"}, "nằm ngoài"),  # at sea
        ({"lon": "inf", "lat": "20.05"}, "nằm ngoài"),
        ({"lon": "<script>", "lat": "20.05"}, "nằm ngoài"),
        ({"lon": "500", "lat": "20.05"}, "nằm ngoài"),
    ],
)
def test_a_place_that_is_none_is_refused_and_what_was_typed_stays(place: dict[str, str], said: str) -> None:
    answer = sent(**INSIDE | place)
    assert answer.status_code == 400
    assert said in answer.text
    assert WORDS in answer.text
    assert "<script>" not in answer.text.replace("<script type", "").replace("<script id", "")
    assert not Report.objects.exists()


def test_a_place_in_another_province_is_told_whom_to_call(cast: Cast) -> None:
    since = cast.province.valid_from
    other = Unit.objects.create(
        code="95",
        level=cast.province.level,
        kind="Tỉnh",
        name="Khác",
        full_name="Tỉnh Khác",
        valid_from=since,
    )
    ward = Unit.objects.create(
        code="95001", level=cast.ward_a.level, kind="Xã", name="Xa", full_name="Xã Xa", parent=other, valid_from=since
    )  # fmt: skip
    drawn(ward, 108.0, 15.0, 108.1, 15.1)
    answer = sent(lon="108.05", lat="15.05")
    assert answer.status_code == 400
    assert "1022 của Tỉnh Khác" in answer.text
    assert sent(**INSIDE).status_code == 302
    assert Report.objects.get().unit == cast.ward_a


def test_scripts_in_every_field_are_shown_as_text() -> None:
    evil = '"><script>alert(1)</script>'
    page = sent(text=evil, place=evil, category=evil, phone=evil, lon=evil, key=evil).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_signs_that_no_database_stores_are_taken_out() -> None:
    assert sent(text="Rác\x00 chất\u202e đống").status_code == 302
    assert Report.objects.get().text == "Rác chất đống"


# -- floods -------------------------------------------------------------------------------------------------------------------------


def limit(**values: int) -> None:
    for code, value in values.items():
        ReportRule.objects.filter(code=code.replace("_", "-")).update(value=value)


def seated(at: dt.datetime | None = None) -> Client:
    """A browser that opened the form."""
    browser = Client()
    with clock.moved_to(at or clock.now()):
        browser.get(FORM)
    return browser


def test_one_browser_that_floods_is_told_when_to_come_back() -> None:
    limit(form_browser=3)
    browser = seated()
    assert [sent(browser).status_code for _ in range(4)] == [302, 302, 302, 429]
    answer = sent(browser, text="Điều thứ năm")
    assert 0 < int(answer["Retry-After"]) <= 601
    assert "1022" in answer.text
    assert "Điều thứ năm" in answer.text
    assert Report.objects.count() == 3
    assert sent(seated()).status_code == 302  # the neighbour behind the same address


def test_who_opened_the_form_before_the_flood_still_reports() -> None:
    limit(form_address=20)
    early = seated(clock.now() - dt.timedelta(minutes=15))
    for _ in range(25):  # one machine that throws its cookies away
        last = sent(seated())
    assert last.status_code == 429
    assert sent(early).status_code == 302
    assert sent(early).status_code == 429  # once in each span
    assert sent(Client(), key=str(uuid4())).status_code == 429
    assert sent(Client(REMOTE_ADDR="203.0.113.7")).status_code == 302


def test_a_shared_network_of_many_browsers_is_not_shut_out() -> None:
    assert {sent(seated()).status_code for _ in range(60)} == {302}


def test_counts_name_nobody_and_are_gone_after_their_span() -> None:
    sent(Client(REMOTE_ADDR="203.0.113.7"))
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_knock")
        kept = cursor.fetchall()
        assert kept
        assert "203.0.113.7" not in str(kept)
        assert knocks.forget_over() == 0
        with clock.moved_to(clock.now() + dt.timedelta(minutes=11)):
            assert knocks.forget_over() == len(kept)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unix", "unix"),
    ],
)
def test_a_household_is_one_network(address: str, network: str) -> None:
    assert networks.network_of(address) == network


def test_a_sign_that_we_did_not_give_counts_for_nothing() -> None:
    limit(form_address=20)
    for _ in range(20):
        sent()
    forged = Client()
    forged.cookies[knocks.COOKIE] = "abc.0:forged"
    assert sent(forged).status_code == 429
