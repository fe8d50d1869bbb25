"""Around me now: the place from a phone or from words, figures as stations told them, what concerns the commune, and nothing kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dothi.around.here import stations
from dothi.around.here.place import by_point
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions as reports
from dothi.reports.actions.receiving import Spot
from dothi.reports.models import ReportRule
from dothi.reports.rules import ensure_rules
from dothi.reports.tests.course import competent, prepared, told
from dothi.warnings.tests import drafts

from .measured import EAST, bordered, station

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)  # stations are written as the worker writes them
HERE = {"lon": "107.05", "lat": "10.35"}


@pytest.fixture(autouse=True)
def known_to_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_CAP_SENDER", "ioc@thu-nghiem.vn")


def asked(**form: str) -> Any:
    return Client().post("/quanh-toi/", form or HERE)


@committed
def test_figures_come_with_age_source_distance_and_origin_and_are_never_made_up(cast: Cast) -> None:
    bordered(cast)
    now = clock.now()
    station(
        "AirQualityObserved",
        "gan",
        107.051,
        10.35,
        at=now - dt.timedelta(minutes=20),
        airQualityIndex=162,
        pm25=71.5,
    )
    station("AirQualityObserved", "cu", 107.06, 10.35, at=now - dt.timedelta(hours=5), airQualityIndex=40)
    station("AirQualityObserved", "im", 107.07, 10.35, at=now - dt.timedelta(days=3), airQualityIndex=30)
    station("FloodMonitoring", "song", 107.05, 10.36, at=now, origin=Origin.SIMULATED, currentLevel={"value": 2.31, "unitCode": "MTR"}, alarmStage="BĐ2", aboveAlarm2=0.1, floodRiskEstimate=3)  # fmt: skip
    page = asked().text
    near, old, silent = page.index("gan"), page.index(">cu "), page.index(">im ")
    assert near < old < silent, "the nearest first"
    assert "162" in page[near:old] and "Xấu" in page[near:old] and "20 phút trước" in page[near:old]
    assert "trạm thử" in page[near:old] and "cách 110 m" in page[near:old]
    assert "Số cũ" in page[old:silent] and 'class="level"' not in page[old:silent]
    assert "Không có số liệu." in page[silent:] and "<strong>VN_AQI giờ: 30" not in page
    flood = page[page.index("Mực nước</h2>") :]
    assert "Mô phỏng" in flood and "2,31 m" in flood and 'data-severity="high"' in flood
    assert "floodRiskEstimate" not in page and "rủi ro lũ" not in page, (
        "an internal estimate is published nowhere"
    )
    assert "Không có trạm đo mưa trong 15 km" in page


def test_without_stations_the_page_says_so(cast: Cast) -> None:
    bordered(cast)
    page = asked().text
    for kind in ("không khí", "mực nước", "mưa"):
        assert f"Không có trạm đo {kind} trong 15 km" in page
    assert "Phường An Hải" in page


@pytest.mark.parametrize("words", ["An Hải", "an hai", "phuong an hai", "P. An Hai"])
def test_a_place_is_typed_with_or_without_accents(cast: Cast, words: str) -> None:
    bordered(cast)
    page = asked(q=words)
    assert page.status_code == 200
    assert "Phường An Hải, Tỉnh Thử Nghiệm" in page.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"q": ""}, "Chưa có nơi cần xem"),
        ({"q": "zzzz qqqq"}, "Không tìm thấy nơi nào"),
        ({"lon": "abc", "lat": "10"}, "không đọc được"),
        ({"lon": "nan", "lat": "inf"}, "không đọc được"),
        ({"lon": "2.35", "lat": "48.85"}, "ở ngoài Việt Nam"),
        ({"q": "<script>alert(1)</script>"}, "Không tìm thấy"),
    ],
)
def test_what_cannot_be_a_place_is_said_kindly(cast: Cast, form: dict[str, str], said: str) -> None:
    answer = asked(**form)
    assert answer.status_code == 400
    assert said in answer.text
    assert "<script>alert" not in answer.text


def test_a_place_in_the_sea_has_no_commune_and_says_so(cast: Cast) -> None:
    bordered(cast)
    page = asked(lon="109.5", lat="10.0").text
    assert "Ngoài các phường, xã, đặc khu" in page
    assert "Phường An Hải" not in page


def test_a_point_on_the_border_lies_in_one_commune(cast: Cast) -> None:
    bordered(cast)
    assert by_point(str(EAST), "10.35").unit in (cast.ward_a, cast.ward_b)


def test_only_warnings_that_concern_the_place_are_shown_and_exercises_say_what_they_are(cast: Cast) -> None:
    bordered(cast)
    drafts.released(cast.minh, cast.hoa, cast.ward_a, shapes=[])
    drafts.released(cast.minh, cast.hoa, cast.ward_b, shapes=[], status="Exercise")
    ward_a, ward_b = asked().text, asked(lon="107.15", lat="10.35").text
    assert "Lũ lên nhanh tại An Hải" in ward_a and "diễn tập" not in ward_a.lower()
    assert "diễn tập" in ward_b.lower()
    with clock.moved_to(clock.now() + dt.timedelta(hours=7)):
        assert "Không có cảnh báo nào" in asked().text


def test_a_drawn_shape_concerns_whoever_stands_in_it_whatever_their_commune(cast: Cast) -> None:
    bordered(cast)
    circle = {"kind": "circle", "lat": 10.35, "lon": 107.15, "km": 1.0}
    drafts.released(cast.minh, cast.hoa, cast.ward_a, shapes=[circle])
    assert "Lũ lên nhanh" in asked(lon="107.155", lat="10.35").text
    assert "Lũ lên nhanh" not in asked(lon="107.18", lat="10.35").text


def test_reports_are_those_of_the_commune_that_were_released(cast: Cast) -> None:
    bordered(cast)
    prepared(cast)
    competent("", cast.ward_b, cast.office_b)
    for lon in (107.05, 107.15):
        one = told(spot=Spot("12 Trần Phú", lon, 10.35)).report
        reports.release(one, text=f"Rác ở {lon}", photos=[], by=cast.minh)
    told(spot=Spot("13 Trần Phú", 107.051, 10.35))
    page = asked().text
    assert "Rác ở 107.05" in page and "Rác ở 107.15" not in page
    assert "1 phản ánh đang xử lý" in page and "13 Trần Phú" not in page


def test_nothing_is_written_down_of_a_place(cast: Cast) -> None:
    """Not in a table, not in an address, not in a cache on the way."""
    bordered(cast)
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = asked(q="an hai")
    assert answer["Cache-Control"] == "no-store"
    assert not [
        one["sql"]
        for one in seen
        if not one["sql"].lower().lstrip().startswith(("select", "with", "savepoint", "release"))
    ]


def test_the_nearest_are_looked_for_no_farther_than_the_rule_says(cast: Cast) -> None:
    bordered(cast)
    assert stations.near(stations.AIR, by_point("107.05", "10.35")).within_km == 15


def test_who_asks_without_end_is_held_and_the_page_says_so(cast: Cast) -> None:
    ensure_rules()
    ReportRule.objects.filter(code="look-browser").update(value=2)
    browser = Client(headers={"Accept-Language": "vi"})
    browser.get("/quanh-toi/")
    answers = [browser.post("/quanh-toi/", {"q": "an hai"}) for _ in range(3)]
    assert answers[-1].status_code == 429 and "gửi quá nhiều lượt" in answers[-1].text
    assert 'value="an hai"' in answers[-1].text, "what was typed stays"
    assert browser.post("/quanh-toi/theo-doi/", {"q": "an hai"}).status_code == 429
    assert asked(q="an hai").status_code != 429, "another browser of that network goes on"
