"""A citizen's way on the pages: form, link, released page, rating; what a page must never show; what officers press."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dothi.kernel import settings
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions
from dothi.reports.models import Photo, Report
from dothi.reports.tests.course import WASTE, prepared, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


def picture(name: str = "rac.jpg") -> SimpleUploadedFile:
    """A photo with a position in it, as phones make them."""
    body, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Nguyễn's phone"
    Image.new("RGB", (64, 48), "grey").save(body, "JPEG", exif=exif)
    return SimpleUploadedFile(name, body.getvalue(), "image/jpeg")


def sent(**more: Any) -> Any:
    told_: dict[str, Any] = {
        "key": str(uuid4()),
        "text": "Rác chất đống",
        "category": WASTE,
        "place": "12 Trần Phú",
        "phone": "0903000111",
    }
    return Client().post("/phan-anh/moi/", told_ | more)


def test_a_citizen_reports_and_follows_by_the_link_alone(cast: Cast) -> None:
    answer = sent(photos=[picture()])
    assert answer.status_code == 302
    link = answer["Location"].partition("?")[0]
    page = Client().get(answer["Location"])
    report = Report.objects.get()
    assert report.code in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"
    assert Client().get(f"{link}anh/1/").status_code == 200

    actions.take(report, by=cast.nga)
    actions.answer(report, "Đã dọn sạch", pictures=[], by=cast.nga) if report.photos.filter(
        kind="result"
    ).exists() else None
    report.photos.create(
        number=2, kind=Photo.Kind.RESULT, sha256="0" * 64, size=1, recorded_at=report.received_at
    )
    actions.answer(report, "Đã dọn sạch", by=cast.nga)
    assert "Đã dọn sạch" not in Client().get(link).text  # nobody reviewed it yet
    actions.publish(report, by=cast.minh)
    assert "Đã dọn sạch" in Client().get(link).text
    assert Client().post(link, {"do": "rate", "face": "good"}).status_code == 302
    assert report.ratings.get().face == "good"


def test_a_photo_says_neither_where_nor_with_what_it_was_made(cast: Cast) -> None:
    sent(photos=[picture()])
    from dothi.reports.photos import body_of

    kept = Image.open(io.BytesIO(body_of(Photo.objects.get())))
    assert not dict(kept.getexif())


def test_nothing_of_a_report_is_public_before_its_release_and_never_the_person(cast: Cast) -> None:
    answer = sent(photos=[picture()], text="Rác, gọi anh Ba 0903 000 111")
    report, anybody = Report.objects.get(), Client()
    assert anybody.get(f"/phan-anh/{report.code}/").status_code == 404
    assert anybody.get(f"/phan-anh/{report.code}/anh/1/").status_code == 404
    actions.release(report, text="Rác chất đống", photos=[], by=cast.minh)
    page = anybody.get(f"/phan-anh/{report.code}/").text
    assert "Rác chất đống" in page
    assert "0903" not in page
    assert "12 Trần Phú" not in page
    assert anybody.get(f"/phan-anh/{report.code}/anh/1/").status_code == 404
    token = re.search(r"cua-toi/([^/]+)/", answer["Location"])[1]  # type: ignore[index]
    assert token not in page
    actions.release(report, text="Rác chất đống", photos=[1], by=cast.minh)
    assert anybody.get(f"/phan-anh/{report.code}/anh/1/").status_code == 200
    assert report.code in anybody.get("/phan-anh/?q=rac chat dong").text
    assert report.code not in anybody.get("/phan-anh/?q=tran phu").text  # nobody finds out where by trying


def test_a_nervous_thumb_makes_one_report(cast: Cast) -> None:
    key = str(uuid4())
    first, again = sent(key=key), sent(key=key)
    assert Report.objects.count() == 1
    assert "cua-toi" in first["Location"]
    link = first["Location"].partition("?")[0]
    assert again["Location"] == f"{link}?lai=1"  # the same link, not a list without it
    assert "không gửi hai lần" in Client().get(again["Location"]).text
    token = link.split("/")[-2]
    kept = Report.objects.values().get() | Report.objects.get().followers.values().get()
    assert token not in str(kept)  # neither the link
    assert key not in str(kept)  # nor what makes it


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "nội dung hoặc ảnh"),
        ({"place": ""}, "ở đâu"),
        ({"category": "x.y"}, "loại phản ánh"),
        ({"phone": "không có"}, "Số điện thoại"),
        ({"photos": [SimpleUploadedFile("a.jpg", b"%PDF-1.7", "image/jpeg")]}, "không phải ảnh"),
    ],
)
def test_bad_input_is_answered_kindly_and_what_was_typed_stays(
    cast: Cast, more: dict[str, Any], said: str
) -> None:
    answer = sent(**more)
    assert answer.status_code in (400, 422)
    assert said in answer.text
    assert more.get("text", "Rác chất đống") in answer.text
    assert not Report.objects.exists()


def test_what_was_written_is_shown_as_text(cast: Cast, client_of: Any) -> None:
    report = told(text="<script>alert(1)</script>").report
    page = client_of(cast.minh).get(f"/reports/{report.code}/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_officers_work_it_from_inbox_to_answer(cast: Cast, client_of: Any) -> None:
    report = told().report
    nga, minh = client_of(cast.nga), client_of(cast.minh)
    assert report.code in nga.get("/reports/?tab=mine").text
    nga.post(f"/reports/{report.code}/step/", {"step": "take", "seen": "given"})
    nga.post(
        f"/reports/{report.code}/step/",
        {"step": "answer", "seen": "working", "text": "Đã dọn", "photos": [picture()]},
    )
    assert report.code in minh.get("/reports/?tab=review").text
    minh.post(f"/reports/{report.code}/step/", {"step": "publish", "seen": "answered"})
    report.refresh_from_db()
    assert report.state == "done"


def test_another_ward_sees_nothing_and_an_agency_never_the_person(cast: Cast, client_of: Any) -> None:
    report = told().report
    assert client_of(cast.tuan).get(f"/reports/{report.code}/").status_code == 404
    page = client_of(cast.nga).get(f"/reports/{report.code}/").text
    assert "Nguyễn Văn Ba" not in page
    assert (
        client_of(cast.nga).post(f"/reports/{report.code}/person/", {"reason": "Cần gọi lại hỏi"}).status_code
        == 403
    )
    seen = client_of(cast.minh).post(f"/reports/{report.code}/person/", {"reason": "Cần gọi lại hỏi"})
    assert "Nguyễn Văn Ba" in seen.text


def test_whoever_kept_the_address_of_a_merged_report_reads_where_it_goes_on(cast: Cast) -> None:
    first, second, hidden = (told().report for _each in range(3))
    for one in (first, second):
        actions.release(one, text="Rác chất đống", photos=[], by=cast.minh)
    actions.merge(first, second, by=cast.minh)
    answer = Client().get(f"/phan-anh/{first.code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/phan-anh/{second.code}/")
    actions.merge(second, hidden, by=cast.minh)
    assert Client().get(f"/phan-anh/{first.code}/").status_code == 404  # nobody released what it is now


def test_who_has_no_account_stays_among_the_pages_for_citizens_when_something_fails(
    cast: Cast, client_of: Any
) -> None:
    page = Client().get("/phan-anh/PA-1999-000001/")
    assert page.status_code == 404
    assert 'class="public-nav"' in page.text
    assert "Không có phản ánh PA-1999-000001" in page.text
    assert 'class="public-nav"' in Client().get("/khong-co-trang-nay/").text
    officers = client_of(cast.minh).get("/reports/PA-1999-000001/")
    assert officers.status_code == 404
    assert "public-nav" not in officers.text
