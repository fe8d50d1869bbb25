"""Plates: made from a list, all or none; scanned they know the place; taken down they say so and lead to the plain form."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dothi.kernel import settings
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.testing.cast import Cast
from dothi.reports.models import Report
from dothi.reports.plates import actions
from dothi.reports.plates.models import Plate
from dothi.reports.tests.course import WASTE, drawn, prepared

pytestmark = pytest.mark.django_db
LINES = "Trụ đèn 14, đường Ba Cu | 20.05, 106.05\n\nTrạm xe buýt chợ;20.06;106.06"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)
    drawn(cast.ward_a)


def made(cast: Cast, category: str = WASTE) -> Plate:
    return actions.make(actions.read(LINES), key=uuid4(), by=cast.minh, category=category)[0]


def test_officers_make_plates_from_a_list_and_print_them(cast: Cast, client_of: Any) -> None:
    browser, form = client_of(cast.minh), {"key": str(uuid4()), "lines": LINES, "category": WASTE}
    answers = [browser.post("/reports/plates/", form) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Plate.objects.count() == 2
    sheet = browser.get(answers[1]["Location"]).text
    plate = Plate.objects.order_by("pk")[0]
    assert sheet.count("<svg") - sheet.count('class="icon') >= 2
    assert f"/phan-anh/tai/{plate.code}/" in sheet
    assert (plate.place, plate.unit, plate.agency) == ("Trụ đèn 14, đường Ba Cu", cast.ward_a, cast.centre)
    assert plate.code in browser.get("/reports/plates/").text
    assert client_of(cast.nga).get("/reports/plates/").status_code == 403


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("", "report-plates-lines"),
        ("chợ", "report-plate-line"),
        ("chợ | 106.05, 20.05", "report-plate-place"),  # turned round: in no commune
        ("chợ | 12.0, 112.0", "report-plate-place"),
        ("x | 20.05, 106.05\n" * 201, "report-plates-lines"),
    ],
)
def test_a_list_with_one_wrong_line_makes_none(cast: Cast, lines: str, code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        actions.make(actions.read("Trụ 1 | 20.05, 106.05\n" + lines if code == "report-plate-place" else lines), key=uuid4(), by=cast.minh)  # fmt: skip
    assert refused.value.code == code
    assert not Plate.objects.exists()


def test_who_may_not_route_there_makes_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.make(actions.read(LINES), key=uuid4(), by=cast.tuan)


def test_who_scans_a_plate_has_the_place(cast: Cast) -> None:
    plate = made(cast)
    page = Client().get(f"/phan-anh/tai/{plate.code.lower()}/").text
    assert 'value="Trụ đèn 14, đường Ba Cu"' in page
    assert 'name="lat" value="20.050000"' in page
    assert f'value="{WASTE}" selected' in page
    told = {
        "key": str(uuid4()),
        "text": "Rác",
        "category": WASTE,
        "place": plate.place,
        "lon": "106.05",
        "lat": "20.05",
    }
    assert Client().post(f"/phan-anh/tai/{plate.code}/", told).status_code == 302
    report = Report.objects.get()
    assert (report.door, report.unit) == ("plate", cast.ward_a)


def test_a_plate_that_was_taken_down_says_so_and_the_form_works(cast: Cast, client_of: Any) -> None:
    plate = made(cast)
    browser = client_of(cast.minh)
    assert browser.post(f"/reports/plates/{plate.pk}/end/").status_code == 302
    for code in (plate.code, "KHONGCO1"):
        page = Client().get(f"/phan-anh/tai/{code}/")
        assert page.status_code == 200
        assert "không còn dùng" in page.text
        assert plate.place not in page.text
    told = {"key": str(uuid4()), "text": "Rác", "category": WASTE, "place": "chợ"}
    assert Client().post(f"/phan-anh/tai/{plate.code}/", told).status_code == 302
    assert Report.objects.get().door == "web"
    assert (
        client_of(cast.tuan).post(f"/reports/plates/{plate.pk}/end/").status_code == 404
    )  # outside their area
