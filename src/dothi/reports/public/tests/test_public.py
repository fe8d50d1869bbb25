"""What everybody reads: list and filters, map, feeds, the page of one report; late is said, and no exact place stands anywhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions, queries
from dothi.reports.actions.receiving import Spot
from dothi.reports.models import Report
from dothi.reports.telling import write
from dothi.reports.tests.course import LEAK, WASTE, prepared, told
from dothi.tasks.working_time import Deadline

pytestmark = pytest.mark.django_db
LON, LAT = 107.08123, 10.34567


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


def released(cast: Cast, text: str = "Rác chất đống", **columns: Any) -> Report:
    report = told(spot=Spot(words="12 Trần Phú"), category=columns.pop("category", WASTE)).report
    Report.objects.filter(pk=report.pk).update(**{"lon": LON, "lat": LAT, "unit": cast.ward_a, **columns})
    return actions.release(report, text=text, photos=[], by=cast.minh)


def answered(cast: Cast, report: Report) -> Report:
    report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    report.refresh_from_db()
    actions.answer(report, "Đã dọn", by=cast.nga)
    return actions.publish(report, by=cast.minh)


def listed(query: str) -> set[str]:
    page = Client().get(f"/phan-anh/?{query}").text
    return set(re.findall(r'href="/phan-anh/(PA-[0-9-]+)/"', page))


def test_the_list_is_narrowed_by_word_category_commune_lateness_text_and_day(cast: Cast) -> None:
    day = dt.timedelta(days=1)
    late = released(cast, "Rác trước chợ", due_at=clock.now() - day)
    leak = released(cast, "Vỡ ống", category=LEAK, unit=cast.ward_b)
    done = answered(cast, released(cast, "Rác ở bến xe"))
    every = {late.code, leak.code, done.code}
    assert listed("") == every
    assert listed("word=answered") == {done.code}
    assert listed("category=urban-services.waste") == {late.code, done.code}  # with what lies below it
    assert listed(f"unit={cast.ward_b.pk}") == {leak.code}
    assert listed("late=1") == {late.code}
    assert listed("q=ben xe") == {done.code}
    assert listed(f"since={clock.today() + day}") == set()
    assert listed("unit=x&word=nothing&since=99&category=") == every  # what makes no sense asks for nothing
    assert "Quá hạn 1 ngày" in Client().get("/phan-anh/?late=1").text


def test_no_address_of_the_public_gives_the_exact_point(cast: Cast) -> None:
    released(cast)
    exact = (str(LON), str(LAT), "107.0812", "10.3456", "Trần Phú", "0903")
    for path in (
        "/phan-anh/", "/phan-anh/moi-nhat.geojson", "/phan-anh/moi-nhat.atom",
        "/phan-anh/ban-do.geojson?bbox=107.07,10.33,107.1,10.36&zoom=18",
        "/phan-anh/ban-do.geojson?bbox=107.07,10.33,107.1,10.36&zoom=9",
    ):  # fmt: skip
        answer = Client().get(path)
        assert answer.status_code == 200
        assert not [one for one in exact if one in answer.text], path


def test_the_map_counts_from_afar_and_shows_rounded_points_close_by(cast: Cast) -> None:
    report = released(cast)
    told()  # nobody released it
    box = "bbox=107.0,10.2,107.2,10.4"
    (cell,) = Client().get(f"/phan-anh/ban-do.geojson?{box}&zoom=9").json()["features"]
    assert cell["properties"] == {"count": 1, "open": 1, "not_live": 0}
    (point,) = Client().get(f"/phan-anh/ban-do.geojson?{box}&zoom=16").json()["features"]
    assert point["properties"]["path"] == f"/phan-anh/{report.code}/"
    lon, lat = point["geometry"]["coordinates"]
    assert 0 < abs(lon - LON) + abs(lat - LAT) < 0.003
    assert not Client().get(f"/phan-anh/ban-do.geojson?{box}&zoom=16&category={LEAK}").json()["features"]


@pytest.mark.parametrize(
    "query", ["bbox=1,2", "bbox=a,b,c,d", "bbox=3,3,1,1", "zoom=x", "zoom=-1", "zoom=nan", "zoom=99"]
)
def test_a_map_that_makes_no_sense_is_refused_in_words(cast: Cast, query: str) -> None:
    assert Client().get(f"/phan-anh/ban-do.geojson?{query}").status_code == 400


def test_borders_are_public_and_no_more_of_them_than_is_seen(cast: Cast) -> None:
    far = Client().get("/phan-anh/dia-ban.geojson?level=1&zoom=6")
    assert far.status_code == 200
    assert far["Content-Encoding"] == "gzip"


def test_signs_that_no_xml_takes_break_no_feed(cast: Cast) -> None:
    released(cast, "Rác\ufffe chất\uffff đống\x0b")
    for address in ("/phan-anh/moi-nhat.atom", "/open311/v2/requests.xml"):
        answer = Client().get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "Rác chất đống" in etree.tostring(etree.fromstring(body), encoding="unicode")


def test_feeds_follow_the_filters(cast: Cast) -> None:
    report = released(cast)
    leak = released(cast, "Vỡ ống <b>lớn</b>", category=LEAK)
    feed = etree.fromstring(Client().get(f"/phan-anh/moi-nhat.atom?category={LEAK}").content)
    entries = feed.findall("{*}entry")
    assert [entry.findtext("{*}summary") for entry in entries] == ["Vỡ ống <b>lớn</b>"]
    codes = [
        one["properties"]["code"] for one in Client().get("/phan-anh/moi-nhat.geojson").json()["features"]
    ]
    assert codes == [leak.code, report.code]


def test_the_page_of_one_report_shows_both_deadlines_and_an_answer_after_the_first(cast: Cast) -> None:
    report = released(cast)
    first = report.due_at
    asked = actions.ask_more_time(
        report, until=Deadline(first + dt.timedelta(days=7)), reason="Chờ xe", by=cast.nga
    )
    actions.decide_time(asked, grant=True, by=cast.minh)
    with clock.moved_to(first + dt.timedelta(days=1)):
        answered(cast, report)
        page = Client().get(f"/phan-anh/{report.code}/").text
    assert "Hạn ban đầu" in page
    assert "Được gia hạn đến" in page
    assert "Trả lời sau hạn ban đầu, trong hạn đã gia hạn" in page
    assert "Chờ xe" not in page  # what officers wrote among themselves


def test_an_answer_that_waits_for_review_is_nobody_s_yet(cast: Cast) -> None:
    report = released(cast)
    report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    actions.answer(report, "Đã dọn hết", by=cast.nga)
    page = Client().get(f"/phan-anh/{report.code}/").text
    assert "Đã dọn hết" not in page
    assert "Trả lời lúc" not in page


def test_the_judgement_stands_with_its_number_of_voices(cast: Cast) -> None:
    report = answered(cast, released(cast))
    assert "Chưa có đánh giá" in Client().get(f"/phan-anh/{report.code}/").text
    actions.rate(report, "good", "a" * 64)
    actions.rate(report, "bad", "b" * 64)
    page = Client().get(f"/phan-anh/{report.code}/").text
    assert "n = 2" in page
    assert "Không hài lòng: <strong>1</strong>" in page


def test_however_many_rate_the_record_tells_what_was_done(cast: Cast) -> None:
    report = answered(cast, released(cast))
    for _ in range(queries.MOST_LINES + 1):
        write(report, "rated", "", None, public=True)
    page = Client().get(f"/phan-anh/{report.code}/")
    told_of = {said.line.what for said in page.context["record"]}
    assert "publish" in told_of and "rated" not in told_of


@pytest.mark.parametrize("box", ["-1e308,-1e308,1e308,1e308", "1e300,1,1e301,2"])
def test_a_box_larger_than_the_earth_is_the_earth(box: str) -> None:
    assert Client().get("/phan-anh/ban-do.geojson", {"bbox": box, "zoom": "9"}).status_code == 200
