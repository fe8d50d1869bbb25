"""A report without a position gets one from the desk or from its reporter, and goes to the agency of its commune."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.kernel.testing.cast import Cast
from dothi.reports import actions
from dothi.reports.actions.receiving import Spot
from dothi.reports.models import Report
from dothi.reports.tests.course import LEAK, competent, drawn, prepared, told

pytestmark = pytest.mark.django_db
HERE = {"lat": "20.05", "lon": "106.05", "accuracy": "30", "place": "Đường Thử"}


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)
    drawn(cast.ward_a)


def test_the_desk_sets_it_and_the_rows_of_the_commune_hold(cast: Cast, client_of: Any) -> None:
    report = told(category=LEAK, spot=Spot("gần chợ")).report
    assert (report.state, report.agency) == ("new", None)
    minh = client_of(cast.minh)
    assert f"/reports/{report.code}/place/" in minh.get(f"/reports/{report.code}/").text
    page = minh.get(f"/reports/{report.code}/place/?q=20.05, 106.05").text
    assert 'value="106.05"' in page
    assert minh.post(f"/reports/{report.code}/place/", HERE).status_code == 302
    report.refresh_from_db()
    assert (report.unit, report.agency, report.state) == (cast.ward_a, cast.office_a, "given")
    assert report.take_due_at is not None and report.place == "Đường Thử"
    assert report.lines.get(what="placed").public
    assert minh.post(f"/reports/{report.code}/place/", HERE).status_code == 409
    assert "chưa có vị trí" not in minh.get(f"/reports/{report.code}/").text


def test_its_reporter_sets_it_by_their_link_and_nobody_else(cast: Cast, client: Any, client_of: Any) -> None:
    report, token = told(spot=Spot("không rõ"))
    link = f"/phan-anh/cua-toi/{token}/"
    assert f"{link}noi/" in client.get(link).text
    assert "Không tìm thấy" in client.get(f"{link}noi/?q=zzzz qqqq").text
    refused = client.post(f"{link}noi/", {**HERE, "lat": "nan"})
    assert refused.status_code == 400
    assert refused.text.count('role="alert"') == 1  # said once
    assert client.post(f"{link}noi/", {**HERE, "lat": "0", "lon": "0"}).status_code == 400
    assert client.post("/phan-anh/cua-toi/khong-co/noi/", HERE).status_code == 404
    assert client_of(cast.nga).post(f"/reports/{report.code}/place/", HERE).status_code == 403
    assert client.post(f"{link}noi/", HERE).headers["Location"] == link
    report.refresh_from_db()
    assert report.unit == cast.ward_a
    assert "noi/" not in client.get(link).text


def test_what_somebody_works_on_keeps_its_agency(cast: Cast) -> None:
    competent(LEAK, cast.ward_a, cast.office_a)
    report = told(spot=Spot("gần chợ")).report
    actions.take(report, by=cast.nga)
    moved = actions.place(report, Spot("", 106.05, 20.05), by=cast.minh)
    assert (moved.agency, moved.state, moved.unit) == (cast.environment, "working", cast.ward_a)
    assert Report.objects.get().place == "gần chợ"
